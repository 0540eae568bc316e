import type texts from '../../../../locales/ru/people.json';
import type { Words } from '../../../../src/i18n';
import { button, type Screen } from '../../screen';
import type { Talk } from '../../talk';

type Variable = keyof (typeof texts)['environment']['variable'];

export interface Settings {
  readonly environment: Talk['environment'];
  /** The shares of stages are no assumption any more. */
  readonly sharesConfirmed: boolean;
}

/** What the environment has set, read only, and whether the shares of stages are still an assumption. */
export function settingsScreen({ environment, sharesConfirmed }: Settings, { html, plain }: Words): Screen {
  const lines = environment.map(({ variable, value }) =>
    html('people:environment.line', {
      what: plain(`people:environment.variable.${variable as Variable}`),
      value: value ?? plain('people:environment.unset'),
    }),
  );
  return {
    text: [
      `<b>${html('people:environment.title')}</b>`,
      `<i>${html('people:environment.hint')}</i>`,
      '',
      ...lines,
      '',
      html(sharesConfirmed ? 'people:environment.sharesConfirmed' : 'people:environment.sharesAssumed'),
    ].join('\n'),
    buttons: [
      ...(sharesConfirmed ? [] : [[button(plain('people:environment.confirmShares'), { kind: 'confirmShares' })]]),
      [button(plain('letter:head.title'), { kind: 'letterhead' })],
      [button(plain('people:admin.button.back'), { kind: 'admin' })],
    ],
  };
}
