import { readCard } from '../../../src/usecases/card/read-card';
import { readView } from '../../../src/usecases/acts/kept';
import { writtenTexts } from '../dialogs/acts/answer/written-texts';
import { refusal, type Feature } from '../feature';
import { changeInParts, editInParts, textInParts, textToCopy, wholeTexts } from '../screens/appeals/whole-texts';
import type { Talk } from '../talk';
import { tellParts } from '../tell-parts';
import type { Turn } from '../turn';

/** Texts that their message shows a part of, whole, in as many messages as that takes. */
export function wholeTextFeature(talk: Talk): Feature {
  const { desk } = talk;
  const gone = ({ words }: Turn) => refusal(words.plain('refusal:notFound'));

  return {
    presses: {
      async difference(turn, { appealId }) {
        const card = (await readCard(desk, appealId, turn.official))?.card;
        const parts = card ? changeInParts(card, turn.reading) : [];
        return parts.length > 0 ? tellParts(talk, turn, appealId, parts) : gone(turn);
      },
      async wholeText(turn, { appealId }) {
        const view = await readView(desk, turn.official, appealId, null);
        if (!view) return gone(turn);
        const { reading, words } = turn;
        const { card, form } = view;
        const texts = [...wholeTexts(card, words), ...(form ? writtenTexts(form.form, words) : [])];
        const parts = texts.flatMap((text) => textInParts(text, card.number, reading));
        return tellParts(talk, turn, appealId, [...parts, ...editInParts(card, reading)]);
      },
      async copyWritten(turn, { appealId }) {
        const view = await readView(desk, turn.official, appealId, null);
        const text = view?.form?.step.submission.answers.answerText;
        if (!view || text === undefined) return gone(turn);
        const what = turn.words.plain('card:whole.written');
        return tellParts(talk, turn, appealId, textToCopy({ what, text }, view.card.number, turn.reading));
      },
    },
  };
}
