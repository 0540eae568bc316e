import { statement, type Transaction, databaseOf } from '../../database/database';
import type { Circumstances } from '../../regulation/facts';
import { MOMENTS } from '../../regulation/nag-moments';
import type { MissedTerm } from '../../regulation/nags';
import { termsOf } from '../../regulation/terms';
import { RULES } from '../../regulation/visits';
import { isFinal, type Stage } from '../../regulation/vocabulary';
import { STAGE_LATE_FROM } from '../appeals/holders';
import { leadingOf } from '../appeals/pending';
import { addEntry } from '../kit/journal';
import { say } from '../kit/messages';
import { adminsWithChat } from '../kit/officials';
import { circumstances, type Desk } from '../kit/ports';
import { redrawCards } from '../kit/redraw';
import { askToReplan, replanning, settleReminders, workOff, type OnReminderFailure } from '../kit/reminders';
import { keepSetting, stageRules, type OfficeRules } from '../kit/settings';
import { readCalendar } from './calendar';
import { planAnew } from './follow-terms';
import { movedTerms, rememberedVisits } from './former-visits';
import { holdStill, type LoadedTerms } from './load-terms';
import { endMissedTerms } from './missed-terms';

/** Appeals of one step; the tick goes on with the next. */
const STEP = 200;

const openAfter = statement(
  'open-appeals-after',
  'select appeal_id as id from open_work where appeal_id > $1 order by appeal_id limit $2',
);
const moveOn = statement(
  'move-replanning-on',
  `update reminder set params = jsonb_build_object('after', $2::int) where id = $1`,
);
// A visit that ends with the whole is late nowhere by itself.
const moveTerms = statement(
  'move-terms',
  `with moved as (
     update appeal set stage_due_at = $2, visits = $3::jsonb, duty_due_at = $4 where id = $1
     returning id, ${STAGE_LATE_FROM})
   update open_work w set stage_due_at = moved.stage_due_at from moved where w.appeal_id = moved.id`,
);
const countOpen = statement('count-open-work', 'select count(*)::int as count from open_work');

/**
 * At start: other working hours, another zone, other shares or another place of signing in the environment than those that the plans were made with, or
 * other rules in this program. Of these the admins are told.
 */
export async function replanIfOfficeChanged(desk: Desk): Promise<void> {
  const { shares, signatures } = desk.office;
  const { zone, opensAt, closesAt } = desk.office.calendar();
  const now = desk.clock.now();
  await databaseOf(desk).transaction(async (tx) => {
    const { least } = await stageRules(tx, desk.office);
    const sameRules = await hasRules(tx, RULES);
    const basis = { zone, opensAt, closesAt, rules: RULES, moments: MOMENTS, shares, least };
    // What waits for its entry into ПОС is nobody's to approve, and has no term of its stage.
    const changed = await keepSetting(tx, 'plan_basis', signatures === 'mark' ? basis : { ...basis, signatures });
    const [open] = changed ? await tx.query<{ count: number }>(countOpen) : [];
    const count = open?.count ?? 0;
    if (count === 0) return;
    await askToReplan(tx, now);
    if (!sameRules) await tellAdmins(tx, count, now);
  });
}

const selectRules = statement(
  'rules-of-plans',
  `select from setting where key = 'plan_basis' and (value ->> 'rules')::int = $1`,
);
const hasRules = async (tx: Transaction, rules: number): Promise<boolean> =>
  (await tx.query(selectRules, [rules])).length > 0;

async function tellAdmins(tx: Transaction, count: number, now: Date): Promise<void> {
  await say(
    tx,
    (await adminsWithChat(tx)).map(({ id, ...to }) => ({
      key: `termsCountedAnew:${RULES}:person:${id}`,
      to,
      kind: 'termsCountedAnew',
      params: { personId: id, count },
      silent: false,
    })),
    now,
  );
}

/** Plans all open appeals anew, a step a transaction. @returns how many steps were done */
export async function replanOpen(desk: Desk, onFailure: OnReminderFailure): Promise<number> {
  return workOff(
    desk,
    ['replan'],
    async (tx, [replan]) => {
      if (replan === undefined) return 0;
      const { after } = replanning.parse(replan.params);
      const ids = (await tx.query<{ id: number }>(openAfter, [after, STEP])).map(({ id }) => id);
      // As of this transaction: whoever sees the request for a new plan sees the day that was changed with it.
      const around = { ...circumstances(desk), calendar: await readCalendar(desk, tx) };
      const rules = await stageRules(tx, desk.office);
      // One that somebody acts on right now is planned by that act.
      for (const appeal of (await holdStill(tx, ids, around.signatures)).values())
        await replanOne(tx, around, rules, appeal);
      await replanGroups(tx, desk, ids, around);
      const last = ids.at(-1);
      if (last === undefined) await settleReminders(tx, [{ id: replan.id, state: 'done' }]);
      else await tx.query(moveOn, [replan.id, last]);
      return 1;
    },
    onFailure,
  );
}

const selectGroups = statement(
  'groups-with-nearest-due',
  `with heads as (select distinct ${leadingOf('asked.id')} as id from unnest($1::int[]) as asked (id)),
     members as (select h.id as leading, h.id from heads h union all
       select j.leading_id, j.appeal_id from heads h join joined_appeal j on j.leading_id = h.id)
   select m.id, case when count(*) over together > 1 then min(w.due_at) over together end as nearest
   from members m join open_work w on w.appeal_id = m.id window together as (partition by m.leading)`,
);

/**
 * Stages of appeals that are worked as one end by the nearest due of all: after an act that has changed who goes with whom, or a due, and
 * with all that is planned anew, for groups that an earlier program has joined.
 * @param appealIds any of each group
 */
export async function replanGroups(
  tx: Transaction,
  { office }: Pick<Desk, 'office'>,
  appealIds: readonly number[],
  around: Circumstances,
): Promise<void> {
  const members = await tx.query<{ id: number; nearest: Date | null }>(selectGroups, [appealIds]);
  const nearest = new Map(members.map((one) => [one.id, one.nearest?.toISOString() ?? null]));
  const appeals = await holdStill(tx, [...nearest.keys()], around.signatures);
  const rules = await stageRules(tx, office);
  for (const { appealId, facts } of appeals.values()) {
    const nearestDue = nearest.get(appealId) ?? null;
    if (facts.visits === null || (facts.visits.nearestDue ?? null) === nearestDue) continue;
    await replanOne(tx, around, rules, { appealId, facts: { ...facts, visits: { ...facts.visits, nearestDue } } });
    await redrawCards(tx, [appealId], around.now);
  }
}

async function replanOne(
  tx: Transaction,
  around: Circumstances,
  rules: OfficeRules,
  { appealId, facts }: Pick<LoadedTerms, 'appealId' | 'facts'>,
): Promise<void> {
  const { now, calendar } = around;
  if (isFinal(facts.stage)) return;
  const visits = facts.visits ?? (await rememberedVisits(tx, appealId, facts, rules, calendar));
  const moved = movedTerms(facts, visits, rules, around);
  const current = { ...facts, ...moved };
  await tx.query(moveTerms, [appealId, moved.stageDueAt, JSON.stringify(moved.visits), moved.dutyDueAt]);
  for (const [kind, before, dueAt] of [
    ['stage', facts.stageDueAt, moved.stageDueAt],
    ['duty', facts.dutyDueAt, moved.dutyDueAt],
  ] as const) {
    if (before?.getTime() !== dueAt?.getTime())
      await journalMove(tx, appealId, facts.stage, { kind, before, dueAt }, now);
  }
  const running = termsOf(current, calendar);
  await endMissedTerms(tx, appealId, running, now);
  await planAnew(tx, appealId, current, { running, changed: running }, around);
}

function journalMove(
  tx: Transaction,
  appealId: number,
  stage: Stage,
  details: { readonly kind: MissedTerm; readonly before: Date | null; readonly dueAt: Date | null },
  now: Date,
): Promise<number> {
  return addEntry(tx, appealId, {
    at: now,
    action: 'replan',
    personId: null,
    capacity: 'clock',
    fromStage: stage,
    toStage: stage,
    details,
  });
}
