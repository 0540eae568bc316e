import { isClockMovable, moveClock, standNow } from './clock.js';
import { askForm } from './dialog.js';
import { fill, h } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { openMenu } from './menu.js';
import { attempt } from './people-forms.js';
import { store } from './store.js';
import { dateAndTime, dayAndTime, localMoment, nextMorning, weekdayAndTime } from './time.js';
/** @import { MenuItem } from './shapes.d.ts' */

/** Where nobody tells when the office's morning is past. */
const morningHour = 9;
const hour = 60 * 60 * 1000;
/** By then the bot has done what falls due at a moment. */
const justPast = 60 * 1000;

/** The stand's clock: a press on it moves the time on, if the stand lets it. */
export function clockControl() {
  const full = h('span', { class: 'wide-only' });
  const short = h('span', { class: 'narrow-only' });
  const next = h('span', { class: 'clock-next wide-only' });
  /** @type {HTMLButtonElement} */
  const face = h(
    'button',
    { type: 'button', class: 'button quiet clock-face', onclick: () => openMenu(face, moves()) },
    icon('clock'),
    h('span', { class: 'clock-lines' }, h('time', {}, full, short), next),
  );
  const quickMoves = h('span', { class: 'clock wide-only' });

  function tick() {
    const now = standNow();
    full.textContent = dateAndTime(now);
    short.textContent = dayAndTime(now);
  }

  function draw() {
    face.disabled = !isClockMovable;
    next.textContent = comingUp() ?? '';
    face.title = comingUp() ?? t('toolbar.clock');
    fill(
      quickMoves,
      ...moves()
        .filter(({ isQuick }) => isQuick)
        .map(({ label, description, run }) =>
          h('button', { type: 'button', class: 'button small', title: description, onclick: run }, label),
        ),
    );
    tick();
  }

  store.on('clock', draw);
  store.on('people', tick);
  setInterval(tick, 1000);
  draw();
  return h('div', { class: 'clock', role: 'group', 'aria-label': t('toolbar.clock') }, face, quickMoves);
}

/** «Следующее: пн 08:15, утренние списки дел»; null: nobody tells. */
function comingUp() {
  const next = store.comingUp?.next;
  if (!next) return null;
  return t('toolbar.next', { moment: weekdayAndTime(new Date(next.at), standNow()), title: next.title });
}

/** As a move of the clock: just past the next working morning, or to a morning where nobody tells when that is. */
export function moveToMorning() {
  return attempt(moveClock(morning()));
}

function morning() {
  const past = store.comingUp?.pastMorning;
  return past === undefined ? nextMorning(standNow(), morningHour) : new Date(past);
}

/** @returns {(MenuItem & { isQuick?: boolean })[]} */
function moves() {
  if (!isClockMovable) return [];
  const next = store.comingUp?.next;
  const label = comingUp();
  /** @param {number} instant */
  const moveTo = (instant) => attempt(moveClock(new Date(instant)));
  return [
    {
      label: t('toolbar.plusHour'),
      iconName: 'clock',
      isQuick: true,
      run: () => moveTo(standNow().getTime() + hour),
    },
    ...(next && label ? [{ label, iconName: 'bell', run: () => moveTo(Date.parse(next.at) + justPast) }] : []),
    {
      label: t(store.comingUp ? 'toolbar.morning' : 'toolbar.tomorrow'),
      description: weekdayAndTime(morning(), standNow()),
      iconName: 'sun',
      isQuick: true,
      run: () => moveToMorning(),
    },
    { label: t('toolbar.toDay'), iconName: 'skip', run: askMoment },
  ];
}

function askMoment() {
  return askForm({
    title: t('toolbar.toDayTitle'),
    fields: [
      {
        name: 'moment',
        label: t('toolbar.moment'),
        type: 'datetime-local',
        required: true,
        value: localInput(standNow()),
      },
    ],
    submitCaption: t('dialog.ok'),
    submit: ({ moment }) => moveClock(instantOf(moment)),
  });
}

/**
 * What a field of date and time shows for an instant.
 * @param {Date} instant
 */
function localInput(instant) {
  const { date, time } = localMoment(instant);
  return `${date}T${time.slice(0, 5)}`;
}

/**
 * The instant that a field of date and time means, in the same zone.
 * @param {string} input
 */
function instantOf(input) {
  const { offset } = localMoment(new Date(`${input}Z`));
  return new Date(`${input}:00${offset}`);
}
