import { inSentence, type Words } from '../../../src/i18n';
import { dayOf } from '../../../src/regulation/calendar';
import type { HoldingRole } from '../../../src/regulation/deputies';
import type { AbsenceDays, AbsenceView } from '../../../src/usecases/absences/absences';
import { button, type Screen, only, type ScreenButton } from '../kit/screen';
import type { Reading } from '../kit/turn';
import { shortDay } from '../kit/calendar-words';
import type { Params } from '../../../src/usecases/kit/messages';
import { shortName } from '../../../src/usecases/kit/officials';
import type { UncoveredAbsence } from '../../../src/usecases/people/uncovered';

export interface Absences {
  readonly personId: number;
  /** Of somebody else; null: one's own. */
  readonly name: string | null;
  /** Now or ahead, the nearest first. */
  readonly absences: readonly AbsenceView[];
}

/** Buttons of absences that one takes in at a glance; hardly anybody has more ahead. */
const CANCELLABLE = 6;

/** First and last day, as every text about an absence names them. */
export function daysOf({ fromDay, untilDay }: AbsenceDays, { now, calendar }: Reading) {
  const today = dayOf(now, calendar);
  return { from: shortDay(fromDay, today), until: shortDay(untilDay, today) };
}

export const roleWord = (role: HoldingRole, { plain }: Words): string => inSentence(plain(`people:role.${role}`));

/** «Сидоров С.С. (исполнитель), Гарипов Р.М. (руководитель)» */
export const deputyNames = (
  deputies: readonly { readonly name: string; readonly role: HoldingRole | null }[],
  words: Words,
): string =>
  deputies
    .map(({ name, role }) =>
      role === null ? name : words.plain('people:absence.deputyAs', { name, role: roleWord(role, words) }),
    )
    .join(', ');

function lineOf(absence: AbsenceView, reading: Reading): string {
  const { words } = reading;
  const dates = daysOf(absence, reading);
  const names = deputyNames(absence.deputies, words);
  if (absence.deputies.length === 0) return words.html('people:absence.line', dates);
  return absence.deputies.length === 1
    ? words.html('people:absence.lineDeputy', { ...dates, deputy: names })
    : words.html('people:absence.lineDeputies', { ...dates, deputies: names });
}

/** To an admin, who looks at somebody else's. */
const toConfirm = ({ id, personId, isToConfirm, ...days }: AbsenceView, name: string | null, reading: Reading) =>
  isToConfirm && name !== null
    ? [
        [
          button(reading.words.plain('people:absence.confirm', daysOf(days, reading)), {
            kind: 'confirmAbsence',
            absenceId: id,
            personId,
          }),
        ],
      ]
    : [];

/** What is entered for a person, and what can be done about it. */
export function absencesScreen({ personId, name, absences }: Absences, reading: Reading): Screen {
  const { html, plain } = reading.words;
  const lines = absences.map((absence) => lineOf(absence, reading));
  return {
    text: [
      `<b>${name === null ? html('people:absence.mine') : html('people:absence.of', { name })}</b>`,
      ...(lines.length > 0 ? lines : [html('people:absence.none')]),
    ].join('\n'),
    buttons: [
      ...absences.slice(0, CANCELLABLE).flatMap((absence) => [
        ...toConfirm(absence, name, reading),
        ...(absence.needsDeputy
          ? [
              [
                button(plain('people:absence.nameDeputy', daysOf(absence, reading)), {
                  kind: 'nameDeputy',
                  absenceId: absence.id,
                  personId,
                }),
              ],
            ]
          : []),
      ]),
      ...absences.slice(0, CANCELLABLE).map((absence) => [
        button(plain('people:absence.cancel', daysOf(absence, reading)), {
          kind: 'cancelAbsence',
          absenceId: absence.id,
          personId,
        }),
      ]),
      [button(plain('people:absence.add'), { kind: 'addAbsence', personId })],
      [
        name === null
          ? button(plain('people:admin.button.menu'), { kind: 'menu' })
          : button(plain('people:admin.button.back'), { kind: 'person', personId }),
      ],
    ],
  };
}

/** Nobody who stands in may approve: what waits for it, and what whoever reads this can do. */
export function approvalsUncoveredScreen(params: Params<'approvalsUncovered'>, reading: Reading): Screen {
  const { name, absenceId, absentId, appeals, mayName, mayReplace } = params;
  const { html, plain } = reading.words;
  const deputy =
    mayName && absenceId !== null && absentId !== null
      ? [
          [
            button(plain('people:absence.nameOneInstead'), {
              kind: 'nameDeputy',
              absenceId,
              personId: absentId,
            }),
          ],
        ]
      : [];
  const [, ...others] = appeals;
  const ofAppeal = ({ id: appealId, number }: (typeof appeals)[number]): ScreenButton[] => [
    mayReplace
      ? button(
          others.length === 0
            ? plain('appeal:action.replaceParticipant')
            : plain('people:absence.replaceIn', { number }),
          { kind: 'replaceIn', appealId },
        )
      : button(plain('people:absence.openOne', { number }), { kind: 'open', appealId }),
  ];
  return {
    text: [
      `⚠️ ${html('people:absence.told.approvalsUncovered', { name, ...daysOf(params, reading) })}`,
      ...waitingLine(appeals, reading),
    ].join('\n'),
    buttons: [...deputy, ...appeals.map(ofAppeal)],
  };
}

/** Of all of them, to whoever only watches; it stays where it is when they are covered. */
export function uncoveredTodayScreen(absences: readonly UncoveredAbsence[], reading: Reading): Screen {
  const { html, plain } = reading.words;
  if (absences.length === 0) return only(html('people:absence.told.covered'));
  const blocks = absences.map(({ name, appeals, ...days }) => [
    `⚠️ ${html('people:absence.told.approvalsUncovered', { name: shortName(name), ...daysOf(days, reading) })}`,
    ...waitingLine(appeals, reading),
  ]);
  return {
    text: blocks.map((lines) => lines.join('\n')).join('\n\n'),
    buttons: absences
      .flatMap(({ appeals }) => appeals)
      .map(({ id: appealId, number }) => [
        button(plain('people:absence.openOne', { number }), { kind: 'open', appealId }),
      ]),
  };
}

const waitingLine = (appeals: UncoveredAbsence['appeals'], { words: { html } }: Reading): string[] =>
  appeals.length === 0
    ? []
    : [html('people:absence.told.waiting', { numbers: appeals.map(({ number }) => `№ ${number}`).join(', ') })];

/** Their own word of the same day, to whoever can say that it is so. */
export const absenceToConfirmScreen = (
  { absenceId, absentId, name, ...days }: Params<'absenceToConfirm'>,
  reading: Reading,
): Screen => ({
  text: reading.words.html('people:absence.told.toConfirm', { name, ...daysOf(days, reading) }),
  buttons: [
    [
      button(reading.words.plain('people:absence.confirm', daysOf(days, reading)), {
        kind: 'confirmAbsence',
        absenceId,
        personId: absentId,
      }),
    ],
  ],
});
