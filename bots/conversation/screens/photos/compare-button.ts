import type { Words } from '../../../../src/i18n';
import { button, type ScreenButton } from '../../screen';
import type { Pair } from './photo-pairs';

/** Two photos side by side; one of another appeal is called by that appeal's number. */
export function compareButton({ left, right }: Pair, { plain }: Words): ScreenButton {
  const caption =
    left.appealId === right.appealId
      ? plain('photo:compare.button', { left: left.position, right: right.position })
      : plain('photo:compare.twin', { left: left.position, number: right.appealNumber });
  return button(caption, { kind: 'compare', leftId: left.id, rightId: right.id });
}
