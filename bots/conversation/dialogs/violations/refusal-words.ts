import type { Words } from '../../../../src/i18n';
import type { ActedOnViolation } from '../../../../src/usecases/violations/act-on-violation';

/** Why an act was refused, in plain words; where it is another has been first, and where it is now is said. */
export function refusalWords({ refusal, at }: Extract<ActedOnViolation, { ok: false }>, { plain }: Words): string {
  if (at === null) return plain('violation:refusal.gone');
  return plain(`violation:refusal.${refusal}`, { state: plain(`violation:state.${at}`) });
}
