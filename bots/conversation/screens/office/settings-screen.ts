import type { Words } from '../../../../src/i18n';
import type { SettingRoom } from '../../button-rows/office';
import { button, inRows, type Screen, type ScreenButton } from '../../screen';
import type { Talk } from '../../talk';
import { amountLines, amountRows, choiceRows, type Held } from './amounts';

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
