import { issueLetter, type IssuedLetter } from '../../../src/usecases/acts/letters';
import { forgetContacts } from '../../../src/usecases/acts/show-contacts';
import { drawLetterhead, letterheadDialog } from '../dialogs/letterhead';
import { refusal, type Feature } from '../dispatch';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

const REFUSED = {
  notFound: 'refusal:notFound',
  notYours: 'refusal:notYours',
  noLetterhead: 'letter:noLetterhead',
} as const;

/** The answer as a letter, and the paper on which letters are issued. */
export function letterFeature(talk: Talk): Feature {
  const { desk, voice, files, wake } = talk;
  const dialog = letterheadDialog(talk);

  async function send({ official, chatId }: Turn, appealId: number, letter: IssuedLetter): Promise<void> {
    const bytes: Uint8Array[] = [];
    for await (const part of files.read(letter.sha256)) bytes.push(part);
    const message = await voice.sendFile(chatId, letter.fileName, Buffer.concat(bytes));
    if (!letter.isPersonal) return;
    await forgetContacts(desk, official, appealId, message);
    wake();
  }

  return {
    dialogs: [dialog],
    presses: {
      async letter(turn, { appealId }) {
        const result = await issueLetter(desk, turn.official, appealId, talk);
        return result.ok
          ? { after: () => send(turn, appealId, result.letter) }
          : refusal(turn.words.plain(REFUSED[result.refusal]));
      },
      letterhead: async (turn) => ({ screen: await drawLetterhead(talk, turn) }),
      askLetterhead: (turn, { part }) => dialog.beginHere(turn, { part }),
    },
  };
}
