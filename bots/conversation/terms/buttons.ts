import { SNOOZES } from '../../../src/usecases/terms/snooze';
import { coded, number, row } from '../kit/buttons';

/** A message of nags, by its first reminder. */
export const TERMS = {
  snooze: row('w', null, { snooze: coded(SNOOZES), reminderId: number }),
} as const;

type Rows = typeof TERMS;
declare module '../kit/buttons' {
  interface ButtonRows extends Rows {}
}
