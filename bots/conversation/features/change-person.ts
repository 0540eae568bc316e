import type { Words } from '../../../src/i18n';
import { againstFile, type AgainstFile } from '../../../src/usecases/administration/against-file';
import { changePerson, type PersonChange } from '../../../src/usecases/administration/change-person';
import type { Passed, Passing } from '../../../src/usecases/administration/pass-on';
import { drawPerson } from '../dialogs/draw-office';
import type { Reply } from '../feature';
import type { Talk } from '../talk';
import type { Turn } from '../turn';
import { outcome } from './outcome';

/** What the file of the server will make of it at the next start, and what to write there. */
const fileWords = ({ does, what }: AgainstFile, { plain }: Words): string =>
  what === 'canApprove' ? plain(`people:inFile.${does}Approval`) : plain(`people:inFile.${does}`, { role: what });

/** And what has become of the open appeals. */
function passedWords(done: string, { moved, left }: Passed, { plain }: Words): string {
  if (moved > 0 && left > 0) return plain('people:take.doneBoth', { done, moved, left });
  if (moved > 0) return plain('people:take.doneMoved', { done, moved });
  return left > 0 ? plain('people:take.doneLeft', { done, left }) : done;
}

/**
 * Changes, names the result and what will become of it or what the office lacks by it, and draws the person anew, whatever came of it. What is
 * lacking stands in /admin, too.
 */
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
  const against = result.ok ? againstFile(await talk.officeTables.ofServer(), result.name, change) : null;
  const beside = against ? fileWords(against, words) : lack && words.plain(`people:lack.${lack}`);
  return {
    ...(beside === undefined
      ? outcome(result, result.ok ? passedWords(done, result, words) : done, words)
      : { toast: `${done}. ${beside}`, alert: true }),
    screen: await drawPerson(talk, turn, personId),
  };
}
