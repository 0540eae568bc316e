import { Account, type Chat } from '../../../entities/account';
import { columns } from '../../database/columns';
import { databaseOf, statement, type Queries, type Transaction } from '../../database/database';
import { say, type Message } from '../messages';
import type { Records } from '../ports';
import { forgetSetting, keepSetting, type OutageKey, amountOf } from '../settings';
import { readHeard, readOutages, waitsSince, type Noted } from './heard';
import { moveHome } from './home';
import { waitThere } from './move-chat';
import { adminsWithChat } from './officials';

// A messenger is down when nothing was accepted by it for a quarter of an hour while something waited. Then whoever has an account in
// another is written to there, and is home again when it answers.

const keyOf = (messenger: string): OutageKey => `outage:${messenger}`;

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
      await forgetSetting(database, keyOf(messenger));
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
