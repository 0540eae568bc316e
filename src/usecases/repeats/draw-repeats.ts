import type { Transaction } from '../../database/database';
import { stagesOf } from '../../regulation/decide';
import { redrawCards } from '../cards/redraw-cards';
import { likelyRepeats } from './likely-repeats';

/** Of each: a house that is written of by hundreds is known to be. */
const DRAWN = 20;

/**
 * What an appeal is like now says so on the coordinators' cards of it, too: without a sound, and where they may still be joined. Its own
 * are drawn with them, in one order: two that are like each other and are completed at once would wait for each other's else.
 */
export async function drawLikelyRepeats(tx: Transaction, appealIds: readonly number[], now: Date): Promise<void> {
  const joinable = stagesOf('join');
  const alike = new Set(appealIds);
  for (const appealId of appealIds) {
    const repeats = (await likelyRepeats(tx, appealId)).filter(({ stage }) => joinable.includes(stage));
    for (const { id } of repeats.slice(0, DRAWN)) alike.add(id);
  }
  await redrawCards(tx, [...alike], now, 'coordinator');
}
