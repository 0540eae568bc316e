import { keepAttachment } from '../../../src/usecases/forms/attachments';
import type { Talk } from '../talk';
import type { SentFile, Turn } from '../turn';

/** The bytes of a photo or a file, and that it belongs to this form. @idempotent by its message */
export async function keepFile(
  { desk, voice, files }: Talk,
  turn: Turn,
  formId: number,
  { fileRef, kind, compressed, fileName, mimeType }: SentFile,
): Promise<void> {
  const { sha256, size } = await files.keep(await voice.download(fileRef));
  await keepAttachment(desk, {
    formId,
    kind,
    compressed,
    fileName,
    mimeType,
    size,
    sha256,
    messenger: voice.name,
    fileRef,
    messageRef: turn.message,
    uploadedById: turn.official.personId,
    receivedAt: desk.clock.now(),
  });
}

export const isTooLarge = ({ voice }: Talk, { size }: SentFile): boolean =>
  size !== null && size > voice.limits.download;
