import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { FAST_TRACK_DAYS } from '../regulation/deadlines';
import { KINDS } from '../regulation/vocabulary';
import type { AppealRecord } from '../usecases/intake/register-appeals';
import { cleanText } from '../text/plain-text';
import { isShortenedNumber, plainNumber } from '../text/appeal-number';
import {
  check,
  complaint,
  complaints,
  refused,
  says,
  type IntakeKey,
  type Complaint,
  type Path,
  type Reading,
  type IntakeWords,
} from './complaints';
import { strangePoint } from './place';
import { optional } from './sent-text';
import { keysOf } from '../regulation/lists';

/** Characters, not bytes. */
export const LONGEST = { text: 20_000, place: 500, name: 200, contact: 200 } as const;
/** ПОС numbers are digits today; letters and dashes come from other registries. Nothing that a path or HTML could mean. */
const NUMBER = /^(?=.*[0-9])[0-9A-Za-zА-Яа-яЁё/-]{1,40}$/;
/** ПОС itself is younger: an earlier year is a slip of the keyboard. */
const EARLIEST = new Date('2000-01-01T00:00:00Z');
/** Clocks of two machines differ, and so do time zones that somebody forgot. */
const FUTURE_TOLERANCE_MS = 24 * 60 * 60 * 1000;
/** Records that are read in one go: whoever presses comes in between. */
const PIECE = 100;

const number = z
  .string()
  .transform((text) => plainNumber(cleanText(text)))
  .refine((text) => !isShortenedNumber(text), { ...check('shortened', {}, 'shortenedTodo'), abort: true })
  .refine(isAppealNumber, check('number'))
  .meta({ minLength: 1, maxLength: 40, pattern: NUMBER.source });
const numberMeta = (key: IntakeKey) => ({ minLength: 1, maxLength: 40, pattern: NUMBER.source, ...says(key) });

/** With a name or a domain of Cyrillic letters, which the domains of .рф have. */
const NATIONAL_MAIL = /^[\p{L}\p{N}._%+-]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}{2,24}$/u;
const isMail = (text: string): boolean => z.email().safeParse(text).success || NATIONAL_MAIL.test(text);

/** Whether a number could be one at all. */
export function isAppealNumber(text: string): boolean {
  return NUMBER.test(text);
}

const words = (longest: number, key: IntakeKey) => optional(longest).meta({ maxLength: longest, ...says(key) });

const coordinate = (limit: number, key: IntakeKey) =>
  z.number().min(-limit).max(limit).nullish().transform(orUndefined).meta(says(key));

const applicant = z.strictObject({
  type: z.enum(['person', 'legal']).default('person').meta(says('openapi.fields.applicantType')),
  name: words(LONGEST.name, 'openapi.fields.applicantName'),
  email: words(LONGEST.contact, 'openapi.fields.applicantEmail')
    .refine((value) => value === undefined || isMail(value), check('email'))
    .meta(says('openapi.fields.applicantEmail')),
  phone: words(LONGEST.contact, 'openapi.fields.applicantPhone'),
  address: words(LONGEST.place, 'openapi.fields.applicantAddress'),
});

/** Both borders of what a database holds are far outside; the later one hangs on the clock: `isAhead`. */
export const sentMoment = (key: IntakeKey) =>
  z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .refine((date) => date >= EARLIEST, check('tooEarly', { year: EARLIEST.getUTCFullYear() }))
    .meta(says(key));

export const isAhead = (moment: Date, now: Date): boolean => moment.getTime() > now.getTime() + FUTURE_TOLERANCE_MS;

/** One registered appeal, as every way of intake hands it over. */
export const appealRecord = z
  .strictObject({
    number: number.meta(numberMeta('openapi.fields.number')),
    epguNumber: number.nullish().transform(orUndefined).meta(says('openapi.fields.epguNumber')),
    kind: z.enum(KINDS).meta(says('openapi.fields.kind')),
    registeredAt: sentMoment('openapi.fields.registeredAt'),
    category: words(LONGEST.name, 'openapi.fields.category'),
    subcategory: words(LONGEST.name, 'openapi.fields.subcategory'),
    fact: words(LONGEST.name, 'openapi.fields.fact'),
    /** Undefined: the category's term. Null: no fast track, whatever the category says. */
    fastTrackDays: z.literal(FAST_TRACK_DAYS).nullish().meta(says('openapi.fields.fastTrackDays')),
    text: words(LONGEST.text, 'openapi.fields.text'),
    address: words(LONGEST.place, 'openapi.fields.address'),
    settlement: words(LONGEST.name, 'openapi.fields.settlement'),
    latitude: coordinate(90, 'openapi.fields.latitude'),
    longitude: coordinate(180, 'openapi.fields.longitude'),
    applicant: applicant.nullish().transform(orUndefined).meta(says('openapi.fields.applicant')),
  })
  .superRefine((record, context) => {
    if (record.kind === 'appeal59' && typeof record.fastTrackDays === 'number') {
      context.addIssue({ code: 'custom', path: ['fastTrackDays'], ...check('fastTrack59', {}, 'fastTrack59Todo') });
    }
    if ((record.latitude === undefined) !== (record.longitude === undefined)) {
      const path = [record.latitude === undefined ? 'latitude' : 'longitude'];
      context.addIssue({ code: 'custom', path, ...check('halfOfPoint') });
    }
    if (record.latitude !== undefined && record.longitude !== undefined) {
      const strange = strangePoint({ latitude: record.latitude, longitude: record.longitude });
      if (strange) context.addIssue({ code: 'custom', path: ['latitude'], ...strange });
    }
  })
  .meta({ dependentRequired: { latitude: ['longitude'], longitude: ['latitude'] } }) satisfies z.ZodType<AppealRecord>;

/** One record from outside. `at` is where it stands in what was sent: `[3]` for the fourth of an array. */
export function readRecord(input: unknown, now: Date, words: IntakeWords, at: Path = []): Reading<AppealRecord> {
  const parsed = appealRecord.safeParse(input, { reportInput: true });
  if (!parsed.success) return refused(complaints(parsed.error, words, at));
  if (isAhead(parsed.data.registeredAt, now)) {
    return { ok: false, complaints: [complaint([...at, 'registeredAt'], words('future'))] };
  }
  return { ok: true, value: parsed.data };
}

/**
 * One object or an array of them, all or nothing. Whoever names one appeal twice and says the same of it repeats themselves; who says
 * something else contradicts themselves.
 */
export async function readRecords(input: unknown, now: Date, words: IntakeWords): Promise<Reading<AppealRecord[]>> {
  if (!Array.isArray(input)) {
    const reading = readRecord(input, now, words);
    return reading.ok ? { ok: true, value: [reading.value] } : reading;
  }
  if (input.length === 0) return { ok: false, complaints: [complaint([], words('emptyArray'))] };

  const found: Complaint[] = [];
  const records: AppealRecord[] = [];
  const known = new Map<string, { record: AppealRecord; place: number }>();
  for (const [place, item] of Array.from<unknown>(input).entries()) {
    if (place % PIECE === PIECE - 1) await setImmediate();
    if (refused(found).more) break;
    const reading = readRecord(item, now, words, [place]);
    if (!reading.ok) {
      found.push(...reading.complaints);
      if (reading.more) return { ...refused(found), more: true };
      continue;
    }
    const record = reading.value;
    const earlier = known.get(record.number);
    const fields = earlier ? differing(earlier.record, record) : [];
    if (earlier && fields.length > 0) {
      const values = { path: `[${earlier.place}]`, fields: fields.join(', ') };
      found.push(complaint([place, 'number'], words('twice', values), words('twiceTodo')));
    }
    records.push(record);
    if (!earlier) known.set(record.number, { record, place });
  }
  if (found.length > 0) return refused(found);
  return { ok: true, value: records };
}

const FIELDS = keysOf(appealRecord.shape);

const differing = (one: AppealRecord, other: AppealRecord): string[] =>
  FIELDS.filter((field) => !isDeepStrictEqual(one[field], other[field]));

function orUndefined<T>(value: T | null | undefined): T | undefined {
  return value ?? undefined;
}
