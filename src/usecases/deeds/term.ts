import { dueBeforeExtension, extendedDue, isOverdue, leavesNoDay, roundAfterReturn } from '../../regulation/deadlines';
import { dueAfterResumption } from '../../regulation/postponement';
import { postponementOf } from '../../regulation/joining';
import { goOn, inRound, NO_VISITS, type Visits } from '../../regulation/visits';
import type { AppealState } from '../appeals/appeal-store';
import { takeAnswersBack } from '../nags/missed-terms';
import { withdrawNotice } from './delivery';
import { momentOfDeed, momentUndone, required, type Deeds, type Doing } from './deed';

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
