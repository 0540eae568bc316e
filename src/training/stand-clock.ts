import { z } from 'zod';
import type { Clock } from '../clock';
import { type Log, describeError } from '../process/log';

/** Moves the clock to each moment on the way, and does what is due there. */
export type Walk = (to: Date, moveTo: (moment: Date) => Promise<void>) => Promise<void>;

export interface StandClock extends Clock {
  /** Looks at the stand's clock every second and follows it: a jump forward is walked, a jump back is taken at once. */
  follow(walk: Walk, log: Log): void;
  stop(): Promise<void>;
}

const answer = z.object({ now: z.coerce.date() });
const LOOK_MS = 1_000;
/** Less is the network's delay, not somebody's hand. */
const TOLERANCE_MS = 1_500;

/** The bot's clock while it trains: the stand's, over HTTP, so that «+1 час» on the page moves both. */
export async function createStandClock(standUrl: string, machine: Clock): Promise<StandClock> {
  const at = `${standUrl}/stand/clock`;
  const look = async (): Promise<Date> => answer.parse(await (await fetch(at)).json()).now;
  let ahead = (await look()).getTime() - machine.now().getTime();
  let timer: NodeJS.Timeout | null = null;
  let walking: Promise<void> = Promise.resolve();

  const now = () => new Date(machine.now().getTime() + ahead);
  const moveTo = (moment: Date) => {
    ahead = moment.getTime() - machine.now().getTime();
  };
  // The stand first: what is sent from here on carries this moment, not the one that the clock has been moved to.
  const stepTo = async (moment: Date) => {
    const [headers, body] = [{ 'content-type': 'application/json' }, JSON.stringify({ now: moment.toISOString() })];
    await fetch(`${at}/walk`, { method: 'PUT', headers, body });
    moveTo(moment);
  };
  /** Also what the page asks for while this walks. */
  const walkAll = async (walk: Walk) => {
    for (let to = await look(); to.getTime() - now().getTime() >= TOLERANCE_MS; to = await look()) {
      await walk(to, stepTo);
      moveTo(to);
    }
  };
  return {
    now,
    follow(walk, log) {
      const once = async () => {
        const jump = (await look()).getTime() - now().getTime();
        if (Math.abs(jump) < TOLERANCE_MS) return;
        try {
          if (jump > 0) await walkAll(walk);
        } finally {
          await fetch(`${at}/walk`, { method: 'DELETE' });
        }
        moveTo(await look());
      };
      const again = () => {
        timer = setTimeout(() => {
          walking = once().catch((error: unknown) =>
            log.warn({ reason: describeError(error) }, "The stand's clock was not seen"),
          );
          void walking.then(() => timer && again());
        }, LOOK_MS);
      };
      again();
    },
    async stop() {
      if (timer) clearTimeout(timer);
      timer = null;
      await walking;
    },
  };
}
