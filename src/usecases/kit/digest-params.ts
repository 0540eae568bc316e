import { z } from 'zod';
import { NAMELESS } from '../../regulation/terms';
import { STAGES } from '../../regulation/vocabulary';
import { plainDay } from './wire';

/**
 * What the weekly report counts.
 *
 * reexaminations  answers returned for re-examination
 * dutyKept        §2: the supervisor knew within the one working day that ended in the week
 * missed          «пропущено за период»: terms of every kind that ended in the week and were missed
 * running         «просрочено сейчас», at the moment of the report
 * ending          appeals whose whole term ends in the week that begins
 */
export const WEEK_NUMBERS = [
  'received',
  'answered',
  'redirected',
  'reexaminations',
  'dutyKept',
  'missed',
  'running',
  'ending',
] as const;
export type WeekNumber = (typeof WEEK_NUMBERS)[number];

// What a digest says of appeals; a part of the book of messages.

const id = z.int();
const count = z.int();
const name = z.string();

/** Appeals, and how many more than the last working day; null: there is nothing to compare with. */
export const counted = z.object({ count, change: z.int().nullable() });

/** Messages that may be lines of a morning list instead: what a curator watches, and does nothing of at once. */
export const GATHERED_KINDS = ['notice', 'ofMany', 'lowMarks', 'violation', 'journalHead'] as const;
export const gatheredLine = z.object({ kind: z.enum(GATHERED_KINDS), params: z.record(z.string(), z.unknown()) });
export type GatheredLine = z.infer<typeof gatheredLine>;

/** What the journal's tree is; how many entries wait unusually long to be sealed, and working days of which nobody had it. */
export const journalHead = z.object({
  size: count,
  root: z.string(),
  sealedAt: z.coerce.date(),
  waiting: count.default(0),
  without: z.array(plainDay).readonly().default([]),
});

const unnamed = z.enum(NAMELESS);

/** Who has what is escalated in a morning list; a null name: all coordinators, or nobody. */
export const lateHolders = z
  .array(
    z.object({
      name: name.nullable(),
      /** Late by a stage alone, whose share is an assumption. */
      nameless: z.boolean().default(false),
      /** Whoever has them is away, and nobody stands in. */
      away: z.boolean().default(false),
      /** Or by what is nobody's, and why. */
      unnamed: unnamed.nullable().default(null),
      count,
      appeals: z.array(z.object({ appealId: id, number: z.string() })).readonly(),
    }),
  )
  .readonly();

/** Stages past their term that no count of «просрочено сейчас» has: why, and of how many appeals. */
export const leftOut = z
  .array(z.object({ why: unnamed, count }))
  .readonly()
  .default([]);

/** What is «просрочено сейчас» at one person or organization; nobody's name: at all coordinators, or nobody's. An appeal may be in both counts. */
const overdueOf = counted.extend({
  personId: id.nullable(),
  organization: z.boolean().default(false),
  name: name.nullable(),
  unnamed: unnamed.nullable().default(null),
  appeals: count,
  whole: count,
  stage: count,
});

/** One message of a group's digest. A part that the group does not want is null. */
export const groupDigest = z.object({
  day: plainDay,
  /** From 1. */
  part: count,
  parts: count,
  fresh: counted.nullable(),
  stages: z
    .object({ open: counted, stages: z.array(z.object({ stage: z.enum(STAGES), count })).readonly() })
    .nullable(),
  due: z.object({ today: count, next: z.object({ from: plainDay, until: plainDay, count }) }).nullable(),
  /** The people of a long list go over several messages. */
  overdue: z
    .object({
      all: counted,
      people: z.array(overdueOf).readonly(),
      /** Appeals whose one working day or seven days are over: terms of their own, no «просрочено». */
      duty: count.default(0),
      redirect: count.default(0),
      leftOut,
    })
    .nullable(),
  results: z
    .object({
      from: plainDay,
      until: plainDay,
      answered: count,
      redirected: count,
      late: count,
      reexaminations: count,
      missed: count,
    })
    .nullable(),
  /** Of what the ОГ role makes; null also where nothing of it falls now. */
  engagement: z
    .object({
      opens: count,
      closesSoon: count,
      closesLater: count,
      resultsDue: count,
      resultsLate: count,
      questionsLate: count,
      tasksLate: count,
    })
    .nullable()
    .default(null),
});
