import { appealOfNumber, numberIn } from '../../../src/usecases/lists/find';
import { readEngagement } from '../../../src/usecases/engagement/engagements';
import { engagementCard } from '../screens/engagement/engagement-screens';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/** Opens what has this number to whoever may see it: an appeal, or «ОГ-12» of what the ОГ role makes. False: the text is no such number. */
export async function openByNumber({ desk, cards, voice }: Talk, turn: Turn, text: string): Promise<boolean> {
  const { official, reading, chatId } = turn;
  const appealId = await appealOfNumber(desk, official, text);
  if (appealId !== null) return cards.bring(official, 'appeal', appealId);
  const id = numberIn(text);
  const card = id === null ? null : await readEngagement(desk, official, id);
  if (card) await voice.send(chatId, engagementCard(card, reading), { silent: true });
  return card !== null;
}
