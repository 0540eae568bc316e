import startPostgres from '../support/postgres';
import stopPostgres from '../support/postgres-down';
import { DOORS } from './doors';
import { smallMachine } from './machine';
import { compileHasty } from './office';
import { CEILINGS } from './ceilings';
import { missed, playDoor, type DoorResult } from './play';

/**
 * `npm run hostile [-- DOOR…]`: every door, or those in whose names one of these is. «DOOR/PART» plays the cases of a door in whose
 * names the part is.
 */
async function main(names: readonly string[]): Promise<void> {
  const chosen = DOORS.flatMap((door) => {
    const asked = names.map((name) => name.split('/')).filter(([part = '']) => door.name.includes(part));
    if (names.length > 0 && asked.length === 0) return [];
    const parts = asked.map(([, part]) => part);
    const cases = door.cases.filter(
      ({ name }) => parts.length === 0 || parts.some((part) => name.includes(part ?? '')),
    );
    return [{ door, cases }];
  });
  const count = chosen.reduce((sum, { cases }) => sum + cases.length, 0);
  const machine = smallMachine();
  console.log(`${count} cases at ${chosen.length} of ${DOORS.length} doors; ${machine.said}`);
  await startPostgres();
  const compiled = compileHasty();
  const results: DoorResult[] = [];
  const playing = {
    compiled,
    machine,
    patienceSeconds: CEILINGS.wordsSeconds,
    tell: (line: string) => console.log(line),
  };
  try {
    for (const { door, cases } of chosen) results.push(await playDoor(door, cases, playing));
  } finally {
    compiled.remove();
    machine.leave();
    await stopPostgres();
  }
  console.log(`\n${table(results)}`);
  const misses = results.flatMap((result) => missed(result).map((miss) => `${result.door}: ${miss}`));
  console.log(misses.length === 0 ? '\nAll kept.' : `\nMissed:\n${misses.join('\n')}`);
  process.exitCode = misses.length === 0 ? 0 : 1;
}

const HEADS = ['door', 'cases', 'at rest MB', 'worst + MB', 'worst words s', 'press p99 ×', 'presses', 'lost or wrong'];

function table(results: readonly DoorResult[]): string {
  const rows = results.map(({ door, cases, restMegabytes, pressRatio, presses, misses }) => [
    door,
    String(cases.length),
    restMegabytes.toFixed(0),
    `${worst(cases, ({ megabytes }) => megabytes).toFixed(0)} of ${CEILINGS.memoryMegabytes}`,
    `${worst(cases, ({ seconds }) => seconds ?? 0).toFixed(1)} of ${CEILINGS.wordsSeconds}`,
    `${pressRatio.toFixed(1)} of ${CEILINGS.presses}`,
    `${presses.alone}/${presses.beside}`,
    String(misses.length + cases.filter((one) => one.misses.length > 0).length),
  ]);
  const all = [HEADS, ...rows];
  const widths = HEADS.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  return all.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}

const worst = <Of>(cases: readonly Of[], figure: (one: Of) => number): number => Math.max(0, ...cases.map(figure));

void main(process.argv.slice(2));
