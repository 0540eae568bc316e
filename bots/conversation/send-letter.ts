import type { IssuedLetter } from '../../src/usecases/answers/letters';
import { type MarkedCopy, noteGiven } from '../../src/usecases/answers/given-files';
import { forgetContacts } from '../../src/usecases/appeals/contacts';
import { sendKept } from './send-files';
import type { Talk } from './talk';
import type { Turn } from './turn';

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
