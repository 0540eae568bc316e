import { ReturnedResult } from '../../../entities/returned-result';
import { repositoryOf, type Rows, type Transaction } from '../../database/database';
import { toPlainDate, type PlainDate } from '../../regulation/calendar';
import type { EngagementResults } from '../../regulation/engagement/results';
import { resultsIn } from './results-store';

/** Results that came home and wait to be taken. */
export interface WaitingResults {
  readonly id: number;
  readonly results: EngagementResults;
  readonly countedOn: PlainDate;
  readonly source: string;
  readonly receivedAt: Date;
}

/** Null: nothing waits. */
export async function waitingResults(rows: Rows, engagementId: number): Promise<WaitingResults | null> {
  const row = await repositoryOf(rows, ReturnedResult).findOneBy({ engagementId, state: 'waiting' });
  if (row === null) return null;
  const { id, results, countedOn, source, receivedAt } = row;
  return { id, results: resultsIn(results), countedOn: toPlainDate(countedOn), source, receivedAt };
}

/** The engagement is locked. @returns false: they wait no more */
export async function settleReturned(
  tx: Transaction,
  { engagementId, id }: { readonly engagementId: number; readonly id: number },
  state: 'taken' | 'declined',
  { personId }: { readonly personId: number },
  now: Date,
): Promise<boolean> {
  const settled = await repositoryOf(tx, ReturnedResult).update(
    { id, engagementId, state: 'waiting' },
    { state, decidedById: personId, decidedAt: now },
  );
  return settled.affected === 1;
}
