import { JournalEntry } from '../../../entities/journal-entry';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Queries, databaseOf } from '../../database/database';
import { type OfficeCalendar, dayOf, withLocalDays } from '../../regulation/calendar';
import { redirectDue, dutyDue, isOverdue } from '../../regulation/deadlines';
import type { Circumstances } from '../../regulation/facts';
import { MEANING } from '../../regulation/stages';
import type { TermFacts } from '../../regulation/terms';
import { leave, NO_VISITS, type Visits, clock, type StageRules } from '../../regulation/visits';
import { INITIAL_STAGE, isFinal, type Stage } from '../../regulation/vocabulary';
import { circumstances, type Desk } from '../kit/ports';
import { type OfficeRules, stageRules } from '../kit/settings';
import { changeableDays, type NewDay, readLocalDays } from './calendar';
import { type LoadedTerms, loadTerms } from './load-terms';

const ENTRY = columns(JournalEntry, ['at', 'action', 'fromStage', 'toStage']);
type Move = RowOf<typeof ENTRY>;
export const movesOf = (queries: Queries, appealId: number): Promise<readonly Move[]> =>
  queries.query<Move>(selectMoves, [appealId]);
/** Every entry that began a visit to a stage, or took one back. */
const selectMoves = statement(
  'moves-of-appeal',
  `select ${ENTRY} from journal_entry
   where appeal_id = $1 and from_stage is not null and to_stage is not null
     and (from_stage <> to_stage or action in ('assign', 'passToSubordinate', 'undoAssignment', 'undoPassing')) order by id`,
);

const UNDONE = ['assign', 'passToSubordinate', 'organizationAnsweredApplicant'];
const UNDOES = ['undoAssignment', 'undoPassing', 'undoOrganizationAnswer'];

interface Remembered {
  readonly visits: Visits;
  readonly enteredAt: Date;
}

/** What an appeal would remember of its stages, had it done so from the beginning: as its journal tells. */
export async function formerVisits(
  queries: Queries,
  appealId: number,
  { kind, registeredAt, receivedAt }: Pick<TermFacts, 'kind' | 'registeredAt' | 'receivedAt'>,
  calendar: OfficeCalendar,
): Promise<Visits> {
  const moves = await movesOf(queries, appealId);
  const until = redirectDue(registeredAt, calendar);
  let now: Remembered = { visits: NO_VISITS, enteredAt: receivedAt };
  let beforeAssignment = now;
  for (const { at, action, fromStage, toStage } of moves) {
    if (UNDOES.includes(action)) {
      now = beforeAssignment;
      continue;
    }
    if (UNDONE.includes(action)) beforeAssignment = now;
    now = { visits: moved(now, { from: fromStage ?? INITIAL_STAGE, action, at }, calendar), enteredAt: at };
    if (kind === 'appeal59' && toStage === 'with_organization' && at <= until)
      now = { ...now, visits: { ...now.visits, passedOn: true } };
  }
  return now.visits;
}

function moved(
  { visits, enteredAt }: Remembered,
  { from, action, at }: { readonly from: Stage; readonly action: string; readonly at: Date },
  calendar: OfficeCalendar,
): Visits {
  if (!isFinal(from)) return leave(visits, from, enteredAt, at, calendar);
  return action === 'returnForReexamination'
    ? { ...NO_VISITS, countedFrom: at.toISOString(), passedOn: visits.passedOn }
    : visits;
}

/** What an appeal's terms are by this calendar and these rules. */
export type Moved = Pick<LoadedTerms['facts'], 'stageDueAt' | 'dutyDueAt'> & { readonly visits: Visits };

/** The terms that a plan by this calendar and these rules leads to. @param known what the appeal remembers of its stages */
export const movedTerms = (
  facts: LoadedTerms['facts'],
  known: Visits,
  rules: StageRules,
  around: Pick<Circumstances, 'now' | 'calendar'>,
): Moved => ({ ...movedStage(facts, known, rules, around), dutyDueAt: movedDuty(facts, around) });

/** Nobody knows by what the shares were when the visit began: by what they are now. */
export async function rememberedVisits(
  queries: Queries,
  appealId: number,
  facts: LoadedTerms['facts'],
  { confirmed }: OfficeRules,
  calendar: OfficeCalendar,
): Promise<Visits> {
  return { ...(await formerVisits(queries, appealId, facts, calendar)), assumed: !confirmed };
}

/** One that is over stays over and none ends in the past, but for one that ends with the whole: nobody is late by that. */
function movedStage(
  facts: LoadedTerms['facts'],
  known: Visits,
  rules: StageRules,
  { now, calendar }: Pick<Circumstances, 'now' | 'calendar'>,
): Omit<Moved, 'dutyDueAt'> {
  const { stageDueAt: before } = facts;
  const { stageDueAt, visits } = clock(facts, known, rules, calendar);
  const isOver = (due: Date | null) => due !== null && isOverdue(due, now);
  if (isOver(stageDueAt) && !visits.cut) return { stageDueAt: before, visits: { ...visits, cut: known.cut } };
  // The fact of the former end stays as it is; this end is another one.
  const another = isOver(before) && !known.cut && !isOver(stageDueAt);
  if (!another) return { stageDueAt, visits };
  const since = now.toISOString();
  // A fact by the rules before these speaks for those alone.
  const correctedAt = facts.visits === null ? since : visits.correctedAt;
  return { stageDueAt, visits: { ...visits, renewedAt: since, ...(correctedAt !== undefined && { correctedAt }) } };
}

/** The duty is counted in working days, so another day may end it; one that is over stays over, and none ends in the past. */
function movedDuty(
  { dutyBeganAt, dutyDueAt, reportedAt, stage, dueAt }: LoadedTerms['facts'],
  { now, calendar }: Pick<Circumstances, 'now' | 'calendar'>,
): Date | null {
  const runs = MEANING[stage].duty && dutyBeganAt && dutyDueAt && !reportedAt && !isOverdue(dutyDueAt, now);
  if (!runs) return dutyDueAt;
  const moved = dutyDue(dutyBeganAt, dueAt, calendar);
  return moved !== null && isOverdue(moved, now) ? dutyDueAt : moved;
}

/** Open appeals whose stage, or whose day to report on, would end at another moment. */
export interface MovedByDay {
  readonly count: number;
  readonly later: number;
  readonly earlier: number;
}

const STEP = 500;
const openAfter = statement(
  'open-appeals-to-preview',
  'select appeal_id as id from open_work where appeal_id > $1 order by appeal_id limit $2',
);

/** What another kind of a day would do to the terms that run, before anybody changes it. A day that may not be changed moves nothing. */
export async function previewDay(desk: Desk, { day, kind }: Pick<NewDay, 'day' | 'kind'>): Promise<MovedByDay> {
  const { now, signatures, calendar: ours } = circumstances(desk);
  const { first, last } = changeableDays(dayOf(now, ours), ours);
  const none = { count: 0, later: 0, earlier: 0 };
  if (day < first || day > last) return none;
  const database = databaseOf(desk);
  const days = await readLocalDays(database);
  const others = days.filter((one) => one.day !== day);
  const calendar = withLocalDays(ours, days);
  const changed = withLocalDays(ours, kind === 'asInFile' ? others : [...others, { day, kind, note: null }]);
  const rules = await stageRules(database, desk.office);
  const moved = { ...none };
  for (let after = 0, found = STEP; found === STEP;) {
    const ids = (await database.query<{ id: number }>(openAfter, [after, STEP])).map(({ id }) => id);
    found = ids.length;
    after = ids.at(-1) ?? after;
    for (const { appealId, facts } of (await loadTerms(database, ids, signatures)).values()) {
      if (isFinal(facts.stage)) continue;
      const visits = facts.visits ?? (await rememberedVisits(database, appealId, facts, rules, calendar));
      const by = (one: OfficeCalendar) => movedTerms(facts, visits, rules, { now, calendar: one });
      const change = differs(by(calendar), by(changed));
      if (change === 0) continue;
      moved.count += 1;
      moved[change > 0 ? 'later' : 'earlier'] += 1;
    }
  }
  return moved;
}

/** Positive: the first of them that differs ends later. */
function differs(before: Moved, after: Moved): number {
  for (const kind of ['stageDueAt', 'dutyDueAt'] as const) {
    const change = (after[kind]?.getTime() ?? 0) - (before[kind]?.getTime() ?? 0);
    if (change !== 0) return change;
  }
  return 0;
}
