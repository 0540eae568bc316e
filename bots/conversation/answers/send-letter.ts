import type { IssuedLetter, WordRequest, LetterRefusal } from '../../../src/usecases/answers/letters';
import { type MarkedCopy, noteGiven } from '../../../src/usecases/answers/given-files';
import { forgetContacts } from '../../../src/usecases/appeals/contacts';
import { sendKept, type KeptToSend } from '../kit/send-files';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';
import { wordsOf, type Words } from '../../../src/i18n';
import type { MessageRef } from '../../../src/usecases/kit/ports';

/** A letter as a document; one that names the applicant goes from the chat as contacts do. */
export async function sendLetter(
  { desk, voice, files, wake }: Talk,
  { official, chatId }: Turn,
  { appealId, fileName, sha256, isPersonal }: IssuedLetter,
): Promise<void> {
  const message = await sendKept({ voice, files }, chatId, { fileName, sha256 });
  await noteGiven(desk, official, appealId, [fileName]);
  if (!isPersonal) return;
  await forgetContacts(desk, official, appealId, message);
  wake();
}

/** With the mark of its signature, as a document; null: there is no such copy. */
export async function sendCopy(
  { desk, voice, wake }: Talk,
  { official, chatId }: Turn,
  copy: MarkedCopy | null,
): Promise<void> {
  if (copy === null) return;
  const message = await voice.sendFile(chatId, copy.fileName, Buffer.from(copy.bytes));
  if (!copy.isPersonal) return;
  await forgetContacts(desk, official, copy.appealId, message);
  wake();
}

const REFUSED = {
  notFound: 'refusal:notFound',
  notYours: 'refusal:notYours',
  noLetterhead: 'letter:noLetterhead',
  namesApplicant: 'letter:namesApplicant',
} as const satisfies Record<LetterRefusal, string>;

/** Why there is no letter. */
export const letterRefusal = (refusal: LetterRefusal, { plain }: Words): string => plain(REFUSED[refusal]);

/** Other bodies are written to in Russian, whatever the bot speaks. */
export const wordRequest: WordRequest = ({ number, place, kind, registered: date, by: day, what }) => {
  const { plain } = wordsOf('ru');
  return {
    number: plain('letter:request.number', { number, place }),
    text: plain(`letter:request.${kind}`, { number, date, what, day }),
  };
};

/** A paper of an appeal as a document, and who has it now. */
export async function givePaper(
  { desk, voice }: Pick<Talk, 'desk' | 'voice'>,
  { official, chatId }: Pick<Turn, 'official' | 'chatId'>,
  appealId: number,
  fileName: string,
  bytes: Uint8Array,
): Promise<MessageRef> {
  const message = await voice.sendFile(chatId, fileName, bytes);
  await noteGiven(desk, official, appealId, [fileName]);
  return message;
}

/** The same of documents that were sent together; photos have no name, and a term of their own. */
export const noteDocuments = (
  { desk }: Pick<Talk, 'desk'>,
  { official }: Pick<Turn, 'official'>,
  appealId: number,
  files: readonly KeptToSend[],
): Promise<void> =>
  noteGiven(
    desk,
    official,
    appealId,
    files.filter(({ as }) => as === 'document').map(({ fileName }) => fileName ?? ''),
  );
