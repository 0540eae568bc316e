import { Reminder } from '../../../entities/reminder';
import { columns } from '../../database/columns';
import { statement, type Queries } from '../../database/database';
import type { OfficeCalendar } from '../../regulation/calendar';
import { decide } from '../../regulation/decide';
import { CLOCK, type Circumstances } from '../../regulation/facts';
import { termsOf, type Term, type TermFacts } from '../../regulation/terms';
import type { Places } from '../../regulation/recipients';
import { clock, leave, NO_VISITS, type StageRules } from '../../regulation/visits';
import { factsOf, placesOf, termFactsOf, type LoadedAppeal } from '../appeals/appeal-store';
import { planOf } from './follow-terms';

/** A reminder of an appeal, or one that there will be. */
export interface PlannedRow
  extends
    Readonly<Pick<Reminder, 'key' | 'reason' | 'personId' | 'params' | 'dueAt'>>,
    Readonly<Partial<Pick<Reminder, 'term' | 'threshold'>>> {
  readonly done?: boolean;
}

/** An appeal from this moment on, as it stands then. */
export interface Phase {
  readonly from: Date;
  readonly facts: TermFacts;
  readonly places: Places;
  readonly terms: readonly Term[];
}

const selectPlanned = statement(
  'plans-of-appeal',
  `select ${columns(Reminder, ['key', 'reason', 'personId', 'params', 'dueAt', 'term', 'threshold'])}, state = 'done' as done
   from reminder where appeal_id = $1 and state <> 'cancelled' order by due_at, id`,
);
/** What is planned about an appeal or was told already, in the order of time. */
export const loadPlanned = (queries: Queries, appealId: number): Promise<PlannedRow[]> =>
  queries.query<PlannedRow>(selectPlanned, [appealId]);

/** As it stands now and, if it is postponed, as it will stand once it has resumed by itself. */
export function phasesOf(
  appeal: LoadedAppeal,
  rows: readonly PlannedRow[],
  rules: StageRules,
  around: Circumstances,
): readonly [Phase, ...Phase[]] {
  const phase = (from: Date, state: LoadedAppeal['state']): Phase => {
    const facts = termFactsOf({ ...appeal, state });
    return { from, facts, places: placesOf(state, around.signatures), terms: termsOf(facts, around.calendar) };
  };
  const present = phase(around.now, appeal.state);
  const resumption = rows.find(({ reason, done }) => reason === 'resume' && done !== true);
  if (!resumption) return [present];
  const at = resumption.dueAt > around.now ? resumption.dueAt : around.now;
  const decision = decide({
    appeal: factsOf(appeal),
    action: 'resume',
    presser: CLOCK,
    seenVersion: appeal.state.version,
    submission: null,
    circumstances: { ...around, now: at },
  });
  if (!decision.ok) return [present];
  const { registeredAt, firstDueAt, termDays, state } = appeal;
  const visits = leave(state.visits ?? NO_VISITS, state.stage, state.stageEnteredAt, at, around.calendar);
  const resumed = { ...state, stage: decision.to, stageEnteredAt: at };
  const clocked = { ...resumed, registeredAt, firstDueAt, termDays, awaitsEntry: false };
  return [present, phase(at, { ...resumed, ...clock(clocked, visits, rules, around.calendar) })];
}

/** The rows that the tick will find. */
export function plansOf(
  appealId: number,
  rows: readonly PlannedRow[],
  phases: readonly Phase[],
  calendar: OfficeCalendar,
): readonly PlannedRow[] {
  const planned = rows.filter(({ done }) => done !== true);
  const [, resumed] = phases;
  if (!resumed) return planned;
  const told = new Set(rows.filter(({ done }) => done).map(({ key }) => key));
  return [
    // Visits belong to no term; a row whose moment has come is the tick's, whatever is planned then.
    ...planned.filter(({ term, dueAt }) => term === null || dueAt <= resumed.from),
    ...planOf(appealId, resumed.facts, resumed.from, calendar).filter(({ key }) => !told.has(key)),
  ];
}
