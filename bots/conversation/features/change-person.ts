import { changePerson, type PersonChange } from '../../../src/usecases/administration/change-person';
import { drawPerson } from '../dialogs/draw-office';
import type { Reply } from '../dispatch';
import type { Talk } from '../talk';
import type { Turn } from '../turn';
import { outcome } from './outcome';

/** Changes, names the result and what the office lacks by it, and draws the person anew, whatever came of it. */
export async function personChanged(
  talk: Talk,
  turn: Turn,
  personId: number,
  change: PersonChange,
  done: string,
): Promise<Reply> {
  const { words } = turn;
  const result = await changePerson(talk.desk, turn.official, personId, change);
  talk.wake();
  const [lack] = result.ok ? result.lacks : [];
  return {
    ...(lack === undefined
      ? outcome(result, done, words)
      : { toast: `${done}. ${words.plain(`people:lack.${lack}`)}`, alert: true }),
    screen: await drawPerson(talk, turn, personId),
  };
}
