import { MOVES, coded, number, word, row } from './buttons';

/** What a dialog is moved by, and the way back to one that another has displaced. */
export const FORMS = {
  nothing: row('n', null, {}),
  form: row('q', null, { formId: number, revision: number, move: coded(MOVES), value: word }),
  resume: row('x:back', null, { formId: number }),
} as const;

type Rows = typeof FORMS;
declare module './buttons' {
  interface ButtonRows extends Rows {}
}
