import type { Params } from '../../../../src/usecases/kit/messages';
import { shortName } from '../../../../src/usecases/kit/officials';
import type { UncoveredAbsence } from '../../../../src/usecases/people/uncovered';
import { button, only, type Screen, type ScreenButton } from '../../screen';
import type { Reading } from '../../turn';
import { daysOf } from '../office/absences-screen';

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
