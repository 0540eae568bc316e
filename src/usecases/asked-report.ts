import { z } from 'zod';
import { plainDay } from './plain-day';

/** Of what a period is one; `own`: days that somebody has chosen. */
export const UNITS = ['day', 'week', 'month', 'quarter', 'year', 'own'] as const;
export type Unit = (typeof UNITS)[number];

/** What a report is made into beside the text of the chat: a workbook, a paper, an album. */
export const REPORT_FORMATS = ['xlsx', 'pdf', 'pictures'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];
/** What the journal of violations is made into. */
export const JOURNAL_FORMATS = ['xlsx', 'pdf'] as const satisfies readonly ReportFormat[];
export type JournalFormat = (typeof JOURNAL_FORMATS)[number];

/** A report as somebody has asked for it. */
export const askedReport = {
  format: z.enum(REPORT_FORMATS),
  unit: z.enum(UNITS),
  from: plainDay,
  to: plainDay,
} as const;
