import { row } from './row';

/** An appeal is registered by hand. */
export const INTAKE = {
  register: row('r', null, {}),
} as const;

type Rows = typeof INTAKE;
declare module './buttons' {
  interface ButtonRows extends Rows {}
}
