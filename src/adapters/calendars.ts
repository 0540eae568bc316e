import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../errors';
import {
  DAY_KINDS,
  SPECIAL_DAY_REASONS,
  withLocalDays,
  yearOf,
  type DayKind,
  type LocalDay,
  type OfficeCalendar,
  type PlainDate,
  type SpecialDay,
} from '../regulation/calendar';
import { plainDay } from '../usecases/kit/wire';
import { JsonFault, lineAt, parseJsonLines, type JsonNode } from './json-lines';

/** One file a year, beside the compiled code too. Read, not imported: only a text has lines to tell of. */
const FOLDER = path.join(__dirname, 'calendars');

export interface OfficeHours {
  /** IANA name. */
  readonly zone: string;
  /** Minutes after local midnight. */
  readonly opensAt: number;
  readonly closesAt: number;
  readonly overrides?: readonly LocalDay[];
}

interface YearOfDays {
  readonly year: number;
  readonly sources: readonly string[];
  readonly days: ReadonlyMap<PlainDate, SpecialDay>;
}

const yearFile = z
  .strictObject({
    year: z.int().min(2000).max(2100),
    sources: z.array(z.string().min(1)).min(1),
    days: z.array(
      z.strictObject({
        day: plainDay,
        kind: z.enum(DAY_KINDS),
        reason: z.enum(SPECIAL_DAY_REASONS).exclude(['local']),
        provisional: z.boolean().default(false),
      }),
    ),
  })
  .superRefine(({ year, days }, context) => {
    const kinds = new Map<PlainDate, DayKind>();
    days.forEach(({ day, kind }, index) => {
      const complain = (message: string) => context.addIssue({ code: 'custom', path: ['days', index, 'day'], message });
      if (yearOf(day) !== year) complain(`${day} is not a day of ${year}; move it to its own year's file`);
      const before = kinds.get(day);
      if (before) complain(`${day} stands twice, as ${before} and as ${kind}; keep one`);
      kinds.set(day, kind);
    });
  });

/**
 * One year's file, checked. `file` is its name for the error, `text` what is in it.
 * @throws AppError calendar_file_invalid: every fault with its line.
 */
export function parseCalendarYear(file: string, text: string): YearOfDays {
  const root = jsonOf(file, text);
  const parsed = yearFile.safeParse(root.value);
  if (!parsed.success) throw fileInvalid(file, parsed.error.issues.map((issue) => faultOf(issue, root)).join('; '));
  const { year, sources, days } = parsed.data;
  return { year, sources, days: new Map(days.map(({ day, ...special }) => [day, { ...special, note: null }])) };
}

function jsonOf(file: string, text: string): JsonNode {
  try {
    return parseJsonLines(text);
  } catch (error) {
    if (error instanceof JsonFault) throw fileInvalid(file, `line ${error.line}: ${error.message}`);
    throw error;
  }
}

/** «line 7, days[2].kind: Invalid option: …» */
function faultOf(issue: z.core.$ZodIssue, root: JsonNode): string {
  const where = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
  const name = z.core.toDotPath(issue.path);
  return `line ${lineAt(root, where)}${name ? `, ${name}` : ''}: ${issue.message}`;
}

function fileInvalid(file: string, faults: string): AppError {
  return new AppError('calendar_file_invalid', `Production calendar ${file} is wrong: ${faults}`, { file, faults });
}

/**
 * The production calendars of a folder, one JSON file a year.
 * @throws AppError calendar_file_invalid: a wrong file, or two of one year.
 */
export function readCalendarYears(folder: string): YearOfDays[] {
  const byYear = new Map<number, { readonly file: string; readonly year: YearOfDays }>();
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()) {
    const year = parseCalendarYear(file, readFileSync(path.join(folder, file), 'utf8'));
    const before = byYear.get(year.year);
    if (before) throw fileInvalid(file, `the year ${year.year} is in ${before.file} already; keep one file`);
    byYear.set(year.year, { file, year });
  }
  return [...byYear.values()].map(({ year }) => year);
}

let shipped: readonly YearOfDays[] | null = null;

/**
 * The office's calendar: its hours, every production calendar that we have, and the local days over them.
 * @throws AppError calendar_file_invalid, or office_hours_invalid: an unknown zone, or hours that leave a shortened day
 *   without working time.
 * @throws RangeError when one local day is given twice.
 */
export function loadCalendar({ zone, opensAt, closesAt, overrides = [] }: OfficeHours): OfficeCalendar {
  checkZone(zone);
  if (!(opensAt >= 0 && opensAt + 60 < closesAt && closesAt <= 24 * 60)) {
    throw hoursInvalid(
      `Office hours ${opensAt}–${closesAt} (minutes after midnight) must lie in one day and be longer than an hour`,
    );
  }
  shipped ??= readCalendarYears(FOLDER);
  const official = new Map(shipped.flatMap(({ days }) => [...days]));
  const years = new Map(shipped.map(({ year, sources }) => [year, { sources, provisional: [] }]));
  return withLocalDays({ zone, opensAt, closesAt, days: official, official, years }, overrides);
}

function checkZone(zone: string): void {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
  } catch (cause) {
    throw hoursInvalid(`No such time zone: ${zone}; write an IANA name such as Europe/Moscow`, cause);
  }
}

function hoursInvalid(message: string, cause?: unknown): AppError {
  return new AppError('office_hours_invalid', message, {}, { cause });
}
