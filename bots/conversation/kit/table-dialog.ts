import { escapeHtml } from '../../../src/i18n';
import { unlessBusy } from '../../../src/usecases/kit/attachments';
import {
  type Change,
  type Complaint,
  changedOtherwise,
  grown,
  continueDialog,
  dialogShown,
  endDialog,
  advance,
  changed,
  notPassed,
  standing,
  type Step as EngineStep,
} from '../../../src/usecases/kit/form-engine';
import type { FormRow } from '../../../src/usecases/kit/form-store';
import type { MessageRef } from '../../../src/usecases/kit/ports';
import { refusal, type Attachment, type Reply } from './feature';
import { bottomRow, movesOf, questionLines, type Asked } from './question';
import { button, only, type Screen } from './screen';
import { fitted, type Room } from './fit';
import type { Talk } from './talk';
import type { Turn } from './turn';
import { type Dialog, type Finished, type Step, showBelow, openDialog } from './dialog';
import { type Answer, type CameFile, type Home, type Stand, FormDialog } from './form-dialog';
import { sayOfFile } from './keep-file';

/** Where a form of a table stands before its person. */
interface TableStand<State> extends Stand<State> {
  readonly step: Step<State> | null;
  readonly hasPassed: boolean;
}

/** What came of an answer: how it is shown depends on whether it was pressed or said. */
interface Shown extends Pick<Reply, 'toast' | 'alert' | 'after'> {
  readonly form: FormRow;
  /** Null: the dialog's message goes. */
  readonly screen: Screen | null;
}

/** `gone`: the dialog has gone on or ended meanwhile. */
export type TableOutcome = Shown | 'gone' | 'oldButton';

/** The home of every dialog that is a table of steps: one message, which moves down where words were typed below it. */
export class TableHome<State> implements Home<State, TableOutcome> {
  readonly subjects: readonly string[];

  constructor(
    private readonly talk: Talk,
    private readonly dialog: Dialog<State>,
  ) {
    this.subjects = [dialog.subject];
  }

  // ── Where it stands ───────────────────────────────────────────────────────

  /** One that goes on listening hears its last question's answer anew; what does not hold asks that question again. */
  async stand(turn: Turn, form: FormRow, by: 'press' | 'words'): Promise<TableStand<State>> {
    const at = await this.standIn(turn, form);
    const last = this.dialog.steps.at(-1);
    if (at.now !== null || by === 'press' || !last) return at;
    const again = { ...form, answers: notPassed(form.answers, last.name) };
    return { ...at, form: again, step: last, now: last };
  }

  private async standIn(turn: Turn, form: FormRow): Promise<TableStand<State>> {
    const asked = await this.asked(turn, form);
    return this.standOf(form, asked, standing(this.stepsIn(asked, null), form.answers));
  }

  private standOf(
    form: FormRow,
    asked: Asked<State>,
    { step, passed }: ReturnType<typeof standing<EngineStep & { readonly row: Step<State> }>>,
  ): TableStand<State> {
    const row = step?.row ?? null;
    return { form, asked, now: row, step: row, steps: this.dialog.steps, hasPassed: passed.length > 0 };
  }

  private async asked(turn: Turn, form: FormRow): Promise<Asked<State>> {
    const { answers, view } = form;
    const state = await this.dialog.read(turn, answers, form.id);
    return { answers, view, state, reading: turn.reading, last: false, move: movesOf(form) };
  }

  /** @param answered the step that was just answered: what the office holds against an answer is asked of it alone */
  private stepsIn(asked: Asked<State>, answered: string | null): (EngineStep & { readonly row: Step<State> })[] {
    return this.dialog.steps
      .filter(({ when }) => when === undefined || when(asked.answers, asked.state))
      .map((row) => ({
        name: row.name,
        objection: row.name === answered ? (row.refuse?.(asked) ?? null) : null,
        row,
      }));
  }

  // ── What an answer does ───────────────────────────────────────────────────

  async take(turn: Turn, form: FormRow, { pressed, change }: Answer<State>): Promise<TableOutcome> {
    const stand = await this.stand(turn, form, pressed === null ? 'words' : 'press');
    const what = change(stand);
    if (what === null) return pressed?.revision === form.revision ? 'oldButton' : 'gone';
    const by = pressed === null ? 'words' : 'press';
    return 'complaint' in what ? this.complain(turn, stand, what, by) : this.goOn(turn, stand, what, by);
  }

  private async goOn(
    turn: Turn,
    stand: TableStand<State>,
    change: Change,
    by: 'press' | 'words',
  ): Promise<TableOutcome> {
    const { form, now } = stand;
    const next = { ...form, ...changed(form, this.dialog.steps, now?.name ?? null, change, by) };
    const answered = change.passes && now ? now.name : null;
    if (answered === null) return this.keep(turn, form, next);
    const asked = await this.asked(turn, next);
    const { kind, standing: at } = advance(this.stepsIn(asked, answered), next.answers, answered);
    switch (kind) {
      case 'complaint': {
        const { view, answers } = next;
        const complaint = { complaint: at.step?.objection ?? '', view };
        return this.complain(turn, stand, complaint, by, notPassed(answers, answered));
      }
      case 'finish':
        return this.end(turn, this.standOf(next, asked, at), stand.step, by);
      case 'next':
        return this.keep(turn, form, next);
    }
  }

  /** The question is asked again, with the reason. */
  private complain(
    turn: Turn,
    { form, now }: TableStand<State>,
    { complaint, view = form.view }: Complaint,
    by: 'press' | 'words',
    answers: FormRow['answers'] = form.answers,
  ): Promise<TableOutcome> {
    const looks = by === 'words' && now !== null ? grown(form, now.name, view) : changedOtherwise(view);
    return this.keep(turn, form, { answers, view: looks }, complaint);
  }

  /** Keeps the answer and asks what comes next. */
  private async keep(
    turn: Turn,
    form: FormRow,
    { answers, view }: Pick<FormRow, 'answers' | 'view'>,
    complaint: string | null = null,
  ): Promise<TableOutcome> {
    const kept = await continueDialog(this.talk.desk, form, { answers, view, ...this.heard(turn) });
    if (!kept) return 'gone';
    const stand = await this.standIn(turn, kept);
    // The office has changed since the answer was looked at: what was still to be asked is not any more.
    if (stand.now === null) return this.end(turn, stand, null, 'press');
    const over = answers === form.answers ? null : ((await this.dialog.kept?.(turn, kept, stand.asked)) ?? null);
    if (over && !('complaint' in over)) return this.endWith(turn, kept, over);
    const screen = this.screen(stand, complaint);
    return complaint === null ? { form: kept, screen } : { form: kept, screen, toast: complaint, alert: true };
  }

  /** Everything is answered. `last`: by the answer to this question, which is asked again when it came to nothing. */
  private async end(
    turn: Turn,
    stand: TableStand<State>,
    last: Step<State> | null,
    by: 'press' | 'words',
  ): Promise<TableOutcome> {
    const { form } = stand;
    const finished = await this.dialog.finish(turn, form, stand.asked);
    if ('complaint' in finished) {
      const asked = last ?? this.dialog.steps.at(-1) ?? null;
      const { answers = form.answers, after } = finished;
      const again = await this.complain(turn, { ...stand, now: asked }, finished, by, notPassed(answers, asked?.name));
      return typeof again === 'string' ? again : { ...again, after };
    }
    return this.endWith(turn, form, finished);
  }

  private async endWith(
    turn: Turn,
    form: FormRow,
    finished: Exclude<Finished, { readonly complaint: string }>,
  ): Promise<TableOutcome> {
    const { stays = false, ...outcome } = finished;
    this.talk.wake();
    const end = async () => {
      if (!stays) await endDialog(this.talk.desk, turn.official.personId, 'done', this.heard(turn).heard);
      return 'ended' as const;
    };
    // What was asked for is done and is said, whoever holds the row of the form now.
    const hasEnded = (await unlessBusy(end)) !== null;
    const after = hasEnded ? outcome.after : () => end().then(outcome.after);
    return { ...outcome, form, after };
  }

  private heard({ came, message }: Turn): { heard?: MessageRef } {
    return came.what === 'press' ? {} : { heard: message };
  }

  async cancel(turn: Turn, form: FormRow): Promise<Reply> {
    await this.dialog.givenUp?.(turn, form);
    await endDialog(this.talk.desk, turn.official.personId, 'cancelled');
    const screen = await this.dialog.cancelled(turn, form.answers);
    return this.replyWith({ form, screen, toast: turn.words.plain('form:cancelled') });
  }

  async pressAgain(turn: Turn, formId: number): Promise<Reply | null> {
    const screen = (await this.dialog.afterwards?.(turn, formId)) ?? null;
    return screen && { screen };
  }

  // ── How it is shown ───────────────────────────────────────────────────────

  async reply(turn: Turn, form: FormRow, outcome: TableOutcome, isCopy: boolean): Promise<Reply | 'waits'> {
    if (outcome === 'gone') return 'waits';
    if (outcome === 'oldButton') return this.oldButton(turn, form);
    return isCopy ? this.replyBelow(turn, outcome) : this.replyWith(outcome);
  }

  /** In the message that was pressed. */
  async here(turn: Turn, form: FormRow): Promise<Reply> {
    return this.replyWith({ form, screen: this.screen(await this.standIn(turn, form), null) });
  }

  async say(turn: Turn, outcome: TableOutcome): Promise<void> {
    if (typeof outcome === 'string') return;
    const { form, screen, after } = outcome;
    if (screen) await this.showBelow(turn, form, screen);
    await after?.();
    if (screen === null && form.messageRef !== null) await this.talk.voice.remove(form.messageRef);
  }

  async sayOfCaption(turn: Turn, outcome: TableOutcome): Promise<void> {
    return this.say(turn, outcome);
  }

  async show(turn: Turn, form: FormRow): Promise<void> {
    const stand = await this.standIn(turn, form);
    if (stand.now) return this.showBelow(turn, form, this.screen(stand, null));
    await this.say(turn, await this.end(turn, stand, null, 'words'));
  }

  async fileInstead(turn: Turn, form: FormRow, _stand: Stand<State>, came: CameFile): Promise<boolean> {
    const { desk, voice } = this.talk;
    const { asked, step } = await this.standIn(turn, form);
    const what = step && (await this.dialog.fileInstead?.(turn, asked, step, came));
    if (!what) return false;
    let { answers, view } = form;
    if (typeof what === 'string') await sayOfFile(this.talk, turn, what);
    else {
      if ('complaint' in what)
        await voice.send(turn.chatId, only(`⚠️ ${escapeHtml(what.complaint)}`), { silent: true });
      else answers = what.answers ?? answers;
      view = what.view ?? view;
    }
    const kept = await continueDialog(desk, form, { answers, view: grown(form, step.name, view) });
    if (kept) await this.dialog.kept?.(turn, kept, await this.asked(turn, kept));
    await this.fileShown(turn, kept ?? form, came);
    return true;
  }

  /** Of an album, whose size nobody knows in advance, the question moves below the first and counts the others. */
  async fileShown(turn: Turn, form: FormRow, { album }: CameFile): Promise<void> {
    const { desk, voice } = this.talk;
    const stand = await this.standIn(turn, form);
    if (album === null || form.view.album !== album) {
      const view = stand.now === null ? form.view : grown(form, stand.now.name);
      const current = await continueDialog(desk, form, { view: { ...view, album } });
      return this.show(turn, current ?? form);
    }
    if (form.messageRef !== null && stand.now) await voice.edit(form.messageRef, this.screen(stand, null));
  }

  refused({ asked, now }: Stand<State>, _came: Attachment): Complaint | null {
    const step = this.dialog.steps.find(({ name }) => name === now?.name) ?? null;
    return this.dialog.attachmentRefused?.(asked, step) ?? null;
  }

  /** What a table is about does not go on without it. */
  over(turn: Turn, form: FormRow): Promise<void> {
    return this.show(turn, form);
  }

  /** As it stands in the chat once another has displaced it; null: everything in it is said. */
  async waiting(turn: Turn, form: FormRow): Promise<Screen | null> {
    const { step, asked } = await this.standIn(turn, form);
    if (step === null) return null;
    const { words } = turn;
    const head = this.dialog.head?.(asked) ?? [];
    return {
      text: [words.html('form:waitsAside'), ...(head.length > 0 ? head : [step.ask(asked)])].join('\n'),
      buttons: [[button(words.plain('form:button.resume'), { kind: 'resume', formId: form.id })]],
    };
  }

  private screen({ step, asked, hasPassed }: TableStand<State>, complaint: string | null): Screen {
    if (step === null) throw new Error(`The dialog ${this.dialog.subject} has nothing left to ask, so nothing to show`);
    const { question, ask } = step;
    const text = (room: Room) =>
      [
        ...(this.dialog.head?.(asked) ?? []),
        ...(question.soFar?.(asked, room) ?? []),
        ...questionLines(asked, question, ask),
        ...(complaint === null ? [] : [`⚠️ ${escapeHtml(complaint)}`]),
      ].join('\n');
    return {
      text: fitted(asked.reading.longest, text),
      buttons: [...question.rows(asked), bottomRow(question, asked, hasPassed)],
    };
  }

  /** It stands under another question than the present one, which an update may have put before it: that one is drawn. */
  private async oldButton(turn: Turn, form: FormRow): Promise<Reply> {
    const { plain } = turn.words;
    const stand = await this.standIn(turn, form);
    if (stand.now === null) return refusal(plain('refusal:oldButton'));
    return {
      ...refusal(plain('form:oldButton')),
      ...this.replyWith({ form, screen: this.screen(stand, null) }),
    };
  }

  private replyWith({ form, screen, after, ...said }: Shown): Reply {
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
  private replyBelow(turn: Turn, outcome: Shown): Reply {
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
}

/** A dialog that is a table of steps, over the one engine. */
export class TableDialog<State> extends FormDialog<State, TableOutcome> {
  private readonly table: TableHome<State>;

  constructor(
    talk: Talk,
    private readonly dialog: Dialog<State>,
  ) {
    const table = new TableHome(talk, dialog);
    super(talk, table);
    this.table = table;
    talk.asides.set(dialog.subject, (turn, form) => table.waiting(turn, form));
    if (dialog.givenUp) talk.givenUp.set(dialog.subject, dialog.givenUp);
  }

  /** What it was about: there they see what has come of it, whether it was done or given up. */
  instead(turn: Turn, answers: FormRow['answers']): Promise<Screen | null> {
    return this.dialog.cancelled(turn, answers);
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
    return this.table.here(turn, form);
  }
}
