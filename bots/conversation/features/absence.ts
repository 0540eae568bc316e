import { hasRight } from '../../../src/regulation/rights';
import { absencesOf, cancelAbsence } from '../../../src/usecases/absences/absences';
import { confirmAbsence } from '../../../src/usecases/absences/amend-absence';
import { absenceDialog, drawAbsences } from '../dialogs/absence';
import { refusal, type Feature } from '../feature';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** «Отсутствие»: one's own, from the menu, or anybody's, for an admin. */
export function absenceFeature(talk: Talk): Feature {
  const { desk, wake } = talk;
  const dialog = absenceDialog(talk);
  return {
    dialogs: [dialog],
    presses: {
      absences: async (turn, { personId }) => ({ screen: await drawAbsences(talk, turn, whose(turn, personId)) }),
      addAbsence: (turn, { personId }) => dialog.beginHere(turn, { personId: whose(turn, personId) }),
      async nameDeputy(turn, { absenceId, personId }) {
        const of = whose(turn, personId);
        const absence = (await absencesOf(desk, of)).find(({ id }) => id === absenceId);
        if (!absence) return refusal(turn.words.plain('people:absence.refusal.gone'));
        const { fromDay, untilDay } = absence;
        return dialog.beginHere(turn, { personId: of, absenceId, fromDay, untilDay });
      },
      confirmAbsence: async (turn, { absenceId, personId }) => {
        const { plain } = turn.words;
        const result = await confirmAbsence(desk, turn.official, absenceId);
        wake();
        return {
          ...(result.ok
            ? { toast: plain('people:absence.confirmed') }
            : refusal(plain(`people:absence.refusal.${result.refusal}`))),
          screen: await drawAbsences(talk, turn, whose(turn, personId)),
        };
      },
      cancelAbsence: async (turn, { absenceId, personId }) => {
        const { plain } = turn.words;
        const result = await cancelAbsence(desk, turn.official, absenceId);
        wake();
        return {
          ...(result.ok
            ? { toast: plain('people:absence.cancelled') }
            : refusal(plain(`people:absence.refusal.${result.refusal}`))),
          screen: await drawAbsences(talk, turn, whose(turn, personId)),
        };
      },
    },
  };
}

/** One's own, unless an admin's button names somebody. */
const whose = ({ official }: Turn, personId: number = official.personId): number =>
  hasRight(official, 'administer') ? personId : official.personId;
