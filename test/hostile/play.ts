import { pause } from '../support/until';
import type { compileProgram } from '../support/program';
import type { AtDoor, Case, Door, Prepared } from './door';
import type { Machine } from './machine';
import { watchMemory, type MemoryWatch } from './memory';
import { HostileOffice } from './office';
import { CEILINGS } from './ceilings';
import { PressMeter } from './presses';

const SETTLE_MS = 2_000;
/** Presses with nobody else about, before each case. */
const ALONE = 12;

export interface CaseResult {
  readonly name: string;
  /** What came after it suffered: the next begins in another office. */
  readonly harmed: boolean;
  readonly megabytes: number;
  /** Null: nothing was to be said. */
  readonly seconds: number | null;
  readonly misses: readonly string[];
}

export interface DoorResult {
  readonly door: string;
  readonly restMegabytes: number;
  readonly cases: readonly CaseResult[];
  readonly pressRatio: number;
  readonly presses: { readonly alone: number; readonly beside: number };
  /** Of the door as a whole. */
  readonly misses: readonly string[];
}

export interface Playing {
  readonly compiled: ReturnType<typeof compileProgram>;
  readonly machine: Machine;
  /** For words, and for a good one right after. */
  readonly patienceSeconds: number;
  readonly tell: (line: string) => void;
}

/** Every case of a door, one after another, in an office of its own; after one that did harm, in a new one. */
export async function playDoor<Given>(
  door: Door<Given>,
  cases: readonly Case<Given>[],
  playing: Playing,
): Promise<DoorResult> {
  const results: CaseResult[] = [];
  const misses: string[] = [];
  const presses: PressMeter[] = [];
  let rest = 0;
  const waiting = [...cases];
  while (waiting.length > 0) {
    let prepared: Prepared<Given> | null = null;
    const prepare = async (work: string) => (prepared = await door.prepare(work));
    const office = await HostileOffice.open({ ...playing, prepare });
    const meter = new PressMeter(office);
    presses.push(meter);
    const watch = watchMemory(office.program.pid);
    try {
      const at = await prepared!.enter(office);
      misses.push(...(await at.beside()).map((lost) => `before anything hostile: ${lost}`));
      await meter.pressAlone(ALONE);
      await pause(SETTLE_MS);
      watch.peak();
      rest = watch.peak();
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const result = await playCase(at, next, { office, meter, watch, rest });
        results.push(result);
        playing.tell(lineOf(door, result));
        if (result.harmed) break;
      }
    } finally {
      watch.stop();
      await office.close();
      await prepared!.close?.();
    }
  }
  const all = new PressMeter(null as never);
  for (const { alone, beside } of presses) {
    all.alone.push(...alone);
    all.beside.push(...beside);
  }
  return {
    door: door.name,
    restMegabytes: rest,
    cases: results,
    pressRatio: all.ratio(),
    presses: { alone: all.alone.length, beside: all.beside.length },
    misses,
  };
}

interface Meters {
  readonly office: HostileOffice;
  readonly meter: PressMeter;
  readonly watch: MemoryWatch;
  readonly rest: number;
}

async function playCase<Given>(
  at: AtDoor<Given>,
  { name, make, says }: Case<Given>,
  { office, meter, watch, rest }: Meters,
): Promise<CaseResult> {
  const misses: string[] = [];
  let seconds: number | null = null;
  let megabytes = 0;
  let harmed = false;
  try {
    const given = await make();
    await meter.pressAlone(ALONE);
    watch.peak();
    meter.begin();
    try {
      const begun = performance.now();
      const heard = await at.give(given, name);
      if (says) {
        if (await office.comes(async () => says.test(await heard()))) seconds = (performance.now() - begun) / 1_000;
        else misses.push(`no words; said: ${short(await heard())}`);
      }
      const lost = await at.beside();
      misses.push(...lost);
      harmed = lost.length > 0;
    } finally {
      await meter.end();
      megabytes = watch.peak() - rest;
    }
    if (megabytes > CEILINGS.memoryMegabytes) misses.push(`${Math.round(megabytes)} MB over rest`);
  } catch (error) {
    harmed = true;
    misses.push(office.program.isGone ? `the bot has ended: ${office.program.output.slice(-300)}` : String(error));
  }
  return { name, harmed, megabytes, seconds, misses };
}

const short = (text: string): string => JSON.stringify(text.slice(-300));

const lineOf = (door: { readonly name: string }, { name, megabytes, seconds, misses }: CaseResult): string =>
  `${misses.length === 0 ? 'ok  ' : 'MISS'} ${door.name}: ${name} (+${Math.round(megabytes)} MB, ${seconds === null ? '-' : `${seconds.toFixed(1)} s`}) ${misses.join('; ')}`;

/** What was missed at a door, in words. */
export const missed = ({ cases, misses, pressRatio }: DoorResult): string[] => [
  ...misses,
  ...cases.flatMap(({ name, misses: of }) => of.map((miss) => `${name}: ${miss}`)),
  ...(pressRatio > CEILINGS.presses ? [`a press's p99 is ${pressRatio.toFixed(1)} × alone`] : []),
];
