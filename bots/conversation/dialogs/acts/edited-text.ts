import { holdsMask } from '../../../../src/personal-data';
import { textOf, type Question } from '../../questions/question';
import { writing } from '../../questions/writing';
import { button } from '../../screen';
import type { ActState } from './act-state';

/**
 * The draft of somebody else, left as it is or sent anew. A long text can't be changed in a messenger but by copying it,
 * changing the copy and sending it; and one of an earlier version may have dots for its numbers, which are nothing to sign.
 */
export function editedText(limit: number): Question<ActState> {
  const key = 'editedText';
  const draft = writing<ActState>({ key, limit, asIs: ({ state: { card } }) => card?.draft?.text ?? null });
  return {
    ...draft,
    rows(asked) {
      const { appealId } = asked.state.form;
      const caption = asked.reading.words.plain('form:button.copyDraft');
      return [...draft.rows(asked), [button(caption, { kind: 'copyDraft', appealId })]];
    },
    pressed(asked, move, value) {
      const isLeft = move === 'done' && textOf(asked.answers, key) === '';
      return isLeft && holdsMask(asked.state.step.draftText ?? '')
        ? { complaint: asked.reading.words.plain('form:dotsInText') }
        : draft.pressed(asked, move, value);
    },
  };
}
