import {
  dayOf,
  lastWorkingDayOnOrBefore,
  plusDays,
  weekday,
  type PlainDate,
  nextWorkingDay,
} from '../../../src/regulation/calendar';
import { LOCALES, type Words, wordsOf } from '../../../src/i18n';
import {
  type DutyCandidate,
  type DutyDay,
  type OwnSound,
  MORNINGS,
  readOwnSound,
  dutyCandidates,
  readDutyDays,
  setDuty,
  chooseMorning,
  chooseSound,
} from '../../../src/usecases/people/on-duty';
import { type OwnAccount, readAccounts } from '../../../src/usecases/people/home';
import { button, CAPTION, inRows, shorten, type Screen, type ScreenButton, messengerName, ticked } from '../kit/screen';
import type { Reading, Turn } from '../kit/turn';
import { hourOf, namedDay } from '../kit/calendar-words';
import { hasRight } from '../../../src/regulation/rights';
import type { Talk } from '../kit/talk';
import { chooseLanguage } from '../../../src/usecases/people/store';
import { refusal, type Feature } from '../kit/feature';

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

/** «Параметры»: one's own, as it is at this moment. */
export async function drawSound({ desk }: Pick<Talk, 'desk'>, { official, reading }: Turn): Promise<Screen> {
  return soundScreen(
    {
      ...(await readOwnSound(desk, official)),
      accounts: await readAccounts(desk, official.personId),
      mornings: MORNINGS,
      duty: hasRight(official, 'duty'),
      works: hasRight(official, 'work'),
      administers: hasRight(official, 'administer'),
    },
    reading,
  );
}

/** «Параметры»: one's own sound, morning and language, and, for coordinators, whose phone sounds for all of them. */
export function soundFeature(talk: Talk): Feature {
  const { desk, wake } = talk;
  const drawDuty = async ({ reading }: Turn): Promise<Screen> => dutyScreen(await readDutyDays(desk), reading);

  return {
    presses: {
      sound: async (turn) => ({ screen: await drawSound(talk, turn) }),
      withoutSound: async (turn, { chosen }) => {
        await chooseSound(desk, turn.official, chosen === 'on');
        return { screen: await drawSound(talk, turn) };
      },
      morningAfter: async (turn, { minutes }) => {
        if (!(await chooseMorning(desk, turn.official, minutes))) return refusal(turn.words.plain('refusal:oldButton'));
        return { screen: await drawSound(talk, turn) };
      },
      speak: async (turn, { locale }) => {
        await chooseLanguage(desk, turn.official, locale);
        wake();
        const words = wordsOf(locale);
        const spoken = { ...turn, words, reading: { ...turn.reading, words } };
        return { toast: words.plain('people:language.chosen'), screen: await drawSound(talk, spoken) };
      },
      duty: async (turn) => ({ screen: await drawDuty(turn) }),
      dutyDay: async (turn, { day }) => ({
        screen: dutyDayScreen(day, await dutyCandidates(desk, day), turn.reading),
      }),
      setDuty: async (turn, { day, personId, until }) => {
        const days = workingDays(day, until ?? day, turn);
        const changed = await setDuty(desk, turn.official, days, personId === 0 ? null : personId);
        wake();
        return {
          ...(changed === 'changed' ? {} : refusal(turn.words.plain(`people:duty.refusal.${changed}`))),
          screen: await drawDuty(turn),
        };
      },
    },
  };
}

/** A week at most: longer spans have no button. */
const DAYS_AT_MOST = 7;

function workingDays(from: PlainDate, until: PlainDate, { reading: { calendar } }: Turn): PlainDate[] {
  const days = [from];
  for (let day = nextWorkingDay(from, calendar); day <= until && days.length < DAYS_AT_MOST;)
    [day] = [nextWorkingDay(day, calendar), days.push(day)];
  return days;
}
