import { hasRight } from '../../../src/regulation/rights';
import { findDialog } from '../dialogs/find';
import { openByNumber } from '../dialogs/open-by-number';
import type { Feature } from '../feature';
import { only } from '../screen';
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
    presses: { find: async (turn) => ({ after: () => begin(turn, '') }) },
  };
}
