import { statement } from '../../database/database';
import { dueBeforeExtension, extendedDue, isOverdue, leavesNoDay, roundAfterReturn } from '../../regulation/deadlines';
import { postponementOf, aheadOf } from '../../regulation/joining';
import { pendingOf } from '../../regulation/pending';
import { dueAfterResumption } from '../../regulation/postponement';
import { goOn, inRound, NO_VISITS, type Visits } from '../../regulation/visits';
import { type AppealState, type LoadedAppeal, loadAppeal, numbersBeside } from '../appeals/appeal-store';
import { OPEN_INSTRUCTION, OPEN_REQUEST, OPEN_VISIT } from '../appeals/pending';
import { takeAnswersBack } from '../terms/missed-terms';
import { dutyFromNow } from './assignment';
import {
  momentOfDeed,
  momentUndone,
  required,
  type Deeds,
  type Doing,
  type Changed,
  type QueuedDelivery,
} from './deed';
import { withdrawNotice, redrawOpenTasks } from './delivery';

/** By when the whole is due. */
export const termDeeds: Deeds<
  | 'usePostponement'
  | 'undoPostponement'
  | 'endPostponement'
  | 'judgeByDay'
  | 'takeBackDayOfDeed'
  | 'resumeVisit'
  | 'resumeClosed'
  | 'countReexamination'
  | 'beginNewTerm'
  | 'extendTerm'
  | 'withdrawExtension'
> = {
  usePostponement: (doing) => {
    const { appeal, state, details } = doing;
    if (appeal.draft?.type !== 'postponed') return;
    const { calendar } = doing.circumstances;
    const before = appeal.state;
    const approvedAt = momentOfDeed(doing);
    const date = required(appeal.draft.postponedUntil, 'postponedUntil');
    const { kind, postponableDays } = appeal;
    const outcome = postponementOf({ kind, due: before.dueAt, postponableDays }, date, approvedAt, calendar);
    if (!outcome.ok)
      throw new Error(`The postponement of appeal ${appeal.id} was allowed and then refused: ${outcome.refusal}`);
    state.postponedAt = approvedAt;
    state.postponedUntil = outcome.date;
    state.dueBeforePostponement = before.dueAt;
    state.dueAt = outcome.due;
    details.postponedUntil = outcome.date;
    if (outcome.moved) details.dateMovedFrom = date;
  },
  undoPostponement: (doing) => {
    const { appeal, state } = doing;
    // A later answer takes back nothing of the interim one that was sent before it.
    if (appeal.state.postponedAt === null || appeal.draft?.type !== 'postponed') return;
    resumedToday(doing);
    state.postponedAt = null;
    state.postponedUntil = null;
    state.dueBeforePostponement = null;
  },
  endPostponement: (doing) => resumedToday(doing),
  countReexamination: ({ appeal, state }) => {
    state.reexaminations = appeal.state.reexaminations + 1;
  },
  beginNewTerm: ({ appeal, state, details, circumstances: { now, calendar } }) => {
    const { kind, termDays } = appeal;
    // Of returns from `delivery` the stage alone does not tell which of them began a round.
    details.beginsTerm = true;
    const round = roundAfterReturn({ kind, termDays, due: state.dueAt }, now, calendar);
    state.dueAt = round.due;
    state.visits = inRound(round, now, appeal.state.visits ?? NO_VISITS);
  },
  extendTerm: ({ appeal, state, details, submission: { answers }, circumstances: { now, calendar } }) => {
    state.extended = true;
    state.dueAt = extendedDue(appeal.state.dueAt, required(answers.extensionDays, 'extensionDays'), calendar);
    details.dueBefore = appeal.state.dueAt;
    details.dueAt = state.dueAt;
    const visits = appeal.state.visits ?? NO_VISITS;
    // Whoever has days again is answerable again.
    const round = visits.round && { ...visits.round, noDay: false };
    state.visits = { ...moved(appeal.state, visits, now), extendedTo: state.dueAt.toISOString(), round };
  },
  withdrawExtension: async (doing) => {
    const { appeal, state, details } = doing;
    const { now, calendar } = doing.circumstances;
    const { days } = required(appeal.extension, 'extension');
    state.extended = false;
    state.dueAt = dueBeforeExtension(appeal.state.dueAt, days, calendar);
    details.dueAt = state.dueAt;
    const visits = appeal.state.visits ?? NO_VISITS;
    const noDay = leavesNoDay(state.dueAt, now, calendar);
    state.visits = {
      ...moved(appeal.state, visits, now),
      extendedTo: null,
      leftShort: noDay ? state.dueAt.toISOString() : null,
      round: visits.round && { ...visits.round, noDay },
    };
    await withdrawNotice(doing);
  },
  takeBackDayOfDeed: (doing) => takeAnswersBack(doing.tx, doing.appeal.id, momentUndone(doing)),
  resumeVisit,
  // What was left by the closing, and not an earlier visit: nobody's stage was not begun.
  resumeClosed: (doing) => {
    const { appeal, state } = doing;
    const left = state.visits?.former[state.stage]?.last;
    if (left && left.leftAt === appeal.state.finishedAt?.toISOString()) resumeVisit(doing);
  },
  judgeByDay: () => {
    // The journal keeps the day; the facts that it answers are answered once the terms were followed.
  },
};

function resumeVisit({ state, circumstances: { now } }: Doing): void {
  const former = goOn(state.visits ?? NO_VISITS, state.stage, now);
  if (!former) return;
  state.visits = former.visits;
  state.stageEnteredAt = former.enteredAt;
}

/** The present end was over, and that is a fact: the end that comes now is another one. */
const moved = ({ stageDueAt }: Pick<AppealState, 'stageDueAt'>, visits: Visits, now: Date): Visits =>
  stageDueAt !== null && isOverdue(stageDueAt, now) ? { ...visits, renewedAt: now.toISOString() } : visits;

/** Only the days that really passed are added. */
function resumedToday({ appeal, state, circumstances: { now, calendar } }: Doing): void {
  const before = appeal.state;
  state.dueAt = dueAfterResumption(
    {
      kind: appeal.kind,
      approvedAt: required(before.postponedAt, 'postponedAt'),
      resumedAt: now,
      date: required(before.postponedUntil, 'postponedUntil'),
      dueBefore: required(before.dueBeforePostponement, 'dueBeforePostponement'),
      due: before.dueAt,
    },
    calendar,
  );
}

const writeJoined = statement(
  'join-appeals',
  `insert into joined_appeal (appeal_id, leading_id, joined_at) select unnest($1::int[]), $2, $3
   on conflict (appeal_id) do update set leading_id = excluded.leading_id`,
);
const setFree = statement('disjoin-appeals', 'delete from joined_appeal where appeal_id = any($1::int[])');
/** Tasks of which only the leading one's was told: each is the coordinators' now. Comments are in a list of their own. */
const selectTasks = statement(
  'tasks-of-disjoined',
  `select y.id, y.kind, array(select s.carrier from shipment s
     where s.delivery_id = y.id and s.state in ('waiting', 'sending', 'accepted') order by s.carrier) as carriers
   from delivery y where y.appeal_id = any($1::int[]) and y.placed_at is null and y.withdrawn_at is null and y.kind <> 'comment'
   order by y.id`,
);

/** Which appeals are worked as one. */
export const joiningDeeds: Deeds<'join' | 'disjoin' | 'leaveGroup'> = {
  join: async (doing) => {
    const { tx, appeal, state, details, beside, circumstances } = doing;
    const all = [appeal, ...(await othersOf(doing))]
      .flatMap((one) => [one, ...one.followers])
      .sort((one, other) => one.id - other.id);
    const [leading, ...followers] = all;
    await tx.query(writeJoined, [
      followers.map(({ id }) => id),
      required(leading, 'leading appeal').id,
      circumstances.now,
    ]);
    const ahead = required(
      aheadOf(all, (one) => one.state.stage),
      'appeal that has gone farthest',
    );
    const asNow = async (one: LoadedAppeal) => ({
      state: one === ahead ? {} : await withThat(ahead.state, one.state, doing),
      details: { together: all.filter((other) => other !== one).map(({ number }) => number), leads: leading?.number },
    });
    for (const one of all) {
      const now = await asNow(one);
      if (one === appeal) {
        Object.assign(state, now.state);
        Object.assign(details, now.details);
      } else beside.push(changed('join', one, { state: { ...touched(one), ...now.state }, details: now.details }));
    }
  },
  disjoin: async (doing) => {
    const { tx, appeal, details, beside, deliveries, circumstances } = doing;
    if (appeal.follows === null && appeal.followers.length === 0) return;
    const freed = appeal.follows === null ? appeal.followers.map(({ id }) => id) : [appeal.id];
    await tx.query(setFree, [freed]);
    details.together = numbersBeside(appeal);
    const others =
      appeal.follows === null
        ? appeal.followers
        : [required(await loadAppeal(tx, appeal.follows.id, circumstances, true), 'leading appeal')];
    for (const one of others) beside.push(changed('disjoin', one, { details: { together: [appeal.number] } }));
    await redrawOpenTasks(doing, [appeal.id, ...others.map(({ id }) => id)]);
    deliveries.push(...(await tx.query<QueuedDelivery>(selectTasks, [freed])));
  },
  leaveGroup: async (doing) => {
    const [next, ...rest] = doing.appeal.followers;
    return next === undefined ? joiningDeeds.disjoin(doing) : leadOn(doing, next, rest);
  },
};

const handOnVisits = statement(
  'hand-on-visits',
  `with visits as (
     update visit set appeal_id = $2 where appeal_id = $1 and ${OPEN_VISIT} returning id)
   update reminder set appeal_id = $2 from visits where appeal_id = $1 and params ->> 'visitId' = visits.id::text`,
);
const handOnRequests = statement(
  'hand-on-requests',
  `update document_request set appeal_id = $2 where appeal_id = $1 and ${OPEN_REQUEST}`,
);
const handOnInstructions = statement(
  'hand-on-instructions',
  `update instruction set appeal_id = $2 where appeal_id = $1 and ${OPEN_INSTRUCTION}`,
);

/** The earliest of those that are left leads on: what is awaited is its own now. */
async function leadOn(doing: Doing, next: LoadedAppeal, rest: readonly LoadedAppeal[]): Promise<void> {
  const { tx, appeal, pending, details, beside, deliveries, circumstances } = doing;
  await tx.query(setFree, [[next.id]]);
  await tx.query(writeJoined, [rest.map(({ id }) => id), next.id, circumstances.now]);
  await tx.query(handOnVisits, [appeal.id, next.id]);
  await tx.query(handOnRequests, [appeal.id, next.id]);
  await tx.query(handOnInstructions, [appeal.id, next.id]);
  details.together = numbersBeside(appeal);
  const leads = rest.length === 0 ? undefined : next.number;
  for (const one of appeal.followers)
    beside.push(
      changed('disjoin', one, {
        details: { together: [appeal.number], leads },
        ...(one === next && { pending: pendingOf(next.pending, pending) }),
      }),
    );
  for (const awaited of Object.values(pending)) awaited.clear();
  deliveries.push(...(await tx.query<QueuedDelivery>(selectTasks, [[next.id]])));
}

const changed = (
  action: Changed['action'],
  appeal: LoadedAppeal,
  { state = touched(appeal), pending = appeal.pending, details }: Partial<Changed> & Pick<Changed, 'details'>,
): Changed => ({ action, appeal, state, pending, details });

async function othersOf({ tx, submission, circumstances }: Doing): Promise<LoadedAppeal[]> {
  const others: LoadedAppeal[] = [];
  for (const { id } of required(submission.joining, 'appeals to join').others)
    others.push(required(await loadAppeal(tx, id, circumstances, true), 'appeal to join'));
  return others;
}

/** Whatever was drawn of it before is stale. */
const touched = ({ state }: LoadedAppeal): AppealState => ({ ...state, version: state.version + 1, undo: null });

/**
 * It comes to where the one that has gone farthest is, and into its hands; what their supervisor was told of that one holds here too.
 * Until they are told, whoever receives it now has a working day from now: another appeal's delay is not this one's.
 */
async function withThat(ahead: AppealState, own: AppealState, doing: Doing): Promise<Partial<AppealState>> {
  const { executorId, stage, dutyBeganAt, dutyDueAt, reportedAt, reportedToId, reportAcknowledgedAt } = ahead;
  const owed = reportedAt === null && dutyDueAt !== null;
  const isOnesOwn = own.executorId === executorId && own.reportedAt === null && own.dutyDueAt !== null;
  return {
    stage,
    executorId,
    reportedAt,
    reportedToId,
    reportAcknowledgedAt,
    ...(!owed
      ? { dutyBeganAt, dutyDueAt }
      : isOnesOwn
        ? { dutyBeganAt: own.dutyBeganAt, dutyDueAt: own.dutyDueAt }
        : await dutyFromNow(doing.tx, executorId, own.dueAt, doing.circumstances)),
    progress: ahead.progress ?? own.progress,
  };
}
