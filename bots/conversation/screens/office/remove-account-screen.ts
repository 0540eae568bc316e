import type { Words } from '../../../../src/i18n';
import type { Removal } from '../../../../src/usecases/office/disable-person';
import { shortName } from '../../../../src/usecases/kit/officials';
import { button, type Screen } from '../../screen';
import { messengerName } from '../messenger-name';

/** What becomes of a person who loses this messenger, and the button that does it. */
export function removeAccountScreen({ name, removed, home, isOnly }: Removal, words: Words): Screen {
  const { html, plain } = words;
  const { personId, messenger } = removed;
  return {
    text: [
      `<b>${html('people:home.remove.title', { messenger: messengerName(messenger, words), name: shortName(name) })}</b>`,
      home === null
        ? html(isOnly ? 'people:home.remove.askLost' : 'people:home.remove.askLast')
        : html('people:home.remove.ask', { home: messengerName(home.messenger, words) }),
    ].join('\n'),
    buttons: [
      [button(plain('people:disable.confirm'), { kind: 'confirmRemoveAccount', messenger, personId })],
      [button(plain('people:admin.button.back'), { kind: 'person', personId })],
    ],
  };
}
