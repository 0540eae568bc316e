import { workingTimeBetween, type OfficeCalendar } from './calendar';

/**
 * Into what the time of a missed term went, by the first that holds: a working moment is counted once.
 *
 * beforeIntake  the bot did not have the appeal yet
 * organization  an organization had it
 * documents     papers of another body were waited for
 * absence       whoever had it was away
 * rejections    an answer or a redirect was done over after it had been given back
 * held          none of these: it lay with whoever had it
 */
export const LATE_CAUSES = ['beforeIntake', 'organization', 'documents', 'absence', 'rejections', 'held'] as const;
export type LateCause = (typeof LATE_CAUSES)[number];

/** From one moment to another; a null end: it lasts. */
export interface Lasting {
  readonly from: Date;
  readonly to: Date | null;
}

export interface LatenessFacts {
  /** From the beginning of the term to when it was done at last, or until now. */
  readonly from: Date;
  readonly to: Date;
  readonly receivedAt: Date;
  readonly organization: readonly Lasting[];
  readonly documents: readonly Lasting[];
  readonly absence: readonly Lasting[];
  readonly rejections: readonly Lasting[];
  /** Who had it, each by one name; null: all coordinators. */
  readonly holders: readonly (Lasting & { readonly name: string | null })[];
}

export interface Lateness {
  /** Milliseconds of working time; the causes sum up to it. */
  readonly whole: number;
  /** Those that took any, in the order of the table. */
  readonly causes: readonly { readonly cause: LateCause; readonly time: number }[];
  /** With whom it lay longest; null: it was nobody's of the office. */
  readonly longest: { readonly name: string | null; readonly time: number } | null;
}

export function latenessOf(facts: LatenessFacts, calendar: OfficeCalendar): Lateness {
  const { from, to, receivedAt } = facts;
  const spans: Readonly<Record<Exclude<LateCause, 'held'>, readonly Lasting[]>> = {
    ...facts,
    beforeIntake: [{ from, to: receivedAt }],
  };
  const all = [...Object.values(spans).flat(), ...facts.holders];
  const bounds = [from, to, ...all.flatMap((one) => [one.from, one.to ?? to])]
    .filter((moment) => moment >= from && moment <= to)
    .sort((one, other) => one.getTime() - other.getTime());
  const causes = new Map<LateCause, number>();
  const held = new Map<string | null, number>();
  for (const [index, begins] of bounds.entries()) {
    const ends = bounds[index + 1];
    const time = ends === undefined ? 0 : workingTimeBetween(begins, ends, calendar);
    if (time === 0) continue;
    const within = (one: Lasting) => one.from <= begins && (one.to === null || one.to > begins);
    const cause = LATE_CAUSES.find((one) => one === 'held' || spans[one].some(within)) ?? 'held';
    causes.set(cause, (causes.get(cause) ?? 0) + time);
    const holder = facts.holders.find(within);
    if (holder) held.set(holder.name, (held.get(holder.name) ?? 0) + time);
  }
  const [longest] = [...held].sort(([, one], [, other]) => other - one);
  return {
    whole: workingTimeBetween(from, to, calendar),
    causes: LATE_CAUSES.flatMap((cause) => ({ cause, time: causes.get(cause) ?? 0 })).filter(({ time }) => time > 0),
    longest: longest ? { name: longest[0], time: longest[1] } : null,
  };
}

/** Of many missed terms together: how much working time went into what. */
export const summedCauses = (all: readonly Pick<Lateness, 'causes'>[]): Readonly<Record<LateCause, number>> =>
  all.flatMap(({ causes }) => causes).reduce((sum, { cause, time }) => ({ ...sum, [cause]: sum[cause] + time }), NONE);
const NONE: Readonly<Record<LateCause, number>> = {
  beforeIntake: 0,
  organization: 0,
  documents: 0,
  absence: 0,
  rejections: 0,
  held: 0,
};
