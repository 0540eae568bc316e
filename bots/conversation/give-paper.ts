import { noteGiven } from '../../src/usecases/answers/given-files';
import type { MessageRef } from '../../src/usecases/kit/ports';
import type { KeptToSend } from './send-files';
import type { Talk } from './talk';
import type { Turn } from './turn';

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
