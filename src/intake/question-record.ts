import { z } from 'zod';
import { LONGEST_QUESTION, type AskedQuestion } from '../usecases/lines/gather';
import { complaint, complaints, refused, says, type Complaint, type IntakeWords, type Reading } from './complaints';
import { isAhead, LONGEST, sentMoment } from './record';
import { filled, optional } from './sent-text';

const LONGEST_ID = 100;

/** A question to a direct line, as it comes over HTTP. Who asked is not taken. */
export const questionRecord = z.strictObject({
  id: filled(LONGEST_ID).meta({ minLength: 1, maxLength: LONGEST_ID, ...says('openapi.fields.questionId') }),
  text: filled(LONGEST_QUESTION).meta({
    minLength: 1,
    maxLength: LONGEST_QUESTION,
    ...says('openapi.fields.questionText'),
  }),
  askedAt: sentMoment('openapi.fields.askedAt'),
  settlement: optional(LONGEST.name).meta({ maxLength: LONGEST.name, ...says('openapi.fields.settlement') }),
  address: optional(LONGEST.place).meta({ maxLength: LONGEST.place, ...says('openapi.fields.address') }),
});

/** What became of each question, in the order of what was sent. */
export const questionsTaken = z.object({
  results: z
    .array(
      z.object({
        id: z.string().meta(says('openapi.fields.questionId')),
        number: z.int().meta(says('openapi.fields.questionNumber')),
        result: z.enum(['created', 'repeated']).meta(says('openapi.fields.result')),
      }),
    )
    .meta(says('openapi.fields.questionResults')),
});
export type QuestionsTaken = z.infer<typeof questionsTaken>;

/** One object or an array of them, all or nothing. */
export function readQuestions(input: unknown, now: Date, words: IntakeWords): Reading<AskedQuestion[]> {
  const items: readonly unknown[] = Array.isArray(input) ? input : [input];
  if (items.length === 0) return refused([complaint([], words('emptyArray'))]);
  const found: Complaint[] = [];
  const questions = new Map<string, AskedQuestion>();
  for (const [place, item] of items.entries()) {
    const at = Array.isArray(input) ? [place] : [];
    const parsed = questionRecord.safeParse(item, { reportInput: true });
    if (!parsed.success) found.push(...complaints(parsed.error, words, at));
    else if (isAhead(parsed.data.askedAt, now)) found.push(complaint([...at, 'askedAt'], words('future')));
    else {
      const { id, ...asked } = parsed.data;
      if (questions.has(id)) found.push(complaint([...at, 'id'], words('sameId'), words('sameIdTodo')));
      questions.set(id, { ...asked, key: keyOf(id) });
    }
    if (refused(found).more) break;
  }
  return found.length > 0 ? refused(found) : { ok: true, value: [...questions.values()] };
}

const OF_HTTP = 'http:';
const keyOf = (id: string): string => `${OF_HTTP}${id}`;
export const idOf = (key: string): string => key.slice(OF_HTTP.length);
