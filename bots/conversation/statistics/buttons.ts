import { STAGES } from '../../../src/regulation/vocabulary';
import {
  ALL_FORMATS,
  NARROWED_AT_MOST,
  NARROWINGS,
  REPORT_FORMATS,
  type Narrowing,
} from '../../../src/usecases/kit/account-params';
import type { Cut } from '../../../src/usecases/statistics/period-rows';
import type { Figure } from '../../../src/usecases/statistics/behind';
import {
  LISTS,
  coded,
  day,
  flag,
  number,
  oneOf,
  rowsNamed,
  shortDay,
  word,
  row,
  page,
  period,
  unit,
} from '../kit/buttons';

/** By what statistics are cut. */
const CUT_CODES = {
  kind: 'k',
  category: 'c',
  executor: 'e',
  organization: 'o',
  settlement: 's',
  channel: 'h',
} as const satisfies Record<Cut, string>;
const cut = coded(CUT_CODES);
/** Rows of slices that meet: a letter and a code each. */
const parts = rowsNamed<Cut>(CUT_CODES, 4);
/** The same of a control list. */
const NARROWING_CODES = {
  stage: 't',
  executor: 'e',
  organization: 'o',
  category: 'c',
  settlement: 's',
  kind: 'k',
} as const satisfies Record<Narrowing, string>;
const narrowings = rowsNamed<Narrowing>(NARROWING_CODES, NARROWED_AT_MOST);
const figure = coded({
  received: 'r',
  answered: 'a',
  redirected: 'd',
  postponed: 'p',
  closed: 'c',
  reexamined: 'x',
  open: 'o',
  backlog: 'b',
  missed: 'm',
} as const satisfies Record<Figure, string>);
/** A row of a slice, by a code of its own: a name is longer than a button. */
const part = { by: cut.optional(), code: word.optional() };

const met = { unit, from: shortDay, to: shortDay };
const narrowed = { by: oneOf(NARROWINGS).optional(), code: word.optional() };

/** Control lists and statistics. */
export const CONTROL = {
  // control: its lists, and what is in work by stage and by executor
  control: row('x:control', 'control', {}),
  work: row('x:work', 'control', { by: oneOf(['stage', 'executor']), page }),
  workAt: row('x:workAt', 'control', { stage: oneOf(STAGES), page }),
  workOf: row('x:workOf', 'control', { executorId: number, page }),
  // statistics: a period, the one that goes on, its parts, the list behind a figure, the same as files, days of one's own
  statistics: row('x:stat', 'report', { ...period, ...part }),
  periodNow: row('x:statNow', 'report', { unit, ...part }),
  statisticsBy: row('x:statBy', 'report', { ...period, by: cut, page }),
  behind: row('x:behind', 'report', { figure, page, ...period, ...part }),
  statisticsFile: row('x:statFile', 'report', { ...period, format: oneOf(ALL_FORMATS) }),
  weekTable: row('x:weekTable', 'report', { day }),
  askPeriod: row('x:statAsk', 'report', { parts: parts.optional() }),
  // the same where slices meet: of a person and a category, say
  met: row('x:met', 'report', { ...met, parts }),
  metNow: row('x:metNow', 'report', { unit, parts }),
  metBy: row('x:metBy', 'report', { by: cut, page, ...met, parts }),
  metBehind: row('x:metOf', 'report', { figure, page, ...met, parts }),
  metFile: row('x:metFile', 'report', { format: oneOf(REPORT_FORMATS), ...met, parts }),
  // a control list by stage, executor, …, and what is of several of these at once; `narrowed`: of one, as messages already sent name it
  narrow: row('x:narrow', 'control', { list: coded(LISTS) }),
  narrowBy: row('x:narrowBy', 'control', { list: coded(LISTS), by: oneOf(NARROWINGS), page, to: narrowings.optional() }), // prettier-ignore
  narrowed: row('x:narrowed', 'control', { list: coded(LISTS), by: oneOf(NARROWINGS), code: word, page }),
  narrowedTo: row('x:narrowTo', 'control', { list: coded(LISTS), page, to: narrowings }),
  // the same as a table
  listFile: row('x:listFile', 'control', { list: coded(LISTS), to: narrowings.optional() }),
  // where such a list comes by itself
  sendList: row('x:send', 'control', { list: coded(LISTS), ...narrowed }),
  sendMorning: row('x:sendMe', 'control', { becomes: flag, list: coded(LISTS), ...narrowed }),
  sendMonday: row('x:sendTo', 'control', { groupId: number, becomes: flag, list: coded(LISTS), ...narrowed }),
} as const;

type Rows = typeof CONTROL;
declare module '../kit/buttons' {
  interface ButtonRows extends Rows {}
}
