import { LOCALES } from '../../../src/i18n';
import { SNOOZES } from '../../../src/usecases/terms/snooze';
import { LISTS, MOVES } from './codes';
import { coded, day, number, oneOf, upTo, word } from './fields';
import { row, page, MINUTES_OF_DAY } from './row';

/** The menu, dialogs, and what is everybody's own. */
export const OWN = {
  nothing: row('n', null, {}),
  // a dialog
  form: row('q', null, { formId: number, revision: number, move: coded(MOVES), value: word }),
  // the menu and what stands in it
  menu: row('m', null, {}),
  list: row('l', null, { list: coded(LISTS), page }),
  register: row('r', null, {}),
  find: row('s', null, {}),
  report: row('t', null, {}),
  // a message of nags, by its first reminder
  snooze: row('w', null, { snooze: coded(SNOOZES), reminderId: number }),
  language: row('x:language', null, { locale: oneOf(LOCALES) }),
  // absences: one's own, or anybody's for an admin
  absences: row('x:absence', null, { personId: number.optional() }),
  addAbsence: row('x:absenceNew', null, { personId: number }),
  cancelAbsence: row('x:absenceOff', null, { absenceId: number, personId: number }),
  nameDeputy: row('x:absenceFor', null, { absenceId: number, personId: number }),
  confirmAbsence: row('x:absenceYes', 'administer', { absenceId: number, personId: number }),
  // templates of answers; `all`: a new one
  templates: row('x:templates', 'templates', { page }),
  template: row('x:template', 'templates', { templateId: number }),
  writeTemplate: row('x:templateSet', 'templates', {
    part: oneOf(['all', 'name', 'text', 'category']),
    templateId: number,
  }),
  removeTemplate: row('x:templateOff', 'templates', { templateId: number, removed: oneOf(['on', 'off']) }),
  // back to a dialog that another has displaced
  resume: row('x:back', null, { formId: number }),
  // one's own sound and morning, and whose phone sounds for all coordinators
  sound: row('x:sound', null, {}),
  withoutSound: row('x:silent', null, { chosen: oneOf(['on', 'off']) }),
  morningAfter: row('x:morning', null, { minutes: upTo(MINUTES_OF_DAY) }),
  duty: row('x:duty', 'duty', {}),
  dutyDay: row('x:dutyDay', 'duty', { day }),
  // 0: nobody; with `until`, every working day up to it
  setDuty: row('x:dutySet', 'duty', { day, personId: number, until: day.optional() }),
  // one's own language beside one's other settings, and what the environment has set
  speak: row('x:speak', null, { locale: oneOf(LOCALES) }),
  // in which messenger the bot writes to them
  chooseHome: row('x:home', null, { messenger: word }),
} as const;

type Rows = typeof OWN;
declare module './buttons' {
  interface ButtonRows extends Rows {}
}
