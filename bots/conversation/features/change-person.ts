import type { Words } from '../../../src/i18n';
import { changePerson, type PersonChange } from '../../../src/usecases/administration/change-person';
import type { Passed, Passing } from '../../../src/usecases/administration/pass-on';
import { drawPerson } from '../dialogs/draw-office';
import type { Reply } from '../feature';
import type { Talk } from '../talk';
import type { Turn } from '../turn';
import { outcome } from './outcome';

/** And what has become of the open appeals. */
function passedWords(done: string, { moved, left }: Passed, { plain }: Words): string {
  if (moved > 0 && left > 0) return plain('people:take.doneBoth', { done, moved, left });
  if (moved > 0) return plain('people:take.doneMoved', { done, moved });
  return left > 0 ? plain('people:take.doneLeft', { done, left }) : done;
}

/** Changes, names the result and what the office lacks by it, and draws the person anew, whatever came of it. */
export async function personChanged(
  talk: Talk,
  turn: Turn,
  personId: number,
  change: PersonChange,
  done: string,
  passing?: Passing,
): Promise<Reply> {
  const { words } = turn;
  const result = await changePerson(talk.desk, turn.official, personId, change, passing);
  talk.wake();
  const [lack] = result.ok ? result.lacks : [];
  return {
    ...(lack === undefined
      ? outcome(result, result.ok ? passedWords(done, result, words) : done, words)
      : { toast: `${done}. ${words.plain(`people:lack.${lack}`)}`, alert: true }),
    screen: await drawPerson(talk, turn, personId),
  };
}
