import { z } from 'zod';
import { type PlainDate, parsePlainDate } from '../regulation/calendar';
import { isSafeAddress } from '../regulation/engagement/decide';
import { MOST_OWN, MOST_VOTES } from '../regulation/engagement/results';
import type { HomeFault, SentHome } from '../usecases/engagement/returned-results';
import {
  check,
  complaint,
  complaints,
  refused,
  says,
  type Complaint,
  type IntakeWords,
  type Path,
  type Reading,
} from './complaints';
import { cleaned, filled } from './sent-text';

const LONGEST = { id: 100, address: 500, said: 1_000 } as const;
/** Of all questions, with what citizens have written themselves. */
const MOST_COUNTS = 2 * MOST_OWN;

const votes = z.int().min(0).max(MOST_VOTES);

/** Words, or a place in the list, which some send as a number and some as words. */
const placed = () =>
  z
    .preprocess((said) => (Number.isInteger(said) ? String(said) : said), filled(LONGEST.said))
    .meta({
      type: ['string', 'integer'],
      maxLength: LONGEST.said,
    });

/** Results of a vote or a poll, as the gateway sends them home. Who has voted is not taken. */
export const returnedRecord = z.strictObject({
  id: filled(LONGEST.id).meta({ minLength: 1, maxLength: LONGEST.id, ...says('openapi.fields.returnedId') }),
  countedOn: z
    .string()
    .transform((text, context): PlainDate => {
      const day = parsePlainDate(text);
      if (day !== null) return day;
      context.addIssue({ code: 'custom', ...check('returned.day') });
      return z.NEVER;
    })
    .meta({ format: 'date', ...says('openapi.fields.countedOn') }),
  source: cleaned(LONGEST.address)
    .refine(isSafeAddress, check('returned.source'))
    .meta({ format: 'uri', maxLength: LONGEST.address, ...says('openapi.fields.returnedSource') }),
  participants: votes.meta(says('openapi.fields.participants')),
  counts: z
    .array(
      z.strictObject({
        question: placed()
          .optional()
          .meta({ ...says('openapi.fields.countedQuestion') }),
        option: placed().meta({ minLength: 1, ...says('openapi.fields.countedOption') }),
        votes: votes.meta(says('openapi.fields.votes')),
      }),
    )
    .min(1)
    .max(MOST_COUNTS)
    .meta(says('openapi.fields.counts')),
});

/** What became of results that were sent home. */
export const returnedTaken = z.object({
  number: z.string().meta(says('openapi.fields.engagementNumber')),
  result: z.enum(['created', 'repeated']).meta(says('openapi.fields.result')),
});
export type ReturnedTaken = z.infer<typeof returnedTaken>;

export function readReturned(input: unknown, words: IntakeWords): Reading<SentHome> {
  const parsed = returnedRecord.safeParse(input, { reportInput: true });
  if (!parsed.success) return refused(complaints(parsed.error, words));
  const { id: key, ...sent } = parsed.data;
  return { ok: true, value: { key, ...sent } };
}

/** Why results do not hold, each at what it is of. */
export const faultsOfReturned = (faults: readonly HomeFault[], words: IntakeWords): readonly Complaint[] =>
  faults.map((fault) => {
    const { kind, ...values } = fault;
    return complaint(placeOf(fault), words(`returned.fault.${kind}`, values));
  });

function placeOf(fault: HomeFault): Path {
  switch (fault.kind) {
    case 'countedEarly':
    case 'countedLate':
      return ['countedOn'];
    case 'unknownQuestion':
      return ['counts', fault.row - 1, 'question'];
    case 'unknownOption':
    case 'twice':
      return ['counts', fault.row - 1, 'option'];
    case 'total':
    case 'notNumber':
      return ['counts', fault.row - 1, 'votes'];
    case 'sumOverParticipants':
    case 'sumUnderParticipants':
    case 'moreThanParticipants':
      return ['participants'];
    default:
      return ['counts'];
  }
}
