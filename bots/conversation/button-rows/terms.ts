import { SNOOZES } from '../../../src/usecases/terms/snooze';
import { coded, number } from './fields';
import { row } from './row';

/** A message of nags, by its first reminder. */
export const TERMS = {
  snooze: row('w', null, { snooze: coded(SNOOZES), reminderId: number }),
} as const;

type Rows = typeof TERMS;
declare module './buttons' {
  interface ButtonRows extends Rows {}
}
