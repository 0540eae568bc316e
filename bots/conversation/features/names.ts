import { officeWordsDialog } from '../dialogs/office-words';
import type { Feature } from '../feature';
import type { Talk } from '../talk';

/** What an admin names in words: a new person, an organization, a category, another name or position. */
export function namesFeature(talk: Talk): Feature {
  const dialog = officeWordsDialog(talk);
  return {
    dialogs: [dialog],
    presses: {
      askName: async (turn, { what, personId = null }) => ({
        after: () => dialog.begin(turn, { kind: what, personId }),
      }),
    },
  };
}
