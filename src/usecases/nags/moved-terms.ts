import type { Queries } from '../../database/database';
import type { OfficeCalendar } from '../../regulation/calendar';
import { dutyDue, isOverdue } from '../../regulation/deadlines';
import type { Circumstances } from '../../regulation/facts';
import { MEANING } from '../../regulation/stages';
import { clock, type StageRules, type Visits } from '../../regulation/visits';
import type { OfficeRules } from '../settings';
import { formerVisits } from './former-visits';
import type { LoadedTerms } from './load-terms';

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
