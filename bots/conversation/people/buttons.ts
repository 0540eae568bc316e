import { LOCALES } from '../../../src/i18n';
import { day, number, oneOf, upTo, word, MINUTES_OF_DAY, row } from '../kit/buttons';

/** One’s own language, sound, morning and messenger, and whose phone sounds for all coordinators. */
export const PEOPLE = {
  language: row('x:language', null, { locale: oneOf(LOCALES) }),
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

type Rows = typeof PEOPLE;
declare module '../kit/buttons' {
  interface ButtonRows extends Rows {}
}
