import type { Words } from '../../../../src/i18n';
import { button, type Screen } from '../../screen';
import { messengerName } from '../messenger-name';

/** How many people get a link when an admin says yes. */
export function inviteAllScreen(messenger: string, count: number, words: Words): Screen {
  const { html, plain } = words;
  const name = messengerName(messenger, words);
  return {
    text: html(count > 0 ? 'people:home.askAll' : 'people:home.askNobody', { count, messenger: name }),
    buttons: [
      ...(count > 0
        ? [
            [
              button(plain('people:home.button.inviteAll', { messenger: name }), {
                kind: 'confirmInviteAll',
                messenger,
              }),
            ],
          ]
        : []),
      [button(plain('people:admin.button.back'), { kind: 'admin' })],
    ],
  };
}
