import { AppError } from '../../errors';
import type { Actor } from '../../regulation/facts';
import { proveAppeal, type AppealProof } from '../journal/prove';
import type { Desk } from '../ports';
import { readWholeHistory, type History } from './read-history';

export interface ProvenHistory {
  /** The oldest line first. */
  readonly history: History;
  readonly proof: AppealProof;
}

export type NoHistory = 'notFound' | 'damaged';

/**
 * The whole history of an appeal with what proves it. `notFound`: there is no such appeal, or the viewer takes no part in the work;
 * `damaged`: what is kept of the journal's tree proves nothing any more.
 * @param keepBack for a messenger: see `proveAppeal`
 */
export async function readHistoryPaper(
  desk: Desk,
  viewer: Actor,
  appealId: number,
  keepBack: boolean,
): Promise<ProvenHistory | NoHistory> {
  const history = await readWholeHistory(desk, viewer, appealId);
  if (!history) return 'notFound';
  try {
    const proof = await proveAppeal(desk, appealId, keepBack);
    return { history, proof };
  } catch (error) {
    if (error instanceof AppError && error.code === 'journal_tree') return 'damaged';
    throw error;
  }
}
