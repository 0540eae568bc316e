import { LISTS } from './codes';
import { coded } from './fields';
import { page, row } from './row';

/** The menu and what stands in it. */
export const MENU = {
  menu: row('m', null, {}),
  list: row('l', null, { list: coded(LISTS), page }),
  find: row('s', null, {}),
  report: row('t', null, {}),
} as const;

type Rows = typeof MENU;
declare module './buttons' {
  interface ButtonRows extends Rows {}
}
