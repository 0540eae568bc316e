import { z } from 'zod';
import { databaseOf, statement, type Queries } from '../../database/database';
import type { Records } from '../ports';
import { keepSetting, type HeardKey } from '../settings';

// Only the process that speaks with a messenger knows whether anything gets through, and with another one another process may speak. So
// each writes down what it knows, and whoever judges reads what all of them know.

/** What a process knows of a messenger by speaking with it. */
export interface Heard {
  readonly messenger: string;
  /** False: another process speaks with it, and this one knows nothing of it; null: it has not been met, here or anywhere. */
  readonly isOurs: boolean | null;
  /** Since when nothing gets through; null: something does, or nothing was tried. */
  readonly silentSince: Date | null;
  /** When something was accepted last; null: nothing was, by this process. */
  readonly acceptedAt: Date | null;
  /** Asks it something cheap. */
  readonly answers: () => Promise<boolean>;
}

/** What is known of a messenger, by whichever process speaks with it. */
export interface Noted {
  readonly silentSince: Date | null;
  readonly acceptedAt: Date | null;
  /** Nothing was left there to be accepted, and it answered a question; asked in an outage alone. */
  readonly answers: boolean;
}

/** Written down by each tick: an older word is of a process that is no more. */
const FRESH_MS = 180_000;

const noted = z.object({
  at: z.coerce.date(),
  isHeld: z.boolean(),
  silentSince: z.coerce.date().nullable(),
  acceptedAt: z.coerce.date().nullable(),
  answers: z.boolean(),
});
type Row = z.output<typeof noted>;

const keyOf = (messenger: string): HeardKey => `heard:${messenger}`;

const selectHeard = statement(
  'heard-of-messengers',
  `select substr(key, 7) as messenger, value from setting where key like 'heard:%'`,
);
const selectOutages = statement(
  'outages',
  `select substr(key, 8) as messenger, (value ->> 'since')::timestamptz as since from setting where key like 'outage:%'`,
);
// What was tried may rest until a moment of its own; what was not waits from the moment at which it was to go.
const selectWaitsSince = statement(
  'waits-in-messenger-since',
  `select min(case when due_at <= $2 then due_at else created_at end) as since from outbox_message
   where messenger = $1 and state in ('new', 'sending') and (due_at is null or due_at <= $2 or attempts > 0)`,
);

/** Messengers that are down now, each with since when it has been silent. */
export const readOutages = (queries: Queries): Promise<{ readonly messenger: string; readonly since: Date }[]> =>
  queries.query(selectOutages);

/** Since when something waits there that could have gone; null: nothing does. */
export async function waitsSince(queries: Queries, messenger: string, now: Date): Promise<Date | null> {
  const [waiting] = await queries.query<{ since: Date | null }>(selectWaitsSince, [messenger, now]);
  return waiting?.since ?? null;
}

/** Writes down what this process knows, for whoever judges. @idempotent */
export async function noteHeard(desk: Records, heard: readonly Heard[]): Promise<void> {
  const database = databaseOf(desk);
  const now = desk.clock.now();
  const rows = await readRows(database);
  const outages = new Set((await readOutages(database)).map(({ messenger }) => messenger));
  for (const one of heard) {
    const { messenger, isOurs } = one;
    const before = rows.get(messenger);
    if (isOurs === false || (isOurs === null && before && isHeardElsewhere(before, now))) continue;
    // asked only where nothing is left to be tried: what is tried is a better answer
    const mayBeBack = outages.has(messenger) && (await waitsSince(database, messenger, now)) === null;
    const answers = mayBeBack && (await one.answers());
    const row: Row = { ...together(before, one, now), isHeld: isOurs === true, answers };
    await database.transaction((tx) => keepSetting(tx, keyOf(messenger), row));
  }
}

/** What the processes know, each of its own; what none has said lately is not in it. */
export async function readHeard(queries: Queries, now: Date): Promise<ReadonlyMap<string, Noted>> {
  const rows = await readRows(queries);
  return new Map([...rows].filter(([, row]) => isFresh(row, now)));
}

async function readRows(queries: Queries): Promise<ReadonlyMap<string, Row>> {
  const kept = await queries.query<{ messenger: string; value: unknown }>(selectHeard);
  return new Map(
    kept.flatMap(({ messenger, value }) => {
      const { data } = noted.safeParse(value);
      return data ? [[messenger, data] as const] : [];
    }),
  );
}

/** Whoever has its place gets through: what keeps us from meeting it is a trouble of ours. */
const isHeardElsewhere = (row: Row, now: Date): boolean => isFresh(row, now) && row.isHeld && row.silentSince === null;

/** Clocks of two machines differ by seconds; what is further in the future is of one that was wrong. */
const isFresh = ({ at }: Row, now: Date): boolean => Math.abs(now.getTime() - at.getTime()) <= FRESH_MS;

/**
 * A silence goes on through the end of the process that heard it first, and begins at the earliest when something was accepted last. Whoever
 * has not tried yet leaves it as it was said, when it was said.
 */
function together(
  before: Row | undefined,
  { silentSince, acceptedAt }: Heard,
  now: Date,
): Omit<Row, 'isHeld' | 'answers'> {
  const accepted = [acceptedAt, before?.acceptedAt ?? null].reduce(
    (last, one) => (one !== null && one <= now && (last === null || one > last) ? one : last),
    null,
  );
  const former = before && isFresh(before, now) ? before.silentSince : null;
  const isFormer = former !== null && (accepted === null || accepted <= former);
  if (silentSince === null && isFormer) return { at: before?.at ?? now, silentSince: former, acceptedAt: accepted };
  if (silentSince === null) return { at: now, silentSince, acceptedAt: accepted };
  const since = isFormer && former < silentSince ? former : silentSince;
  return { at: now, silentSince: accepted !== null && accepted > since ? accepted : since, acceptedAt: accepted };
}
