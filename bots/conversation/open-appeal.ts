import { appealOfNumber } from '../../src/usecases/reading/find-appeals';
import type { Talk } from './talk';
import type { Turn } from './turn';

/** Opens the appeal that has this number to whoever may see it. False: the text is no such number. */
export async function openByNumber({ desk, cards }: Talk, { official }: Turn, text: string): Promise<boolean> {
  const appealId = await appealOfNumber(desk, official, text);
  return appealId !== null && (await cards.bring(official, 'appeal', appealId));
}
