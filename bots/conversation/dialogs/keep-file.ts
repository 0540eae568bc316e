import { failpoint } from '../../../src/failpoint';
import { keepAttachment } from '../../../src/usecases/forms/attachments';
import type { Talk } from '../talk';
import type { SentFile, Turn } from '../turn';

/**
 * The bytes of a photo or a file, and that it belongs to this form.
 * @idempotent by its message
 * @returns what is to be said of it when nothing was kept: it is longer than the messenger lets through, or than it had said
 */
export async function keepFile(
  { desk, voice, files }: Talk,
  turn: Turn,
  formId: number,
  { fileRef, size: announced, kind, compressed, fileName, mimeType }: SentFile,
): Promise<'fileTooBig' | 'fileNotAsSaid' | null> {
  const { download: longest } = voice.limits;
  const kept = await files.keep(await voice.download(fileRef), Math.min(announced ?? longest, longest));
  if (kept === null) return announced === null || announced >= longest ? 'fileTooBig' : 'fileNotAsSaid';
  const { sha256, size } = kept;
  failpoint('file-stored');
  await keepAttachment(desk, {
    formId,
    origin: 'official',
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
  return null;
}

export const isTooLarge = ({ voice }: Talk, { size }: SentFile): boolean =>
  size !== null && size > voice.limits.download;
