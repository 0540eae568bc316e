import { z } from 'zod';
import type { Log } from '../process/log';
import { WakingLoop } from '../waking/loop';

/** A phone of the stand, as its control API takes it. */
export interface StandPhone {
  readonly name: string;
  readonly languageCode: string;
  readonly role?: string;
}

interface PersonShown {
  readonly personId: number;
  readonly id: number | null;
  readonly phone: StandPhone;
}

/** What the stand's page shows of the office and cannot know by itself. */
export interface OfficeShown {
  readonly next: { readonly at: Date; readonly title: string } | null;
  readonly pastMorning: Date;
  /** Everybody of the office; `id` null: they have no account yet, and join by an invitation's link. */
  readonly people: readonly PersonShown[];
  /** Those who have an account in MAX. */
  readonly inMax: readonly PersonShown[];
}

const LOOK_MS = 1_000;
const FIRST_ID = 1001;
const standState = z.object({ people: z.array(z.object({ id: z.number() })) });

export type Telling = Pick<WakingLoop, 'stop'>;

/**
 * Looks at the office every second and tells the stand what has changed: what comes next by itself, who was added, and what
 * they are. Whoever has no account gets a phone all the same, so that the link of their invitation can be opened by somebody.
 */
export function keepTelling(standUrl: string, look: () => Promise<OfficeShown>, log: Log): Telling {
  const told = new Map<string, string>();
  const given = new Map<number, number>();

  async function tell(path: string, body: object): Promise<void> {
    const text = JSON.stringify(body);
    if (told.get(path) === text) return;
    const headers = { 'content-type': 'application/json' };
    const { ok, status } = await fetch(`${standUrl}/stand/${path}`, { method: 'PUT', headers, body: text });
    if (!ok) throw new Error(`The stand has answered ${status} to ${path}`);
    told.set(path, text);
  }

  async function freeId(): Promise<number> {
    const { people } = standState.parse(await (await fetch(`${standUrl}/stand/state`)).json());
    const taken = new Set(people.map(({ id }) => id));
    let id = FIRST_ID;
    while (taken.has(id)) id += 1;
    return id;
  }

  async function tellAll(): Promise<void> {
    const { next, pastMorning, people, inMax } = await look();
    await tell('clock/coming-up', { next, pastMorning });
    for (const { personId, id: own, phone } of people) {
      const id = own ?? given.get(personId) ?? (await freeId());
      if (own === null) given.set(personId, id);
      await tell(`people/${id}`, phone);
    }
    for (const { id, phone } of inMax) await tell(`max/people/${id}`, phone);
  }

  const loop = new WakingLoop({
    step: async () => {
      await tellAll();
      return LOOK_MS;
    },
    complaint: 'The stand was not told what its page shows; it is in a second',
    failureRestMs: LOOK_MS,
    log,
  });
  loop.start();
  return loop;
}
