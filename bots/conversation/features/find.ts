import { hasRight } from '../../../src/regulation/rights';
import { findEngagementsAgain } from '../../../src/usecases/lists/find';
import { findDialog } from '../dialogs/find';
import { openByNumber } from '../dialogs/open-by-number';
import { refusal, type Feature } from '../feature';
import { only } from '../screen';
import { engagementsFoundScreen } from '../screens/engagement/list-screens';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** /find and «Найти»; a number by itself, typed while nothing is asked, is enough. */
export function findFeature(talk: Talk): Feature {
  const dialog = findDialog(talk);
  async function begin(turn: Turn, query: string): Promise<void> {
    if (await openByNumber(talk, turn, query)) return;
    if (hasRight(turn.official, 'find')) return dialog.begin(turn, {}, query);
    await talk.voice.send(turn.chatId, only(turn.words.html('list:find.notYours')), { silent: true });
  }
  return {
    commands: { find: begin },
    dialogs: [dialog],
    presses: {
      find: async (turn) => ({ after: () => begin(turn, '') }),
      async engagementsFound(turn, { page }) {
        const found = await findEngagementsAgain(talk.desk, turn.official);
        return found
          ? { screen: engagementsFoundScreen(found, page, turn.reading) }
          : refusal(turn.words.plain('list:find.forgotten'));
      },
    },
  };
}
