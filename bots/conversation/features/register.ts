import { hasRight } from '../../../src/regulation/rights';
import { registerDialog } from '../dialogs/register/register-dialog';
import type { Feature } from '../feature';
import { only } from '../screen';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** /new and «Зарегистрировать». */
export function registerFeature(talk: Talk): Feature {
  const dialog = registerDialog(talk);
  async function begin(turn: Turn, number: string): Promise<void> {
    if (hasRight(turn.official, 'register')) return dialog.begin(turn, {}, number);
    await talk.voice.send(turn.chatId, only(turn.words.html('register:notYours')), { silent: true });
  }
  return {
    commands: { new: begin },
    dialogs: [dialog],
    presses: { register: async (turn) => ({ after: () => begin(turn, '') }) },
  };
}
