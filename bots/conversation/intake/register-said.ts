import { z } from 'zod';
import { type Words, escapeHtml } from '../../../src/i18n';
import { complaints, intakeWords } from '../../../src/intake/complaints';
import { appealRecord } from '../../../src/intake/record';
import { KINDS } from '../../../src/regulation/vocabulary';
import { isMeaningful } from '../../../src/text/plain-text';
import type { Complaint } from '../../../src/usecases/kit/form-engine';
import type { AppealRecord } from '../../../src/usecases/intake/register-appeals';
import type { Answers } from '../kit/dialog';
import type { FilesCount } from '../../../src/usecases/kit/attachments';
import type { ForeseenTerm } from '../../../src/usecases/intake/learn-categories';
import type { Topic } from '../../../src/usecases/intake/applicant-photos';
import { maskPersonalData, maskPlace } from '../../../src/text/personal-data';
import { dayOf } from '../../../src/regulation/calendar';
import { isOverdue } from '../../../src/regulation/deadlines';
import type { Asked, Question } from '../kit/question';
import { shorten, button, inRows, type ScreenButton } from '../kit/screen';
import { markLines, moment, shortDay } from '../kit/calendar-words';
import type { Reading } from '../kit/turn';
import { confirm } from '../kit/choice-question';
import { keysOf } from '../../../src/regulation/lists';

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

export interface RegisterState {
  readonly draft: Draft;
  readonly topics: readonly Topic[];
  /** Of the applicant. */
  readonly came: FilesCount;
  /** The appeal that has the number already; null: none has. */
  readonly knownId: number | null;
  /** Known when all is said. */
  readonly term: ForeseenTerm | null;
  /** Of an appeal by 59-ФЗ, which has no fast track: the days that its category has for a message; null: none. */
  readonly fastForMessage: number | null;
}

const LINE = 300;
/** Of the text, while it is being written and when it is to be confirmed. */
const PREVIEW = { going: 300, whole: 1500 } as const;

/** What was said so far; in HTML. */
export function saidLines({ state, reading, answers }: Asked<RegisterState>): string[] {
  const { draft, came, term } = state;
  return [
    `<b>${reading.words.html('register:title')}</b>`,
    ...headLines(draft, reading),
    ...(term === null ? [] : termLines(term, reading)),
    ...placeLines(draft, reading),
    ...(came.photos > 0 ? [reading.words.html('card:applicantPhotos', { count: came.photos })] : []),
    ...(came.documents > 0 ? [reading.words.html('form:receivedFiles', { count: came.documents })] : []),
    ...textLines(draft, term === null ? PREVIEW.going : PREVIEW.whole),
    ...(term === null || isAskedAgain(answers, draft) ? [] : mistakeLines(state, term, reading)),
    '',
  ];
}

/** One of it is asked again right now: what is wrong with it is said there. */
const isAskedAgain = ({ reopened }: Answers, { passed }: Draft): boolean =>
  Array.isArray(reopened) && typeof reopened[0] === 'string' && !passed.includes(reopened[0]);

/** What is likely to be a slip: it is said, and whoever has typed it decides. */
function mistakeLines(
  { draft, topics, knownId, fastForMessage }: RegisterState,
  { due }: ForeseenTerm,
  { words: { html }, now, calendar }: Reading,
): string[] {
  const { number, category, subcategory, fact, settlement, address, latitude } = draft;
  const isListed = topics.some(
    (topic) =>
      topic.category === category && topic.subcategory === (subcategory ?? null) && topic.fact === (fact ?? null),
  );
  const day = shortDay(dayOf(due, calendar), dayOf(now, calendar));
  const lines = [
    ...(knownId === null ? [] : [html('register:likely.known', { number: number ?? '' })]),
    ...(fastForMessage === null ? [] : [html('register:likely.fastTrack59', { count: fastForMessage })]),
    ...(isOverdue(due, now) ? [html('register:likely.overdue', { day })] : []),
    ...(settlement === undefined && address === undefined && latitude === undefined
      ? [html('register:likely.noPlace')]
      : []),
    ...(category !== undefined && !isListed ? [html('register:likely.newCategory')] : []),
  ];
  return lines.map((line) => `⚠️ ${line}`);
}

function headLines({ passed, ...draft }: Draft, { words: { html, plain }, now, calendar }: Reading): string[] {
  const said = <Value>(step: string, value: Value | undefined): Value[] =>
    passed.includes(step) && value !== undefined ? [value] : [];
  const topic = (['category', 'subcategory', 'fact'] as const).flatMap((step) => said(step, draft[step]));
  return [
    ...said('number', draft.number).map((value) => `<b>${html('register:said.number', { value })}</b>`),
    ...said('epguNumber', draft.epguNumber).map((value) => html('card:epgu', { number: value })),
    ...said('kind', draft.kind).map((kind) => html('register:said.kind', { value: plain(`register:kind.${kind}`) })),
    ...said('registeredAt', draft.registeredAt).map((at) =>
      html('register:said.registeredAt', { value: moment(new Date(at), now, calendar) }),
    ),
    ...(topic.length > 0
      ? [html('register:said.topic', { value: shorten(maskPersonalData(topic.join(' · ')), LINE) })]
      : []),
  ];
}

function termLines({ due, fast, days }: ForeseenTerm, reading: Reading): string[] {
  const { words, now, calendar } = reading;
  const dueDay = dayOf(due, calendar);
  const day = shortDay(dueDay, dayOf(now, calendar));
  return [
    `<b>${words.html(fast === null ? 'register:said.term' : 'register:said.fastTrack', { count: days, day })}</b>`,
    ...markLines([[dueDay, dueDay]], reading),
  ];
}

function placeLines({ passed, applicant, ...draft }: Draft, { words: { html } }: Reading): string[] {
  const { latitude, longitude } = draft;
  const place = (['settlement', 'address'] as const).flatMap((step) =>
    passed.includes(step) && draft[step] !== undefined ? [draft[step]] : [],
  );
  return [
    ...(place.length > 0 ? [html('register:said.place', { value: shorten(maskPlace(place.join(', ')), LINE) })] : []),
    ...(passed.includes('location') && latitude !== undefined && longitude !== undefined
      ? [html('register:said.location', { latitude: latitude.toFixed(5), longitude: longitude.toFixed(5) })]
      : []),
    ...(Object.values(applicant).some((value) => value !== undefined) ? [html('register:said.applicant')] : []),
  ];
}

const textLines = ({ text }: Draft, limit: number): string[] =>
  text === undefined
    ? []
    : [`<blockquote expandable>${escapeHtml(shorten(maskPersonalData(text), limit))}</blockquote>`];

type RegisterAsked = Asked<RegisterState>;

/** What the summary may send back to be asked again, and with which questions. */
const FIELDS = {
  number: ['number'],
  kind: ['kind'],
  registeredAt: ['registeredAt'],
  epguNumber: ['epguNumber'],
  category: ['category', 'subcategory', 'fact'],
  text: ['text'],
  settlement: ['settlement'],
  address: ['address'],
  location: ['location'],
  photos: ['photos'],
  applicantName: ['applicantName'],
  applicantPhone: ['applicantPhone'],
  applicantEmail: ['applicantEmail'],
} as const satisfies Record<string, readonly string[]>;
type Field = keyof typeof FIELDS;
const EVERY_FIELD = keysOf(FIELDS);

const isShown = ({ view }: RegisterAsked): boolean => view.edits === true;

/** All that was said is in view: it is registered so, or one of it is asked again. */
export function summary(asksApplicant: boolean, refused: (asked: RegisterAsked) => Complaint): Question<RegisterState> {
  const fields = EVERY_FIELD.filter((field) => asksApplicant || !(field in APPLICANT_STEPS));
  const question = confirm<RegisterState>(
    'confirmed',
    ({ reading: { words } }) => words.plain('form:button.confirm'),
    refused,
  );
  return {
    ...question,
    rows(asked) {
      const { plain } = asked.reading.words;
      if (isShown(asked))
        return inRows(
          fields.map((field) => button(plain(`register:field.${field}`), asked.move('pick', field))),
          2,
        );
      return [
        ...openKnown(asked),
        ...question.rows(asked),
        [button(plain('register:button.edit'), asked.move('other', 'edit'))],
      ];
    },
    pressed(asked, move, value) {
      if (move === 'other') return value === 'edit' ? { view: { edits: true } } : null;
      const field = move === 'pick' ? fields.find((one) => one === value) : undefined;
      return field ? { view: {}, reopens: FIELDS[field] } : question.pressed(asked, move, value);
    },
    isInside: isShown,
  };
}

/** The appeal that has the number already. */
export const openKnown = ({ state: { knownId, draft }, reading: { words } }: RegisterAsked): ScreenButton[][] =>
  knownId === null
    ? []
    : [
        [
          button(words.plain('register:button.open', { number: draft.number ?? '' }), {
            kind: 'open',
            appealId: knownId,
          }),
        ],
      ];

/** Something that is asked only when the summary wants it. */
export const isReopened = ({ reopened }: Readonly<Record<string, unknown>>, field: Field | ApplicantStep): boolean =>
  Array.isArray(reopened) && reopened.includes(field);
