const WHOLE = 1_000;

/**
 * Parts of a whole in percent, to one decimal, which come to 100 together: what rounding leaves over goes to those that it took most from,
 * of equals to the first.
 * @param whole what all parts come to, more than nothing
 */
export function percentsOf(parts: readonly number[], whole: number): readonly number[] {
  const exact = parts.map((part) => (part * WHOLE) / whole);
  const lost = (at: number) => (exact[at] ?? 0) - Math.floor(exact[at] ?? 0);
  const left = WHOLE - exact.reduce((sum, one) => sum + Math.floor(one), 0);
  const byLoss = [...exact.keys()].sort((one, other) => lost(other) - lost(one));
  const raised = new Set(byLoss.slice(0, Math.max(0, left)));
  return exact.map((one, at) => (Math.floor(one) + (raised.has(at) ? 1 : 0)) / 10);
}
