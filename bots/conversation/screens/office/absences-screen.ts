import { inSentence, type Words } from '../../../../src/i18n';
import { dayOf } from '../../../../src/regulation/calendar';
import type { HoldingRole } from '../../../../src/regulation/deputies';
import type { AbsenceDays, AbsenceView } from '../../../../src/usecases/absences/absences';
import { button, type Screen } from '../../screen';
import type { Reading } from '../../turn';
import { shortDay } from '../dates';

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
