import { hasRight } from '../../../src/regulation/rights';
import { lengthInCharacters } from '../../../src/text';
import { filesOfDelivery, placeDelivery, readDeliveryCard } from '../../../src/usecases/acts/deliveries';
import { refusal, type Feature } from '../dispatch';
import { only } from '../screen';
import { deliveryText } from '../screens/appeals/delivery-card';
import { COPY_LIMIT } from '../screens/fit';
import type { Talk } from '../talk';

/** What was approved, on its way into ПОС: its text to copy, its files, and the coordinator's «Размещено». */
export function placingFeature({ desk, voice, cards, wake }: Talk): Feature {
  return {
    presses: {
      async delivery({ official, words, chatId }, { deliveryId }) {
        if (!hasRight(official, 'control')) return refusal(words.plain('refusal:notYours'));
        return {
          after: async () => {
            if (!(await cards.bring(official, 'delivery', deliveryId)))
              await voice.send(chatId, only(words.html('refusal:notFound')));
          },
        };
      },
      async deliveryFiles({ words, reading, chatId }, { deliveryId }) {
        const card = await readDeliveryCard(desk, deliveryId);
        if (!card) return refusal(words.plain('refusal:notFound'));
        const text = deliveryText(card, reading);
        return {
          after: async () => {
            if (lengthInCharacters(text) > COPY_LIMIT)
              await voice.sendFile(chatId, `${card.number}.txt`, Buffer.from(text));
            await voice.sendFiles(chatId, await filesOfDelivery(desk, deliveryId));
          },
        };
      },
      async place({ official, words }, { deliveryId }) {
        const result = await placeDelivery(desk, official, deliveryId);
        if (result === 'gone') return refusal(words.plain('refusal:notFound'));
        if (result === 'notYours') return refusal(words.plain('refusal:notYours'));
        wake();
        const card = await readDeliveryCard(desk, deliveryId);
        return {
          toast:
            result === 'placed'
              ? words.plain('done:placed')
              : words.plain('done:placedBefore', { name: card?.placedBy ?? '' }),
          after: () => cards.redraw(official, 'delivery', deliveryId),
        };
      },
    },
  };
}
