import { row } from '../kit/buttons';

/** An appeal is registered by hand. */
export const INTAKE = {
  register: row('r', null, {}),
} as const;

type Rows = typeof INTAKE;
declare module '../kit/buttons' {
  interface ButtonRows extends Rows {}
}
