import { z } from 'zod';
import { Account, type Chat } from '../../../entities/person';
import { columns } from '../../database/columns';
import { databaseOf, statement, type Queries, type Transaction } from '../../database/database';
import { dayOf } from '../../regulation/calendar';
import { say, type Message } from '../kit/messages';
import { adminsWithChat } from '../kit/officials';
import type { Desk, Records } from '../kit/ports';
import { keepSetting, type HeardKey, forgetSetting, type OutageKey, amountOf } from '../kit/settings';
import { waitThere } from '../people/accounts';
import { moveHome } from '../people/home';

/**
 * Somebody has sent what the messenger does not hand over, neither what it is nor whose, so that nobody can answer them: the admins hear of it,
 * once a day, and may tell their colleagues.
 * @idempotent by the message's key
 */
export async function tellOfUnheard(desk: Desk, messenger: string): Promise<void> {
  const now = desk.clock.now();
  const day = dayOf(now, desk.office.calendar());
  await databaseOf(desk).transaction(async (tx) => {
    const admins = await adminsWithChat(tx);
    await say(
      tx,
      admins.map(({ id: personId, ...to }) => ({
        key: `unheard:${messenger}:${day}:person:${personId}`,
        to,
        kind: 'unheard',
        params: { personId, messenger },
        silent: true,
      })),
      now,
    );
  });
}

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

// A messenger is down when nothing was accepted by it for a quarter of an hour while something waited. Then whoever has an account in
// another is written to there, and is home again when it answers.

const outageKey = (messenger: string): OutageKey => `outage:${messenger}`;

const selectToCarry = statement(
  'people-to-carry',
  `select distinct on (home.person_id) home.person_id as "personId", other.messenger
   from account home join person p on p.id = home.person_id and p.disabled_at is null
   join account other on other.person_id = home.person_id and other.messenger = any($2::text[])
     and other.started_at is not null and other.unreachable is null and other.held_since is null
   where home.is_home and home.messenger = $1 order by home.person_id, other.messenger`,
);
const selectCarried = statement(
  'people-carried',
  `select home.person_id as "personId", ${columns(Account, ['messenger', 'chatId'], 'home')}, away.chat_id as "silentChatId"
   from account home join account away on away.person_id = home.person_id and away.messenger = home.instead_of
   where home.is_home and home.instead_of = $1 order by home.person_id`,
);
const countLeft = statement(
  'people-left-in-outage',
  `select count(*)::int as count from account home join person p on p.id = home.person_id and p.disabled_at is null
   where home.is_home and home.messenger = $1 and home.started_at is not null and home.person_id <> all ($2::int[])`,
);

interface Carried extends Chat {
  readonly personId: number;
  readonly silentChatId: string;
}

/**
 * Judges which messengers have fallen silent and which answer again, by what the processes have noted, and moves people accordingly.
 * One process at a time.
 * @param messengers of this office
 * @idempotent
 * @returns how many people were moved
 */
export async function followOutages(desk: Records, messengers: readonly string[]): Promise<number> {
  const database = databaseOf(desk);
  const now = desk.clock.now();
  const heard = await readHeard(database, now);
  const outages = new Map((await readOutages(database)).map(({ messenger, since }) => [messenger, since]));
  const longest = (await amountOf(database, 'outageMinutes')) * 60_000;
  let moved = 0;
  for (const messenger of messengers) {
    const since = outages.get(messenger);
    const one = heard.get(messenger);
    if (since !== undefined && one && (await isBack(database, messenger, one, since, now))) {
      outages.delete(messenger);
      // First of all: whoever is on duty there is reached again.
      await forgetSetting(database, outageKey(messenger));
      moved += await comeHome(desk, messenger, now);
    } else if (since === undefined) {
      if (one && (await isDown(database, messenger, one, longest, now))) outages.set(messenger, one.silentSince ?? now);
      // A coming home that broke off is finished.
      else moved += await comeHome(desk, messenger, now);
    }
  }
  for (const messenger of await leftMessengers(database, messengers))
    outages.set(messenger, outages.get(messenger) ?? now);
  // One that is silent itself may be the next that is down, and of one with which nobody speaks nothing is known.
  const working = messengers.filter(
    (messenger) => !outages.has(messenger) && heard.get(messenger)?.silentSince === null,
  );
  for (const [messenger, since] of outages)
    if (working.length > 0) moved += await carryOver(desk, messenger, since, working, now);
  return moved;
}

const selectLeft = statement(
  'messengers-left',
  `select distinct home.messenger from account home join account other on other.person_id = home.person_id and other.messenger = any($1::text[])
   where home.is_home and home.messenger <> all ($1::text[])`,
);

/** The office has given them up, and some who are at home there have another. */
async function leftMessengers(queries: Queries, messengers: readonly string[]): Promise<readonly string[]> {
  const left = await queries.query<{ messenger: string }>(selectLeft, [messengers]);
  return left.map(({ messenger }) => messenger);
}

/** The last try may be hours old: something has to have waited for as long. */
async function isDown(
  queries: Queries,
  messenger: string,
  { silentSince }: Noted,
  longest: number,
  now: Date,
): Promise<boolean> {
  const latest = new Date(now.getTime() - longest);
  if (silentSince === null || silentSince > latest) return false;
  const waits = await waitsSince(queries, messenger, now);
  return waits !== null && waits <= latest;
}

/** Something was accepted since; or nothing is left there to be accepted, so that nothing will be, and it answers. */
async function isBack(
  queries: Queries,
  messenger: string,
  { silentSince, acceptedAt, answers }: Noted,
  since: Date,
  now: Date,
): Promise<boolean> {
  // an outage from the future was written by a clock that was wrong
  if (silentSince === null && acceptedAt !== null && (acceptedAt > since || since > now)) return true;
  return answers && (await waitsSince(queries, messenger, now)) === null;
}

/** Whoever is at home where nobody answers is written to in another; what has come to wait there since goes along. */
async function carryOver(
  desk: Records,
  messenger: string,
  since: Date,
  working: readonly string[],
  now: Date,
): Promise<number> {
  const database = databaseOf(desk);
  const people = await database.query<{ personId: number; messenger: string }>(selectToCarry, [messenger, working]);
  // First of all: what breaks off is known, and the next look goes on.
  await database.transaction(async (tx) => {
    const isNews = await keepSetting(tx, outageKey(messenger), { since: since.toISOString() });
    if (isNews) await tellAdmins(tx, { messenger, since, people, working }, now);
  });
  for (const { personId, messenger: other } of people)
    await database.transaction((tx) => moveHome(tx, personId, other, { why: 'silent', since }, now));
  for (const { silentChatId, ...home } of await database.query<Carried>(selectCarried, [messenger]))
    await database.transaction((tx) => waitThere(tx, { messenger, chatId: silentChatId }, home));
  return people.length;
}

async function comeHome(desk: Records, messenger: string, now: Date): Promise<number> {
  const database = databaseOf(desk);
  const people = await database.query<Carried>(selectCarried, [messenger]);
  for (const { personId } of people)
    await database.transaction((tx) => moveHome(tx, personId, messenger, { why: 'back' }, now));
  return people.length;
}

interface Carrying {
  readonly messenger: string;
  readonly since: Date;
  readonly people: readonly { readonly personId: number }[];
  readonly working: readonly string[];
}

/** Those who can be told: who is left without a word knows nothing of it otherwise. What is said to whoever is carried over goes along. */
async function tellAdmins(tx: Transaction, { messenger, since, people, working }: Carrying, now: Date): Promise<void> {
  const carried = people.map(({ personId }) => personId);
  const [left] = await tx.query<{ count: number }>(countLeft, [messenger, carried]);
  const admins = (await adminsWithChat(tx)).filter(
    ({ id, messenger: home }) => working.includes(home) || carried.includes(id),
  );
  await say(
    tx,
    admins.map(({ id: personId, ...to }): Message => ({
      key: `messengerSilent:${messenger}:${since.toISOString()}:person:${personId}`,
      to,
      kind: 'messengerSilent',
      params: { personId, messenger, since, carried: carried.length, left: left?.count ?? 0 },
      silent: false,
    })),
    now,
  );
}
