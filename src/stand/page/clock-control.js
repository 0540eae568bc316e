import { isClockMovable, moveClock, standNow } from './clock.js';
import { askForm } from './dialog.js';
import { fill, h } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { openMenu } from './menu.js';
import { attempt } from './people-forms.js';
import { store } from './store.js';
import { dateAndTime, dayAndTime, localMoment, nextMorning } from './time.js';

const morningHour = 8;
const hour = 60 * 60 * 1000;

/** The stand's clock: a press on it moves the time on, if the stand lets it. */
export function clockControl() {
  const full = h('span', { class: 'wide-only' });
  const short = h('span', { class: 'narrow-only' });
  const face = h(
    'button',
    { type: 'button', class: 'button quiet clock-face', onclick: () => openMenu(face, moves()) },
    icon('clock'),
    h('time', {}, full, short),
  );
  const quickMoves = h('span', { class: 'clock wide-only' });

  function tick() {
    const now = standNow();
    full.textContent = dateAndTime(now);
    short.textContent = dayAndTime(now);
  }

  function draw() {
    face.disabled = !isClockMovable;
    face.title = t('toolbar.clock');
    fill(
      quickMoves,
      ...moves()
        .slice(0, 2)
        .map(({ label, run }) => h('button', { type: 'button', class: 'button small', onclick: run }, label)),
    );
    tick();
  }

  store.on('clock', draw);
  store.on('people', tick);
  setInterval(tick, 1000);
  draw();
  return h('div', { class: 'clock', role: 'group', 'aria-label': t('toolbar.clock') }, face, quickMoves);
}

function moves() {
  if (!isClockMovable) return [];
  return [
    {
      label: t('toolbar.plusHour'),
      iconName: 'clock',
      run: () => attempt(moveClock(new Date(standNow().getTime() + hour))),
    },
    {
      label: t('toolbar.tomorrow'),
      iconName: 'sun',
      run: () => attempt(moveClock(nextMorning(standNow(), morningHour))),
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

/** What a field of date and time shows for an instant. */
function localInput(instant) {
  const { date, time } = localMoment(instant);
  return `${date}T${time.slice(0, 5)}`;
}

/** The instant that a field of date and time means, in the same zone. */
function instantOf(input) {
  const { offset } = localMoment(new Date(`${input}Z`));
  return new Date(`${input}:00${offset}`);
}
