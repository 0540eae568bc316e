import { z } from 'zod';
import type { Words } from '../../../src/i18n';
import { complaints, intakeWords } from '../../../src/intake/complaints';
import { appealRecord } from '../../../src/intake/record';
import { at, dayOf, type OfficeCalendar, type PlainDate } from '../../../src/regulation/calendar';
import { KINDS } from '../../../src/regulation/vocabulary';
import { isMeaningful } from '../../../src/text';
import type { FormRow } from '../../../src/usecases/forms/form-store';
import type { AppealRecord } from '../../../src/usecases/intake/register-appeals';
import type { Topic } from '../../../src/usecases/intake/register-by-hand';
import { parseDay, parseTime } from './parse-typed';

/** Steps of the intake by hand, in their order; `confirm` comes when all are passed. */
const REGISTER_STEPS = [
  'number',
  'kind',
  'registeredAt',
  'category',
  'subcategory',
  'fact',
  'text',
  'settlement',
  'address',
  'location',
  'applicantName',
  'applicantPhone',
  'applicantEmail',
] as const;
export type RegisterStep = (typeof REGISTER_STEPS)[number];

export const APPLICANT_STEPS = { applicantName: 'name', applicantPhone: 'phone', applicantEmail: 'email' } as const;
const TOPIC_STEPS = ['category', 'subcategory', 'fact'] as const;
export type TopicStep = (typeof TOPIC_STEPS)[number];
export const isApplicantStep = (step: RegisterStep | 'confirm'): step is keyof typeof APPLICANT_STEPS =>
  step in APPLICANT_STEPS;
export const isTopicStep = (step: RegisterStep | 'confirm'): step is TopicStep =>
  (TOPIC_STEPS as readonly string[]).includes(step);

/** Without these an appeal is not one; ПОС itself leaves the rest open. */
const REQUIRED: readonly RegisterStep[] = ['number', 'kind', 'registeredAt', 'text'];
export const isOptional = (step: RegisterStep): boolean => !REQUIRED.includes(step);

const draftSchema = z.object({
  number: z.string().optional(),
  kind: z.enum(KINDS).optional(),
  registeredAt: z.iso.datetime().optional(),
  category: z.string().optional(),
  subcategory: z.string().optional(),
  fact: z.string().optional(),
  text: z.string().optional(),
  /** Of the text, by the message that brought it: one that comes twice counts once. */
  parts: z.record(z.string(), z.string()).default({}),
  settlement: z.string().optional(),
  address: z.string().optional(),
  latitude: z.number().optional(),
  longitude: z.number().optional(),
  applicant: z
    .object({ name: z.string().optional(), phone: z.string().optional(), email: z.string().optional() })
    .default({}),
  passed: z.array(z.enum(REGISTER_STEPS)).default([]),
  /** The latest message that was heard: an older one has come twice. */
  heard: z.number().default(0),
});
/** What has been said so far; a form's row keeps it. */
export type Draft = z.infer<typeof draftSchema>;

export const draftOf = (form: FormRow): Draft => draftSchema.parse(form.answers);

/** Which steps this draft has: a fact belongs to a subcategory, and the applicant is asked for only where the office allows it. */
function stepsOf(draft: Draft, asksApplicant: boolean): RegisterStep[] {
  return REGISTER_STEPS.filter((step) => {
    if (step === 'subcategory') return draft.category !== undefined;
    if (step === 'fact') return draft.subcategory !== undefined;
    return asksApplicant || !isApplicantStep(step);
  });
}

export function stepOf(draft: Draft, asksApplicant: boolean): RegisterStep | 'confirm' {
  return stepsOf(draft, asksApplicant).find((step) => !draft.passed.includes(step)) ?? 'confirm';
}

/** The step is answered, or left out with an empty change. */
export function passed(draft: Draft, step: RegisterStep, said: Partial<Draft>): Draft {
  return { ...draft, ...said, passed: [...draft.passed.filter((one) => one !== step), step] };
}

/** The latest answer is asked again; what it was stays until another one is given. */
export function stepBack(draft: Draft): Draft {
  return { ...draft, passed: draft.passed.slice(0, -1) };
}

export type Checked<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly reason: string };

const { shape } = appealRecord;

type WordField = 'number' | 'category' | 'subcategory' | 'fact' | 'text' | 'settlement' | 'address';

/** The check of the one schema that every intake has, in the reader's words. */
export function checkField(field: WordField, text: string, words: Words): Checked<string> {
  if (!isMeaningful(text)) return { ok: false, reason: words.plain('form:noWords') };
  return bad(shape[field].safeParse(text, { reportInput: true }), words);
}

export function checkApplicant(step: keyof typeof APPLICANT_STEPS, text: string, words: Words): Checked<string> {
  const parsed = shape.applicant.safeParse({ [APPLICANT_STEPS[step]]: text }, { reportInput: true });
  return parsed.success ? { ok: true, value: text } : bad(parsed, words);
}

function bad(parsed: z.ZodSafeParseResult<unknown>, words: Words): Checked<string> {
  if (parsed.success) return { ok: true, value: String(parsed.data) };
  const [first] = complaints(parsed.error, intakeWords(words));
  return { ok: false, reason: words.plain('register:bad', { reason: first?.reason ?? '' }) };
}

/** Everything that was said, through the schema as a whole. */
export function recordOf(
  draft: Draft,
  asksApplicant: boolean,
  words: Words,
): { readonly ok: true; readonly record: AppealRecord } | { readonly ok: false; readonly reason: string } {
  const { number, kind, registeredAt, category, text, settlement, address, latitude, longitude, applicant } = draft;
  const subcategory = category === undefined ? undefined : draft.subcategory;
  const fact = subcategory === undefined ? undefined : draft.fact;
  const named = asksApplicant && Object.values(applicant).some((value) => value !== undefined);
  const parsed = appealRecord.safeParse(
    {
      number,
      kind,
      registeredAt,
      category,
      subcategory,
      fact,
      text,
      settlement,
      address,
      latitude,
      longitude,
      ...(named ? { applicant } : {}),
    },
    { reportInput: true },
  );
  if (parsed.success) return { ok: true, record: parsed.data };
  const [first] = complaints(parsed.error, intakeWords(words));
  return {
    ok: false,
    reason: words.plain('register:bad', { reason: [first?.path, first?.reason].filter(Boolean).join(': ') }),
  };
}

/** A moment as it was typed: whole, a day whose time is still to be asked, or neither. */
export function readMoment(
  text: string,
  now: Date,
  calendar: OfficeCalendar,
): { readonly moment: Date } | { readonly day: PlainDate } | null {
  const today = dayOf(now, calendar);
  const whole = /^(\d{1,2}[./-]\d{1,2}(?:[./-](?:\d{4}|\d{2}))?)[\s,]+(\d{1,2}[:.]\d{2})$/.exec(text);
  if (whole) {
    const day = parseDay(whole[1] ?? '', today, true);
    const time = parseTime(whole[2] ?? '');
    return day === null || time === null ? null : { moment: at(day, time, calendar) };
  }
  if (/^\d{1,2}:\d{2}$/.test(text)) {
    const time = parseTime(text);
    return time === null ? null : { moment: at(today, time, calendar) };
  }
  const day = parseDay(text, today, true);
  return day === null ? null : { day };
}

export interface TopicChoice {
  readonly id: number;
  readonly name: string;
}

/** What the list of categories knows at this level, each name once. */
export function topicChoices(topics: readonly Topic[], step: TopicStep, draft: Draft): TopicChoice[] {
  const fits = topics.filter(
    (topic) =>
      (step === 'category' || topic.category === draft.category) &&
      (step !== 'fact' || topic.subcategory === draft.subcategory),
  );
  const names = new Map<string, number>();
  for (const topic of fits) {
    const name = topic[step];
    if (name !== null && !names.has(name)) names.set(name, topic.id);
  }
  return [...names].map(([name, id]) => ({ id, name }));
}

const folded = (text: string) => text.toLocaleLowerCase('ru');

/** Typed words narrow the list; exactly a name of it is that name. */
export function matching(
  choices: readonly TopicChoice[],
  typed: string,
): { readonly exact: TopicChoice | null; readonly similar: readonly TopicChoice[] } {
  const query = folded(typed);
  return {
    exact: choices.find(({ name }) => folded(name) === query) ?? null,
    similar: query === '' ? choices : choices.filter(({ name }) => folded(name).includes(query)),
  };
}
