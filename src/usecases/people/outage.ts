import { Account, type Chat } from '../../../entities/account';
import { columns } from '../../database/columns';
import { databaseOf, statement, type Queries, type Transaction } from '../../database/database';
import { say, type Message } from '../messages';
import type { Records } from '../ports';
import { forgetSetting, keepSetting, outageMinutes, type OutageKey } from '../settings';
import { moveHome } from './home';
import { waitThere } from './move-chat';
import { adminsWithChat } from './officials';

// A messenger is down when nothing was accepted by it for a quarter of an hour while something waited. Then whoever has an account in
// another is written to there, and is home again when it answers.

/** What a process knows of a messenger by speaking with it. */
export interface Heard {
  readonly messenger: string;
  /** False: another process speaks with it, and this one knows nothing of it. */
  readonly isOurs: boolean;
  /** Since when nothing gets through; null: something does, or nothing was tried. */
  readonly silentSince: Date | null;
  /** When something was accepted last; null: nothing was, by this process. */
  readonly acceptedAt: Date | null;
  /** Asks it something cheap. */
  readonly answers: () => Promise<boolean>;
}

const keyOf = (messenger: string): OutageKey => `outage:${messenger}`;

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
const selectToCarry = statement(
  'people-to-carry',
  `select distinct on (home.person_id) home.person_id as "personId", other.messenger
   from account home join person p on p.id = home.person_id and p.disabled_at is null
   join account other on other.person_id = home.person_id and other.messenger = any($2::text[])
     and other.started_at is not null and other.unreachable is null
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

/** Messengers that are down now, each with since when it has been silent. */
export const readOutages = (queries: Queries): Promise<{ readonly messenger: string; readonly since: Date }[]> =>
  queries.query(selectOutages);

/**
 * Looks which messengers have fallen silent and which answer again, and moves people accordingly.
 * @param heard of each messenger of this office; only the process that speaks with all of them judges
 * @idempotent
 * @returns how many people were moved
 */
export async function followOutages(desk: Records, heard: readonly Heard[]): Promise<number> {
  if (!heard.every(({ isOurs }) => isOurs)) return 0;
  const database = databaseOf(desk);
  const now = desk.clock.now();
  const outages = new Map((await readOutages(database)).map(({ messenger, since }) => [messenger, since]));
  const longest = (await outageMinutes(database)) * 60_000;
  let moved = 0;
  for (const one of heard) {
    const since = outages.get(one.messenger);
    if (since !== undefined && (await isBack(database, one, since, now))) {
      outages.delete(one.messenger);
      // First of all: whoever is on duty there is reached again.
      await forgetSetting(database, keyOf(one.messenger));
      moved += await comeHome(desk, one.messenger, now);
    } else if (since === undefined) {
      if (await isDown(database, one, longest, now)) outages.set(one.messenger, one.silentSince ?? now);
      // A coming home that broke off is finished.
      else moved += await comeHome(desk, one.messenger, now);
    }
  }
  for (const messenger of await leftMessengers(database, heard)) outages.set(messenger, outages.get(messenger) ?? now);
  // One that is silent itself may be the next that is down.
  const working = heard.flatMap(({ messenger, silentSince }) =>
    outages.has(messenger) || silentSince !== null ? [] : [messenger],
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
async function leftMessengers(queries: Queries, heard: readonly Heard[]): Promise<readonly string[]> {
  const left = await queries.query<{ messenger: string }>(selectLeft, [heard.map(({ messenger }) => messenger)]);
  return left.map(({ messenger }) => messenger);
}

/** Since when something waits there that could have gone; null: nothing does. */
async function waitsSince(queries: Queries, messenger: string, now: Date): Promise<Date | null> {
  const [waiting] = await queries.query<{ since: Date | null }>(selectWaitsSince, [messenger, now]);
  return waiting?.since ?? null;
}

/** The last try may be hours old: something has to have waited for as long. */
async function isDown(
  queries: Queries,
  { messenger, silentSince, acceptedAt }: Heard,
  longest: number,
  now: Date,
): Promise<boolean> {
  const latest = new Date(now.getTime() - longest);
  if (silentSince === null || silentSince > latest) return false;
  if (acceptedAt !== null && acceptedAt > silentSince) return false;
  const waits = await waitsSince(queries, messenger, now);
  return waits !== null && waits <= latest;
}

/** Something was accepted since; or nothing is left there to be accepted, so that nothing will be, and it answers. */
async function isBack(
  queries: Queries,
  { messenger, silentSince, acceptedAt, answers }: Heard,
  since: Date,
  now: Date,
): Promise<boolean> {
  if (silentSince === null && acceptedAt !== null && acceptedAt > since) return true;
  return (await waitsSince(queries, messenger, now)) === null && (await answers());
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
    const isNews = await keepSetting(tx, keyOf(messenger), { since: since.toISOString() });
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
