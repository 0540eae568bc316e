import { z } from 'zod';
import { TROUBLES } from '../../regulation/carriers';
import { TIE_ENDS } from '../../regulation/engagement/asked-in-group';
import { UNHELD } from '../../regulation/engagement/duties';
import { GIVEN_NAGS } from '../../regulation/engagement/given-days';
import { ENGAGEMENT_NAGS } from '../../regulation/engagement/moments';
import { PAPER_KINDS } from '../../regulation/engagement/papers';
import { plainDay } from './wire';

/** What a message about a question of a direct line is made of, beside its reader. */
export const lineQuestion = {
  questionId: z.int(),
  /** Within its line. */
  number: z.int(),
  title: z.string(),
  news: z.enum(['given', 'taken', 'answered', 'givenBack']),
  /** Masked. */
  text: z.string(),
  /** The last day for its answer; null: nobody has it. */
  dueOn: plainDay.nullable(),
  /** As whose deputy its reader hears. */
  absent: z.string().nullable().default(null),
} as const;

/** The same of several of a line that were acted on at once. */
export const lineQuestions = {
  lineId: z.int(),
  title: z.string(),
  news: lineQuestion.news,
  /** Within their line: the first of them, and how many there are. */
  numbers: z.array(z.int()).readonly(),
  count: z.int(),
  dueOn: plainDay.nullable(),
  absent: z.string().nullable(),
} as const;

/** Beside its reader: which group, of which line. */
export const lineGroup = {
  lineId: z.int(),
  title: z.string(),
  group: z.string(),
  why: z.enum(TIE_ENDS),
  /** Questions of the line that have come from groups. */
  count: z.int(),
  /** Questions and changes of this group that were not taken. Messages that were queued before it was told have none. */
  passedOver: z.int().default(0),
} as const;

export const lineInGroup = {
  title: z.string(),
  news: z.enum(['begun', 'over', 'removed']),
  /** The line's last day. */
  until: plainDay.nullable(),
} as const;

// What messages of what the ОГ role makes are made of; `messages.ts` is the book of them all.

/** A paper of results: to whoever is to sign it, and to whoever has sent it. */
export const engagementPaper = {
  paperId: z.int(),
  title: z.string(),
  what: z.enum(PAPER_KINDS),
  /** waits: of before that was a line of the morning list. */
  news: z.enum(['toSign', 'waits', 'signed', 'rejected', 'withdrawn']),
  /** Null: time. */
  by: z.string().nullable(),
  reason: z.string().nullable(),
  /** As whose deputy its reader hears. */
  absent: z.string().nullable().default(null),
};

/** A task that follows from results: to whom it was given or from whom it was taken, and to whoever has given it. */
export const engagementTask = {
  taskId: z.int(),
  title: z.string(),
  text: z.string(),
  /** soon, today, late: of before those were lines of the morning list. */
  news: z.enum(['given', 'taken', 'done', 'returned', ...GIVEN_NAGS]),
  dueOn: plainDay,
  /** As whose deputy its reader hears. */
  absent: z.string().nullable().default(null),
};

/** An act on what the ОГ role makes, to whom it concerns. */
export const engagementNews = {
  id: z.int(),
  title: z.string(),
  what: z.enum([
    'toAgree',
    'toApprove',
    'approved',
    'rejected',
    'takenBack',
    'carried',
    'notCarried',
    'noAddress',
    'placedAgainst',
    'changedAgainst',
    'resultsReturned',
  ]),
  by: z.string().nullable(),
  reason: z.string().nullable(),
  /** notCarried: what the gateway has met, where it has not said it in words. */
  trouble: z.enum(TROUBLES).nullable().default(null),
  /** placedAgainst: where the gateway has placed it. resultsReturned: from where they are. */
  address: z.string().nullable().default(null),
};

/** What is due of what the ОГ role makes, of before it was a part of the morning list. */
export const engagementNags = {
  lines: z
    .array(z.object({ id: z.int(), title: z.string(), what: z.enum(ENGAGEMENT_NAGS), day: plainDay.nullable() }))
    .readonly(),
};

const given = { questions: z.int(), tasks: z.int() };

/** To ОГ: what somebody was given stands with nobody; to admins, where it is papers that nobody may sign. */
export const dutiesUnheld = {
  holderId: z.int(),
  name: z.string(),
  why: z.enum(UNHELD),
  ...given,
  papers: z.int(),
  isUnsignable: z.boolean().default(false),
  hearers: z.enum(['officials', 'admins']).default('officials'),
};

/** What somebody had was given to another as a whole: to whoever has it now, and to whoever had it. */
export const dutiesPassed = {
  news: z.enum(['given', 'taken']),
  /** Of the other of the two. */
  name: z.string(),
  ...given,
};

/** A line of the morning list that tells of what ОГ makes or has given. `absent`: as whose deputy its reader hears. */
const absent = z.string().nullable();
export const dutyLine = z.discriminatedUnion('of', [
  z.object({
    of: z.literal('engagement'),
    id: z.int(),
    title: z.string(),
    what: z.enum(ENGAGEMENT_NAGS),
    day: plainDay.nullable(),
    absent,
  }),
  z.object({
    of: z.literal('question'),
    id: z.int(),
    number: z.int(),
    title: z.string(),
    what: z.enum(GIVEN_NAGS),
    day: plainDay,
    absent,
  }),
  z.object({ of: z.literal('task'), id: z.int(), text: z.string(), what: z.enum(GIVEN_NAGS), day: plainDay, absent }),
  z.object({ of: z.literal('paper'), id: z.int(), title: z.string(), what: z.enum(PAPER_KINDS), absent }),
  // to ОГ, once
  z.object({ of: z.enum(['lateQuestions', 'lateTasks']), id: z.int(), title: z.string(), count: z.int() }),
]);
export type DutyLine = z.infer<typeof dutyLine>;
