import { row } from '../kit/buttons';

/** What was restored from a copy. */
export const COPIES = {
  allowSending: row('x:allow', 'administer', {}),
} as const;

/** What an admin says of the machine's clock. */
export const CLOCK = {
  clockIsRight: row('x:clock', 'administer', {}),
} as const;

type Rows = typeof COPIES & typeof CLOCK;
declare module '../kit/buttons' {
  interface ButtonRows extends Rows {}
}
