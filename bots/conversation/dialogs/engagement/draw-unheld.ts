import { readUnheld } from '../../../../src/usecases/lines/duties';
import { listPeople } from '../../../../src/usecases/people/people';
import { only, type Screen } from '../../screen';
import { unheldScreen } from '../../screens/engagement/duty-screens';
import type { Talk } from '../../talk';
import type { Turn } from '../../turn';

/** What stands with nobody since this person is away, and to whom it may be given; words alone where nothing does. */
export async function drawUnheld(
  { desk }: Talk,
  { official, words }: Turn,
  personId: number,
  page: number,
): Promise<Screen> {
  const unheld = await readUnheld(desk, official, personId);
  if (!unheld) return only(words.html('engagement:duty.nothing'));
  const people = (await listPeople(desk)).filter(
    ({ id, disabled, absent, roles }) => id !== personId && !disabled && !absent && roles.length > 0,
  );
  return unheldScreen(unheld, people, page, words);
}
