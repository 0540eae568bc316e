import { randomOf, SEED } from '../support/random';
import startPostgres from '../support/postgres';
import stopPostgres from '../support/postgres-down';
import { compileFaulty } from './office';
import { missed, play, type Script } from './play';
import type { Figures } from './reckoning';
import { SCRIPTS } from './scripts';

/** Most of them wait most of the time. */
const AT_ONCE = Number(process.env.FAULTS_AT_ONCE ?? 2);

/** `npm run faults [-- NAME…]`: every script, or those in whose names one of these is. */
async function main(names: readonly string[]): Promise<void> {
  const chosen = SCRIPTS.filter(({ name }) => names.length === 0 || names.some((part) => name.includes(part)));
  console.log(`RANDOM_SEED=${SEED}: ${chosen.length} of ${SCRIPTS.length} scripts`);
  await startPostgres();
  const compiled = compileFaulty();
  const rows: Row[] = [];
  try {
    const waiting = [...chosen];
    const player = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) rows.push(await playAndTell(compiled, next));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, player));
  } finally {
    compiled.remove();
    await stopPostgres();
  }
  console.log(table(rows));
  process.exitCode = rows.every(({ misses }) => misses.length === 0) ? 0 : 1;
}

interface Row {
  readonly script: Script;
  readonly figures: Figures | null;
  readonly misses: readonly string[];
}

const FINDINGS_SHOWN = 8;

async function playAndTell(compiled: ReturnType<typeof compileFaulty>, script: Script): Promise<Row> {
  let row: Row;
  try {
    const figures = await play(compiled, script, randomOf(SEED));
    row = { script, figures, misses: missed(figures) };
  } catch (error) {
    row = { script, figures: null, misses: [error instanceof Error ? (error.stack ?? error.message) : String(error)] };
  }
  const { misses, figures } = row;
  console.log(`${misses.length === 0 ? 'ok  ' : 'MISS'} ${script.name}: ${misses.join('; ')}`);
  const findings = figures?.findings ?? [];
  for (const finding of findings.slice(0, FINDINGS_SHOWN)) console.log(`       ${finding}`);
  if (findings.length > FINDINGS_SHOWN) console.log(`       and ${findings.length - FINDINGS_SHOWN} more`);
  return row;
}

const HEADS = [
  'script',
  'accepted',
  'due',
  'lost',
  'doubled',
  'edits',
  'ambiguous',
  'order',
  'recovery s',
  'longest s',
  'kills',
  'exit',
  'aims',
] as const;

function table(rows: readonly Row[]): string {
  const lines = rows.map(({ script, figures: f, misses }) =>
    f === null
      ? [script.name, ...HEADS.slice(1, -1).map(() => '-'), 'broke']
      : [
          script.name,
          f.accepted,
          f.due,
          f.lost,
          f.doubled,
          f.doubledEdits,
          f.ambiguous,
          f.outOfOrder,
          f.recoverySeconds.toFixed(1),
          f.longestSeconds.toFixed(1),
          f.kills,
          f.exits.map(({ code, seconds }) => `${code}/${seconds.toFixed(1)}s`).at(-1) ?? '-',
          misses.length === 0 ? 'kept' : 'missed',
        ].map(String),
  );
  const all = [[...HEADS] as string[], ...lines];
  const widths = HEADS.map((_, column) => Math.max(...all.map((line) => (line[column] ?? '').length)));
  return all.map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}

void main(process.argv.slice(2));
