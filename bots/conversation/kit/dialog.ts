import {
  type Change,
  type Complaint,
  type SaidOfFile,
  beginDialog,
  dialogShown,
} from '../../../src/usecases/kit/form-engine';
import type { FormRow } from '../../../src/usecases/kit/form-store';
import type { MessageRef } from '../../../src/usecases/kit/ports';
import type { Reply } from './feature';
import type { Asked, Question } from './question';
import type { Screen } from './screen';
import type { Turn } from './turn';
import type { CameFile } from './form-dialog';
import { listGone } from '../../../src/usecases/kit/places';
import { formLeaves, standsAside } from './cards';
import type { Talk } from './talk';
import type { Words } from '../../../src/i18n';
import { hasRight } from '../../../src/regulation/rights';
import { isMeaningful, lengthInCharacters } from '../../../src/text/plain-text';
import { line } from './writing-question';

export type Answers = Readonly<Record<string, unknown>>;

/** One row of a dialog's table: what is asked, how, and when. */
export interface Step<State> {
  /** Under which its answer is kept, unless the question says otherwise. */
  readonly name: string;
  readonly question: Question<State>;
  /** The words of the question, in HTML. */
  readonly ask: (asked: Asked<State>) => string;
  /** Absent: always. */
  readonly when?: (answers: Answers, state: State) => boolean;
  /** Why what was answered does not hold, known only after a look at the office; in plain words. Null: it holds. */
  readonly refuse?: (asked: Asked<State>) => string | null;
}

/** What came of a dialog whose questions are all answered. */
export type Finished =
  /** `screen` takes the dialog's place; null: its message goes. `stays`: and it hears words on. */
  | (Pick<Reply, 'toast' | 'alert' | 'after'> & { readonly screen: Screen | null; readonly stays?: true })
  /** The last question is asked again; `answers`: with what has become of them meanwhile. */
  | (Complaint & { readonly answers?: Answers; readonly after?: Reply['after'] });

/** A dialog of the bot's own, beside the acts of the regulation, as a table of steps. Its state is a row of `form`. */
export interface Dialog<State> {
  /** The form's `subject`. */
  readonly subject: string;
  readonly steps: readonly Step<State>[];
  /** Reads what the questions are asked with, anew for each. */
  read(turn: Turn, answers: Answers, formId: number): Promise<State>;
  /** What this is about and what was chosen so far, in HTML. */
  readonly head?: (asked: Asked<State>) => readonly string[];
  finish(turn: Turn, form: FormRow, asked: Asked<State>): Promise<Finished>;
  /**
   * Keeps what is said by now where it is not lost with the form; called after each answer. What it returns ends the dialog: that has gone on
   * elsewhere. @idempotent
   */
  readonly kept?: (turn: Turn, form: FormRow, asked: Asked<State>) => Promise<Finished | null>;
  /** It is given up: what was kept of it goes. @returns what whoever has typed /cancel sees; null: only that. @idempotent */
  readonly givenUp?: (turn: Turn, form: FormRow) => Promise<Screen | null>;
  /** What whoever presses a button of it sees once it is over; null: nothing of its own. */
  readonly afterwards?: (turn: Turn, formId: number) => Promise<Screen | null>;
  /** What takes its place when it is given up, or is over and still stands there; null: its message goes. */
  cancelled(turn: Turn, answers: Answers): Promise<Screen | null>;
  /** Hears in which message it stands now. */
  readonly shown?: (turn: Turn, message: MessageRef) => Promise<void>;
  /**
   * A file that is more than kept with the form: what it does to the answers, or what is said of it. Null: it is kept as any other.
   * @idempotent
   */
  readonly fileInstead?: (
    turn: Turn,
    asked: Asked<State>,
    step: Step<State>,
    came: CameFile,
  ) => Promise<Change | Complaint | SaidOfFile | null>;
  /** What is said to a photo, a file or a place that is not asked for; absent: what is said to those without a dialog. */
  readonly attachmentRefused?: (asked: Asked<State>, step: Step<State> | null) => Complaint;
}

/** Begins a dialog; what stood open before loses its questions, so that one thing waits for words, and keeps the way back to it. */
export async function openDialog(
  talk: Talk,
  turn: Turn,
  subject: string,
  answers: Record<string, unknown>,
): Promise<FormRow> {
  const { form, ended } = await beginDialog(talk.desk, turn.official, subject, answers);
  if (ended === null) return form;
  const isSaid = await standsAside(talk, turn, ended);
  if (!isSaid && ended.subject === subject) return { ...form, messageRef: ended.messageRef };
  if (!isSaid) await formLeaves(talk, turn, ended);
  return form;
}

/** A dialog is one message: where words were typed below it, it moves to the bottom. */
export async function showBelow(
  { desk, voice }: Talk,
  { chatId, official }: Turn,
  { id, messageRef }: FormRow,
  screen: Screen,
): Promise<MessageRef> {
  const message = await voice.send(chatId, screen, { silent: true });
  await dialogShown(desk, id, message);
  if (messageRef !== null) {
    await voice.remove(messageRef);
    await listGone(desk, official, messageRef);
  }
  return message;
}

/** What the questions of a dialog for admins are asked with. */
export interface ForAdmins {
  readonly isAdmin: boolean;
}

export const readForAdmins = async ({ official }: Turn): Promise<ForAdmins> => ({
  isAdmin: hasRight(official, 'administer'),
});

/** The question as it is; whoever has ceased to be an admin since it was asked hears that instead of an answer to their words. */
export function forAdmins(question: Question<ForAdmins>, notAdmin: (words: Words) => string): Question<ForAdmins> {
  return {
    ...question,
    typed: (asked, text) =>
      asked.state.isAdmin ? question.typed(asked, text) : { complaint: notAdmin(asked.reading.words) },
  };
}

/** One line of the office's own that is printed with others. @param longest in characters */
export const printedLine = (longest: number): Question<ForAdmins> =>
  forAdmins(
    line({
      key: 'text',
      check(text, { reading: { words } }) {
        if (lengthInCharacters(text) > longest)
          return { complaint: words.plain('people:ask.tooLong', { limit: longest }) };
        return isMeaningful(text) ? { value: text } : { complaint: words.plain('people:ask.noWords') };
      },
    }),
    ({ plain }) => plain('people:refusal.notAdmin'),
  );
