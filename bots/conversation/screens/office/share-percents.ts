import { SHARED_STAGES, type StageShares } from '../../../../src/regulation/deadlines';
import { percentsOf } from '../../../../src/regulation/percents';

const tenths = new Intl.NumberFormat('ru', { maximumFractionDigits: 1 });

/** Shares as they are read, «12,5» each, which come to 100 together. */
export function sharePercents(
  shares: StageShares,
): readonly { readonly stage: keyof StageShares; readonly percent: string }[] {
  const percents = percentsOf(
    SHARED_STAGES.map((stage) => shares[stage]),
    1,
  );
  return SHARED_STAGES.map((stage, at) => ({ stage, percent: tenths.format(percents[at] ?? 0) }));
}
