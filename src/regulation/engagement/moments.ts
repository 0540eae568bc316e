import {
  dayOf,
  endOfDay,
  lastWorkingDayOnOrBefore,
  nextWorkingDay,
  opening,
  plusDays,
  startOfDay,
  workingDayOnOrAfter,
  type OfficeCalendar,
  type PlainDate,
} from '../calendar';
import { runs } from './content';
import type { EngagementFacts } from './facts';

/**
 * Of what people hear.
 *
 * placeSoon, placeLate   it opens on the next day, or has opened, and is not in ПОС
 * opensSoon, opened      it is in ПОС and opens
 * threeDays, oneDay      before its last day
 * resultsSoon, resultsToday, resultsLate   its results are due
 * changeLate             what stands in ПОС is not what was written since
 * removalLate            it was given up here and still stands there
 * waits                  it waits for a supervisor
 */
export const ENGAGEMENT_NAGS = [
  'placeSoon',
  'placeLate',
  'opensSoon',
  'opened',
  'threeDays',
  'oneDay',
  'resultsSoon',
  'resultsToday',
  'resultsLate',
  'changeLate',
  'removalLate',
  'waits',
] as const;
export type EngagementNag = (typeof ENGAGEMENT_NAGS)[number];

/** What time will do with one: a turn of its stage, or a word to people. */
export interface EngagementMoment {
  readonly what: 'turn' | EngagementNag;
  readonly at: Date;
  /** Of which day it tells; null: of none. */
  readonly day: PlainDate | null;
}

const AFTER_OPENING_MS = 15 * 60_000;

/** When people are told on this working day, as by a morning list. */
const morning = (day: PlainDate, calendar: OfficeCalendar): Date =>
  new Date(opening(day, calendar).getTime() + AFTER_OPENING_MS);

/** The next moments of everything that time has to do with it, as it stands now; what has passed is left out, but for a turn. */
export function engagementMoments(
  facts: EngagementFacts,
  { now, calendar }: { readonly now: Date; readonly calendar: OfficeCalendar },
): readonly EngagementMoment[] {
  const { stage, kind, placed, number, content } = facts;
  const { opensOn, closesOn, resultsBy } = content;
  const today = dayOf(now, calendar);
  const turn = (at: Date): EngagementMoment => ({ what: 'turn', at, day: null });
  const before = (what: EngagementNag, day: PlainDate, days: number): EngagementMoment => ({
    what,
    at: morning(lastWorkingDayOnOrBefore(plusDays(day, -days), calendar), calendar),
    day,
  });
  const on = (what: EngagementNag, day: PlainDate): EngagementMoment => ({
    what,
    at: morning(workingDayOnOrAfter(day, calendar), calendar),
    day,
  });
  /** Each working morning from this day on. */
  const mornings = (what: EngagementNag, from: PlainDate, day: PlainDate | null): EngagementMoment => {
    const first = morning(workingDayOnOrAfter(from > today ? from : today, calendar), calendar);
    return { what, at: first > now ? first : morning(nextWorkingDay(today, calendar), calendar), day };
  };
  const behind = placed !== null && placed.number < number ? [mornings('changeLate', plusDays(today, 1), null)] : [];

  /** Before days off both would come together: then the nearer one says it. */
  function beforeTheEnd(end: PlainDate): readonly EngagementMoment[] {
    const [three, one] = [before('threeDays', end, 3), before('oneDay', end, 1)];
    return three.at.getTime() === one.at.getTime() ? [one] : [three, one];
  }

  function moments(): readonly EngagementMoment[] {
    if (stage === 'agreement' || stage === 'approval') return [mornings('waits', plusDays(today, 1), null)];
    if (stage === 'removed') return placed === null ? [] : [mornings('removalLate', plusDays(today, 1), null)];
    if (stage === 'finished') return behind;
    if (stage === 'draft') return [];
    if (!runs(kind)) return placed === null ? [mornings('placeLate', plusDays(today, 1), null)] : behind;
    // Without its days it can't have come here.
    if (opensOn === null || closesOn === null || resultsBy === null) return behind;
    if (stage === 'summing_up') {
      const last = lastWorkingDayOnOrBefore(resultsBy, calendar);
      return [
        { ...before('resultsSoon', last, 1), day: resultsBy },
        { ...on('resultsToday', last), day: resultsBy },
        mornings('resultsLate', plusDays(resultsBy, 1), resultsBy),
        ...behind,
      ];
    }
    if (stage === 'placing' && placed === null)
      return [before('placeSoon', opensOn, 1), mornings('placeLate', opensOn, opensOn)];
    return [
      ...(stage === 'placing' ? [turn(startOfDay(opensOn, calendar)), before('opensSoon', opensOn, 1)] : []),
      on('opened', opensOn),
      ...beforeTheEnd(closesOn),
      turn(endOfDay(closesOn, calendar)),
      ...behind,
    ];
  }
  return moments().filter(({ what, at }) => what === 'turn' || at > now);
}
