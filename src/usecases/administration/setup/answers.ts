import { z } from 'zod';
import type { Rows } from '../../../database/database';
import { NAMED_STEPS, settingOf, TOLD_STEPS } from '../../settings';
import { CONFIRMED_STEPS } from './questions';

const answersSchema = z
  .object({
    told: z.partialRecord(z.enum(TOLD_STEPS), z.string()).default({}),
    /** Ids of people. */
    named: z.partialRecord(z.enum(NAMED_STEPS), z.array(z.number())).default({}),
    /** What was so when an admin has confirmed it. */
    confirmed: z.partialRecord(z.enum(CONFIRMED_STEPS), z.array(z.string())).default({}),
  })
  .readonly();
export type Answers = z.infer<typeof answersSchema>;

/** What the office has said of itself, as far as it has. */
export const readAnswers = async (rows: Rows): Promise<Answers> =>
  answersSchema.parse((await settingOf(rows, 'office_answers')) ?? {});
