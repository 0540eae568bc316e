import { z } from 'zod';
import type { Words } from '../../../../src/i18n';
import { complaints, intakeWords } from '../../../../src/intake/complaints';
import { appealRecord } from '../../../../src/intake/record';
import { KINDS } from '../../../../src/regulation/vocabulary';
import { isMeaningful } from '../../../../src/text/plain-text';
import type { Complaint } from '../../../../src/usecases/kit/form-engine';
import type { AppealRecord } from '../../../../src/usecases/intake/register-appeals';
import type { Answers } from '../dialog';

/** Of an applicant, and under which step each is asked for. */
export const APPLICANT_STEPS = { applicantName: 'name', applicantPhone: 'phone', applicantEmail: 'email' } as const;
export type ApplicantStep = keyof typeof APPLICANT_STEPS;

const draftSchema = z.object({
  number: z.string().optional(),
  epguNumber: z.string().optional(),
  kind: z.enum(KINDS).optional(),
  registeredAt: z.iso.datetime().optional(),
  category: z.string().optional(),
  subcategory: z.string().optional(),
  fact: z.string().optional(),
  text: z.string().optional(),
  settlement: z.string().optional(),
  address: z.string().optional(),
  latitude: z.number().optional(),
  longitude: z.number().optional(),
  applicant: z
    .object({ name: z.string().optional(), phone: z.string().optional(), email: z.string().optional() })
    .default({}),
  passed: z.array(z.string()).default([]),
});
/** What has been said so far; a form's row keeps it. */
export type Draft = z.infer<typeof draftSchema>;

/** What is wrong here was written by us, so it throws. */
export const draftOf = (answers: Answers): Draft => draftSchema.parse(answers);

const { shape } = appealRecord;
type WordField = 'number' | 'epguNumber' | 'category' | 'subcategory' | 'fact' | 'text' | 'settlement' | 'address';

/** The check of the one schema that every intake has, in the reader's words. */
export function checkField(field: WordField, text: string, words: Words): { readonly value: string } | Complaint {
  if (!isMeaningful(text)) return { complaint: words.plain('form:noWords') };
  const parsed = shape[field].safeParse(text, { reportInput: true });
  return parsed.success ? { value: parsed.data ?? '' } : bad(parsed.error, words);
}

export function checkApplicant(
  step: ApplicantStep,
  text: string,
  words: Words,
): { readonly value: string } | Complaint {
  const parsed = shape.applicant.safeParse({ [APPLICANT_STEPS[step]]: text }, { reportInput: true });
  return parsed.success ? { value: text } : bad(parsed.error, words);
}

function bad(error: z.ZodError, words: Words): Complaint {
  const [first] = complaints(error, intakeWords(words));
  return { complaint: words.plain('register:bad', { reason: first?.reason ?? '' }) };
}

/** Everything that was said, through the schema as a whole. */
export function recordOf(
  draft: Draft,
  asksApplicant: boolean,
  words: Words,
): { readonly record: AppealRecord } | Complaint {
  const { passed: _, applicant, ...said } = draft;
  const subcategory = said.category === undefined ? undefined : said.subcategory;
  const fact = subcategory === undefined ? undefined : said.fact;
  const isNamed = asksApplicant && Object.values(applicant).some((value) => value !== undefined);
  const parsed = appealRecord.safeParse(
    { ...said, subcategory, fact, ...(isNamed && { applicant }) },
    { reportInput: true },
  );
  if (parsed.success) return { record: parsed.data };
  const [first] = complaints(parsed.error, intakeWords(words));
  return {
    complaint: words.plain('register:bad', { reason: [first?.path, first?.reason].filter(Boolean).join(': ') }),
  };
}
