import { z } from 'zod';
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
