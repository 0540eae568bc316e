import { holdsMask } from '../../../../src/personal-data';
import { textOf, type Question } from '../../questions/question';
import { writing } from '../../questions/writing';
import { button } from '../../screen';
import type { ActState } from './act-state';

/**
 * Another text for the draft of somebody else. A long one can't be changed in a messenger but by copying it, changing the copy
 * and sending it. That of «Отложено» may stay while its date changes, unless an earlier version has put dots into it.
 */
export function editedText(limit: number): Question<ActState> {
  const key = 'editedText';
  const draft = writing<ActState>({
    key,
    limit,
    template: ({ state: { step } }) => {
      const text = step.appeal.draft?.type === 'postponed' ? step.appeal.draft.text : null;
      return text === null || holdsMask(text) ? null : text;
    },
  });
  return {
    ...draft,
    rows(asked) {
      const { appealId } = asked.state.form;
      const caption = asked.reading.words.plain('form:button.copyDraft');
      return [...draft.rows(asked), [button(caption, { kind: 'copyDraft', appealId })]];
    },
    pressed(asked, move, value) {
      const isSent = move === 'done' && textOf(asked.answers, key) !== '';
      return isSent || move !== 'done' ? draft.pressed(asked, move, value) : null;
    },
  };
}
