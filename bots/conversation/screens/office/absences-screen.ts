import { dayOf } from '../../../../src/regulation/calendar';
import type { AbsenceDays, AbsenceView } from '../../../../src/usecases/people/absences';
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

/** What is entered for a person, and what can be done about it. */
export function absencesScreen({ personId, name, absences }: Absences, reading: Reading): Screen {
  const { html, plain } = reading.words;
  const lines = absences.map((absence) =>
    absence.deputy === null
      ? html('people:absence.line', daysOf(absence, reading))
      : html('people:absence.lineDeputy', { ...daysOf(absence, reading), deputy: absence.deputy }),
  );
  return {
    text: [
      `<b>${name === null ? html('people:absence.mine') : html('people:absence.of', { name })}</b>`,
      ...(lines.length > 0 ? lines : [html('people:absence.none')]),
    ].join('\n'),
    buttons: [
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
