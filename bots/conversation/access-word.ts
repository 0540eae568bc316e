import type { AccessState, AccessWord } from '../../src/regulation/access';
import type { Answered } from '../../src/usecases/office/access';

/** What the finger hears. */
export function accessWord(answered: Answered, seen: AccessState, word: AccessWord) {
  if (answered !== 'done') return `people:access.answered.${answered}` as const;
  if (seen === 'done') return 'people:access.answered.shutOut';
  return word === 'yes' ? 'people:access.answered.yes' : 'people:access.answered.no';
}
