import { hasRight } from '../../../src/regulation/rights';
import { lengthInCharacters } from '../../../src/text';
import { filesOfAppeal, filesOfDelivery, placeDelivery, readDeliveryCard } from '../../../src/usecases/acts/deliveries';
import { readAhead } from '../../../src/usecases/nags/read-ahead';
import { readCard } from '../../../src/usecases/reading/read-card';
import { readHistory } from '../../../src/usecases/reading/read-history';
import { refOf } from '../calls';
import type { CallbackData } from '../callback-data';
import { aheadScreen } from '../cards/ahead-screen';
import { COPY_LIMIT, deliveryText } from '../cards/delivery-card';
import { difference } from '../cards/difference';
import { visibleLength } from '../cards/fit';
import { HISTORY_PAGE, historyScreen } from '../cards/history-screen';
import type { BotContext } from '../context';
import type { BotDeps } from '../deps';
import { button } from '../screen';
import { showCard } from './act';
import { pressContacts } from './contacts';

type Look = Extract<
  CallbackData,
  {
    kind:
      | 'open'
      | 'history'
      | 'ahead'
      | 'files'
      | 'contacts'
      | 'difference'
      | 'card'
      | 'place'
      | 'deliveryFiles'
      | 'delivery';
  }
>;

/** Buttons that show something and change nothing, and the coordinator's «Размещено». */
export async function pressLook(deps: BotDeps, ctx: BotContext, data: Look, queryId: string): Promise<void> {
  const { desk, messenger } = deps;
  const { official, words } = ctx;
  const message = ctx.callbackQuery?.message;
  if (!message) return;
  const say = (text?: string, alert = false) => messenger.answer(queryId, text, alert);
  const gone = () => say(words.plain('refusal:notFound'), true);
  // A forged button carries an identity, never a right.
  if (!hasRight(official, 'work')) return say(words.plain('refusal:notForYou'), true);
  switch (data.kind) {
    case 'open': {
      await say();
      if ((await messenger.bring(official, 'appeal', data.appealId, { silent: true })) === null)
        await messenger.send(official.chatId, { text: words.html('refusal:notFound'), keyboard: [] });
      return;
    }
    case 'card':
      await say();
      return showCard(deps, ctx, data.appealId, false);
    case 'history': {
      const history = await readHistory(desk, data.appealId, data.page, HISTORY_PAGE);
      if (!history) return gone();
      await say();
      await messenger.edit(
        refOf(message.chat.id, message.message_id),
        historyScreen(history, data.appealId, data.page, messenger.readingFor(official)),
      );
      return;
    }
    case 'ahead': {
      const ahead = await readAhead(desk, data.appealId, official);
      if (!ahead) return gone();
      await say();
      await messenger.edit(
        refOf(message.chat.id, message.message_id),
        aheadScreen(ahead, data.appealId, data.page, messenger.readingFor(official)),
      );
      return;
    }
    case 'files':
      await say();
      return messenger.sendFiles(official.chatId, await filesOfAppeal(desk, data.appealId));
    case 'difference': {
      const card = (await readCard(desk, data.appealId, official))?.card;
      if (!card?.draft?.textBeforeEdit) return gone();
      await say();
      const text = `<b>${words.html('card:difference')}</b>\n\n${difference(card.draft.textBeforeEdit, card.draft.text)}`;
      if (visibleLength(text) > COPY_LIMIT)
        return messenger.sendTextFile(
          official.chatId,
          `${card.number}.txt`,
          `${card.draft.textBeforeEdit}\n\n———\n\n${card.draft.text}`,
        );
      await messenger.send(
        official.chatId,
        { text, keyboard: [[button(words.plain('notice:open'), { kind: 'open', appealId: data.appealId })]] },
        { silent: true },
      );
      return;
    }
    case 'contacts':
      return pressContacts(deps, ctx, data.appealId, queryId);
    case 'delivery': {
      if (!hasRight(official, 'control')) return say(words.plain('refusal:notYours'), true);
      await say();
      if ((await messenger.bring(official, 'delivery', data.deliveryId, { silent: true })) === null)
        await messenger.send(official.chatId, { text: words.html('refusal:notFound'), keyboard: [] });
      return;
    }
    case 'deliveryFiles': {
      const card = await readDeliveryCard(desk, data.deliveryId);
      if (!card) return gone();
      await say();
      const text = deliveryText(card, messenger.readingFor(official));
      if (lengthInCharacters(text) > COPY_LIMIT)
        await messenger.sendTextFile(official.chatId, `${card.number}.txt`, text);
      return messenger.sendFiles(official.chatId, await filesOfDelivery(desk, data.deliveryId));
    }
    case 'place': {
      const result = await placeDelivery(desk, official, data.deliveryId);
      if (result === 'gone') return gone();
      if (result === 'notYours') return say(words.plain('refusal:notYours'), true);
      deps.wake();
      const card = await readDeliveryCard(desk, data.deliveryId);
      await say(
        result === 'placed'
          ? words.plain('done:placed')
          : words.plain('done:placedBefore', { name: card?.placedBy ?? '' }),
      );
      await messenger.redraw(official, 'delivery', data.deliveryId);
      return;
    }
  }
}
