/** The value below which `share` of the sorted sample lies. */
export function quantile(sample: readonly number[], share: number): number {
  const sorted = [...sample].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (sample: readonly number[]): number => quantile(sample, 0.5);

export interface Row {
  readonly what: string;
  /** One figure per round. */
  readonly rounds: readonly number[];
  readonly unit: string;
  readonly digits?: number;
  readonly aim?: string;
}

/** Prints median, the middle half of the rounds and the extremes. The machine is noisy: one figure would be a lie. */
export function printTable(title: string, rows: readonly Row[], notes: readonly string[] = []): void {
  const lines = rows.map(({ what, rounds, unit, digits = 0, aim = '' }) => {
    const show = (share: number): string => quantile(rounds, share).toFixed(digits);
    return [
      what,
      `${show(0.5)} ${unit}`,
      `${show(0.25)}–${show(0.75)}`,
      `${show(0)}–${show(1)}`,
      String(rounds.length),
      aim,
    ];
  });
  const table = [['', 'median', 'middle half', 'all', 'rounds', 'aim'], ...lines];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0))) ?? [];
  console.log(`\n${title}`);
  for (const line of table)
    console.log(
      `  ${line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}`,
    );
  for (const note of notes) console.log(`  ${note}`);
}
