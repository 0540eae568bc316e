import { escapeHtml } from '../../../src/i18n';
import { isMeaningful, cleanText } from '../../../src/text/plain-text';
import {
  back,
  type Step,
  type Change,
  type Complaint,
  isShownBy,
  type SaidOfFile,
} from '../../../src/usecases/kit/form-engine';
import type { FormRow } from '../../../src/usecases/kit/form-store';
import type { Move } from './buttons';
import type { Attachment, OpenDialog, PressedMove, Reply } from './feature';
import { queryOf } from './choice-question';
import { isMeantInCopy, moved, SAYS_WHAT_WAS_TYPED, type Asked, type Question } from './question';
import { only } from './screen';
import { takerOf, type Talk } from './talk';
import { wasHeard, type Turn } from './turn';
import { isTooLarge, keepFile, markIn, storeFile, refuseAttachment, sayOfFile } from './keep-file';

export type CameFile = Extract<Attachment, { what: 'file' }>;
export type CamePlace = Extract<Attachment, { what: 'place' }>;
export type Takes = NonNullable<Question<never>['takes']>;

/** A form before its person. */
export interface Stand<State> {
  readonly form: FormRow;
  readonly asked: Asked<State>;
  /** The step that is asked now, and how; null: nothing is left to ask. */
  readonly now: { readonly name: string; readonly question: Question<State> } | null;
  /** All that the form may ask. */
  readonly steps: readonly Pick<Step, 'name'>[];
}

/** An answer on its way to the form. */
export interface Answer<State> {
  /** What was pressed, and in which copy; null: it was typed or sent, and has no view. */
  readonly pressed: { readonly revision: number; readonly move: Move } | null;
  /** Null: it belongs to no such question. */
  readonly change: (stand: Stand<State>) => Change | Complaint | null;
}

/** What becomes of words before they are an answer. @param typed what the question makes of them */
export type Listener<State> = (
  asked: Asked<State>,
  text: string,
  typed: () => Change | Complaint,
) => Change | Complaint;

/**
 * Where the forms of a dialog are kept and shown: in a message of its own, or in an appeal's card. How its questions are answered is the
 * engine's.
 */
export interface Home<State, Outcome> {
  readonly subjects: readonly string[];
  /** Null: what the form is about has gone on without it. */
  stand(turn: Turn, form: FormRow, by: 'press' | 'words'): Promise<Stand<State> | null>;
  /** Keeps the answer and goes on: to the next question, or to what the dialog is for. */
  take(turn: Turn, form: FormRow, answer: Answer<State>): Promise<Outcome>;
  /** What whoever has pressed gets back. */
  reply(turn: Turn, form: FormRow, outcome: Outcome, isCopy: boolean): Promise<Reply | 'waits'>;
  /** The same for whoever has typed or sent something. */
  say(turn: Turn, outcome: Outcome): Promise<void>;
  /** The same of words under a photo, with which the form is drawn anyway. */
  sayOfCaption(turn: Turn, outcome: Outcome): Promise<void>;
  cancel(turn: Turn, form: FormRow): Promise<Reply>;
  /** What came for a form that stands no more. */
  over(turn: Turn, form: FormRow): Promise<void>;
  show(turn: Turn, form: FormRow): Promise<void>;
  pressAgain?(turn: Turn, formId: number): Promise<Reply | null>;
  /** A press that changes nothing of the form; null: it is none of these. */
  aside?(turn: Turn, form: FormRow, move: Move, value: string): Promise<Reply | 'waits' | null>;
  listen?(turn: Turn, form: FormRow): Promise<Listener<State>>;
  /** A file that is more than kept; false: it is as any other. */
  fileInstead?(turn: Turn, form: FormRow, stand: Stand<State>, came: CameFile): Promise<boolean>;
  /** It could not be fetched, and is tried again. */
  fileDelayed?(turn: Turn, form: FormRow): Promise<void>;
  /** It is kept with the form. */
  fileKept?(turn: Turn, form: FormRow, name: string, came: CameFile, takes: Takes): Promise<void>;
  /** Draws the form once a file has come. */
  fileShown(turn: Turn, form: FormRow, came: CameFile): Promise<void>;
  /** A place that the question does not ask for; absent: it is refused. */
  placeBeside?(turn: Turn, form: FormRow, stand: Stand<State> | null, came: CamePlace): Promise<void>;
  /** What is said of what the question does not ask for; null: what is said to those without a form. */
  refused(stand: Stand<State>, came: Attachment): Complaint | SaidOfFile | null;
}

/** The one engine of forms before people: pressing, typing, sending, going back, complaining are written here. */
export class FormDialog<State, Outcome> implements OpenDialog {
  readonly subjects: readonly string[];

  constructor(
    protected readonly talk: Talk,
    private readonly home: Home<State, Outcome>,
  ) {
    this.subjects = home.subjects;
  }

  async press(turn: Turn, form: FormRow, { revision, move, value }: PressedMove): Promise<Reply | 'waits'> {
    const { home } = this;
    if (move === 'cancel') return home.cancel(turn, form);
    const aside = await home.aside?.(turn, form, move, value);
    if (aside) return aside;
    // Typed to search, and by this press a part of the answer: it is looked at as other words are.
    const listener = move === 'other' && value === SAYS_WHAT_WAS_TYPED ? await home.listen?.(turn, form) : undefined;
    const outcome = await home.take(turn, form, {
      pressed: { revision, move },
      change(stand) {
        const what = pressed(stand, revision, move, value);
        const { asked } = stand;
        return listener && what && !('complaint' in what)
          ? listener({ ...asked, view: {} }, queryOf(asked), () => what)
          : what;
      },
    });
    return home.reply(turn, form, outcome, revision !== form.revision);
  }

  async pressAgain(turn: Turn, formId: number): Promise<Reply | null> {
    return (await this.home.pressAgain?.(turn, formId)) ?? null;
  }

  async words(turn: Turn, form: FormRow, text: string): Promise<void> {
    const stand = await this.home.stand(turn, form, 'words');
    // Before it is kept: once it is, the message is not heard again.
    if (stand?.now?.question.isSecret)
      await this.talk.voice.removeForSure(turn.message, only(turn.words.html('card:contactsGone')));
    await this.home.say(turn, await this.type(turn, form, text, 'words'));
  }

  async attachment(turn: Turn, form: FormRow, came: Attachment): Promise<void> {
    const { home } = this;
    const stand = await home.stand(turn, form, 'words');
    if (came.what === 'place') return this.takePlace(turn, form, stand, came);
    if (stand === null) return came.what === 'file' ? home.over(turn, form) : refuseAttachment(this.talk, turn, came);
    if (came.what !== 'file') return this.refuse(turn, form, stand, came);
    if (await home.fileInstead?.(turn, form, stand, came)) return;
    const takes = stand.now?.question.takes;
    const taker = !takes || takes.aside ? takerOf(this.talk, turn, came.file) : null;
    if (taker) return taker.take(turn, came.file);
    if (!stand.now || !takes) return this.refuse(turn, form, stand, came);
    return this.takeFile(turn, form, came, stand.now.name, takes);
  }

  show(turn: Turn, form: FormRow): Promise<void> {
    return this.home.show(turn, form);
  }

  // ── What came ─────────────────────────────────────────────────────────────

  /** @idempotent by the message: see `heard` of the form */
  private async type(turn: Turn, form: FormRow, text: string, as: 'words' | 'caption'): Promise<Outcome> {
    const listener = await this.home.listen?.(turn, form);
    return this.home.take(turn, form, { pressed: null, change: (stand) => typed(stand, text, as, listener) });
  }

  /** A photo or a file is kept on arrival, before anything is said of it. */
  private async takeFile(turn: Turn, form: FormRow, came: CameFile, name: string, takes: Takes): Promise<void> {
    const { talk, home } = this;
    if (isTooLarge(talk, came.file)) return sayOfFile(talk, turn, 'fileTooBig');
    const stored = await storeFile(talk, turn, came.file).catch(async (error: unknown) => {
      await home.fileDelayed?.(turn, form);
      throw error;
    });
    if (typeof stored === 'string') await sayOfFile(talk, turn, stored);
    else {
      const said = await keepFile(talk, turn, form, came, stored);
      if (said !== null) await sayOfFile(talk, turn, said);
      await home.fileKept?.(turn, form, name, came, takes);
      await this.takeCaption(turn, form, cleanText(came.caption), takes);
    }
    await home.fileShown(turn, form, came);
    talk.wake();
  }

  /**
   * Its question is drawn with the photo's, and would not show a complaint: that is a line of its own. One without words is no answer, and no
   * reason to complain of the photo.
   */
  private async takeCaption(turn: Turn, form: FormRow, caption: string, takes: Takes): Promise<void> {
    const { talk, home } = this;
    if (!isMeaningful(caption) || markIn(caption) !== null) return;
    if (!takes.caption) return sayOfFile(talk, turn, 'captionNotKept');
    if (wasHeard(turn, form)) return;
    const stand = await home.stand(turn, form, 'words');
    const what = stand && typed(stand, caption, 'caption', await home.listen?.(turn, form));
    if (what && 'complaint' in what)
      await talk.voice.send(turn.chatId, only(escapeHtml(what.complaint)), { silent: true });
    else await home.sayOfCaption(turn, await this.type(turn, form, caption, 'caption'));
  }

  private async takePlace(turn: Turn, form: FormRow, stand: Stand<State> | null, came: CamePlace): Promise<void> {
    const { home } = this;
    if (stand?.now?.question.placed) {
      if (wasHeard(turn, form)) return home.show(turn, form);
      return home.say(
        turn,
        await home.take(turn, form, {
          pressed: null,
          change: ({ now, asked }) => now?.question.placed?.(asked, came.place) ?? null,
        }),
      );
    }
    if (home.placeBeside) return home.placeBeside(turn, form, stand, came);
    return stand === null ? refuseAttachment(this.talk, turn, came) : this.refuse(turn, form, stand, came);
  }

  private async refuse(turn: Turn, form: FormRow, stand: Stand<State>, came: Attachment): Promise<void> {
    const { home } = this;
    const said = home.refused(stand, came);
    if (said === null) return refuseAttachment(this.talk, turn, came);
    if (typeof said === 'string') return sayOfFile(this.talk, turn, said);
    if (wasHeard(turn, form)) return home.show(turn, form);
    return home.say(turn, await home.take(turn, form, { pressed: null, change: () => said }));
  }
}

/** What a press means for the form. Null: it belongs to no such question, or is not meant in a copy of before. */
function pressed<State>(
  { form, asked, now, steps }: Stand<State>,
  revision: number,
  move: Move,
  value: string,
): Change | Complaint | null {
  if (now === null) return null;
  const isCopy = revision !== form.revision;
  if (isCopy && (now.question.isOfNow || !isMeantInCopy(move) || !isShownBy(form, now.name, revision))) return null;
  const what = moved(now.question, asked, move, value);
  if (what === 'cancel') return null;
  return what === 'stepBack' ? back(form, steps, now.name) : what;
}

/** What words mean for the form, or those under a photo. */
function typed<State>(
  { asked, now }: Stand<State>,
  text: string,
  as: 'words' | 'caption',
  listener: Listener<State> = (_asked, _text, said) => said(),
): Change | Complaint | null {
  if (now === null) return null;
  const { question } = now;
  const said = () => (as === 'caption' && question.captioned?.(asked, text)) || question.typed(asked, text);
  const heard = listener(asked, text, said);
  return 'complaint' in heard && question.leavesOut ? { ...heard, view: question.leavesOut(asked, text) } : heard;
}
