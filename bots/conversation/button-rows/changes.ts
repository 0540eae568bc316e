import { page, row } from './row';

/** Who has changed what of the office. */
export const CHANGES = {
  changes: row('x:changes', 'administer', { page }),
} as const;
