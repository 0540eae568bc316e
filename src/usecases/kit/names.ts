import { hashOf } from '../../text/plain-text';

/** What the clock starts by itself; each has words in `notice:job`. */
export const JOB_NAMES = [
  'calendar_check',
  'morning_list',
  'group_digest',
  'weekly_report',
  'monthly_report',
  'weekend_list',
  'absences',
  'list_mornings',
  'list_mondays',
  'backup',
  'backup_check',
  'journal_head',
] as const;
export type JobName = (typeof JOB_NAMES)[number];

/** What a button calls a row or a value: names are longer than buttons, and may be anybody's. `-`: there is none. */
export const codeOf = (id: string | null): string => (id === null ? '-' : (hashOf(id) >>> 0).toString(36));
