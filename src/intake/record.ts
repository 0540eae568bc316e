import { z } from 'zod';
import { FAST_TRACK_DAYS } from '../regulation/deadlines';
import { KINDS } from '../regulation/vocabulary';
import type { AppealRecord } from '../usecases/intake/register-appeals';
import { cleanText, lengthInCharacters } from '../text';
import { check, complaint, complaints, type Complaint, type Path, type Reading, type IntakeWords } from './complaints';

/** Characters, not bytes. */
const LONGEST = { text: 20_000, place: 500, name: 200, contact: 200 } as const;
/** ПОС numbers are digits today; letters and dashes come from other registries. Nothing that a path or HTML could mean. */
const NUMBER = /^(?=.*[0-9])[0-9A-Za-zА-Яа-яЁё/-]{1,40}$/;
/** ПОС itself is younger: an earlier year is a slip of the keyboard. */
const EARLIEST = new Date('2000-01-01T00:00:00Z');
/** Clocks of two machines differ, and so do time zones that somebody forgot. */
const FUTURE_TOLERANCE_MS = 24 * 60 * 60 * 1000;
/** A megabyte of empty objects would be answered with a hundred. */
const MOST_COMPLAINTS = 1_000;

const number = z
  .string()
  .transform(cleanText)
  .refine(isAppealNumber, check('number'))
  .meta({ minLength: 1, maxLength: 40 });

/** Whether a number could be one at all. */
export function isAppealNumber(text: string): boolean {
  return NUMBER.test(text);
}

/** Cleaned; undefined for what is absent, null or blank: gateways send all three. */
function words(longest: number) {
  return z
    .string()
    .nullish()
    .transform((value) => cleanText(value ?? '') || undefined)
    .refine((value) => lengthInCharacters(value ?? '') <= longest, check('tooLong', { count: longest }))
    .meta({ maxLength: longest });
}

const coordinate = (limit: number) => z.number().min(-limit).max(limit).nullish().transform(orUndefined);

const applicant = z.strictObject({
  type: z.enum(['person', 'legal']).default('person'),
  name: words(LONGEST.name),
  email: words(LONGEST.contact).refine(
    (value) => value === undefined || z.email().safeParse(value).success,
    check('email'),
  ),
  phone: words(LONGEST.contact),
  address: words(LONGEST.place),
});

/** One registered appeal, as every way of intake hands it over. */
export const appealRecord = z
  .strictObject({
    number,
    epguNumber: number.nullish().transform(orUndefined),
    kind: z.enum(KINDS),
    registeredAt: z.iso
      .datetime({ offset: true })
      .transform((text) => new Date(text))
      .refine((date) => date >= EARLIEST, check('tooEarly', { year: EARLIEST.getUTCFullYear() })),
    category: words(LONGEST.name),
    subcategory: words(LONGEST.name),
    fact: words(LONGEST.name),
    /** Undefined: the category's term. Null: no fast track, whatever the category says. */
    fastTrackDays: z.literal(FAST_TRACK_DAYS).nullish(),
    text: words(LONGEST.text),
    address: words(LONGEST.place),
    settlement: words(LONGEST.name),
    latitude: coordinate(90),
    longitude: coordinate(180),
    applicant: applicant.nullish().transform(orUndefined),
  })
  .superRefine((record, context) => {
    if (record.kind === 'appeal59' && typeof record.fastTrackDays === 'number') {
      context.addIssue({ code: 'custom', path: ['fastTrackDays'], ...check('fastTrack59', {}, 'fastTrack59Todo') });
    }
    if ((record.latitude === undefined) !== (record.longitude === undefined)) {
      const path = [record.latitude === undefined ? 'latitude' : 'longitude'];
      context.addIssue({ code: 'custom', path, ...check('halfOfPoint') });
    }
  }) satisfies z.ZodType<AppealRecord>;

/** One record from outside. `at` is where it stands in what was sent: `[3]` for the fourth of an array. */
export function readRecord(input: unknown, now: Date, words: IntakeWords, at: Path = []): Reading<AppealRecord> {
  const parsed = appealRecord.safeParse(input, { reportInput: true });
  if (!parsed.success) return { ok: false, complaints: complaints(parsed.error, words, at) };
  if (parsed.data.registeredAt.getTime() > now.getTime() + FUTURE_TOLERANCE_MS) {
    return { ok: false, complaints: [complaint([...at, 'registeredAt'], words('future'))] };
  }
  return { ok: true, value: parsed.data };
}

/** One object or an array of them, all or nothing. An array that names one appeal twice contradicts itself. */
export function readRecords(input: unknown, now: Date, words: IntakeWords): Reading<AppealRecord[]> {
  if (!Array.isArray(input)) {
    const reading = readRecord(input, now, words);
    return reading.ok ? { ok: true, value: [reading.value] } : reading;
  }
  if (input.length === 0) return { ok: false, complaints: [complaint([], words('emptyArray'))] };

  const found: Complaint[] = [];
  const records = new Map<string, { record: AppealRecord; place: number }>();
  for (const [place, item] of (input as unknown[]).entries()) {
    if (found.length >= MOST_COMPLAINTS) break;
    const reading = readRecord(item, now, words, [place]);
    if (!reading.ok) {
      found.push(...reading.complaints);
      continue;
    }
    const record = reading.value;
    const earlier = records.get(record.number);
    if (earlier) found.push(complaint([place, 'number'], words('twice', { path: `[${earlier.place}]` })));
    else records.set(record.number, { record, place });
  }
  if (found.length > 0) return { ok: false, complaints: found.slice(0, MOST_COMPLAINTS) };
  return { ok: true, value: [...records.values()].map(({ record }) => record) };
}

function orUndefined<T>(value: T | null | undefined): T | undefined {
  return value ?? undefined;
}
