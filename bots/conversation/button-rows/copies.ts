import { row } from './row';

/** What was restored from a copy. */
export const COPIES = {
  allowSending: row('x:allow', 'administer', {}),
} as const;

type Rows = typeof COPIES;
declare module './buttons' {
  interface ButtonRows extends Rows {}
}
