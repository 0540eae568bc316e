import { statement, type Transaction, databaseOf } from '../../database';
import { dutyDue, isOverdue } from '../../regulation/deadlines';
import type { Circumstances } from '../../regulation/facts';
import { termsOf } from '../../regulation/nags';
import { MEANING } from '../../regulation/stages';
import { readCalendar } from '../calendar/local-days';
import { addEntry } from '../journal/journal';
import { circumstances, type Desk } from '../ports';
import { askToReplan } from '../reminders/ask-to-replan';
import { replanning } from '../reminders/reminder-params';
import { settleReminders, workOff, type OnReminderFailure } from '../reminders/work-off';
import { hasSetting, keepSetting } from '../settings';
import { planAnew } from './follow-terms';
import { holdStill, type LoadedTerms } from './load-terms';

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
const moveDuty = statement('move-duty', 'update appeal set duty_due_at = $2 where id = $1');

/** At start: other working hours or another zone in the environment than those that the plans were made with. */
export async function replanIfOfficeChanged(desk: Desk): Promise<void> {
  const { zone, opensAt, closesAt } = desk.office.calendar();
  await databaseOf(desk).transaction(async (tx) => {
    const known = await hasSetting(tx, 'plan_basis');
    const changed = await keepSetting(tx, 'plan_basis', { zone, opensAt, closesAt });
    if (known && changed) await askToReplan(tx, desk.clock.now());
  });
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
      // One that somebody acts on right now is planned by that act.
      for (const appeal of (await holdStill(tx, ids)).values()) await replanOne(tx, around, appeal);
      const last = ids.at(-1);
      if (last === undefined) await settleReminders(tx, [{ id: replan.id, state: 'done' }]);
      else await tx.query(moveOn, [replan.id, last]);
      return 1;
    },
    onFailure,
  );
}

async function replanOne(tx: Transaction, around: Circumstances, { appealId, facts }: LoadedTerms): Promise<void> {
  const { now, calendar } = around;
  const { dutyBeganAt, dutyDueAt, reportedAt, stage, dueAt } = facts;
  let current = facts;
  // The duty is counted in working days, so another day may end it; one that is over stays over, and none ends in the past.
  if (MEANING[stage].duty && dutyBeganAt && dutyDueAt && !reportedAt && !isOverdue(dutyDueAt, now)) {
    const moved = dutyDue(dutyBeganAt, dueAt, calendar);
    if (moved.getTime() !== dutyDueAt.getTime() && !isOverdue(moved, now)) {
      current = { ...facts, dutyDueAt: moved };
      await tx.query(moveDuty, [appealId, moved]);
      await addEntry(tx, appealId, {
        at: now,
        action: 'replan',
        personId: null,
        capacity: 'clock',
        onBehalfOfId: null,
        clause: null,
        fromStage: stage,
        toStage: stage,
        formId: null,
        details: { kind: 'duty', before: dutyDueAt, dueAt: moved },
      });
    }
  }
  const running = termsOf(current, calendar);
  await planAnew(tx, appealId, current, { running, changed: running }, around);
}
