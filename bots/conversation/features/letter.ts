import { issueLetter } from '../../../src/usecases/acts/letters';
import { drawLetterhead, letterheadDialog } from '../dialogs/letterhead';
import { refusal, type Feature } from '../dispatch';
import { letterRefusal } from '../screens/appeals/letter-words';
import { sendLetter } from '../send-letter';
import type { Talk } from '../talk';

/** The answer as a letter, and the paper on which letters are issued. */
export function letterFeature(talk: Talk): Feature {
  const dialog = letterheadDialog(talk);
  return {
    dialogs: [dialog],
    presses: {
      async letter(turn, { appealId }) {
        const result = await issueLetter(talk.desk, turn.official, appealId, talk);
        return result.ok
          ? { after: () => sendLetter(talk, turn, result.letter) }
          : refusal(letterRefusal(result.refusal, turn.words));
      },
      letterhead: async (turn) => ({ screen: await drawLetterhead(talk, turn) }),
      askLetterhead: (turn, { part }) => dialog.beginHere(turn, { part }),
    },
  };
}
