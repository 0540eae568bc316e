import { bytesOf, rememberSent, type KeptFile } from '../../../src/usecases/kit/files';
import { AppError } from '../../../src/errors';
import type { Talk } from './talk';
import type { FileToSend } from './voice';
import { sayParts } from '../../../src/usecases/kit/form-engine';
import type { Reply } from './feature';
import type { Turn } from './turn';

/** A file on its way, and the bytes by which it is known again when it has to be brought. */
export interface KeptToSend extends FileToSend {
  readonly sha256: string;
}

/**
 * As they came: a photo that a messenger has recompressed is one, all else is a document. The words stand under the first of each,
 * where a messenger shows them under the whole album.
 */
export function asTheyCame({ files }: Pick<Talk, 'files'>, kept: readonly KeptFile[], caption: string): KeptToSend[] {
  const sent = kept.map(({ kind, compressed, ...file }): KeptToSend => {
    const as = kind === 'photo' && compressed ? 'photo' : 'document';
    return { ...file, as, caption: '', bytes: () => bytesOf(files, file.sha256) };
  });
  const firsts = (['photo', 'document'] as const).map((type) => sent.find(({ as }) => as === type));
  return sent.map((file) => (firsts.includes(file) ? { ...file, caption } : file));
}

/**
 * Sends them, and notes by which names the messenger shows what it did not have.
 * @throws AppError `file_gone` when all else is sent
 */
export async function sendFiles(talk: Talk, chatId: string, all: readonly KeptToSend[]): Promise<void> {
  const { desk, voice } = talk;
  const { there: files, gone } = await sorted(talk, all);
  const refs = await voice.sendFiles(chatId, files);
  for (const [index, { sha256, as: shownAs, fileRef: known }] of files.entries()) {
    const fileRef = refs[index] ?? null;
    if (known === null && fileRef !== null)
      await rememberSent(desk, { messenger: voice.name, sha256, shownAs, fileRef });
  }
  if (gone) throw gone;
}

/** What a messenger has itself is there, whatever this machine has lost. */
async function sorted({ files }: Pick<Talk, 'files'>, all: readonly KeptToSend[]) {
  const there: KeptToSend[] = [];
  let gone: Error | null = null;
  for (const file of all)
    try {
      if (file.fileRef === null) for await (const _ of files.read(file.sha256)) break;
      there.push(file);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'file_gone') throw error;
      gone = error;
    }
  return { there, gone };
}

/** A paper of the office's as a document. */
export const sendKept = async (
  { voice, files }: Pick<Talk, 'voice' | 'files'>,
  chatId: string,
  { fileName, sha256 }: Readonly<{ fileName: string; sha256: string }>,
) => voice.sendFile(chatId, fileName, Buffer.from(await bytesOf(files, sha256)));

/** A text that its message shows a part of, whole, in as many messages as that takes. */
export async function tellParts(
  { desk, wake }: Pick<Talk, 'desk' | 'wake'>,
  { official, came, words }: Turn,
  appealId: number,
  parts: readonly string[],
): Promise<Reply> {
  if (came.what !== 'press' || parts.length === 0) return { toast: words.plain('card:whole.nothing') };
  await sayParts(desk, official, { pressId: came.pressId, parts, appealId });
  wake();
  return { toast: words.plain('card:whole.sent', { count: parts.length }) };
}
