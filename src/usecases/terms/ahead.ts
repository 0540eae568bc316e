import { Overdue, type TermAnswer } from '../../../entities/terms';
import { columns, type RowOf } from '../../database/columns';
import { statement, databaseOf } from '../../database/database';
import { workingTimeBetween, type OfficeCalendar } from '../../regulation/calendar';
import type { Actor } from '../../regulation/facts';
import { NAGS, type MissedTerm, type NagReason } from '../../regulation/nags';
import { maySee } from '../../regulation/rights';
import { isLate, isOverQuietly, termsOf, type Term, type Unnamed } from '../../regulation/terms';
import { intakeEnd, RULES } from '../../regulation/visits';
import type { Stage } from '../../regulation/vocabulary';
import { loadAppeal, termFactsOf, type LoadedAppeal } from '../appeals/appeal-store';
import { assumptionsOf, selectAssumptions, type AssumptionFacts, type Assumptions } from '../appeals/contacts';
import { circumstances, type Desk } from '../kit/ports';
import { stageRules } from '../kit/settings';
import {
  loadVisits,
  morningsFrom,
  nagEvents,
  termEvents,
  visitEvents,
  type AheadEvent,
  loadPlanned,
  phasesOf,
  plansOf,
  inCrowds,
  nameHearers,
  officeOnDays,
  type Hearers,
} from './ahead-events';

/** What time will do about one appeal while nobody does anything, and what it has done so far. */
export interface Ahead {
  readonly number: string;
  readonly stage: Stage;
  /** In the order in which they were missed. */
  readonly missed: readonly MissedFact[];
  /** But for those that are missed; the one that ends first comes first. */
  readonly running: readonly RunningTerm[];
  /** In the order of time. */
  readonly events: readonly AheadEvent[];
  /** What these terms rest on by our reading alone. */
  readonly assumptions: Assumptions;
}

export interface MissedFact {
  readonly kind: MissedTerm;
  readonly stage: Stage;
  readonly due: Date;
  /** Null: still running. */
  readonly endedAt: Date | null;
  readonly receivedAt: Date;
  /** By which it was kept after all. */
  readonly answeredBy: TermAnswer | null;
  /** It was noted before terms were counted in working time. */
  readonly byFormerRules: boolean;
  /** Who held the appeal then, or the organization that had it; null: nobody of the office could keep it. */
  readonly heldBy: Hearers | string | null;
  /** Why it is nobody's, though the office had the appeal. */
  readonly unnamed: Unnamed | null;
}

export interface RunningTerm {
  readonly reason: NagReason;
  readonly stage: Stage;
  readonly since: Date;
  readonly due: Date;
  readonly overdue: boolean;
  /** Of its time, 0–1, counted as its own thresholds are: by the wall clock or in working time. */
  readonly passed: number;
}

const OF_FACT = columns(
  Overdue,
  ['kind', 'term', 'stage', 'rules', 'endedAt', 'answeredBy', 'holder', 'holderIds', 'deputyId', 'unnamed'],
  'f',
);
interface FactRow extends Readonly<RowOf<typeof OF_FACT>> {
  readonly due: Date;
  readonly organization: string | null;
}

const selectFacts = statement(
  'missed-terms-of-appeal',
  `select ${OF_FACT}, f.due_at as due, o.name as organization
   from overdue f left join organization o on o.id = f.organization_id where f.appeal_id = $1 order by f.due_at, f.id`,
);

const selectAssumed = statement(
  'assumptions-of-appeal',
  `select ${selectAssumptions('a', '$2')} as facts from appeal a where a.id = $1`,
);

/**
 * Everything that will happen about an appeal if nobody does anything: what is planned, and what will be planned when a
 * postponed one resumes by itself. Null: there is no such appeal, or the reader takes no part in the work.
 */
export async function readAhead(desk: Desk, appealId: number, reader: Actor): Promise<Ahead | null> {
  if (!maySee(reader, 'terms')) return null;
  const database = databaseOf(desk);
  const around = circumstances(desk);
  const { now, calendar } = around;
  const appeal = await loadAppeal(database, appealId, around, false);
  if (!appeal) return null;
  const facts = await database.query<FactRow>(selectFacts, [appealId]);
  const rows = await loadPlanned(database, appealId);
  const visits = await loadVisits(database, appealId);
  const assumptions = await readAssumptions(desk, appeal, calendar);

  const phases = phasesOf(appeal, rows, await stageRules(database, desk.office), around);
  const plans = plansOf(appealId, rows, phases, calendar);
  const told = phases.flatMap(({ from, terms }) => terms.map((term) => morningsFrom(term, from, calendar)));
  const colleaguesAt = await officeOnDays(database, [now, ...plans.map(({ dueAt }) => dueAt), ...told], around);
  const drafts = [
    ...nagEvents(plans, phases, colleaguesAt),
    ...visitEvents(plans, visits, appeal.state.executorId, colleaguesAt),
    ...termEvents(phases, calendar, colleaguesAt),
  ].sort((one, other) => one.at.getTime() - other.at.getTime());

  const holders = facts.map(({ holderIds, deputyId }) =>
    inCrowds(
      holderIds.map((id) =>
        deputyId === null ? { personId: id, absentId: null } : { personId: deputyId, absentId: id },
      ),
      colleaguesAt(now),
    ),
  );
  const named = await nameHearers(database, [
    ...holders,
    ...drafts.flatMap((draft) => ('to' in draft ? [draft.to] : [])),
  ]);
  const missed = new Set(facts.map(({ term }) => term));
  return {
    number: appeal.number,
    stage: appeal.state.stage,
    missed: facts.map(({ kind, stage, due, endedAt, answeredBy, rules, holder, unnamed, organization }, index) => {
      const held = holders[index];
      const heldBy = holder === null || unnamed !== null || held === undefined ? null : (organization ?? named(held));
      const receivedAt = intakeEnd(appeal.receivedAt, appeal.state.visits);
      return { kind, stage, due, endedAt, receivedAt, answeredBy, byFormerRules: rules < RULES, heldBy, unnamed };
    }),
    running: termsOf(termFactsOf(appeal), calendar)
      .filter((term) => !missed.has(term.id) && !isOverQuietly(term, now))
      .map((term) => ({
        reason: term.reason,
        stage: appeal.state.stage,
        since: term.since,
        due: term.due,
        overdue: isLate(term, now),
        passed: passed(term, now, calendar),
      }))
      .sort((one, other) => one.due.getTime() - other.due.getTime()),
    events: drafts.map((draft): AheadEvent => ('to' in draft ? { ...draft, to: named(draft.to) } : draft)),
    assumptions,
  };
}

async function readAssumptions(desk: Desk, appeal: LoadedAppeal, calendar: OfficeCalendar): Promise<Assumptions> {
  const [row] = await databaseOf(desk).query<{ facts: AssumptionFacts }>(selectAssumed, [
    appeal.id,
    JSON.stringify(desk.office.shares),
  ]);
  return assumptionsOf(appeal, row?.facts ?? { sharesConfirmed: false, returnedAt: null }, calendar);
}

function passed({ reason, since, due }: Term, now: Date, calendar: OfficeCalendar): number {
  const inWorkingTime = NAGS[reason].before.some(({ counted }) => counted === 'share');
  const between = (from: Date, to: Date) =>
    inWorkingTime ? workingTimeBetween(from, to, calendar) : to.getTime() - from.getTime();
  const whole = between(since, due);
  return whole <= 0 ? 1 : Math.min(1, Math.max(0, between(since, now) / whole));
}
