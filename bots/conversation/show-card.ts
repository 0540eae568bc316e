import type { Talk, Told } from './talk';
import type { Turn } from './turn';

/** The presser's own card: where it is, or at the bottom when words were typed after it or it is nowhere. */
export async function showCard(
  { cards }: Talk,
  { official, message, came }: Turn,
  appealId: number,
  told: Told = {},
): Promise<void> {
  if (came.what === 'press' && (await cards.redraw(official, 'appeal', appealId, told)))
    return cards.removeStray(official, 'appeal', appealId, message);
  await cards.bring(official, 'appeal', appealId, told);
}
