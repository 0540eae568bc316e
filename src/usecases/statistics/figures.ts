import type { PlainDate } from '../../regulation/calendar';
import type { ReexaminationReason, Stage } from '../../regulation/vocabulary';

/** By what a statistic has its rows; `none`: one row. */
export const SLICES = [
  'none',
  'kind',
  'category',
  'executor',
  'organization',
  'settlement',
  'channel',
  'day',
  'month',
] as const;
export type Slice = (typeof SLICES)[number];

/** Days of the office's time zone, both included. */
export interface Period {
  readonly from: PlainDate;
  readonly to: PlainDate;
}

/** So many of so many: whoever shows it decides whether they are enough for a percentage. */
export interface Part {
  readonly kept: number;
  readonly of: number;
}

/** Minutes of working time, nearest rank within a bucket of at most 2 %; null over nothing. */
export interface Times {
  readonly median: number | null;
  readonly p90: number | null;
  /** Over how many. */
  readonly of: number;
}

/** How an appeal was answered; `other`: the type is unknown, or an organization answered. */
export const ANSWERED_AS = ['resolved', 'notResolved', 'declined', 'other'] as const;
export type AnsweredAs = (typeof ANSWERED_AS)[number];

export const MARKS = ['1', '2', '3', '4', '5'] as const;
export type Mark = (typeof MARKS)[number];

/** What is counted of a period, in the words of docs/integrator/http.md «Statistics». */
export interface Figures {
  readonly received: number;
  readonly answered: Readonly<Record<AnsweredAs, number>>;
  readonly postponed: number;
  readonly redirected: number;
  readonly closed: number;
  /** Not final at the end of the period, or now. */
  readonly open: number;
  /** Of the open ones: registered before the bot had its first appeal. */
  readonly backlog: number;
  readonly missed: {
    readonly total: number;
    /** Stages without any are left out. */
    readonly byStage: Readonly<Partial<Record<Stage, number>>>;
    readonly whole: number;
    readonly duty: number;
    readonly redirect: number;
    /** Of the stages' those by shares that nobody had confirmed: `GET /api/statistics` has them, a report leaves them out (domain.md, Terms). */
    readonly assumed: number;
  };
  readonly inTerm: Part;
  readonly fastTrack: Part;
  readonly duty: Part;
  /** Acts of returning. */
  readonly reexamined: number;
  readonly reexaminedFor: Readonly<Record<ReexaminationReason, number>>;
  /** From the registration (or the return) to the answer; by executor from the last giving to the draft that was approved. */
  readonly working: Times;
  /** Each stay at a stage, of the day on which it was left; stages that none was left are not here. */
  readonly stages: Readonly<Partial<Record<Stage, Times>>>;
  readonly marks: Readonly<Record<Mark, number>>;
}

export interface Row extends Figures {
  /**
   * What stays when it is renamed or merged, for the list behind a figure: an id of a person or an organization, the name of a
   * category or settlement, a code of a kind or channel, a day, a month (`2026-11`). Null: there is none.
   */
  readonly id: string | null;
  /** What is shown: a person's surname and initials, a name, a code, a day. Null: there is none. */
  readonly key: string | null;
}

/** Of one period. */
export interface Counts {
  readonly period: Period;
  /** The most received or answered first; days and months in their order. A row with nothing in it is not here, but for `none`. */
  readonly rows: readonly Row[];
  /** As by `none`: no sum of the rows. */
  readonly total: Figures;
}

export interface Statistics extends Counts {
  readonly by: Slice;
  /** What was committed by then is counted. */
  readonly asOf: Date;
  /** How far `asOf` lies behind the moment of reading, in milliseconds; 0: nothing lags. */
  readonly lag: number;
  /** The period before and the same a year before; null: nobody asked for them. */
  readonly before: Counts | null;
  readonly yearBefore: Counts | null;
}

export interface StatisticsWish extends Period {
  readonly by: Slice;
  /** Beside the period before and the year before. */
  readonly compared?: boolean;
}

export const sumOfAnswers = ({ answered }: Pick<Figures, 'answered'>): number =>
  ANSWERED_AS.reduce((sum, as) => sum + answered[as], 0);

/** «Пропущено»: reports leave out what is late by shares that nobody has confirmed (domain.md, Terms). */
export const missedByReport = ({ missed }: Pick<Figures, 'missed'>): number => missed.total - missed.assumed;
