import { row } from './row';

/** What an admin says of the machine's clock. */
export const CLOCK = {
  clockIsRight: row('x:clock', 'administer', {}),
} as const;
