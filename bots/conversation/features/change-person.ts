import { escapeHtml, type Words } from '../../../src/i18n';
import {
  againstFile,
  isOfFile,
  type AgainstFile,
  accountsOfPerson,
  isAmong,
} from '../../../src/usecases/office/loading';
import { changePerson, type PersonChange } from '../../../src/usecases/office/change-person';
import type { Passed, Passing } from '../../../src/usecases/acts/pass-on';
import { drawPerson } from '../dialogs/draw-office';
import type { Reply } from '../feature';
import { only } from '../screen';
import { moment } from '../screens/dates';
import type { Talk } from '../talk';
import type { Turn } from '../turn';
import { outcome } from './outcome';

/** What the file of the server will make of it at the next start, and what to write there. */
const fileWords = ({ does, what }: AgainstFile, { plain }: Words): string =>
  does === 'returnsAnyhow'
    ? plain('people:inFile.returnsAnyhow')
    : what === 'canApprove'
      ? plain(`people:inFile.${does}Approval`)
      : plain(`people:inFile.${does}`, { role: what });

/** And what has become of the open appeals. */
function passedWords(done: string, { moved, left }: Passed, { plain }: Words): string {
  if (moved > 0 && left > 0) return plain('people:take.doneBoth', { done, moved, left });
  if (moved > 0) return plain('people:take.doneMoved', { done, moved });
  return left > 0 ? plain('people:take.doneLeft', { done, left }) : done;
}

/** The environment names them: each start makes them an admin who may come in. */
export async function isAdminAnyhow({ desk, officeTables }: Talk, personId: number): Promise<boolean> {
  const accounts = await accountsOfPerson(desk, personId);
  return officeTables.admins.some((admin) => isAmong(accounts, admin));
}

const readAgainst = async (talk: Talk, personId: number, name: string, change: PersonChange) =>
  againstFile(await talk.officeTables.ofServer(), name, change, await isAdminAnyhow(talk, personId));

/** What an alert has room for. */
const ALERT = 200;

/** What does not fit beside what was done comes as a message. */
export function said({ voice }: Talk, { chatId }: Turn, done: string, beside: readonly string[]): Reply {
  if (beside.length === 0) return { toast: done };
  const whole = `${done}. ${beside.join(' ')}`;
  if (whole.length <= ALERT) return { toast: whole, alert: true };
  const rest = only(escapeHtml(beside.join('\n')));
  return { toast: done, alert: true, after: () => voice.send(chatId, rest, { silent: true }) };
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
  if (!result.ok) return { ...outcome(result, done, words), screen: await drawPerson(talk, turn, personId) };
  if (result.waitsUntil) {
    const until = moment(result.waitsUntil, turn.reading.now, turn.reading.calendar);
    const toast = words.plain('people:access.waits', { moment: until });
    return { toast, alert: true, screen: await drawPerson(talk, turn, personId) };
  }
  const against = isOfFile(change) ? await readAgainst(talk, personId, result.name, change) : null;
  const beside = [
    ...(against ? [fileWords(against, words)] : []),
    ...result.lacks.slice(0, 1).map((lack) => words.plain(`people:lack.${lack}`)),
  ];
  return {
    ...said(talk, turn, passedWords(done, result, words), beside),
    screen: await drawPerson(talk, turn, personId),
  };
}
