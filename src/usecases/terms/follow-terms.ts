import { ToldNag } from '../../../entities/terms';
import { columnNames } from '../../database/columns';
import { statement, type Transaction, databaseOf } from '../../database/database';
import type { OfficeCalendar } from '../../regulation/calendar';
import { overdueFrom } from '../../regulation/deadlines';
import type { Circumstances } from '../../regulation/facts';
import { nagsAhead } from '../../regulation/nag-moments';
import { resumesAt } from '../../regulation/postponement';
import type { Places } from '../../regulation/recipients';
import { MEANING } from '../../regulation/stages';
import { isOverQuietly, passedTooLate, termsOf, type Term, type TermFacts } from '../../regulation/terms';
import { RULES } from '../../regulation/visits';
import { isFinal } from '../../regulation/vocabulary';
import type { Desk } from '../kit/ports';
import { planReminders, type PlannedReminder } from '../kit/reminders';
import { loadTerms } from './load-terms';
import { endMissedTerms, missedOf, noteMissed, rulesOf } from './missed-terms';
import { isVisit, type NagLine } from './nags';
import { followNags } from './withdraw';

/** What leads to no term any more, or to another moment of it. Rows whose moment has come are the tick's. */
const cancelOutdated = statement(
  'cancel-outdated-reminders',
  `update reminder set state = 'cancelled' where appeal_id = $1 and state = 'planned' and term is not null
     and (term <> all($2::text[]) or (term = any($3::text[]) and due_at > $5 and key <> all($4::text[])))`,
);

/**
 * Everything that time will do about an appeal that stays as it is. Past moments are dropped.
 * @param terms of those that run, all unless said
 */
export function planOf(
  appealId: number,
  facts: TermFacts,
  now: Date,
  calendar: OfficeCalendar,
  terms: readonly Term[] = termsOf(facts, calendar),
): PlannedReminder[] {
  const about = { appealId, personId: null, params: {} };
  return terms.flatMap((term): PlannedReminder[] => {
    const key = (what: string) => `appeal:${appealId}:${term.id}:${what}`;
    const planned: PlannedReminder[] = nagsAhead(term, now, calendar).map(({ threshold, at }) => ({
      ...about,
      // A moved end is another one, and is told of anew.
      key: key(`${term.due.toISOString()}:${threshold}`),
      reason: term.reason,
      term: term.id,
      threshold,
      dueAt: at,
    }));
    const over = overdueFrom(term.due);
    if (term.fact !== null && over > now)
      planned.push({ ...about, key: key('lapse'), reason: 'lapse', term: term.id, dueAt: over });
    if (term.reason === 'postponed' && MEANING[facts.stage].waitsForDate && facts.postponedUntil !== null)
      planned.push({
        ...about,
        key: key('resume'),
        reason: 'resume',
        term: term.id,
        dueAt: resumesAt(facts.postponedUntil, calendar),
      });
    return planned;
  });
}

/** An appeal as it stood when terms are looked at. */
export interface Situation {
  readonly facts: TermFacts;
  readonly places: Places;
}

/**
 * What an act means for the terms, in its own transaction: those that were over before it are facts with whoever held the
 * appeal then; those that it ends are late by so much; what leads to the end of the others is planned.
 * @param putsBack the act has put other data, or a former end, in the place of what the terms were counted from
 */
export async function followTerms(
  tx: Transaction,
  appealId: number,
  before: Situation,
  after: Situation,
  circumstances: Circumstances,
  putsBack = false,
): Promise<void> {
  const { now, calendar } = circumstances;
  const [ended, running] = [termsOf(before.facts, calendar), termsOf(after.facts, calendar)];
  const missed = missedOf(ended, now);
  // Resumed early, an appeal may be late at once: days that did not pass are not added.
  const late = missedOf(running, now);
  // Passing on that is asked for when the seven days are over is the delay of whoever asks.
  const asked = passedTooLate(before.facts, after.facts, now, calendar);
  const known = [...missed, ...(asked ? [asked] : [])];
  const begun = late.filter(({ missedAs }) => known.every((term) => term.missedAs !== missedAs));
  const rules = rulesOf(before.facts);
  // What was late before is late by another end; what only the correction puts into the past nobody could keep.
  const wasLate = ({ reason }: Term) => known.some((term) => term.reason === reason);
  const nobodys = putsBack ? begun.filter((term) => !wasLate(term)) : [];
  await noteMissed(
    tx,
    [
      { appealId, places: before.places, stageEnteredAt: before.facts.stageEnteredAt, terms: known, held: true, rules },
      // What ran out while the appeal was another body's is nobody's here.
      {
        appealId,
        places: after.places,
        stageEnteredAt: after.facts.stageEnteredAt,
        terms: begun.filter((term) => !nobodys.includes(term)),
        held: !isFinal(before.facts.stage),
        rules,
      },
      {
        appealId,
        places: after.places,
        stageEnteredAt: after.facts.stageEnteredAt,
        terms: nobodys,
        held: false,
        rules,
      },
    ],
    circumstances,
  );
  if (known.length > 0 || late.length > 0) await endMissedTerms(tx, appealId, running, now);
  // Most acts leave most terms as they are: what is planned for those stands.
  const planned = new Set(ended.map((term) => JSON.stringify(term)));
  const changed = running.filter((term) => !planned.has(JSON.stringify(term)));
  const sameTerms = changed.length === 0 && running.length === ended.length;
  if (sameTerms && samePeople(before.places, after.places)) return;
  if (!sameTerms) await planAnew(tx, appealId, after.facts, { running, changed }, circumstances);
  await followNags(
    tx,
    appealId,
    running.filter((term) => !isOverQuietly(term, now)).map(({ id }) => id),
    now,
  );
}

const samePeople = (one: Places, other: Places): boolean =>
  one.executorId === other.executorId &&
  one.agreeingId === other.agreeingId &&
  one.approvingId === other.approvingId &&
  one.awaitsEntry === other.awaitsEntry;

/** The same for appeals that have just come in; one may come in with its term over already, held by nobody here. */
export async function beginTerms(
  tx: Transaction,
  appeals: readonly (Situation & { readonly appealId: number })[],
  circumstances: Circumstances,
): Promise<void> {
  const { now, calendar } = circumstances;
  await planReminders(
    tx,
    appeals.flatMap(({ appealId, facts }) => planOf(appealId, facts, now, calendar)),
  );
  await noteMissed(
    tx,
    appeals.map(({ appealId, facts, places }) => ({
      appealId,
      places,
      stageEnteredAt: facts.stageEnteredAt,
      terms: missedOf(termsOf(facts, calendar), now),
      held: false,
      rules: RULES,
    })),
    circumstances,
  );
}

/** Plans what is to come of the changed terms and cancels what leads nowhere any more. @idempotent */
export async function planAnew(
  tx: Transaction,
  appealId: number,
  facts: TermFacts,
  { running, changed }: { readonly running: readonly Term[]; readonly changed: readonly Term[] },
  { now, calendar }: Circumstances,
): Promise<void> {
  const planned = planOf(appealId, facts, now, calendar, changed);
  const ids = (terms: readonly Term[]) => terms.map(({ id }) => id);
  await tx.query(cancelOutdated, [appealId, ids(running), ids(changed), planned.map(({ key }) => key), now]);
  await planReminders(tx, planned);
}

/**
 * A task for ПОС came or was done by no act on its appeal: what is to remind of it is planned, and whoever was reminded of one that is
 * done is not any more. @idempotent
 */
export async function followTasks(tx: Transaction, appealIds: readonly number[], around: Circumstances): Promise<void> {
  const { now, calendar } = around;
  const loaded = await loadTerms(tx, appealIds, around.signatures);
  for (const appealId of new Set(appealIds)) {
    const facts = loaded.get(appealId)?.facts;
    const running = facts === undefined ? [] : termsOf(facts, calendar);
    const tasks = running.filter(({ takenById }) => takenById !== undefined);
    if (facts !== undefined) await planReminders(tx, planOf(appealId, facts, now, calendar, tasks));
    await followNags(
      tx,
      appealId,
      running.filter((term) => !isOverQuietly(term, now)).map(({ id }) => id),
      now,
    );
  }
}

const TOLD = columnNames(ToldNag, [
  'messageKey',
  'personId',
  'appealId',
  'term',
  'threshold',
  'endsAt',
  'escalated',
  'at',
  'silent',
]);
const insertTold = statement(
  'note-told-nags',
  `insert into told_nag (${TOLD}) select ${TOLD}
   from jsonb_to_recordset($1::jsonb) as r(message_key text, person_id int, appeal_id int, term text, threshold text, ends_at timestamptz,
     escalated boolean, at timestamptz, silent boolean)
   on conflict do nothing`,
);

/**
 * These lines have reached this person, so it stands for good when, and whether with a sound.
 * @idempotent by the message
 */
export async function noteTold(
  desk: Desk,
  { personId, key, silent }: { readonly personId: number; readonly key: string; readonly silent: boolean },
  lines: readonly NagLine[],
  at: Date,
): Promise<void> {
  const rows = lines.flatMap((line) =>
    isVisit(line)
      ? []
      : [
          {
            message_key: key,
            person_id: personId,
            appeal_id: line.appealId,
            term: line.term,
            threshold: line.threshold,
            ends_at: line.due,
            escalated: line.escalated,
            at,
            silent,
          },
        ],
  );
  if (rows.length > 0) await databaseOf(desk).query(insertTold, [JSON.stringify(rows)]);
}
