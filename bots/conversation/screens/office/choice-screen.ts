import type { Words } from '../../../../src/i18n';
import type { Button } from '../../button-rows/buttons';
import { button, CAPTION, shorten, type Screen } from '../../screen';
import { pageOf, pager } from '../pager';

interface Choosable {
  readonly caption: string;
  readonly press: Button;
}

export interface ChoiceScreen {
  /** In HTML. */
  readonly text: string;
  readonly items: readonly Choosable[];
  readonly page: number;
  readonly turn: (page: number) => Button;
  readonly none: Choosable;
  readonly back: Button;
}

/** One thing for a person or a category, by pages, or none. */
export function choiceScreen({ text, items, page, turn, none, back }: ChoiceScreen, words: Words): Screen {
  const view = pageOf(items, page);
  return {
    text,
    buttons: [
      ...view.shown.map(({ caption, press }) => [button(shorten(caption, CAPTION), press)]),
      ...pager(view, words, turn),
      [button(none.caption, none.press)],
      [button(words.plain('people:admin.button.back'), back)],
    ],
  };
}
