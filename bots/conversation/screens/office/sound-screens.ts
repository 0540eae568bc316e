import {
  dayOf,
  lastWorkingDayOnOrBefore,
  plusDays,
  weekday,
  type PlainDate,
} from '../../../../src/regulation/calendar';
import { LOCALES, type Words } from '../../../../src/i18n';
import type { DutyCandidate, DutyDay, OwnSound } from '../../../../src/usecases/people/on-duty';
import type { OwnAccount } from '../../../../src/usecases/people/home';
import { button, CAPTION, inRows, shorten, type Screen, type ScreenButton } from '../../screen';
import type { Reading } from '../../turn';
import { hourOf, namedDay } from '../dates';
import { messengerName } from '../messenger-name';
import { ticked } from './ticked';

export interface Sound extends OwnSound {
  /** Where they can be written to, see usecases/people/home.ts. */
  readonly accounts: readonly OwnAccount[];
  /** When a morning list may come, in minutes after opening. */
  readonly mornings: readonly number[];
  /** They may say who is on duty. */
  readonly duty: boolean;
  /** They work on appeals: somebody may have to stand in for them. */
  readonly works: boolean;
  /** They may see with what the office is set up. */
  readonly administers: boolean;
}

/** «Параметры»: what somebody may change for themselves; what is set for the office, an admin sees behind «Технические». */
export function soundScreen(sound: Sound, reading: Reading): Screen {
  const { withoutSound, morningAfter, mornings, duty, works, administers } = sound;
  const { words, calendar } = reading;
  const { html, plain } = words;
  const hour = (minutes: number) => hourOf(calendar.opensAt + minutes);
  return {
    text: [
      `<b>${html('people:sound.title')}</b>`,
      html(withoutSound ? 'people:sound.silent' : 'people:sound.loud'),
      html('people:sound.morning', { hour: hour(morningAfter) }),
      ...homeLines(sound.accounts, words),
      html('people:sound.language', { name: plain(`people:language.${words.locale}`) }),
      `<i>${html('people:sound.hint')}</i>`,
    ].join('\n'),
    buttons: [
      [
        withoutSound
          ? button(plain('people:sound.turnOn'), { kind: 'withoutSound', chosen: 'off' })
          : button(plain('people:sound.turnOff'), { kind: 'withoutSound', chosen: 'on' }),
      ],
      mornings.map((minutes) =>
        button(ticked(hour(minutes), minutes === morningAfter, words), { kind: 'morningAfter', minutes }),
      ),
      ...homeButtons(sound.accounts, words),
      LOCALES.map((locale) =>
        button(ticked(plain(`people:language.${locale}`), locale === words.locale, words), { kind: 'speak', locale }),
      ),
      ...inRows(
        [
          ...(works ? [button(plain('list:button.absence'), { kind: 'absences' })] : []),
          ...(duty ? [button(plain('people:duty.title'), { kind: 'duty' })] : []),
        ],
        2,
      ),
      ...(administers ? [[button(plain('people:environment.technical'), { kind: 'technical' })]] : []),
      [button(plain('people:admin.button.menu'), { kind: 'menu' })],
    ],
  };
}

/** «Где писать», of whoever has a choice. */
function homeLines(accounts: readonly OwnAccount[], words: Words): string[] {
  const home = accounts.find(({ isHome }) => isHome);
  if (!home || accounts.length < 2) return [];
  const messenger = messengerName(home.messenger, words);
  if (home.insteadOf === null) return [words.html('people:home.line', { messenger })];
  return [words.html('people:home.lineInstead', { messenger, former: messengerName(home.insteadOf, words) })];
}

function homeButtons(accounts: readonly OwnAccount[], words: Words): ScreenButton[][] {
  const open = accounts.filter(({ isOpen, isHome }) => isOpen || isHome);
  if (open.length < 2) return [];
  return [
    open.map(({ messenger, isHome }) =>
      button(ticked(messengerName(messenger, words), isHome, words), { kind: 'chooseHome', messenger }),
    ),
  ];
}

/** Whose phone sounds for all coordinators, day by day. */
export function dutyScreen(days: readonly DutyDay[], { words, now, calendar }: Reading): Screen {
  const { html, plain } = words;
  const today = dayOf(now, calendar);
  const caption = ({ day, name, absent }: DutyDay) => {
    const who = name === null ? plain('people:duty.all') : absent ? plain('people:duty.away', { name }) : name;
    return plain('people:duty.day', { day: namedDay(day, today, words), name: who });
  };
  return {
    text: [`<b>${html('people:duty.title')}</b>`, html('people:duty.hint')].join('\n'),
    buttons: [
      ...days.map((day) => [button(shorten(caption(day), CAPTION), { kind: 'dutyDay', day: day.day })]),
      [button(plain('people:admin.button.back'), { kind: 'sound' })],
    ],
  };
}

const FRIDAY = 5;

/** Who is on duty on this day, and until the week ends. */
export function dutyDayScreen(day: PlainDate, people: readonly DutyCandidate[], reading: Reading): Screen {
  const { words, now, calendar } = reading;
  const { html, plain } = words;
  const today = dayOf(now, calendar);
  const friday = plusDays(day, Math.max(0, FRIDAY - weekday(day)));
  const last = lastWorkingDayOnOrBefore(friday, calendar);
  return {
    text: html('people:duty.ask', { day: namedDay(day, today, words) }),
    buttons: [
      ...people.map(({ id, name, absent }) => [
        button(shorten(absent ? plain('people:duty.away', { name }) : name, CAPTION), {
          kind: 'setDuty',
          day,
          personId: id,
        }),
        ...(last > day
          ? [
              button(plain('people:duty.until', { day: namedDay(last, today, words) }), {
                kind: 'setDuty',
                day,
                personId: id,
                until: last,
              }),
            ]
          : []),
      ]),
      ...inRows(
        [
          button(plain('people:duty.nobody'), { kind: 'setDuty', day, personId: 0 }),
          button(plain('people:admin.button.back'), { kind: 'duty' }),
        ],
        2,
      ),
    ],
  };
}
