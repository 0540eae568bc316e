import { statement, type Transaction } from '../../database/database';
import {
  closing,
  dayOf,
  isWorkingDay,
  nextWorkingDay,
  plusDays,
  startOfDay,
  type OfficeCalendar,
  type PlainDate,
} from '../../regulation/calendar';
import type { Circumstances } from '../../regulation/facts';
import { hasRight } from '../../regulation/rights';
import { lastHead } from '../journal/sealed';
import { notSealedYet } from '../journal/seal';
import { say, type WeeklyReport } from '../messages';
import { loadColleagues } from '../people/colleagues';
import { circumstances, type Desk } from '../ports';
import { loadReaders } from './personal-digests';

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
