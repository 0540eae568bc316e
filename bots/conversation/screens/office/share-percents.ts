import { SHARED_STAGES, type StageShares } from '../../../../src/regulation/deadlines';

const tenths = new Intl.NumberFormat('ru', { maximumFractionDigits: 1 });
const WHOLE = 1000;

/** Shares as they are read, «12,5» each, which come to 100 together: what rounding leaves over goes to those that it took most from. */
export function sharePercents(
  shares: StageShares,
): readonly { readonly stage: keyof StageShares; readonly percent: string }[] {
  const exact = SHARED_STAGES.map((stage) => ({ stage, tenths: shares[stage] * WHOLE }));
  const lost = (one: { readonly tenths: number }) => one.tenths - Math.floor(one.tenths);
  const left = WHOLE - exact.reduce((sum, one) => sum + Math.floor(one.tenths), 0);
  const raised = new Set([...exact].sort((one, other) => lost(other) - lost(one)).slice(0, Math.max(0, left)));
  return exact.map((one) => ({
    stage: one.stage,
    percent: tenths.format((Math.floor(one.tenths) + (raised.has(one) ? 1 : 0)) / 10),
  }));
}
