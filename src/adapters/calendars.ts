import { z } from 'zod';
import { AppError } from '../errors';
import {
  DAY_KINDS,
  SPECIAL_DAY_REASONS,
  toPlainDate,
  yearOf,
  type CalendarYear,
  type DayKind,
  type OfficeCalendar,
  type PlainDate,
  type SpecialDay,
} from '../regulation/calendar';
import year2025 from './calendars/2025.json';
import year2026 from './calendars/2026.json';
import year2027 from './calendars/2027.json';

/** Imported, not read: tsc carries them into dist. A new year is a file and a line here. */
const FILES: Readonly<Record<string, unknown>> = {
  'calendars/2025.json': year2025,
  'calendars/2026.json': year2026,
  'calendars/2027.json': year2027,
};

/** A day that an admin added or changed; it beats the file's. */
export interface LocalDay {
  readonly day: PlainDate;
  readonly kind: DayKind;
  readonly note: string | null;
}

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

const plainDate = z.string().transform((text, context): PlainDate => {
  try {
    return toPlainDate(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
    return z.NEVER;
  }
});

const yearFile = z
  .strictObject({
    year: z.int().min(2000).max(2100),
    sources: z.array(z.string().min(1)).min(1),
    days: z.array(
      z.strictObject({
        day: plainDate,
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
 * One year's file, checked. `file` is its name for the error.
 * @throws AppError calendar_file_invalid: every fault with its path.
 */
export function parseCalendarYear(file: string, content: unknown): YearOfDays {
  const parsed = yearFile.safeParse(content);
  if (!parsed.success) {
    const faults = parsed.error.issues
      .map(({ path, message }) => `${z.core.toDotPath(path) || 'the file'}: ${message}`)
      .join('; ');
    throw new AppError('calendar_file_invalid', `Production calendar ${file} is wrong: ${faults}`, { file, faults });
  }
  const { year, sources, days } = parsed.data;
  return { year, sources, days: new Map(days.map(({ day, ...special }) => [day, { ...special, note: null }])) };
}

/**
 * The office's calendar: its hours, every production calendar that we have, and the local days over them.
 * @throws AppError calendar_file_invalid, or office_hours_invalid: an unknown zone, hours that leave a shortened day
 *   without working time, or one local day entered twice.
 */
export function loadCalendar({ zone, opensAt, closesAt, overrides = [] }: OfficeHours): OfficeCalendar {
  checkZone(zone);
  if (!(opensAt >= 0 && opensAt + 60 < closesAt && closesAt <= 24 * 60)) {
    throw hoursInvalid(
      `Office hours ${opensAt}–${closesAt} (minutes after midnight) must lie in one day and be longer than an hour`,
    );
  }
  const local = new Map<PlainDate, SpecialDay>();
  for (const { day, kind, note } of overrides) {
    const before = local.get(day);
    if (before) throw hoursInvalid(`Local day ${day} is entered twice, as ${before.kind} and as ${kind}; keep one`);
    local.set(day, { kind, reason: 'local', provisional: false, note });
  }
  const loaded = Object.entries(FILES).map(([file, content]) => parseCalendarYear(file, content));
  return {
    zone,
    opensAt,
    closesAt,
    days: new Map([...loaded.flatMap(({ days }) => [...days]), ...local]),
    years: new Map(loaded.map((year): [number, CalendarYear] => [year.year, withProvisional(year, local)])),
  };
}

function withProvisional({ sources, days }: YearOfDays, local: ReadonlyMap<PlainDate, SpecialDay>): CalendarYear {
  const provisional = [...days].filter(([day, special]) => special.provisional && !local.has(day)).map(([day]) => day);
  return { sources, provisional };
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
