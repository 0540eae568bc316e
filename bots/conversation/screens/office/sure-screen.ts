import type { Words } from '../../../../src/i18n';
import type { Button } from '../../button-rows/buttons';
import { button, type Screen } from '../../screen';

/** What a change will do, before it is made. @param lines in HTML */
export const sureScreen = (lines: readonly string[], sure: Button, back: Button, { plain }: Words): Screen => ({
  text: lines.join('\n'),
  buttons: [[button(plain('change:confirm'), sure)], [button(plain('people:admin.button.back'), back)]],
});
