import { isOfDisk, isOfFile } from '../../src/errors';
import { failpoint } from '../../src/process/failpoint';
import { cleanText } from '../../src/text/plain-text';
import { dialogEndedWith, openFormOf } from '../../src/usecases/kit/form-engine';
import type { FormRow } from '../../src/usecases/kit/form-store';
import { isBehindLate, lateFileIsOver, lateFileOf, noteLateFile } from '../../src/usecases/kit/attachments';
import { placeMoved } from '../../src/usecases/kit/places';
import type { Attachment, Feature } from './kit/feature';
import { commandIn } from './kit/command';
import { fileIsLate } from './kit/fetching';
import { Lately } from './kit/lately';
import { answerPress, drawExpired, endExpired, type PressesInPart } from './presses';
import { registerOf, type Register, type Word } from './register';
import { sayOfFile } from './kit/keep-file';
import { only } from './kit/screen';
import { showCard } from './kit/cards';
import type { Talk } from './kit/talk';
import { wasHeard, type Came, type Turn } from './kit/turn';

/**
 * Turn → feature.
 * @param answered presses whose finger has heard already, while something of them is still to be done
 * @throws Error when two features answer to one name, or none does: a developer's mistake, found at the start
 */
export function createDispatch(
  talk: Talk,
  features: readonly Feature[],
  answered = new Set<string>(),
): (turn: Turn) => Promise<void> {
  const register = { ...registerOf(features), told: new Lately<Word>(talk.desk.clock) };
  const kept: PressesInPart = new Set();
  return async (turn) => {
    const { came } = turn;
    switch (came.what) {
      case 'press':
        return answerPress(talk, register, turn, came, { kept, answered });
      case 'words':
        return turn.isPrivate ? hearWords(talk, register, turn, came.text) : undefined;
      case 'file':
      case 'place':
      case 'video':
      case 'other':
        return turn.isPrivate ? takeAttachment(talk, register, turn, came) : undefined;
      case 'moved':
        return turn.isPrivate ? noteMove(talk, turn, came) : undefined;
      case 'rewritten':
        return turn.isPrivate ? tellOfRewriting(talk, turn, came.text) : undefined;
    }
  };
}

/** Nobody waits for an answer to it. */
const noteMove = (
  { desk, voice }: Talk,
  { official, message }: Turn,
  { place: { latitude, longitude, error: positionError, at } }: Extract<Came, { what: 'moved' }>,
): Promise<void> =>
  placeMoved(desk, {
    messenger: voice.name,
    messageRef: message,
    personId: official.personId,
    latitude,
    longitude,
    positionError,
    at,
  });

/**
 * Whoever mends a slip in a message that stands in an open form would take the form for mended as well: it holds the former words, and
 * they would go to the applicant. A messenger also says «edited» where no word has changed; of that nothing is said.
 */
async function tellOfRewriting({ desk, voice }: Talk, turn: Turn, text: string): Promise<void> {
  const form = await openFormOf(desk, turn.official.personId);
  if (!form || !wasHeard(turn, form)) return;
  const words = cleanText(text);
  const stands = Object.values(form.answers).some((answer) => typeof answer === 'string' && answer.includes(words));
  if (!stands) await voice.send(turn.chatId, only(turn.words.html('form:rewritten')), { silent: true });
}

async function hearWords(talk: Talk, register: Register, turn: Turn, said: string): Promise<void> {
  const { desk, voice } = talk;
  const { commands, dialogs, strayWords } = register;
  const { official, words } = turn;
  const say = async (html: string) => void (await voice.send(turn.chatId, only(html), { silent: true }));
  const command = commandIn(said);
  if (command) {
    const run = commands.get(command.name);
    return run ? run(turn, cleanText(command.argument)) : say(words.html('common:unknownCommand'));
  }
  const form = await openFormOf(desk, official.personId);
  const text = cleanText(said);
  if (!form) {
    if (await hasEndedWith(talk, turn)) return;
    const expired = await endExpired(talk, turn);
    const meant = await strayWords(turn, text);
    if (expired !== null && meant !== 'answered') {
      const screen = expired.aside && (await drawExpired(register, turn, expired.aside));
      return screen ? void (await voice.send(turn.chatId, screen, { silent: true })) : say(words.html(expired.why));
    }
    return meant === 'nothing' ? say(words.html('form:textWithoutForm')) : undefined;
  }
  if (text === '') return say(words.html('form:noWords'));
  const dialog = dialogs.get(form.subject);
  return wasHeard(turn, form) ? dialog?.show(turn, form) : dialog?.words(turn, form, text);
}

/**
 * The update has ended its form before, and comes again because its answer could not be said: it is no stray, and its person
 * sees what has come of it. False: it comes for the first time.
 */
async function hasEndedWith(talk: Talk, turn: Turn): Promise<boolean> {
  const { chatId, words, official, message } = turn;
  const ended = await dialogEndedWith(talk.desk, official.personId, message);
  if (ended === null) return false;
  if (ended.appealId !== null) await showCard(talk, turn, ended.appealId);
  else await talk.voice.send(chatId, only(words.html('form:heardBefore')), { silent: true });
  return true;
}

/** A file that has not come yet belongs to the form that was open when its message came, and to no other that is opened meanwhile. */
async function takeAttachment(talk: Talk, register: Register, turn: Turn, came: Attachment): Promise<void> {
  const { desk, voice } = talk;
  const { personId } = turn.official;
  const form = await openFormOf(desk, personId);
  if (came.what !== 'file') return attach(talk, register, turn, came, form);
  const message = { messenger: voice.name, messageRef: turn.message, album: came.album };
  const late = await lateFileOf(desk, message);
  if (late && late.formId !== null && late.formId !== form?.id) {
    if (!late.isKept) await sayOfFile(talk, turn, 'fileTooLate');
    return lateFileIsOver(desk, message);
  }
  try {
    if (await isBehindLate(desk, message, personId)) throw fileIsLate();
    await attach(talk, register, turn, came, late?.formId === null ? null : form);
  } catch (error) {
    if (!isOfFile(error) && !isOfDisk(error)) {
      // What is refused for good keeps no other of its album.
      if (late) await lateFileIsOver(desk, message);
      throw error;
    }
    await noteLateFile(desk, message, personId, form?.id ?? null);
    failpoint('late-file-noted');
    throw error;
  }
  if (!late) return;
  failpoint('late-file-joined');
  await lateFileIsOver(desk, message);
}

async function attach(
  talk: Talk,
  { dialogs, strays }: Register,
  turn: Turn,
  came: Attachment,
  form: FormRow | null,
): Promise<void> {
  if (!form && (await hasEndedWith(talk, turn))) return;
  if (!form) await endExpired(talk, turn);
  const dialog = form ? dialogs.get(form.subject) : undefined;
  return form && dialog ? dialog.attachment(turn, form, came) : strays(turn, came);
}
