import type { Words } from '../../../src/i18n';
import { hasRight } from '../../../src/regulation/rights';
import { isMeaningful, lengthInCharacters } from '../../../src/text/plain-text';
import type { Question } from '../questions/question';
import { line } from '../questions/writing';
import type { Turn } from '../turn';

/** What the questions of a dialog for admins are asked with. */
export interface ForAdmins {
  readonly isAdmin: boolean;
}

export const readForAdmins = async ({ official }: Turn): Promise<ForAdmins> => ({
  isAdmin: hasRight(official, 'administer'),
});

/** The question as it is; whoever has ceased to be an admin since it was asked hears that instead of an answer to their words. */
export function forAdmins(question: Question<ForAdmins>, notAdmin: (words: Words) => string): Question<ForAdmins> {
  return {
    ...question,
    typed: (asked, text) =>
      asked.state.isAdmin ? question.typed(asked, text) : { complaint: notAdmin(asked.reading.words) },
  };
}

/** One line of the office's own that is printed with others. @param longest in characters */
export const printedLine = (longest: number): Question<ForAdmins> =>
  forAdmins(
    line({
      key: 'text',
      check(text, { reading: { words } }) {
        if (lengthInCharacters(text) > longest)
          return { complaint: words.plain('people:ask.tooLong', { limit: longest }) };
        return isMeaningful(text) ? { value: text } : { complaint: words.plain('people:ask.noWords') };
      },
    }),
    ({ plain }) => plain('people:refusal.notAdmin'),
  );
