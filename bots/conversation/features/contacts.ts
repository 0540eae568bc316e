import { showContacts } from '../../../src/usecases/acts/show-contacts';
import type { BotContext } from '../../telegram/context';
import type { BotDeps } from '../talk';

/** «Показать контакты»: only with PERSONAL_DATA_IN_CHAT=on_request, journaled, and the message goes after five minutes. */
export async function pressContacts(
  deps: BotDeps,
  { official, words }: BotContext,
  appealId: number,
  queryId: string,
): Promise<void> {
  const { desk, messenger } = deps;
  const title = (number: string) => words.html('card:contacts', { number });
  const result = await showContacts(desk, official, appealId, {
    open: ({ number }) =>
      messenger.send(official.chatId, { text: title(number), buttons: [] }, { silent: true, protect: true }),
    fill: (messageId, { number, name, phone, email, address }) => {
      const lines = [name, phone, email, address]
        .filter((line) => line !== null)
        .map((line) => words.html('card:contactLine', { line }));
      return messenger.edit(official.chatId, messageId, { text: [title(number), ...lines].join('\n'), buttons: [] });
    },
  });
  await messenger.answer(queryId, result === 'shown' ? undefined : words.plain('refusal:notYours'), result !== 'shown');
  deps.wake();
}
