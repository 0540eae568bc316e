import { escapeHtml } from '../../../src/i18n';
import type { Change, Complaint } from '../../../src/usecases/forms/change';
import { unlessBusy } from '../../../src/usecases/busy';
import { changedOtherwise, grown, isShownBy } from '../../../src/usecases/forms/copies';
import { continueDialog, dialogShown, endDialog } from '../../../src/usecases/forms/dialogs';
import type { FormRow } from '../../../src/usecases/forms/form-store';
import { refusal, wasHeard, type Attachment, type OpenDialog, type PressedMove, type Reply } from '../dispatch';
import { bottomRow, isMeantInCopy, moved, movesOf } from '../questions/moves';
import type { Asked } from '../questions/question';
import { only, type Screen } from '../screen';
import type { Talk } from '../talk';
import type { Turn } from '../turn';
import type { Answers, Dialog, Finished, Step } from './dialog';
import { openDialog, showBelow } from './dialog-message';
import { isTooLarge, keepFile, storeFile } from './keep-file';
import { refuseAttachment, sayOfFile } from './refuse-attachment';
import { isRegistry, takeRegistry } from './take-registry';

/** Where a dialog stands. */
interface Stand<State> {
  readonly form: FormRow;
  readonly asked: Asked<State>;
  /** Null: everything is answered. */
  readonly step: Step<State> | null;
  readonly passed: readonly string[];
}

/** What came of an answer: how it is shown depends on whether it was pressed or said. */
interface Outcome extends Pick<Reply, 'toast' | 'alert' | 'after'> {
  readonly form: FormRow;
  /** Null: the dialog's message goes. */
  readonly screen: Screen | null;
}

/** The engine of every dialog that is a table of steps: choosing, typing, going back, complaining, ending are written here. */
export class TableDialog<State> implements OpenDialog {
  readonly subjects: readonly string[];

  constructor(
    private readonly talk: Talk,
    private readonly dialog: Dialog<State>,
  ) {
    this.subjects = [dialog.subject];
  }

  /** Asks at the bottom of the chat. `said`: the answer to the first question, when it came along. */
  async begin(turn: Turn, answers: Record<string, unknown> = {}, said = ''): Promise<void> {
    const form = await openDialog(this.talk, turn, this.dialog.subject, answers);
    return said === '' ? this.show(turn, form) : this.words(turn, form, said);
  }

  /** Asks in the message that was pressed. */
  async beginHere(turn: Turn, answers: Record<string, unknown> = {}): Promise<Reply> {
    const opened = await openDialog(this.talk, turn, this.dialog.subject, answers);
    const form = { ...opened, messageRef: turn.message };
    await dialogShown(this.talk.desk, form.id, turn.message);
    return this.reply({ form, screen: this.screen(await this.stand(turn, form), null) });
  }

  async press(turn: Turn, form: FormRow, { revision, move, value }: PressedMove): Promise<Reply | 'waits'> {
    const stand = await this.stand(turn, form);
    const { step, asked } = stand;
    if (move === 'cancel') return this.cancel(turn, form);
    const isCopy = revision !== form.revision;
    if (isCopy && (step === null || !isMeantInCopy(move) || !isShownBy(form, step.name, revision))) return 'waits';
    const what = step === null ? null : moved(step.question, asked, move, value);
    if (what === 'cancel') return this.cancel(turn, form);
    if (isCopy && what === null) return 'waits';
    if (what === null) return this.oldButton(turn, stand);
    const outcome = what === 'stepBack' ? await this.stepBack(turn, stand) : await this.take(turn, stand, what);
    if (outcome === null) return 'waits';
    return isCopy ? this.replyBelow(turn, outcome) : this.reply(outcome);
  }

  async words(turn: Turn, form: FormRow, text: string): Promise<void> {
    const stand = this.listening(await this.stand(turn, form));
    if (!stand.step) return;
    const { question } = stand.step;
    // Before it is kept: once it is, the message is not heard again.
    if (question.isSecret)
      await this.talk.voice.removeForSure(turn.message, only(turn.words.html('card:contactsGone')));
    return this.answer(turn, stand, question.typed(stand.asked, text));
  }

  async attachment(turn: Turn, form: FormRow, came: Attachment): Promise<void> {
    const stand = this.listening(await this.stand(turn, form));
    if (came.what === 'file' && stand.step?.question.takes) return this.takeFile(turn, form, came);
    if (came.what === 'file' && isRegistry(turn, came.file)) return takeRegistry(this.talk, turn, came.file);
    const placed = came.what === 'place' ? stand.step?.question.placed?.(stand.asked, came.place) : undefined;
    const what = placed ?? this.dialog.attachmentRefused?.(stand.asked, stand.step);
    if (what === undefined) return refuseAttachment(this.talk, turn, came);
    return wasHeard(turn, form) ? this.show(turn, form) : this.answer(turn, stand, what);
  }

  async show(turn: Turn, form: FormRow): Promise<void> {
    const stand = await this.stand(turn, form);
    if (stand.step) return this.showBelow(turn, form, this.screen(stand, null));
    const outcome = await this.end(turn, stand, null);
    if (outcome) await this.say(turn, outcome);
  }

  /** Kept on arrival. Of an album, whose size nobody knows in advance, the question moves below the first and counts the others. */
  private async takeFile(turn: Turn, form: FormRow, came: Extract<Attachment, { what: 'file' }>): Promise<void> {
    const { desk, voice } = this.talk;
    const { file, album } = came;
    const stored = isTooLarge(this.talk, file) ? 'fileTooBig' : await storeFile(this.talk, file);
    if (typeof stored === 'string') return sayOfFile(this.talk, turn, stored);
    const said = await keepFile(this.talk, turn, form, came, stored);
    if (said !== null) await sayOfFile(this.talk, turn, said);
    this.talk.wake();
    if (album === null || form.view.album !== album) {
      const { step } = await this.stand(turn, form);
      const view = step === null ? form.view : grown(form, step.name);
      const current = await continueDialog(desk, form, { view: { ...view, album } });
      return this.show(turn, current ?? form);
    }
    const stand = await this.stand(turn, form);
    if (form.messageRef !== null && stand.step) await voice.edit(form.messageRef, this.screen(stand, null));
  }

  // ── Where it stands ───────────────────────────────────────────────────────

  private async stand(turn: Turn, form: FormRow): Promise<Stand<State>> {
    const state = await this.dialog.read(turn, form.answers, form.id);
    const passed = this.passedOf(form.answers);
    const { answers, view } = form;
    return {
      form,
      passed,
      step:
        this.dialog.steps.find(
          ({ name, when }) => !passed.includes(name) && (when === undefined || when(answers, state)),
        ) ?? null,
      asked: {
        answers,
        view,
        state,
        reading: turn.reading,
        last: false,
        move: movesOf(form),
      },
    };
  }

  /** One that goes on listening hears its last question's answer anew; what does not hold asks that question again. */
  private listening(stand: Stand<State>): Stand<State> {
    const step = stand.step ?? this.dialog.steps.at(-1) ?? null;
    return { ...stand, step, passed: stand.passed.filter((name) => name !== step?.name) };
  }

  /** A dialog that was open over an update may not have kept which steps it had passed: then those that have an answer. */
  private passedOf(answers: Answers): readonly string[] {
    const names = this.dialog.steps.map(({ name }) => name);
    const { passed } = answers;
    return Array.isArray(passed)
      ? passed.filter((name): name is string => names.includes(name as string))
      : names.filter((name) => answers[name] != null);
  }

  /** As they are asked. */
  private inOrder(names: readonly string[]): string[] {
    return this.dialog.steps.map(({ name }) => name).filter((name) => names.includes(name));
  }

  private screen({ step, asked, passed }: Stand<State>, complaint: string | null): Screen {
    if (step === null) throw new Error(`The dialog ${this.dialog.subject} has nothing left to ask, so nothing to show`);
    const { question, ask } = step;
    const lines = [
      ...(this.dialog.head?.(asked) ?? []),
      ask(asked),
      ...(question.empty?.(asked) ?? []),
      ...(question.listed?.(asked) ?? []),
      ...(complaint === null ? [] : [`⚠️ ${escapeHtml(complaint)}`]),
    ];
    return {
      text: lines.join('\n'),
      buttons: [...question.rows(asked), bottomRow(question, asked, passed.length > 0)],
    };
  }

  // ── What an answer does ───────────────────────────────────────────────────

  private async answer(turn: Turn, stand: Stand<State>, what: Change | Complaint): Promise<void> {
    const outcome = await this.take(turn, stand, what);
    if (outcome) await this.say(turn, outcome);
  }

  /** Null: the dialog has gone on or ended meanwhile. */
  private async take(turn: Turn, stand: Stand<State>, what: Change | Complaint): Promise<Outcome | null> {
    const { step, passed } = stand;
    if ('complaint' in what) return this.keep(turn, stand, {}, passed, what.complaint);
    const { passesAlso = [], reopens } = what;
    if (reopens) {
      const { applicant: _, reopened: _names, asItWas: _former, ...asItWas } = stand.form.answers;
      const reopened = { ...what, answers: { ...stand.form.answers, reopened: reopens, asItWas } };
      return this.keep(turn, stand, reopened, without(passed, reopens));
    }
    if (!what.passes || step === null)
      return this.keep(turn, stand, what, [...without(passed, passesAlso), ...passesAlso]);
    const answered = [step.name, ...passesAlso];
    const now = [...without(passed, answered), ...answered];
    const next = await this.stand(turn, changed(stand.form, what, now));
    const wrong = step.refuse?.(next.asked) ?? null;
    if (wrong !== null) return this.keep(turn, stand, what, passed, wrong);
    return next.step === null ? this.end(turn, next, step) : this.keep(turn, stand, what, now);
  }

  /** To the question before; from one that was asked again, to where that was wanted, and its answer stays. */
  private stepBack(turn: Turn, stand: Stand<State>): Promise<Outcome | null> {
    const { form, step, passed } = stand;
    const { reopened: kept, asItWas, ...answers } = form.answers;
    const reopened = Array.isArray(kept) ? kept.filter((name): name is string => typeof name === 'string') : [];
    const last = passed.at(-1);
    const isOfIts = step !== null && reopened.includes(step.name);
    if (isOfIts && (last === undefined || !reopened.includes(last)))
      return this.keep(
        turn,
        stand,
        { answers: former(asItWas, answers), view: {} },
        this.inOrder([...passed, ...reopened]),
      );
    return this.keep(turn, stand, { answers: isOfIts ? form.answers : answers, view: {} }, passed.slice(0, -1));
  }

  /** Keeps the answer and asks what comes next. */
  private async keep(
    turn: Turn,
    { form, step }: Stand<State>,
    change: Change,
    passed: readonly string[],
    complaint: string | null = null,
  ): Promise<Outcome | null> {
    const { answers, view: next } = changed(form, change, passed);
    const isSame = step !== null && turn.came.what !== 'press' && !passed.includes(step.name);
    const view = isSame ? grown(form, step.name, next) : changedOtherwise(next);
    const kept = await continueDialog(this.talk.desk, form, { answers, view, ...this.heard(turn) });
    if (!kept) return null;
    const stand = await this.stand(turn, kept);
    // The office has changed since the answer was looked at: what was still to be asked is not any more.
    if (stand.step === null) return this.end(turn, stand, null);
    const screen = this.screen(stand, complaint);
    return complaint === null ? { form: kept, screen } : { form: kept, screen, toast: complaint, alert: true };
  }

  /** Everything is answered. `last`: by the answer to this question, which is asked again when it came to nothing. */
  private async end(turn: Turn, stand: Stand<State>, last: Step<State> | null): Promise<Outcome | null> {
    const finished: Finished = await this.dialog.finish(turn, stand.form, stand.asked);
    if ('complaint' in finished) {
      const passed = stand.passed.filter((name) => name !== (last ?? this.dialog.steps.at(-1))?.name);
      return this.keep(turn, stand, {}, passed, finished.complaint);
    }
    const { stays = false, ...outcome } = finished;
    this.talk.wake();
    const end = async () => {
      if (!stays) await endDialog(this.talk.desk, turn.official.personId, 'done', this.heard(turn).heard);
      return 'ended' as const;
    };
    // What was asked for is done and is said, whoever holds the row of the form now.
    const hasEnded = (await unlessBusy(end)) !== null;
    const after = hasEnded ? outcome.after : () => end().then(outcome.after);
    return { ...outcome, form: stand.form, after };
  }

  private async cancel(turn: Turn, form: FormRow): Promise<Reply> {
    const { desk } = this.talk;
    await endDialog(desk, turn.official.personId, 'cancelled');
    const screen = await this.dialog.cancelled(turn, form.answers);
    return this.reply({ form, screen, toast: turn.words.plain('form:cancelled') });
  }

  /** It stands under another question than the present one, which an update may have put before it: that one is drawn. */
  private oldButton(turn: Turn, stand: Stand<State>): Reply {
    const { plain } = turn.words;
    if (stand.step === null) return refusal(plain('refusal:oldButton'));
    return {
      ...refusal(plain('form:oldButton')),
      ...this.reply({ form: stand.form, screen: this.screen(stand, null) }),
    };
  }

  private heard({ came, sequence }: Turn): { heard?: number } {
    return came.what === 'press' ? {} : { heard: sequence };
  }

  // ── How it is shown ───────────────────────────────────────────────────────

  private reply({ form, screen, after, ...said }: Outcome): Reply {
    const { desk, voice } = this.talk;
    return {
      ...said,
      screen,
      drawnAnew: (message) => dialogShown(desk, form.id, message),
      after: async () => {
        await after?.();
        if (screen === null && form.messageRef !== null) await voice.remove(form.messageRef);
      },
    };
  }

  /** What was pressed in a copy goes on below, and the copy goes. */
  private replyBelow(turn: Turn, outcome: Outcome): Reply {
    const { toast, alert = false, form } = outcome;
    return {
      toast,
      alert,
      after: async () => {
        await this.say(turn, outcome);
        if (turn.message !== form.messageRef) await this.talk.voice.remove(turn.message);
      },
    };
  }

  private async showBelow(turn: Turn, form: FormRow, screen: Screen): Promise<void> {
    const message = await showBelow(this.talk, turn, form, screen);
    await this.dialog.shown?.(turn, message);
  }

  private async say(turn: Turn, { form, screen, after }: Outcome): Promise<void> {
    if (screen) await this.showBelow(turn, form, screen);
    await after?.();
    if (screen === null && form.messageRef !== null) await this.talk.voice.remove(form.messageRef);
  }
}

/** What was said before it was asked again. An applicant's contacts are in one place of a form, and are not copied. */
const former = (asItWas: unknown, answers: Answers): Answers =>
  typeof asItWas === 'object' && asItWas !== null ? { ...asItWas, applicant: answers.applicant } : answers;
const without = (names: readonly string[], others: readonly string[]): string[] =>
  names.filter((name) => !others.includes(name));

/** The form as it would be; its revision is the kept one's. */
function changed(form: FormRow, { answers, view }: Change, passed: readonly string[]): FormRow {
  return { ...form, answers: { ...(answers ?? form.answers), passed }, view: view ?? form.view };
}
