import { showContacts } from '../../../src/usecases/acts/show-contacts';
import type { BotContext } from '../context';
import type { BotDeps } from '../deps';

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
      messenger.send(official.chatId, { text: title(number), keyboard: [] }, { silent: true, protect: true }),
    fill: (message, { number, name, phone, email, address }) => {
      const lines = [name, phone, email, address]
        .filter((line) => line !== null)
        .map((line) => words.html('card:contactLine', { line }));
      return messenger.edit(message, { text: [title(number), ...lines].join('\n'), keyboard: [] });
    },
  });
  await messenger.answer(queryId, result === 'shown' ? undefined : words.plain('refusal:notYours'), result !== 'shown');
  deps.wake();
}
