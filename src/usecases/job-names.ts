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
