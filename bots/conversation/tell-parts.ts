import { sayParts } from '../../src/usecases/kit/form-engine';
import type { Reply } from './feature';
import type { Talk } from './talk';
import type { Turn } from './turn';

/** A text that its message shows a part of, whole, in as many messages as that takes. */
export async function tellParts(
  { desk, wake }: Pick<Talk, 'desk' | 'wake'>,
  { official, came, words }: Turn,
  appealId: number,
  parts: readonly string[],
): Promise<Reply> {
  if (came.what !== 'press' || parts.length === 0) return { toast: words.plain('card:whole.nothing') };
  await sayParts(desk, official, { pressId: came.pressId, parts, appealId });
  wake();
  return { toast: words.plain('card:whole.sent', { count: parts.length }) };
}
