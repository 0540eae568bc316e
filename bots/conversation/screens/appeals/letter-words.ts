import type { Words } from '../../../../src/i18n';
import type { LetterRefusal } from '../../../../src/usecases/papers/letters';

const REFUSED = {
  notFound: 'refusal:notFound',
  notYours: 'refusal:notYours',
  noLetterhead: 'letter:noLetterhead',
  namesApplicant: 'letter:namesApplicant',
} as const satisfies Record<LetterRefusal, string>;

/** Why there is no letter. */
export const letterRefusal = (refusal: LetterRefusal, { plain }: Words): string => plain(REFUSED[refusal]);
