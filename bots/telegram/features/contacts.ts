import { showContacts } from '../../../src/usecases/show-contacts';
import type { BotContext } from '../context';
import type { BotDeps } from '../deps';

/** «Показать контакты»: only with PERSONAL_DATA_IN_CHAT=on_request, journaled, and the message goes after five minutes. */
export async function pressContacts(deps: BotDeps, { official, words }: BotContext, appealId: number, queryId: string): Promise<void> {
  const { desk, messenger } = deps;
  const result = await showContacts(desk, official, appealId, async (contacts) => {
    const lines = [contacts.name, contacts.phone, contacts.email, contacts.address].filter((line) => line !== null);
    return messenger.send(official.chatId, { text: [words.html('card:contacts', { number: contacts.number }), ...lines.map((line) => words.html('card:contactLine', { line }))].join('\n'), keyboard: [] }, { silent: true, protect: true });
  });
  await messenger.answer(queryId, result === 'shown' ? undefined : words.plain('refusal:notYours'), result !== 'shown');
  deps.wake();
}
