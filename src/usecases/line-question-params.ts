import { z } from 'zod';
import { TIE_ENDS } from '../regulation/engagement/asked-in-group';
import { plainDay } from './plain-day';

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
