import { statement, type Queries, databaseOf } from '../../database/database';
import {
  addWorkingTime,
  dayOf,
  isWorkingTime,
  nextOpening,
  nextWorkingDay,
  opening,
  type OfficeCalendar,
  type PlainDate,
} from '../../regulation/calendar';
import { keysOf } from '../../regulation/lists';
import { say } from '../kit/messages';
import { adminsWithChat } from '../kit/officials';
import { circumstances, type Desk } from '../kit/ports';
import { planReminders, type DueReminder } from '../kit/reminders';
import { soundsForAll, morningMinutes } from '../people/on-duty';
import { canWait, isLoud, nearestEnd, readNags, type NagLine } from './nags';
import { SHOWN_IN } from './withdraw';

/** «Напомнить через час», «Напомнить завтра». Codes that buttons carry: append only. */
export const SNOOZES = { hour: 'h', tomorrow: 't' } as const;
export type Snooze = keyof typeof SNOOZES;

export type SnoozeResult =
  | { readonly ok: true; readonly at: Date }
  /** Nothing of the message can wait: it is over or done; or the term ends before any hour that could be offered. */
  | { readonly ok: false; readonly refusal: 'nothingToWait' | 'termIsNear' };

const HOUR = 3_600_000;
const selectRoot = statement(
  'message-key-of-nag',
  `select ${SHOWN_IN} as root from nag n where n.reminder_id = $1 and n.person_id = $2`,
);
const selectSnooze = statement(
  'snoozed-until',
  `select due_at as at from reminder where reason = 'snoozed' and state = 'planned' and person_id = $1 and params ->> 'root' = $2`,
);

/** Key of the message that tells this person of this reminder; null: none does. */
export async function rootOf(desk: Desk, personId: number, reminderId: number): Promise<string | null> {
  return (await databaseOf(desk).query<{ root: string | null }>(selectRoot, [reminderId, personId]))[0]?.root ?? null;
}

/** When the person will be told of this message again, as they have asked; null: they have not. */
async function snoozedUntil(queries: Queries, personId: number, root: string): Promise<Date | null> {
  return (await queries.query<{ at: Date }>(selectSnooze, [personId, root]))[0]?.at ?? null;
}

/** A message of nags as it stands now. */
export interface NagsMessage {
  readonly lines: readonly NagLine[];
  /** When it is told again, as the person has asked; null: they have not. */
  readonly snoozed: Date | null;
  /** Until when it may be put off; none once it was. */
  readonly snoozes: readonly Snooze[];
  /** Something of it is for the reader's own phone, now. */
  readonly loud: boolean;
}

/** @param root the message's key */
export async function readNagsMessage(desk: Desk, personId: number, root: string): Promise<NagsMessage> {
  const database = databaseOf(desk);
  const around = circumstances(desk);
  const lines = await readNags(database, around, personId, root);
  const isForAll = lines.some(({ sound }) => sound === 'all') && (await soundsForAll(database, around))(personId);
  const snoozed = await snoozedUntil(database, personId, root);
  const minutes = await morningMinutes(database, personId);
  const snoozes = snoozed === null ? snoozesFor(lines, minutes, around.now, around.calendar) : [];
  return { lines, snoozed, snoozes, loud: isLoud(lines, isForAll, around) };
}

/** So much working time is left of a term when one is told again, or nobody could do what they are told of. */
const LEFT_AT_LEAST = 15 * 60_000;

/** When it is told again: in an hour of working time, or with that person's list of the next working morning; null: too late for the term. */
function snoozedTo(snooze: Snooze, minutes: number, end: Date, now: Date, calendar: OfficeCalendar): Date | null {
  const at =
    snooze === 'hour'
      ? addWorkingTime(isWorkingTime(now, calendar) ? now : nextOpening(now, calendar), HOUR, calendar)
      : morningOf(nextWorkingDay(dayOf(now, calendar), calendar), minutes, calendar);
  // What falls on a closing is the next opening's.
  const told = isWorkingTime(at, calendar) ? at : nextOpening(at, calendar);
  // Counted from now on, not up to the end: a task for ПОС may have none.
  return addWorkingTime(told, LEFT_AT_LEAST, calendar) <= end ? told : null;
}

const morningOf = (day: PlainDate, minutes: number, calendar: OfficeCalendar): Date =>
  new Date(opening(day, calendar).getTime() + minutes * 60_000);

/** What to offer beside these lines: only what keeps its word; the nearest of their terms decides. */
function snoozesFor(lines: readonly NagLine[], minutes: number, now: Date, calendar: OfficeCalendar): Snooze[] {
  const waiting = lines.filter(canWait);
  if (waiting.length === 0) return [];
  return keysOf(SNOOZES).filter((snooze) => snoozedTo(snooze, minutes, nearestEnd(waiting), now, calendar) !== null);
}

/**
 * Reminds the person of this message again in an hour of working time, or with their list of the next working morning; never when the
 * nearest of its terms is over by then, or nearly. Nags of the same appeals wait for that hour, but for terms that end before it.
 * @param reminderId one that the message tells of, from its button
 * @idempotent: a second tap finds the hour that was set
 */
export async function snooze(desk: Desk, personId: number, reminderId: number, snooze: Snooze): Promise<SnoozeResult> {
  const around = circumstances(desk);
  const { now, calendar } = around;
  const root = await rootOf(desk, personId, reminderId);
  const nags = root === null ? [] : await readNags(databaseOf(desk), around, personId, root);
  const waiting = nags.filter(canWait);
  if (root === null || waiting.length === 0) return { ok: false, refusal: 'nothingToWait' };
  const minutes = await morningMinutes(databaseOf(desk), personId);
  const at = snoozedTo(snooze, minutes, nearestEnd(waiting), now, calendar);
  if (at === null) return { ok: false, refusal: 'termIsNear' };
  return databaseOf(desk).transaction(async (tx) => {
    const already = await snoozedUntil(tx, personId, root);
    if (already) return { ok: true, at: already };
    await planReminders(tx, [
      {
        key: `${root}:snoozed:${now.toISOString()}`,
        reason: 'snoozed',
        appealId: null,
        personId,
        params: { root },
        dueAt: at,
      },
    ]);
    return { ok: true, at };
  });
}

const RETRY_MS = 5 * 60_000;
const moveReminder = statement(
  'put-reminder-off',
  `update reminder set due_at = $2 where id = $1 and state = 'planned' returning id`,
);

/** A fault of ours: it is tried again in five minutes, and the admins hear of it once. */
export async function putReminderOff(desk: Desk, { id }: DueReminder): Promise<void> {
  const now = desk.clock.now();
  await databaseOf(desk).transaction(async (tx) => {
    await tx.query(moveReminder, [id, new Date(now.getTime() + RETRY_MS)]);
    const admins = await adminsWithChat(tx);
    await say(
      tx,
      admins.map(({ id: personId, ...to }) => ({
        key: `reminder-failed:${id}:person:${personId}`,
        to,
        kind: 'reminderFailed',
        params: { personId, reminderId: id },
        silent: false,
      })),
      now,
    );
  });
}
