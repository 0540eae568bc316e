import { z } from 'zod';
import { CONTROL_LISTS } from '../regulation/rights';
import { VIOLATION_KINDS } from '../regulation/violations/kinds';
import { VIOLATION_STATES } from '../regulation/violations/table';
import { plainDay } from './plain-day';

/** Of what a period is one; `own`: days that somebody has chosen. */
export const UNITS = ['day', 'week', 'month', 'quarter', 'year', 'own'] as const;
export type Unit = (typeof UNITS)[number];

/** What a report is made into beside the text of the chat, whole or in parts: a workbook, a paper, an album. */
export const REPORT_FORMATS = ['xlsx', 'pdf', 'pictures'] as const;
/** And, of everything, a review for the office's own site. */
export const ALL_FORMATS = [...REPORT_FORMATS, 'review'] as const;
export type ReportFormat = (typeof ALL_FORMATS)[number];
/** What the journal of violations is made into. */
export const JOURNAL_FORMATS = ['xlsx', 'pdf'] as const satisfies readonly ReportFormat[];
export type JournalFormat = (typeof JOURNAL_FORMATS)[number];

/** To what the journal of violations is narrowed: a kind, or where they stand; what proved wrong is in no state any more. */
export const JOURNAL_NARROWINGS = [...VIOLATION_KINDS, ...VIOLATION_STATES, 'kept'] as const;
export type JournalNarrowing = (typeof JOURNAL_NARROWINGS)[number];

/** By which a report can be cut. */
export const PART_SLICES = ['kind', 'category', 'executor', 'organization', 'settlement', 'channel'] as const;

/** By what a control list may be narrowed. */
export const NARROWINGS = ['stage', 'executor', 'organization', 'category', 'settlement', 'kind'] as const;
export type Narrowing = (typeof NARROWINGS)[number];
/** More values do not go into a button. */
export const NARROWED_AT_MOST = 4;

/** A control list as somebody has asked for it; to which values it is narrowed at once, none: all of it. */
export const askedList = {
  list: z.enum(CONTROL_LISTS),
  to: z.array(z.object({ by: z.enum(NARROWINGS), code: z.string() })).readonly(),
} as const;

/** A report as somebody has asked for it. */
export const askedReport = {
  format: z.enum(ALL_FORMATS),
  unit: z.enum(UNITS),
  from: plainDay,
  to: plainDay,
} as const;

/** Of which slices' rows at once; none: of everything. */
export const askedParts = z
  .array(z.object({ by: z.enum(PART_SLICES), code: z.string() }))
  .readonly()
  .default([]);

/** The journal of violations, of one person or of all, as somebody has asked for it. */
export const askedJournal = {
  ...askedReport,
  format: z.enum(JOURNAL_FORMATS),
  ofId: z.int().nullable(),
  only: z.enum(JOURNAL_NARROWINGS).nullable().default(null),
} as const;
