import type { Actor } from '../../regulation/facts';
import { proveAppeal, type AppealProof } from '../journal/prove';
import type { Desk } from '../ports';
import { readHistory, type History } from './read-history';

/** More than any appeal has. */
const ALL = 100_000;

export interface ProvenHistory {
  /** The oldest line first. */
  readonly history: History;
  readonly proof: AppealProof;
}

/**
 * The whole history of an appeal with what proves it. Null: there is no such appeal, or the viewer takes no part in the work.
 * @param keepBack for a messenger: see `proveAppeal`
 */
export async function readHistoryPaper(
  desk: Desk,
  viewer: Actor,
  appealId: number,
  keepBack: boolean,
): Promise<ProvenHistory | null> {
  const history = await readHistory(desk, viewer, appealId, 0, ALL);
  if (!history) return null;
  return {
    history: { ...history, lines: history.lines.toReversed() },
    proof: await proveAppeal(desk, appealId, keepBack),
  };
}
