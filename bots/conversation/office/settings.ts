import type { Words } from '../../../src/i18n';
import { entriesOf, keysOf } from '../../../src/regulation/lists';
import { AMOUNTS, type Amount } from '../../../src/usecases/kit/settings';
import type { Button } from '../kit/buttons';
import { button, inRows, type ScreenButton, type Screen } from '../kit/screen';
import type { SettingRoom } from './buttons';
import type { Talk } from '../kit/talk';

/** How many of it hold now, of those that this office has. */
export type Held = Readonly<Partial<Record<Amount, number>>>;

/** What is said of each: how it is now, on its button, and once it was chosen. */
const WORDS = {
  photoYears: ['people:environment.photos', 'people:environment.photoTerm', 'people:environment.photosChosen'],
  contactYears: ['applicant:kept', 'applicant:term', 'applicant:kept'],
  importDays: ['reconcile:imports.kept', 'reconcile:imports.keep', 'reconcile:imports.kept'],
  intakeRest: ['reconcile:imports.rests', 'reconcile:imports.rest', 'reconcile:imports.rests'],
  repeatWeeks: ['people:environment.repeats', 'people:environment.repeatTerm', 'people:environment.repeats'],
  caseMinutes: ['violation:grain.setting', 'violation:grain.term', 'violation:grain.setting'],
  outageMinutes: ['people:outage.setting', 'people:outage.term', 'people:outage.setting'],
} as const satisfies Record<Amount, readonly [now: string, caption: string, chosen: string]>;
/** And of none of it, where that may be chosen. */
const NONE = {
  repeatWeeks: ['people:environment.repeatsOff', 'people:environment.repeatNever', 'people:environment.repeatsOff'],
  caseMinutes: ['violation:grain.none', 'violation:grain.any', 'violation:grain.none'],
} as const;
const hasNone = (amount: Amount): amount is keyof typeof NONE => amount in NONE;

const said = (amount: Amount, count: number, place: 0 | 1 | 2, { plain }: Words): string =>
  count === 0 && hasNone(amount) ? plain(NONE[amount][place]) : plain(WORDS[amount][place], { count });

export const amountLines = (held: Held, words: Words, of = keysOf(AMOUNTS)): string[] =>
  of.flatMap((amount) => {
    const { [amount]: count } = held;
    return count === undefined ? [] : [said(amount, count, 0, words)];
  });

export const amountChosen = (amount: Amount, count: number, words: Words): string => said(amount, count, 2, words);

type Sure = { readonly sure?: 'yes' };
const BUTTONS = {
  photoYears: (years, sure) => ({ kind: 'photoYears', years, ...sure }),
  contactYears: (years, sure) => ({ kind: 'contactYears', years, ...sure }),
  importDays: (days, sure) => ({ kind: 'importDays', days, ...sure }),
  intakeRest: (minutes) => ({ kind: 'intakeRest', minutes }),
  repeatWeeks: (weeks) => ({ kind: 'repeatWeeks', weeks }),
  caseMinutes: (minutes) => ({ kind: 'caseMinutes', minutes }),
  outageMinutes: (minutes) => ({ kind: 'outageMinutes', minutes }),
} as const satisfies Record<Amount, (count: number, sure: Sure) => Button>;
export const amountButton = (amount: Amount, count: number, sure: Sure = {}): Button => BUTTONS[amount](count, sure);

/** Each as it is now, with its own choice behind it. */
export const amountRows = (held: Held, words: Words): ScreenButton[][] =>
  inRows(
    entriesOf(held).flatMap(([amount, count]) =>
      count === undefined ? [] : [button(said(amount, count, 1, words), { kind: 'settings', room: amount })],
    ),
    2,
  );

/** What may be chosen: whatever holds now is no button. */
export const choiceRows = (amount: Amount, held: Held, words: Words): ScreenButton[][] =>
  inRows(
    AMOUNTS[amount].offered
      .filter((count) => count !== held[amount])
      .map((count) => button(said(amount, count, 1, words), amountButton(amount, count))),
    2,
  );

export interface Settings {
  /** The shares of stages are no assumption any more. */
  readonly sharesConfirmed: boolean;
  /** The office keeps «Отразить в ПОС». */
  readonly reflecting: boolean;
  readonly amounts: Held;
}

/** Whether the shares of stages are still an assumption, and the terms that an admin chooses. */
export function settingsScreen({ sharesConfirmed, reflecting, amounts }: Settings, words: Words): Screen {
  const { html, plain } = words;
  return {
    text: [
      `<b>${html('people:environment.title')}</b>`,
      html(sharesConfirmed ? 'people:environment.sharesConfirmed' : 'people:environment.sharesAssumed'),
      '',
      ...amountLines(amounts, words),
      html(reflecting ? 'people:environment.reflecting.on' : 'people:environment.reflecting.off'),
    ].join('\n'),
    buttons: [
      ...(sharesConfirmed ? [] : [[button(plain('people:environment.confirmShares'), { kind: 'confirmShares' })]]),
      ...inRows(ofTheirOwn(words), 2),
      [button(plain('people:environment.numbers'), { kind: 'settings', room: 'numbers' })],
      [
        reflecting
          ? button(plain('people:environment.reflecting.turnOff'), { kind: 'reflecting', shown: 'off' })
          : button(plain('people:environment.reflecting.turnOn'), { kind: 'reflecting', shown: 'on' }),
      ],
      [
        button(plain('people:environment.technical'), { kind: 'technical' }),
        button(plain('people:admin.button.back'), { kind: 'admin' }),
      ],
    ],
  };
}

/** The numbers, or what may be chosen of one of them: of all at once nobody finds theirs. */
export function numbersScreen(room: SettingRoom, { amounts }: Settings, words: Words): Screen {
  const { html, plain } = words;
  const isOne = room !== 'numbers';
  return {
    text: [
      `<b>${html('people:environment.numbers')}</b>`,
      '',
      ...amountLines(amounts, words, isOne ? [room] : undefined),
    ].join('\n'),
    buttons: [
      ...(isOne ? choiceRows(room, amounts, words) : amountRows(amounts, words)),
      [button(plain('people:admin.button.back'), { kind: 'settings', ...(isOne && { room: 'numbers' as const }) })],
    ],
  };
}

/** Settings that have a screen of their own. */
const ofTheirOwn = ({ plain }: Words): ScreenButton[] => [
  button(plain('letter:head.title'), { kind: 'letterhead' }),
  button(plain('evidence:rules.title'), { kind: 'photoRules' }),
  button(plain('engagement:title'), { kind: 'engagementRules' }),
  button(plain('widget:office.title'), { kind: 'widgetOffice' }),
];

/** «Технические»: what the environment has set, read only. */
export function technicalScreen(environment: Talk['environment'], { html, plain }: Words): Screen {
  const lines = environment.map(({ variable, value }) =>
    html('people:environment.line', {
      what: plain(`people:environment.variable.${variable}`),
      value: value ?? plain('people:environment.unset'),
    }),
  );
  return {
    text: [
      `<b>${html('people:environment.technical')}</b>`,
      `<i>${html('people:environment.hint')}</i>`,
      '',
      ...lines,
    ].join('\n'),
    buttons: [[button(plain('people:admin.button.back'), { kind: 'sound' })]],
  };
}
