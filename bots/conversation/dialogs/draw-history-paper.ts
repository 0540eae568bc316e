import { letterheadOf } from '../../../src/usecases/kit/settings';
import type { Official } from '../../../src/usecases/kit/officials';
import { readHistoryPaper, type NoHistory } from '../../../src/usecases/proof/prove';
import { historyPaperOf } from '../screens/appeals/history-paper';
import type { Talk } from '../talk';
import type { Reading } from '../turn';

export interface MadePaper {
  readonly fileName: string;
  /** What takes longer than a finger should wait. */
  readonly draw: () => Promise<Uint8Array>;
}

/**
 * The history of an appeal as PDF, with its proof attached. Or why there is none.
 * @param keepBack for a messenger: entries that may hold personal data are printed as the chat shows them, and not in the proof
 */
export async function drawHistoryPaper(
  { desk, papers }: Pick<Talk, 'desk' | 'papers'>,
  viewer: Official,
  appealId: number,
  reading: Reading,
  keepBack = true,
): Promise<MadePaper | NoHistory> {
  const proven = await readHistoryPaper(desk, viewer, appealId, keepBack);
  if (typeof proven === 'string') return proven;
  const head = await letterheadOf(desk);
  const name = [head.nameRu, head.nameTt].filter((one) => one !== '');
  const paper = {
    ...historyPaperOf(proven, reading),
    head: name.length === 0 ? null : { name, contacts: head.contacts },
  };
  return { fileName: `${proven.history.number}-istoriya.pdf`, draw: () => papers.writeHistory(paper) };
}
