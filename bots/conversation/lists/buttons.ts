import { LISTS, coded, page, row } from '../kit/buttons';

/** The menu and what stands in it. */
export const MENU = {
  menu: row('m', null, {}),
  list: row('l', null, { list: coded(LISTS), page }),
  find: row('s', null, {}),
  report: row('t', null, {}),
} as const;

type Rows = typeof MENU;
declare module '../kit/buttons' {
  interface ButtonRows extends Rows {}
}
