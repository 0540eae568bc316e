import { z } from 'zod';
import { PAPER_KINDS } from '../regulation/engagement/papers';
import { plainDay } from './plain-day';

// What messages of results are made of; `messages.ts` is the book of them all.

/** A paper of results: to whoever is to sign it, and to whoever has sent it. */
export const engagementPaper = {
  paperId: z.int(),
  title: z.string(),
  what: z.enum(PAPER_KINDS),
  news: z.enum(['toSign', 'waits', 'signed', 'rejected', 'withdrawn']),
  /** Null: time. */
  by: z.string().nullable(),
  reason: z.string().nullable(),
};

/** A task that follows from results: to whom it was given or from whom it was taken, and to whoever has given it. */
export const engagementTask = {
  taskId: z.int(),
  title: z.string(),
  text: z.string(),
  news: z.enum(['given', 'taken', 'done', 'returned', 'soon', 'today', 'late']),
  dueOn: plainDay,
};
