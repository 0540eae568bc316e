import { wordsOf, type Words } from '../../../../src/i18n';
import type { WordRequest, LetterRefusal } from '../../../../src/usecases/answers/letters';

const REFUSED = {
  notFound: 'refusal:notFound',
  notYours: 'refusal:notYours',
  noLetterhead: 'letter:noLetterhead',
  namesApplicant: 'letter:namesApplicant',
} as const satisfies Record<LetterRefusal, string>;

/** Why there is no letter. */
export const letterRefusal = (refusal: LetterRefusal, { plain }: Words): string => plain(REFUSED[refusal]);

/** Other bodies are written to in Russian, whatever the bot speaks. */
export const wordRequest: WordRequest = ({ number, place, kind, registered: date, by: day, what }) => {
  const { plain } = wordsOf('ru');
  return {
    number: plain('letter:request.number', { number, place }),
    text: plain(`letter:request.${kind}`, { number, date, what, day }),
  };
};
