import { statement, type Transaction } from '../../database/database';
import { dutyDue } from '../../regulation/deadlines';
import type { Circumstances } from '../../regulation/facts';
import { PLACES } from '../../regulation/rights';
import { MEANING } from '../../regulation/stages';
import { newHands } from '../../regulation/visits';
import type { AppealState } from '../appeals/appeal-store';
import { PLACE, required, type Deeds, type Doing } from './deed';

// One that was done is done: a draft after the report adds nothing.
const insertDutyDone = statement(
  'insert-duty-done',
  `insert into duty_done (appeal_id, began_at, due_at, done_at, executor_id) values ($1, $2, $3, $4, $5)
   on conflict (appeal_id, began_at) do nothing`,
);

// The duty's own moment has passed, or the supervisor has acted and so knows of it: then it was a report.
const undoDutyDone = statement(
  'undo-duty-done',
  `delete from duty_done d where d.appeal_id = $1 and d.began_at = $2 and d.due_at >= date_trunc('second', $3::timestamptz)
     and not exists (select from journal_entry j
       where j.appeal_id = d.appeal_id and j.at >= d.done_at and j.capacity in ('agreeing', 'approving'))
   returning d.appeal_id`,
);

/** Who has the appeal, and what they owe to their supervisor. */
export const assignmentDeeds: Deeds<
  | 'rememberAssignment'
  | 'restoreAssignment'
  | 'replaceParticipant'
  | 'beginDuty'
  | 'endDuty'
  | 'resumeDuty'
  | 'leaveDuty'
  | 'markReported'
  | 'markAcknowledged'
> = {
  rememberAssignment: ({ state, personId, appeal: { state: before }, circumstances: { now } }) => {
    state.undo = {
      byId: required(personId, 'coordinator'),
      at: now.toISOString(),
      stage: before.stage,
      stageEnteredAt: before.stageEnteredAt.toISOString(),
      stageDueAt: before.stageDueAt?.toISOString() ?? null,
      visits: before.visits,
      executorId: before.executorId,
      dutyBeganAt: before.dutyBeganAt?.toISOString() ?? null,
      dutyDueAt: before.dutyDueAt?.toISOString() ?? null,
      reportedAt: before.reportedAt?.toISOString() ?? null,
      reportedToId: before.reportedToId,
      reportAcknowledgedAt: before.reportAcknowledgedAt?.toISOString() ?? null,
    };
  },
  restoreAssignment: ({ state, appeal }) => {
    const undo = required(appeal.state.undo, 'undo');
    state.executorId = undo.executorId;
    state.stageEnteredAt = new Date(undo.stageEnteredAt);
    state.stageDueAt = instant(undo.stageDueAt);
    state.visits = undo.visits ?? null;
    state.dutyBeganAt = instant(undo.dutyBeganAt);
    state.dutyDueAt = instant(undo.dutyDueAt);
    state.reportedAt = instant(undo.reportedAt);
    state.reportedToId = undo.reportedToId;
    state.reportAcknowledgedAt = instant(undo.reportAcknowledgedAt);
  },
  replaceParticipant: async (doing) => {
    const { state, details, appeal, submission, circumstances } = doing;
    const participant = required(submission.answers.participant, 'participant');
    state[PLACE[participant]] = required(submission.answers.replacementId, 'replacement');
    details.replacedId = appeal.state[PLACE[participant]];
    if (state.visits) state.visits = newHands(state.visits, PLACES[participant].stages, circumstances.calendar);
    // Whoever takes an executor's place receives the appeal now, so the one-working-day duty begins anew.
    if (participant === 'executor' && MEANING[state.stage].duty) await beginDuty(doing);
  },
  beginDuty,
  endDuty: async (doing) => {
    const { state, submission } = doing;
    const { agreeingId, approvingId } = submission.answers;
    // Whoever sends it to themselves has told nobody.
    if ((agreeingId ?? approvingId) === state.executorId) return;
    await dutyIsDone(doing);
    state.dutyDueAt = null;
  },
  resumeDuty: async ({ tx, appeal, state, circumstances: { now, calendar } }) => {
    const { dutyBeganAt, reportedAt } = state;
    if (dutyBeganAt === null || reportedAt !== null) return;
    const undone = await tx.query(undoDutyDone, [appeal.id, dutyBeganAt, now]);
    if (undone.length > 0) state.dutyDueAt = dutyDue(dutyBeganAt, state.dueAt, calendar);
  },
  leaveDuty: ({ state }) => {
    state.dutyBeganAt = null;
    state.dutyDueAt = null;
    state.reportedAt = null;
    state.reportedToId = null;
    state.reportAcknowledgedAt = null;
  },
  markReported: async (doing) => {
    await dutyIsDone(doing);
    const { state, submission, circumstances } = doing;
    state.reportedAt = circumstances.now;
    state.reportedToId = required(submission.answers.supervisorId, 'supervisor');
    state.reportAcknowledgedAt = null;
  },
  markAcknowledged: ({ state, circumstances }) => {
    state.reportAcknowledgedAt ??= circumstances.now;
  },
};

const selectReporting = statement(
  'somebody-reports-to-another',
  `select from person s join person e on e.id = $1 and e.disabled_at is null and 'executor' = any(e.roles)
   where 'supervisor' = any(s.roles) and s.disabled_at is null and s.id <> e.id limit 1`,
);

/** Where there is no supervisor but the executor there is nobody to report to; where the executor has left, nobody to report. */
export async function dutyFromNow(
  tx: Transaction,
  executorId: number | null,
  dueAt: Date,
  { now, calendar }: Circumstances,
): Promise<Pick<AppealState, 'dutyBeganAt' | 'dutyDueAt'>> {
  const somebody = (await tx.query(selectReporting, [executorId])).length > 0;
  return { dutyBeganAt: now, dutyDueAt: somebody ? dutyDue(now, dueAt, calendar) : null };
}

async function beginDuty({ tx, state, circumstances }: Doing): Promise<void> {
  Object.assign(state, await dutyFromNow(tx, state.executorId, state.dueAt, circumstances));
  if (state.visits?.round?.noDay) state.dutyDueAt = null;
  state.reportedAt = null;
  state.reportedToId = null;
  state.reportAcknowledgedAt = null;
}

/** The supervisor knows: a fact that outlives whatever becomes of the appeal's row. */
async function dutyIsDone({ tx, appeal: { id, state }, circumstances: { now } }: Doing): Promise<void> {
  const { dutyDueAt, executorId } = state;
  const beganAt = state.dutyBeganAt ?? state.stageEnteredAt;
  if (dutyDueAt !== null && dutyDueAt > beganAt)
    await tx.query(insertDutyDone, [id, beganAt, dutyDueAt, now, executorId]);
}

const instant = (text: string | null): Date | null => (text === null ? null : new Date(text));
