import { button } from '../../../screen';
import { checkedInShort } from '../../../screens/signature-lines';
import { escapeHtml } from '../../../../../src/i18n';
import type { Question } from '../../../questions/question';
import type { ActState } from '../asked/act-state';

/** The file of a signature (taken by signature-file.ts) of the letter that stands above it; a good one shows what was checked, and may be sent. */
export const signatureFile: Question<ActState> = {
  rows({ state: { form, step }, reading: { words }, move }) {
    if (step.submission.signature !== null)
      return [[button(`✅ ${words.plain('appeal:action.approveAnswer')}`, move('done'))]];
    return [[button(words.plain('letter:button'), { kind: 'letter', appealId: form.appealId })]];
  },
  soFar: ({ state: { step }, reading: { words, calendar } }) =>
    step.submission.signature === null
      ? []
      : checkedInShort(step.submission.signature, words, calendar).map((line) => escapeHtml(line)),
  pressed: (_, move) => (move === 'done' ? { view: {}, passes: true } : null),
  typed: ({ reading: { words } }) => ({ complaint: words.plain('form:signatureAsked') }),
};
