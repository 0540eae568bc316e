import { readDeliveryCard } from '../../../src/usecases/delivery/deliveries';
import { sayParts } from '../../../src/usecases/kit/form-engine';
import { readCard } from '../../../src/usecases/card/read-card';
import { readView } from '../../../src/usecases/acts/kept';
import { writtenTexts } from '../dialogs/acts/answer/written-texts';
import { refusal, type Feature, type Reply } from '../feature';
import { whyTask } from '../screens/appeals/delivery-card';
import { changeInParts, editInParts, textInParts, textToCopy, wholeTexts } from '../screens/appeals/whole-texts';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** Texts that their message shows a part of, whole, in as many messages as that takes. */
export function wholeTextFeature({ desk, wake }: Talk): Feature {
  const gone = ({ words }: Turn) => refusal(words.plain('refusal:notFound'));

  async function tellParts(
    { official, came, words }: Turn,
    appealId: number,
    parts: readonly string[],
  ): Promise<Reply> {
    if (came.what !== 'press' || parts.length === 0) return { toast: words.plain('card:whole.nothing') };
    await sayParts(desk, official, { pressId: came.pressId, parts, appealId });
    wake();
    return { toast: words.plain('card:whole.sent', { count: parts.length }) };
  }

  return {
    presses: {
      async difference(turn, { appealId }) {
        const card = (await readCard(desk, appealId, turn.official))?.card;
        const parts = card ? changeInParts(card, turn.reading) : [];
        return parts.length > 0 ? tellParts(turn, appealId, parts) : gone(turn);
      },
      async wholeText(turn, { appealId }) {
        const view = await readView(desk, turn.official, appealId, null);
        if (!view) return gone(turn);
        const { reading, words } = turn;
        const { card, form } = view;
        const texts = [...wholeTexts(card, words), ...(form ? writtenTexts(form.form, words) : [])];
        const parts = texts.flatMap((text) => textInParts(text, card.number, reading));
        return tellParts(turn, appealId, [...parts, ...editInParts(card, reading)]);
      },
      async copyWritten(turn, { appealId }) {
        const view = await readView(desk, turn.official, appealId, null);
        const text = view?.form?.step.submission.answers.answerText;
        if (!view || text === undefined) return gone(turn);
        const what = turn.words.plain('card:whole.written');
        return tellParts(turn, appealId, textToCopy({ what, text }, view.card.number, turn.reading));
      },
      async wholeDelivery(turn, { deliveryId }) {
        const card = await readDeliveryCard(desk, turn.official, deliveryId);
        if (!card) return gone(turn);
        const { appealId, number, kind, text } = card;
        const what = turn.words.plain(`appeal:delivery.${kind}`);
        return tellParts(turn, appealId, textToCopy({ what, text }, number, turn.reading));
      },
      async whyTask(turn, { deliveryId }) {
        const card = await readDeliveryCard(desk, turn.official, deliveryId);
        if (!card) return gone(turn);
        const why = whyTask(card, turn.words);
        return why === null ? { toast: turn.words.plain('card:why.said') } : tellParts(turn, card.appealId, [why]);
      },
    },
  };
}
