import { Visit } from '../../../entities/appeal-work';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Transaction } from '../../database/database';
import { dayOf, isWorkingTime, nextOpening, type OfficeCalendar } from '../../regulation/calendar';
import type { Circumstances } from '../../regulation/facts';
import { inWorkingTime } from '../../regulation/nag-moments';
import { NAG_REASONS } from '../../regulation/nags';
import { nagged, withDeputies, type Colleague, type Nagged } from '../../regulation/recipients';
import { isLate, isRemindedOf, placesAt, termsOf, type Term } from '../../regulation/terms';
import { groupOf } from '../appeals/pending';
import { circumstances, type Desk } from '../kit/ports';
import {
  visitAhead,
  settleReminders,
  workOff,
  type DueReminder,
  type OnReminderFailure,
  type Settled,
} from '../kit/reminders';
import { loadColleagues } from '../people/rights';
import { loadTerms, type LoadedTerms } from './load-terms';
import { ONE_MESSAGE_MS } from './withdraw';

/** What became of one due nag, and who is to hear of it. */
interface Noted {
  readonly settled: Settled;
  readonly people: readonly Nagged[];
  /** The term whose end is told; null: it is not over. */
  readonly overdue: { readonly appealId: number; readonly term: Term } | null;
}

const OF_VISIT = columns(Visit, ['id', 'at', 'peopleIds'], 'v');
interface VisitRow extends RowOf<typeof OF_VISIT> {
  executorId: number | null;
}
/** Visits that are still to be, of appeals that are not finished. */
const readVisits = statement(
  'visits-ahead',
  `select ${OF_VISIT}, a.executor_id as "executorId" from visit v join appeal a on a.id = v.appeal_id
   where v.id = any($1::int[]) and v.recorded_at is null and v.cancelled_at is null and a.finished_at is null`,
);
const insertNags = statement(
  'insert-nags',
  `insert into nag (reminder_id, person_id, absent_id, escalated, gathered, noted_at)
   select reminder_id, person_id, absent_id, escalated, gathered, $2
   from jsonb_to_recordset($1::jsonb) as r(reminder_id bigint, person_id int, absent_id int, escalated boolean, gathered boolean)
   on conflict do nothing`,
);
const journalOverdue = statement(
  'journal-overdue-told',
  `insert into journal_entry (at, appeal_id, action, capacity, details)
   select $2, appeal_id, 'tellOverdue', 'clock', details from jsonb_to_recordset($1::jsonb) as r(appeal_id int, details jsonb)`,
);

export const REASONS = [...NAG_REASONS, 'visit_evening', 'visit_hour'] as const;

/** Who is to hear of what is due: rows that the telling groups by person. @returns how many reminders were settled */
export async function noteNags(desk: Desk, onFailure: OnReminderFailure): Promise<number> {
  let colleagues: readonly Colleague[] | null = null;
  return workOff(
    desk,
    REASONS,
    async (tx, batch) => {
      const around = circumstances(desk);
      colleagues ??= await loadColleagues(tx, around);
      const noted = await noteBatch(tx, batch, colleagues, around);
      await settleReminders(
        tx,
        noted.map(({ settled }) => settled),
      );
      await writeDown(tx, noted, around);
      return noted.length;
    },
    onFailure,
  );
}

async function noteBatch(
  tx: Transaction,
  batch: readonly DueReminder[],
  colleagues: readonly Colleague[],
  around: Circumstances,
): Promise<Noted[]> {
  const appeals = await loadTerms(
    tx,
    batch.flatMap(({ appealId }) => appealId ?? []),
    around.signatures,
  );
  const beside = await loadBeside(tx, [...appeals.keys()], around);
  const visits = await loadVisits(tx, batch);
  return batch.map((due): Noted => {
    const visit = visits.get(visitOf(due) ?? 0);
    if (visit) return noteVisit(due, visit, colleagues, around);
    const appeal = due.appealId === null ? undefined : appeals.get(due.appealId);
    const term = appeal && termsOf(appeal.facts, around.calendar).find(({ id }) => id === due.term);
    if (!appeal || !term || due.threshold === null) return gone(due);
    const told = due.threshold === 'overdue';
    // The end of the term has a nag of its own; an earlier one would speak of time that is left.
    if (!told && isLate(term, around.now)) return gone(due);
    const later = told ? nextMorning(around) : betterMoment(term.due, around);
    if (later) return { settled: { id: due.id, state: 'planned', dueAt: later }, people: [], overdue: null };
    if (isToldBeside({ appealId: appeal.appealId, term, told }, beside, around))
      return { settled: { id: due.id, state: 'done' }, people: [], overdue: null };
    return {
      settled: { id: due.id, state: 'done' },
      people: nagged(term.reason, due.threshold, placesAt(term, appeal.places), colleagues),
      overdue: told && term.fact !== null ? { appealId: appeal.appealId, term } : null,
    };
  });
}

interface Beside {
  /** Of appeals that are worked as one, each with the others; one that stands for itself is left out. */
  readonly others: ReadonlyMap<number, readonly LoadedTerms[]>;
  /** Of the others, which terms' ends are told of in the same message. */
  readonly endsTold: ReadonlySet<string>;
}
const endOf = (appealId: number, term: string | null): string => `${appealId} ${term}`;

const selectBeside = statement(
  'worked-as-one-with',
  `select a.id, array_agg(g.id) as others from unnest($1::int[]) as a (id) cross join lateral ${groupOf('a.id')} as g (id)
   where g.id <> a.id group by a.id`,
);

const selectEndsTold = statement(
  'ends-of-terms-told-now',
  `select r.appeal_id as "appealId", r.term from reminder r
   where r.appeal_id = any($1::int[]) and r.threshold = 'overdue' and (r.state = 'planned' and r.due_at <= $2
     or exists (select from nag n where n.reminder_id = r.id and n.noted_at > $3))`,
);

async function loadBeside(
  tx: Transaction,
  ids: readonly number[],
  { now, signatures }: Circumstances,
): Promise<Beside> {
  const groups = await tx.query<{ id: number; others: number[] }>(selectBeside, [ids]);
  if (groups.length === 0) return { others: new Map(), endsTold: new Set() };
  const all = [...new Set(groups.flatMap(({ others }) => others))];
  const loaded = await loadTerms(tx, all, signatures);
  const ends = await tx.query<{ appealId: number; term: string | null }>(selectEndsTold, [
    all,
    now,
    new Date(now.getTime() - ONE_MESSAGE_MS),
  ]);
  return {
    others: new Map(groups.map(({ id, others }) => [id, others.flatMap((other) => loaded.get(other) ?? [])])),
    endsTold: new Set(ends.map(({ appealId, term }) => endOf(appealId, term))),
  };
}

/**
 * The nearest term of one piece of work is told of, once: of equal ones the leading appeal's. One that is over speaks for no other,
 * whose end is a fact of its own: but in one message one end is told of.
 */
function isToldBeside(
  { appealId, term, told }: { readonly appealId: number; readonly term: Term; readonly told: boolean },
  { others, endsTold }: Beside,
  { now, calendar }: Circumstances,
): boolean {
  return (others.get(appealId) ?? []).some((other) => {
    const its = termsOf(other.facts, calendar).find(({ reason }) => reason === term.reason);
    if (!its) return false;
    const isFirst = its.due < term.due || (its.due.getTime() === term.due.getTime() && other.appealId < appealId);
    return isFirst && (told ? endsTold.has(endOf(other.appealId, its.id)) : isRemindedOf(its, now));
  });
}

const gone = ({ id }: DueReminder): Noted => ({ settled: { id, state: 'cancelled' }, people: [], overdue: null });

/**
 * After an outage, or when the day has become a day off: the next opening, but for a nag whose term ends before that. It
 * is told at once, at whatever hour: late is better than never.
 */
export function betterMoment(due: Date, { now, calendar }: Circumstances): Date | null {
  const moment = inWorkingTime(now, due, calendar);
  return moment > now ? moment : null;
}

/** For the end of a term, which waits for nothing but the office. */
const nextMorning = ({ now, calendar }: Circumstances): Date | null =>
  isWorkingTime(now, calendar) ? null : nextOpening(now, calendar);

/** The visit that a reminder tells of; undefined: it tells of a term. */
const visitOf = ({ reason, params }: DueReminder): number | undefined =>
  reason === 'visit_evening' || reason === 'visit_hour' ? visitAhead.parse(params).visitId : undefined;

async function loadVisits(tx: Transaction, batch: readonly DueReminder[]): Promise<Map<number, VisitRow>> {
  const ids = batch.flatMap((due) => visitOf(due) ?? []);
  const rows = ids.length === 0 ? [] : await tx.query<VisitRow>(readVisits, [ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

function noteVisit(due: DueReminder, visit: VisitRow, colleagues: readonly Colleague[], around: Circumstances): Noted {
  if (!isStillAhead(due.reason, visit.at, around.now, around.calendar)) return gone(due);
  const personId = due.personId ?? visit.executorId;
  // Invited as well as executor by now: the executor's own row is theirs.
  const twice = due.personId !== null && due.personId === visit.executorId;
  const taking = due.personId === null || visit.peopleIds.includes(due.personId);
  if (personId === null || twice || !taking) return gone(due);
  return {
    settled: { id: due.id, state: 'done' },
    people: withDeputies([personId], colleagues),
    overdue: null,
  };
}

/** After hours without the bot «завтра» may be today and «через час» may be over: then nothing is said. */
export function isStillAhead(reason: DueReminder['reason'], start: Date, now: Date, calendar: OfficeCalendar): boolean {
  return reason === 'visit_evening' ? dayOf(now, calendar) < dayOf(start, calendar) : now < start;
}

/** Rows for the telling, and the journal's entry of every end of a term that people are told of. */
async function writeDown(tx: Transaction, noted: readonly Noted[], { now }: Circumstances): Promise<void> {
  const nags = noted.flatMap(({ settled, people }) =>
    people.map(({ personId, absentId, escalated, gathered = false }) => ({
      reminder_id: settled.id,
      person_id: personId,
      absent_id: absentId,
      escalated,
      gathered,
    })),
  );
  if (nags.length > 0) await tx.query(insertNags, [JSON.stringify(nags), now]);
  const entries = noted.flatMap(({ overdue, people }) =>
    overdue === null
      ? []
      : [
          {
            appeal_id: overdue.appealId,
            details: {
              kind: overdue.term.fact,
              term: overdue.term.id,
              dueAt: overdue.term.due,
              toIds: people.map(({ personId }) => personId),
              escalatedToIds: people.filter(({ escalated }) => escalated).map(({ personId }) => personId),
            },
          },
        ],
  );
  if (entries.length > 0) await tx.query(journalOverdue, [JSON.stringify(entries), now]);
}
