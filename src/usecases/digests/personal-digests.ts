import { z } from 'zod';
import { Account, type Chat } from '../../../entities/person';
import { columns, type RowOf } from '../../database/columns';
import { databaseOf, statement, type Queries, type Transaction } from '../../database/database';
import {
  lastWorkingDayOnOrBefore,
  plusDays,
  type OfficeCalendar,
  type PlainDate,
  closing,
  dayOf,
  endOfDay,
  nextWorkingDay,
  isWorkingDay,
  startOfDay,
} from '../../regulation/calendar';
import type { Circumstances } from '../../regulation/facts';
import { hasRight } from '../../regulation/rights';
import {
  paramsOf,
  type MorningList,
  type Counted,
  type DigestLine,
  type WeekendList,
  type Message,
  say,
  type WeeklyReport,
} from '../kit/messages';
import { shortName } from '../kit/officials';
import { type Desk, circumstances } from '../kit/ports';
import { readLines } from '../lists/lists';
import { loadColleagues } from '../people/rights';
import { lastHead, notSealedYet } from '../proof/sealed';
import { urgency, waits, type EndingTerm, type TheirAppeal, byPerson, loadEndingTerms } from './ending-terms';
import { digestOf } from './group-digest';

const selectList = statement(
  'list-of-message',
  `select m.params, exists (select from outbox_message n where n.kind = 'morning' and n.messenger = m.messenger and n.chat_id = m.chat_id
       and n.id > m.id and n.created_at < m.created_at + interval '1 hour' and n.key like m.base || ':with:%') as "isTold"
   from (select *, regexp_replace(key, ':with:\\d+$', '') as base from outbox_message where key = $1 and kind = 'morning' and not mergeable) m`,
);

export interface ToldList {
  readonly list: MorningList;
  /** It was told once more, with what came a little later: this message goes. */
  readonly isTold: boolean;
}

/** The morning list that a message tells; null: it tells none. @param key of the message */
export async function toldList(desk: Desk, key: string): Promise<ToldList | null> {
  const [row] = await databaseOf(desk).query<{ params: unknown; isTold: boolean }>(selectList, [key]);
  return row ? { list: paramsOf('morning', row.params), isTold: row.isTold } : null;
}

/** A message that is read at a glance. */
export const LINES_AT_MOST = 20;

export interface Reader {
  readonly id: number;
  /** Surname and initials. */
  readonly name: string;
  /** Null: nobody can tell them. */
  readonly chat: Chat | null;
}

const OF_ACCOUNT = columns(Account, ['personId', 'messenger', 'chatId']);
const selectPeople = statement('people-of-digests', 'select id, name from person');
const selectChats = statement('chats-of-digests', `select ${OF_ACCOUNT} from account where is_home`);

/** Everybody by id; those without a chat are named in the lists of others. */
export async function loadReaders(queries: Queries): Promise<ReadonlyMap<number, Reader>> {
  const people = await queries.query<Omit<Reader, 'chat'>>(selectPeople);
  const accounts = await queries.query<RowOf<typeof OF_ACCOUNT>>(selectChats);
  const chats = new Map(accounts.map(({ personId, ...chat }) => [personId, chat]));
  return new Map(people.map(({ id, name }) => [id, { id, name: shortName(name), chat: chats.get(id) ?? null }]));
}

/** What is kept of a morning list for the next one to compare with: appeals, each counted once. */
const tally = z.object({ overdue: z.number(), late: z.number().default(0), due: z.number(), escalated: z.number() });
export type Tally = z.infer<typeof tally>;

export function tallyOf(own: readonly TheirAppeal[], escalated: readonly TheirAppeal[]): Tally {
  const overdue = own.filter(({ terms }) => terms.some(({ counted }) => counted)).length;
  const late = own.filter(({ terms }) => terms.some((term) => term.overdue && !waits(term))).length - overdue;
  // What only waits for ПОС is a line, and nothing that ends today.
  const ending = own.filter(({ terms }) => terms.some((term) => !waits(term))).length;
  return { overdue, late, due: ending - overdue - late, escalated: escalated.length };
}

/** What one line tells of: an appeal, or several that are worked as one. */
export interface TheirLine extends TheirAppeal {
  /** Of the others' numbers, those of which something is theirs. */
  readonly beside: readonly string[];
}

/**
 * Appeals that are worked as one are one line, where the most urgent of them stands. It is the leading one's, if that is among them,
 * and of a reason that several have it tells the nearest term that is over and the nearest that runs, as nags do. What is counted stays
 * each appeal.
 */
export function inLines(own: readonly TheirAppeal[]): TheirLine[] {
  const groups = new Map<number, TheirAppeal[]>();
  for (const theirs of own) {
    const { leadingId } = theirs.appeal;
    groups.set(leadingId, [...(groups.get(leadingId) ?? []), theirs]);
  }
  return [...groups].flatMap(([leadingId, all]) => {
    const head = all.find(({ appeal }) => appeal.appealId === leadingId) ?? all[0];
    if (head === undefined) return [];
    const beside = all.flatMap((one) => (one === head ? [] : [one.appeal.number]));
    return [{ ...head, beside, terms: nearestOf(all.flatMap(({ terms }) => terms)) }];
  });
}

function nearestOf(terms: readonly EndingTerm[]): EndingTerm[] {
  const shown: EndingTerm[] = [];
  for (const term of [...terms].sort(urgency))
    if (shown.every((one) => one.reason !== term.reason || one.overdue !== term.overdue || one.appeal === term.appeal))
      shown.push(term);
  return shown;
}

export const subjectOf = (personId: number): string => `person:${personId}`;

/** How numbers of today differ from those of the last working day's morning list, if there was one. */
export async function comparison(
  queries: Queries,
  personId: number,
  day: PlainDate,
  calendar: OfficeCalendar,
): Promise<(what: keyof Tally, count: number) => Counted> {
  const kept = await digestOf(queries, subjectOf(personId), lastWorkingDayOnOrBefore(plusDays(day, -1), calendar));
  const before = kept === null ? null : tally.parse(kept);
  return (what, count) => ({ count, change: before && count - before[what] });
}

/** Lines for many readers at once: the places of all their appeals are read together. */
export async function linesFor(
  queries: Queries,
  appeals: readonly TheirLine[],
  readers: ReadonlyMap<number, Reader>,
  around: Circumstances,
): Promise<(theirs: TheirLine) => DigestLine> {
  const ids = [...new Set(appeals.map(({ appeal }) => appeal.appealId))];
  const known = await readLines(
    queries,
    ids.map((appealId) => ({ appealId, delivery: null })),
    around,
  );
  const lines = new Map(known.map((line) => [line.id, line]));
  return ({ appeal, absentId, beside, terms }) => ({
    appealId: appeal.appealId,
    number: appeal.number,
    place: lines.get(appeal.appealId)?.place ?? lines.get(appeal.appealId)?.category ?? null,
    absent: absentId === null ? null : (readers.get(absentId)?.name ?? null),
    follows: lines.get(appeal.appealId)?.follows ?? null,
    beside,
    terms: terms.map((term) => {
      const { reason, due, overdue } = term;
      return { reason, stage: appeal.facts.stage, due, overdue, waits: waits(term) };
    }),
  });
}

/**
 * «К выходным»: to everybody, terms of theirs that end after today's closing and by the end of the first working day after
 * the days off. What is overdue already is a number beside them, never the reason of a list.
 * @param until afterwards nobody needs it
 * @idempotent by person and day
 */
export async function tellBeforeWeekend(tx: Transaction, desk: Desk, until: Date): Promise<void> {
  const around = circumstances(desk);
  const { now, calendar } = around;
  const day = dayOf(now, calendar);
  const closes = closing(day, calendar);
  const firstWorkingDay = nextWorkingDay(day, calendar);
  const ending = await loadEndingTerms(tx, around, endOfDay(firstWorkingDay, calendar));
  const terms = byPerson(
    ending.filter(({ due, overdue }) => overdue || due > closes),
    await loadColleagues(tx, around),
    around,
  );
  const readers = await loadReaders(tx);
  const lists = [...terms].map(([personId, { own }]) => {
    const later = stillToEnd(own);
    return { personId, own, later, theirs: inLines(later) };
  });
  const lineOf = await linesFor(
    tx,
    lists.flatMap(({ theirs }) => theirs.slice(0, LINES_AT_MOST)),
    readers,
    around,
  );

  const messages: Message[] = [];
  for (const { personId, own, later, theirs } of lists) {
    const to = readers.get(personId)?.chat;
    if (!to || later.length === 0) continue;
    const compared = await comparison(tx, personId, day, calendar);
    const tally = tallyOf(own, []);
    const params = {
      personId,
      day,
      until,
      firstWorkingDay,
      overdue: compared('overdue', tally.overdue),
      late: compared('late', tally.late),
      due: { count: later.length, change: null },
      lines: theirs.slice(0, LINES_AT_MOST).map(lineOf),
      more: Math.max(0, theirs.length - LINES_AT_MOST),
    } satisfies WeekendList;
    messages.push({ key: `weekend:${day}:person:${personId}`, to, kind: 'weekend', params, silent: true });
  }
  await say(tx, messages, now);
}

/** Without the terms that are over; the next to end comes first. */
function stillToEnd(own: readonly TheirAppeal[]): TheirAppeal[] {
  const endOf = ({ terms: [first] }: TheirAppeal) => first?.due.getTime() ?? 0;
  return own
    .map((theirs) => ({ ...theirs, terms: theirs.terms.filter(({ overdue }) => !overdue) }))
    .filter(({ terms }) => terms.length > 0)
    .sort((one, other) => endOf(one) - endOf(other));
}

/** Sealing takes seconds: what waits longer is worth a word. */
const USUAL_WAIT_MS = 10 * 60_000;
/** So long after the closing it is still the day's own: later it waits for the opening, and disturbs nobody at home. */
const USUAL_DELAY_MS = 30 * 60_000;
/** Days before are looked for no further back: longer than that nobody was here. */
const LOOKED_BACK_DAYS = 31;

const selectLast = statement(
  'last-day-with-head',
  `select max(slot) as last from job_slot where job = 'journal_head' and state = 'done' and slot < $1 and slot >= $2`,
);

/** Working days since the last one that had its head: the bot stood still from their closing to their end. */
async function daysWithout(tx: Transaction, day: PlainDate, calendar: OfficeCalendar): Promise<PlainDate[]> {
  const since = startOfDay(plusDays(day, -LOOKED_BACK_DAYS), calendar);
  const [found] = await tx.query<{ last: Date | null }>(selectLast, [startOfDay(day, calendar), since]);
  if (!found?.last) return [];
  const missing: PlainDate[] = [];
  for (let one = nextWorkingDay(dayOf(found.last, calendar), calendar); one < day; one = nextWorkingDay(one, calendar))
    missing.push(one);
  return missing;
}

/** What curators are told of the journal. */
export type ToldHead = NonNullable<WeeklyReport['head']>;

/** The head that the journal has now, and what is to be known beside it; null: nothing was sealed yet. */
export async function headToTell(tx: Transaction, { now, calendar }: Circumstances): Promise<ToldHead | null> {
  const head = await lastHead(tx);
  if (!head) return null;
  const { size, root, sealedAt } = head;
  const { since, count } = await notSealedYet(tx);
  const waiting = since && now.getTime() - since.getTime() > USUAL_WAIT_MS ? count : 0;
  return { size, root, sealedAt, waiting, without: await daysWithout(tx, dayOf(now, calendar), calendar) };
}

/** Of a report whose message has the head in it. */
export const weeklyKey = (day: PlainDate, personId: number): string => `weekly:${day}:person:${personId}`;
export const monthlyKey = (day: PlainDate, personId: number): string => `monthly:${day}:person:${personId}`;
const selectReports = statement(
  'reports-with-head',
  `select (params ->> 'personId')::int as id from outbox_message
   where key = any($1::text[]) and not mergeable and params -> 'head' <> 'null' and state in ('new', 'sending', 'sent')`,
);

/**
 * To the curators, as the office closes: the head that the journal has now. It leaves the server with them, and whoever writes the journal
 * anew can't write theirs anew. Nothing where nothing was sealed yet, nor to whom a report has brought it this day. Days that have none are
 * named: a gap is to be seen. Late in the evening, or on a day off, it is a line of the next morning's list.
 * @idempotent by person and day
 */
export async function tellHead(tx: Transaction, desk: Desk): Promise<void> {
  const around = circumstances(desk);
  const { now, calendar } = around;
  const head = await headToTell(tx, around);
  if (!head) return;
  const day = dayOf(now, calendar);
  // The day may have become a day off since the slot was planned: then it has no closing.
  const isLate = !isWorkingDay(day, calendar) || now.getTime() - closing(day, calendar).getTime() > USUAL_DELAY_MS;
  const readers = await loadReaders(tx);
  const curators = (await loadColleagues(tx, around)).filter((colleague) => hasRight(colleague, 'weekly'));
  const keys = curators.flatMap(({ personId }) => [weeklyKey(day, personId), monthlyKey(day, personId)]);
  const told = new Set((await tx.query<{ id: number }>(selectReports, [keys])).map(({ id }) => id));
  await say(
    tx,
    curators.flatMap(({ personId }) => {
      const to = readers.get(personId)?.chat;
      const key = `journalHead:${day}:person:${personId}`;
      const params = { personId, ...head };
      const message = { key, kind: 'journalHead' as const, params, silent: true, gathered: isLate };
      return to && !told.has(personId) ? [{ ...message, to }] : [];
    }),
    now,
  );
}
