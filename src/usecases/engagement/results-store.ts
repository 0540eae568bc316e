import { z } from 'zod';
import { EngagementResult } from '../../../entities/engagement-result';
import { repositoryOf, type Rows, type Transaction } from '../../database/database';
import { PROPOSALS_OF, type EngagementResults } from '../../regulation/engagement/results';
import { maskProposals, maskTallies } from './masked-results';

const count = z.object({ name: z.string(), votes: z.int() });
const resultsSchema = z.object({
  participants: z.int(),
  tallies: z.array(
    z.object({
      question: z.string(),
      choosing: z.enum(['one', 'several', 'any']),
      counts: z.array(count),
      own: z.array(count),
    }),
  ),
  proposals: z.array(z.object({ text: z.string(), decision: z.string(), of: z.enum(PROPOSALS_OF).optional() })),
} satisfies { readonly [Part in keyof EngagementResults]: z.ZodType<EngagementResults[Part]> });

/** The latest that was told, without personal data of citizens; null: nothing was. */
export async function resultsOf(rows: Rows, engagementId: number): Promise<EngagementResults | null> {
  const latest = await repositoryOf(rows, EngagementResult).findOne({
    where: { engagementId },
    order: { number: 'DESC' },
  });
  if (latest === null) return null;
  return resultsIn(latest.results);
}

/** As they are kept, without personal data of citizens. What is wrong here was written by us, so it throws. */
export function resultsIn(kept: unknown): EngagementResults {
  const { participants, tallies, proposals } = resultsSchema.parse(kept);
  return { participants, tallies: maskTallies(tallies), proposals: maskProposals(proposals) };
}

/** In place of those that were told before, which stay. The engagement is locked. @returns their number */
export async function addResults(
  tx: Transaction,
  engagementId: number,
  results: EngagementResults,
  { personId }: { readonly personId: number },
  now: Date,
): Promise<number> {
  const number = 1 + (await repositoryOf(tx, EngagementResult).countBy({ engagementId }));
  await repositoryOf(tx, EngagementResult).insert({ engagementId, number, results, toldById: personId, toldAt: now });
  return number;
}
