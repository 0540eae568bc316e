import { t } from './i18n.js';
import { store } from './store.js';

/**
 * 14:05, in the office's zone if the stand names it, else in the browser's.
 * @param {Date} instant
 */
export function timeOfDay(instant) {
  return format(instant, { hour: '2-digit', minute: '2-digit' });
}

/**
 * «ср 25.11.2026 14:05».
 * @param {Date} instant
 */
export function dateAndTime(instant) {
  const weekday = t(`weekday.${isoWeekday(instant)}`);
  return `${weekday} ${format(instant, { day: '2-digit', month: '2-digit', year: 'numeric' })} ${timeOfDay(instant)}`;
}

/**
 * «25.11 14:05», where there is no room for more.
 * @param {Date} instant
 */
export function dayAndTime(instant) {
  return `${format(instant, { day: '2-digit', month: '2-digit' })} ${timeOfDay(instant)}`;
}

/**
 * «пн 08:15» within the week that comes, else «пн 11.01 08:15».
 * @param {Date} instant
 * @param {Date} now
 */
export function weekdayAndTime(instant, now) {
  const isNear = Math.abs(instant.getTime() - now.getTime()) < 6 * 24 * 60 * 60 * 1000;
  return `${t(`weekday.${isoWeekday(instant)}`)} ${isNear ? timeOfDay(instant) : dayAndTime(instant)}`;
}

/**
 * A day's heading in a chat: «среда, 25.11.2026».
 * @param {Date} instant
 */
export function dayHeading(instant) {
  return `${t(`weekday.full.${isoWeekday(instant)}`)}, ${format(instant, { day: '2-digit', month: '2-digit', year: 'numeric' })}`;
}

/**
 * The same for two instants of one local day.
 * @param {Date} instant
 */
export function dayKey(instant) {
  return format(instant, { day: '2-digit', month: '2-digit', year: 'numeric' });
}

/**
 * Time today, otherwise day and month: what fits beside a name in the list.
 * @param {Date} instant
 * @param {Date} now
 */
export function shortMoment(instant, now) {
  return dayKey(instant) === dayKey(now) ? timeOfDay(instant) : format(instant, { day: '2-digit', month: '2-digit' });
}

/**
 * The first `hour`:00 of the office's zone that is on a later local day than `now`.
 * @param {Date} now
 * @param {number} hour
 */
export function nextMorning(now, hour) {
  const candidate = new Date(now.getTime());
  candidate.setUTCMinutes(0, 0, 0);
  const today = dayKey(now);
  for (let hours = 0; hours < 48; hours += 1) {
    candidate.setUTCHours(candidate.getUTCHours() + 1);
    if (dayKey(candidate) !== today && Number(timeOfDay(candidate).slice(0, 2)) === hour) break;
  }
  return candidate;
}

/**
 * The parts of an instant as the office's clock shows it: `2026-11-25`, `14:05:00`, `+03:00`.
 * @param {Date} instant
 */
export function localMoment(instant) {
  const parts = new Intl.DateTimeFormat('en-GB', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'longOffset',
    timeZone: store.timeZone,
  }).formatToParts(instant);
  /** @param {string} type */
  const part = (type) => parts.find((found) => found.type === type)?.value ?? '';
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}:${part('second')}`,
    offset: part('timeZoneName').replace('GMT', '') || '+00:00',
  };
}

/** @param {number} seconds */
export function fromUnix(seconds) {
  return new Date(seconds * 1000);
}

/** @param {Date} instant */
function isoWeekday(instant) {
  const name = new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone: store.timeZone }).format(instant);
  return ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(name) + 1;
}

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * @param {Date} instant
 * @param {Intl.DateTimeFormatOptions} options
 */
function format(instant, options) {
  const key = JSON.stringify([options, store.timeZone]);
  // Digits and dots are the same in Russian and Tatar, and not every browser knows Tatar dates.
  const known = formats.get(key) ?? new Intl.DateTimeFormat('ru-RU', { ...options, timeZone: store.timeZone });
  formats.set(key, known);
  return known.format(instant);
}
