import { dayOf, daysBetween, isWorkingDay, type OfficeCalendar } from '../calendar';
import type { EngagementContent } from './content';
import type { EngagementKind, EngagementStage } from './vocabulary';

/** Why a date is no answer; each has words under `engagement:dates`. */
export const DATE_OBJECTIONS = [
  'past',
  'begun',
  'openingAfterEnd',
  'endAfterResults',
  'endBeforeOpening',
  'endPast',
  'resultsBeforeEnd',
  'heldPast',
  'heldOnDayOff',
  'heldBeforeOpening',
  'heldAfterEnd',
] as const;
export type DateObjection = (typeof DATE_OBJECTIONS)[number];

interface DatesOf {
  readonly stage: EngagementStage;
  readonly now: Date;
  readonly calendar: OfficeCalendar;
}
export type DateField = 'opensOn' | 'closesOn' | 'resultsBy' | 'heldAt';

/**
 * Why this date of the content does not hold beside the others; null: it does. Only the date that is being chosen is judged, so that each can be
 * mended by itself.
 */
export function dateObjection(
  field: DateField,
  content: EngagementContent,
  { stage, now, calendar }: DatesOf,
): DateObjection | null {
  const { opensOn, closesOn, resultsBy, heldAt } = content;
  const today = dayOf(now, calendar);
  const held = heldAt === null ? null : dayOf(new Date(heldAt), calendar);
  switch (field) {
    case 'opensOn':
      if (stage === 'running' || stage === 'summing_up') return 'begun';
      if (opensOn === null) return null;
      if (opensOn < today) return 'past';
      if (closesOn !== null && closesOn < opensOn) return 'openingAfterEnd';
      return held !== null && held < opensOn ? 'heldBeforeOpening' : null;
    case 'closesOn':
      if (closesOn === null) return null;
      if (closesOn < today) return 'endPast';
      if (opensOn !== null && closesOn < opensOn) return 'endBeforeOpening';
      if (resultsBy !== null && resultsBy < closesOn) return 'endAfterResults';
      return held !== null && closesOn < held ? 'heldAfterEnd' : null;
    case 'resultsBy':
      return resultsBy !== null && closesOn !== null && resultsBy < closesOn ? 'resultsBeforeEnd' : null;
    case 'heldAt':
      if (heldAt === null || held === null) return null;
      if (new Date(heldAt) <= now) return 'heldPast';
      if (opensOn !== null && held < opensOn) return 'heldBeforeOpening';
      if (closesOn !== null && held > closesOn) return 'heldAfterEnd';
      return isWorkingDay(held, calendar) ? null : 'heldOnDayOff';
  }
}

/** Kinds of which the law wants to be told in time. */
export const NOTICED_KINDS = ['discussion', 'hearings'] as const satisfies readonly EngagementKind[];
export type NoticedKind = (typeof NOTICED_KINDS)[number];
/** Calendar days that an office gives at least: from the announcement to the hearings, or while a discussion runs. */
export type NoticePeriods = Readonly<Record<NoticedKind, number>>;

/**
 * What an office gives until an admin chooses: our assumption. ГрК РФ art. 5.1 leaves the days to the municipality's own rules, and no rules of this
 * one are published.
 */
export const USUAL_NOTICE: NoticePeriods = { discussion: 14, hearings: 7 };

/** How many days citizens have, where they have fewer than the office gives; null: enough, or nobody knows yet. */
export function shortNotice(
  kind: EngagementKind,
  { opensOn, closesOn, heldAt }: EngagementContent,
  periods: NoticePeriods,
  calendar: OfficeCalendar,
): { readonly given: number; readonly wanted: number } | null {
  if (kind !== 'discussion' && kind !== 'hearings') return null;
  const until = kind === 'discussion' ? closesOn : heldAt === null ? null : dayOf(new Date(heldAt), calendar);
  if (opensOn === null || until === null) return null;
  // A discussion of one day has one; from the announcement on Monday to hearings on Tuesday there is one, too.
  const given = daysBetween(opensOn, until) + (kind === 'discussion' ? 1 : 0);
  const wanted = periods[kind];
  return given < wanted ? { given, wanted } : null;
}
