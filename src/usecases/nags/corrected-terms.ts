import type { Transaction } from '../../database/database';
import { isStillMissed, type CorrectedAppeal } from '../../regulation/corrections';
import type { Circumstances } from '../../regulation/facts';
import type { Term } from '../../regulation/terms';
import { RULES, type StageRules } from '../../regulation/visits';
import { answerFacts, missedOf } from './missed-terms';

/**
 * After data was corrected: facts that it would not have given are answered. Of a term that ran until now the one that runs
 * instead of it says whether it is missed; what had ended before is judged by its own end.
 */
export async function answerCorrected(
  tx: Transaction,
  appealId: number,
  appeal: CorrectedAppeal,
  { before, after }: { readonly before: readonly Term[]; readonly after: readonly Term[] },
  rules: StageRules,
  around: Circumstances,
): Promise<void> {
  const { now, calendar } = around;
  const ran = new Set(before.map(({ missedAs }) => missedAs));
  const missed = new Set(missedOf(after, now).map(({ missedAs }) => missedAs));
  await answerFacts(
    tx,
    appealId,
    { reason: 'corrected', day: null },
    (fact) => {
      if (ran.has(fact.term) || fact.endedAt === null) return !missed.has(fact.term);
      // Shares of calendar time are not counted any more.
      if (fact.kind === 'stage' && fact.rules !== RULES) return false;
      return !isStillMissed({ ...fact, endedAt: fact.endedAt }, appeal, rules, calendar);
    },
    around,
  );
}
