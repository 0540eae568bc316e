import {
  endOfDay,
  lastWorkingDayOnOrBefore,
  plusDays,
  startOfDay,
  workingDayOnOrAfter,
  type OfficeCalendar,
  type PlainDate,
} from '../calendar';
import { runs } from './content';
import type { EngagementFacts } from './facts';
import type { Morning } from './given-days';

/**
 * Of what people hear.
 *
 * placeSoon, placeLate   it opens on the next day, or has opened, and is not in ПОС
 * opensSoon, opened      it is in ПОС and opens
 * threeDays, oneDay      before its last day
 * closed                 it is over, and its results are to be brought home
 * resultsSoon, resultsToday, resultsLate   its results are due
 * changeLate             what stands in ПОС is not what was written since
 * removalLate            it was given up here and still stands there
 * waits                  it waits for a supervisor
 * waitsForNobody         and they can't decide any more
 */
export const ENGAGEMENT_NAGS = [
  'placeSoon',
  'placeLate',
  'opensSoon',
  'opened',
  'threeDays',
  'oneDay',
  'closed',
  'resultsSoon',
  'resultsToday',
  'resultsLate',
  'changeLate',
  'removalLate',
  'waits',
  'waitsForNobody',
] as const;
type EngagementNag = (typeof ENGAGEMENT_NAGS)[number];

/** When it opens or is over by itself, as it stands now. */
export function engagementTurns(
  { stage, kind, placed, content: { opensOn, closesOn } }: EngagementFacts,
  calendar: OfficeCalendar,
): readonly Date[] {
  const isPlaced = stage === 'placing' && placed !== null;
  if (!runs(kind) || opensOn === null || closesOn === null || (!isPlaced && stage !== 'running')) return [];
  return [...(isPlaced ? [startOfDay(opensOn, calendar)] : []), endOfDay(closesOn, calendar)];
}

interface ToldOfEngagement {
  readonly what: EngagementNag;
  /** Of which day it tells; null: of none. */
  readonly day: PlainDate | null;
}

/** Since which days it stands as it does: at its stage, and with what is written. */
interface StoodSince {
  readonly stage: PlainDate;
  readonly version: PlainDate;
}

/** What was missed longer ago is no news to whoever comes back from a leave; what is late is so still. */
const NEWS_DAYS = 14;
const LATE: readonly EngagementNag[] = ['placeLate', 'resultsLate'];

/**
 * What people hear of it in the list of a working morning. Of mornings that were missed since the list before, the nearest that had
 * something to say is told.
 */
export function engagementNags(
  facts: EngagementFacts,
  since: StoodSince,
  { day, after }: Morning,
  calendar: OfficeCalendar,
): readonly ToldOfEngagement[] {
  const standing = lasting(facts, since, day);
  for (let one = day; one > after; one = lastWorkingDayOnOrBefore(plusDays(one, -1), calendar)) {
    const isOld = one < plusDays(day, -NEWS_DAYS);
    const told = ofDay(facts, one, calendar).filter(({ what }) => !isOld || LATE.includes(what));
    if (told.length > 0) return [...told, ...standing];
  }
  return standing;
}

/** Of each working morning, from the one after it came to be so. */
function lasting(
  { stage, kind, placed, number }: EngagementFacts,
  since: StoodSince,
  day: PlainDate,
): readonly ToldOfEngagement[] {
  const each = (what: EngagementNag, from: PlainDate): readonly ToldOfEngagement[] =>
    day > from ? [{ what, day: null }] : [];
  if (stage === 'draft') return [];
  if (stage === 'agreement' || stage === 'approval') return each('waits', since.stage);
  if (stage === 'removed') return placed === null ? [] : each('removalLate', since.stage);
  if (placed === null) return stage === 'placing' && !runs(kind) ? each('placeLate', since.stage) : [];
  return placed.number < number ? each('changeLate', since.version) : [];
}

/** Of this working morning, by the days that are written. */
function ofDay(
  { stage, kind, placed, content: { opensOn, closesOn, resultsBy } }: EngagementFacts,
  today: PlainDate,
  calendar: OfficeCalendar,
): readonly ToldOfEngagement[] {
  // Without its days it can't have come here.
  if (!runs(kind) || opensOn === null || closesOn === null || resultsBy === null) return [];
  const isBefore = (day: PlainDate, days: number): boolean =>
    today === lastWorkingDayOnOrBefore(plusDays(day, -days), calendar);
  const isOn = (day: PlainDate): boolean => today === workingDayOnOrAfter(day, calendar);
  const told = (what: EngagementNag, day: PlainDate, isNow: boolean): ToldOfEngagement[] =>
    isNow ? [{ what, day }] : [];
  if (stage === 'summing_up') {
    const last = lastWorkingDayOnOrBefore(resultsBy, calendar);
    return [
      // The nearer one says the same, and more.
      ...told('closed', resultsBy, isOn(plusDays(closesOn, 1)) && today < last && !isBefore(last, 1)),
      ...told('resultsSoon', resultsBy, isBefore(last, 1)),
      ...told('resultsToday', resultsBy, today === last),
      ...told('resultsLate', resultsBy, today > resultsBy),
    ];
  }
  if (stage === 'placing' && placed === null)
    return [...told('placeSoon', opensOn, isBefore(opensOn, 1)), ...told('placeLate', opensOn, today >= opensOn)];
  if (stage !== 'placing' && stage !== 'running') return [];
  return [
    ...(stage === 'placing' ? told('opensSoon', opensOn, isBefore(opensOn, 1)) : []),
    ...told('opened', opensOn, isOn(opensOn)),
    // Before days off both would come together: then the nearer one says it.
    ...told('threeDays', closesOn, isBefore(closesOn, 3) && !isBefore(closesOn, 1)),
    ...told('oneDay', closesOn, isBefore(closesOn, 1)),
  ];
}
