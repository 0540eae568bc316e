import { hasRight } from '../../../src/regulation/rights';
import { takeSentFile } from '../../../src/usecases/registry/read-file';
import type { FileTaker, Talk } from '../talk';
import type { SentFile, Turn } from '../turn';
import { isTooLarge } from './keep-file';
import { sayOfFile } from '../say-of-file';

/** Registers are read elsewhere than in an appeal; a table of another office is told what to become. */
const REGISTRY = /\.(?:xls[xmb]?|ods|csv|tsv)$/i;

/** A register that a coordinator sends is no report of anybody's, and no answer to a question that takes no files. */
const isRegistry = ({ official }: Turn, { fileName }: SentFile): boolean =>
  hasRight(official, 'register') && fileName !== null && REGISTRY.test(fileName);

/** A registry file that a coordinator sends: its bytes are kept; it is read by whichever process works on files. */
async function takeRegistry(talk: Talk, turn: Turn, file: SentFile): Promise<void> {
  const { desk, voice, fetching, wake } = talk;
  const { download: longest } = voice.limits;
  if (isTooLarge(talk, file)) return sayOfFile(talk, turn, 'fileTooBig');
  const kept = await fetching.take(file.fileRef, Math.min(file.size ?? longest, longest), turn.official.personId);
  if (kept === null) return sayOfFile(talk, turn, 'fileNotAsSaid');
  await takeSentFile(desk, turn.official, { name: file.fileName ?? '', sha256: kept.sha256, message: turn.message });
  wake();
}

/** Of whoever takes the registry in. */
export const registryTaker = (talk: Talk): FileTaker => ({
  takes: isRegistry,
  take: (turn, file) => takeRegistry(talk, turn, file),
});
