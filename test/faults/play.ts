import type { compileProgram } from '../support/program';
import { pause } from '../support/until';
import { isAbout } from './ledger';
import { Life } from './lives';
import { FaultOffice, type OfficeOptions } from './office';
import { dueOf, Journal, Reckoning, type Figures } from './reckoning';

/** What a script may do to an office while its people work. */
export interface Scene {
  readonly office: FaultOffice;
  readonly random: () => number;
  /** Appeals that come in, of which all coordinators are to hear. */
  readonly news: (count: number) => Promise<void>;
  /** More than this has been done by people since. */
  readonly steps: () => number;
}

export interface Script {
  readonly name: string;
  /** What fails, and for how long. */
  readonly what: string;
  readonly office: OfficeOptions;
  readonly env?: Readonly<Record<string, string>>;
  /** Started by the script itself, when false. */
  readonly starts?: boolean;
  /** Lets it fail, and mends it. @returns when it was mended, if that is not now: milliseconds of the monotonic clock */
  strike(scene: Scene): Promise<number | void>;
}

const AIMS = {
  /** From the network's return, or the end of the last `retry_after`. */
  recoverySeconds: 60,
  exitSeconds: 10,
} as const;
/** Whoever has not heard by then, after the fault, will not hear. */
const LIMIT_MS = 120_000;
/** What comes twice comes within this, when all is there. */
const SETTLE_MS = 3_000;
const BEGUN_STEPS = 3;

/** Plays a script in an office of its own. */
export async function play(
  compiled: ReturnType<typeof compileProgram>,
  script: Script,
  random: () => number,
): Promise<Figures> {
  const office = await FaultOffice.open(compiled, script.office);
  let journal: Journal | null = null;
  try {
    if (script.starts !== false) await office.start(script.env).ready();
    journal = new Journal(office);
    let endedAt = Number.POSITIVE_INFINITY;
    const isOver = () => performance.now() > endedAt + LIMIT_MS;
    const lives = office.people.teams.map((team) => ({ team, life: new Life(office, team, isOver) }));
    const steps = () => lives.reduce((sum, { life }) => sum + life.steps, 0);
    let enough = false;
    const working = Promise.all(lives.map(({ life }) => life.work(() => enough)));
    const patience = performance.now() + LIMIT_MS;
    while (script.starts !== false && steps() < lives.length * BEGUN_STEPS && performance.now() < patience)
      await pause(20);
    const news: string[] = [];
    const scene = {
      office,
      random,
      steps,
      async news(count: number) {
        for (let index = 0; index < count; index += 1) {
          const number = await office.register();
          if (number !== null) news.push(number);
        }
      },
    };
    endedAt = (await script.strike(scene).finally(() => (enough = true))) ?? performance.now();
    await working;
    const told = lives.map(({ team, life }) => ({ team, lived: life.lived }));
    const isHeard = ({ chatId, number }: { readonly chatId: number; readonly number: string }) =>
      office.ledger.messages.some((message) => message.chatId === chatId && isAbout(number, message.first));
    await journal.look();
    while (!isOver() && !(dueOf(office, journal.entries, told).every(isHeard) && (await office.isAllCarried())))
      await pause(100);
    await pause(SETTLE_MS);
    await journal.look();
    const figures = await new Reckoning(office, journal.entries, told, news).figures(endedAt);
    for (const program of office.programs) if (!program.isGone && program.http !== '') await office.terminate(program);
    return figures;
  } finally {
    await journal?.close();
    await office.close();
  }
}

/** Which aims were missed, in words. */
export function missed(figures: Figures): string[] {
  const { lost, doubled, doubledEdits, ambiguous, outOfOrder, recoverySeconds, exits } = figures;
  return [
    ...(lost > 0 ? [`${lost} lost`] : []),
    ...(doubled > ambiguous ? [`${doubled} doubled, ${ambiguous} may be`] : []),
    ...(doubledEdits > 0 ? [`${doubledEdits} edits doubled`] : []),
    ...(outOfOrder > 0 ? [`${outOfOrder} out of order`] : []),
    ...(recoverySeconds > AIMS.recoverySeconds ? [`the last was heard after ${Math.round(recoverySeconds)} s`] : []),
    ...exits.flatMap(({ code, seconds }) =>
      code === 0 && seconds <= AIMS.exitSeconds ? [] : [`ended with ${code} after ${seconds.toFixed(1)} s`],
    ),
  ];
}
