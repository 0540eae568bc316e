import { hasRight } from '../../../src/regulation/rights';
import { lengthInCharacters } from '../../../src/text';
import { startAct } from '../../../src/usecases/acts/act-forms';
import { actOfDelivery, filesOfDelivery, placeDelivery, readDeliveryCard } from '../../../src/usecases/acts/deliveries';
import { refusal, type Feature } from '../dispatch';
import { only } from '../screen';
import { replyOf } from '../dialogs/acts/act-outcome';
import { placedWord } from '../screens/appeals/delivery-card';
import { COPY_LIMIT } from '../screens/fit';
import type { Talk } from '../talk';

/** What was approved, on its way into ПОС: its text to copy, its files, and the coordinator's «Размещено». */
export function placingFeature(talk: Talk): Feature {
  const { desk, voice, cards, wake } = talk;
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
      async deliveryFiles({ words, chatId }, { deliveryId }) {
        const card = await readDeliveryCard(desk, deliveryId);
        if (!card) return refusal(words.plain('refusal:notFound'));
        const { text } = card;
        const caption = words.plain('card:title', { number: card.number });
        return {
          after: async () => {
            if (lengthInCharacters(text) > COPY_LIMIT)
              await voice.sendFile(chatId, `${card.number}.txt`, Buffer.from(text));
            await voice.sendFiles(chatId, await filesOfDelivery(desk, deliveryId), caption);
          },
        };
      },
      async place(turn, { deliveryId }) {
        const { official, words, message } = turn;
        const before = await readDeliveryCard(desk, deliveryId);
        const act = before && (await actOfDelivery(desk, official, before));
        if (act) {
          const { appealId } = before;
          const outcome = await startAct(desk, { actor: official, appealId, message, ...act });
          const { after: _ofAppeal, ...reply } = await replyOf(talk, turn, outcome);
          // The press was on the task, which stays where it is; what is asked is asked in the appeal's own card.
          return {
            ...reply,
            after: async () => {
              await cards.redraw(official, 'delivery', deliveryId);
              if (outcome.kind === 'asking') await cards.bring(official, 'appeal', appealId);
              else await cards.redraw(official, 'appeal', appealId);
            },
          };
        }
        const result = await placeDelivery(desk, official, deliveryId);
        if (result === 'gone') return refusal(words.plain('refusal:notFound'));
        if (result === 'notYours') return refusal(words.plain('refusal:notYours'));
        wake();
        const card = await readDeliveryCard(desk, deliveryId);
        if (result === 'withdrawn')
          return {
            ...refusal(words.plain('refusal:withdrawn')),
            after: () => cards.redraw(official, 'delivery', deliveryId),
          };
        return {
          toast:
            result === 'placed'
              ? words.plain(`done:${placedWord(card?.kind ?? 'comment')}`)
              : words.plain('done:placedBefore', { name: card?.placedBy ?? '' }),
          after: () => cards.redraw(official, 'delivery', deliveryId),
        };
      },
    },
  };
}
