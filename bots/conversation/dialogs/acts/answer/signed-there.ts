import { isOneOf } from '../../../../../src/regulation/lists';
import { SIGNATURE_LEVELS, signatureNeeded, type SignatureLevel } from '../../../../../src/regulation/signatures';
import { SIGNED_TEXTS, type SignedText } from '../../../../../src/regulation/vocabulary';
import { option } from '../../../questions/choice';
import { answered, type Question } from '../../../questions/question';
import type { ActState } from '../asked/act-state';

interface Signed {
  readonly signedText: SignedText;
  readonly signedWith: SignatureLevel;
}
const WAYS = SIGNED_TEXTS.flatMap((signedText) =>
  SIGNATURE_LEVELS.map((signedWith) => ({ signedText, signedWith, value: `${signedText}_${signedWith}` as const })),
);
const said = (value: string): Signed | { readonly signedText: SignedText } | null => {
  const way = WAYS.find((one) => one.value === value);
  if (way) return { signedText: way.signedText, signedWith: way.signedWith };
  // A button of when the kind of signature was not asked.
  return isOneOf(SIGNED_TEXTS, value) ? { signedText: value } : null;
};

/** «Подписано и утверждено в ПОС»: whether it was signed as it had been entered, and with what; one tap says both. */
export const signedThere: Question<ActState> = {
  ...option<ActState>({
    key: 'signedText',
    perRow: 2,
    values: ({ state: { card }, reading: { words } }) =>
      WAYS.filter(
        ({ signedWith }) =>
          signedWith === 'qualified' || signatureNeeded(card?.joined.kind ?? 'message') === 'unqualified',
      ).map(({ value }) => ({ value, caption: words.plain(`appeal:signedText.${value}`) })),
  }),
  pressed(asked, move, value) {
    const answer = move === 'pick' ? said(value) : null;
    return answer && answered(asked, { ...answer });
  },
};
