import { ALL_STEPS, SETUP_PARTS } from '../../../src/usecases/office/setup';
import { NAMED_STEPS, TOLD_STEPS } from '../../../src/usecases/kit/settings';
import { flag, number, oneOf, word } from './fields';
import { row } from './row';

/** «Настройка» before the first day, and people and categories out of a spreadsheet. */
export const SETUP = {
  setup: row('x:setup', 'administer', { part: oneOf(SETUP_PARTS).optional() }),
  setupStep: row('x:setupStep', 'administer', { step: oneOf(ALL_STEPS) }),
  answerSetup: row('x:setupSet', 'administer', { step: oneOf(TOLD_STEPS) }),
  // `seen`: the stamp of what the screen shows; the buttons of before have none
  confirmSetup: row('x:setupYes', 'administer', { step: oneOf(ALL_STEPS), seen: word.optional() }),
  // what of another screen the step opens, with the way back to it
  setupOpen: row('x:setupOpen', 'administer', { step: oneOf(ALL_STEPS) }),
  setupShares: row('x:setupShares', 'administer', { seen: word.optional() }),
  nameInPos: row('x:setupWho', 'administer', { step: oneOf(NAMED_STEPS), personId: number, named: flag }),
  setupSheet: row('x:setupSheet', 'administer', {}),
  officeTable: row('x:table', 'administer', {}),
  officeTemplate: row('x:tableForm', 'administer', {}),
} as const;

type Rows = typeof SETUP;
declare module './buttons' {
  interface ButtonRows extends Rows {}
}
