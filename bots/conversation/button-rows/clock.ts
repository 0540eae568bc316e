import { row } from './row';

/** What an admin says of the machine's clock. */
export const CLOCK = {
  clockIsRight: row('x:clock', 'administer', {}),
} as const;

type Rows = typeof CLOCK;
declare module './buttons' {
  interface ButtonRows extends Rows {}
}
