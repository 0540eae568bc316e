import { papersOf } from '../../../../src/usecases/engagement/papers';
import { readEngagement, readSummary } from '../../../../src/usecases/engagement/engagements';
import { tasksOf } from '../../../../src/usecases/engagement/tasks';
import { only, type Screen } from '../../screen';
import { resultsScreen } from '../../screens/engagement/results-screens';
import type { Talk } from '../../talk';
import type { Turn } from '../../turn';

/** How it ended; words alone where there is none for this person. */
export async function drawResults({ desk }: Talk, { official, words, reading }: Turn, id: number): Promise<Screen> {
  const card = await readEngagement(desk, official, id);
  if (!card) return only(words.html('engagement:refusal.gone'));
  const made = {
    summary: await readSummary(desk, official, id),
    tasks: await tasksOf(desk, official, id),
    papers: await papersOf(desk, official, id),
  };
  return resultsScreen(card, made, reading);
}
