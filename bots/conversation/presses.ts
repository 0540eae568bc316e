import { codeOf } from '../../src/errors';
import { isKeyOf } from '../../src/regulation/lists';
import { failpoint } from '../../src/process/failpoint';
import { describeError } from '../../src/process/log';
import { hasRight, type Right } from '../../src/regulation/rights';
import type { SetupStep } from '../../src/usecases/office/setup';
import { expireForms, wasRegrouped, resumeForm, type Resumed } from '../../src/usecases/acts/form-ends';
import { KeptInPart, unlessBusy } from '../../src/usecases/kit/attachments';
import { openFormOf } from '../../src/usecases/kit/form-engine';
import { formOf, type FormRow } from '../../src/usecases/kit/form-store';
import { decode, rightToPress } from './button-table';
import type { Button, ButtonKind } from './kit/buttons';
import { refusal, type OpenDialog, type Press, type Reply } from './kit/feature';
import { leaveAside, showCard } from './kit/cards';
import type { Own, Register } from './register';
import { button, only, type Screen } from './kit/screen';
import type { Talk } from './kit/talk';
import type { Answer } from './kit/voice';
import type { Came, Turn } from './kit/turn';
import { WHERE_SET_UP } from './office/setup';

type Pressed = Extract<Came, { what: 'press' }>;

/** Of which a part is kept and the rest waits for others: their updates come again, and then «busy» would be no end of them. */
export type PressesInPart = Set<string>;

/** Answers the finger first, then does what takes as long as the network does. */
export async function answerPress(
  talk: Talk,
  register: Register,
  turn: Turn,
  came: Pressed,
  { kept, answered }: { readonly kept: PressesInPart; readonly answered: Set<string> },
): Promise<void> {
  const { voice } = talk;
  const { pressId } = came;
  failpoint('press-begun');
  const reply = await replyUnlessBusy(talk, register, turn, came, kept);
  const { toast, alert = false, screen, drawnAnew, after } = reply ?? refusal(turn.words.plain('refusal:busy'));
  failpoint('press-committed');
  const drawn = await answerFinger(talk, pressId, {
    ...(toast === undefined
      ? { otherwise: turn.words.plain('common:pressTaken') }
      : { toast, alert, alone: after === undefined }),
    ...(screen ? { draw: { message: turn.message, screen } } : {}),
  });
  if (screen && !drawn) {
    const message = await voice.send(turn.chatId, screen, { silent: true });
    await drawnAnew?.(message);
  }
  failpoint('press-answered');
  if (!after) return;
  answered.add(pressId);
  await after().catch(async (error: unknown) => {
    // After a restore some may be gone: no other try brings them.
    if (codeOf(error) !== 'file_gone') throw error;
    await voice.send(turn.chatId, only(turn.words.html('refusal:fileGone')), { silent: true });
  });
  answered.delete(pressId);
}

/**
 * Whatever has been pressed is done by now: an answer that the messenger refuses, in whatever words, is a line of the log, and what was to be
 * drawn by it is drawn by itself.
 * @returns false when the message that was to be drawn is no more, or does not take it
 */
async function answerFinger({ voice, log }: Talk, pressId: string, answer: Answer): Promise<boolean> {
  const { draw } = answer;
  const unlessRefused = (call: Promise<boolean>): Promise<boolean | null> =>
    call.catch((error: unknown) => {
      if (voice.outcomeOf(error, 'edit', '').outcome !== 'dead') throw error;
      log.warn({ reason: describeError(error) }, 'The answer to a press was refused; what was pressed is done');
      return null;
    });
  const drawn = await unlessRefused(voice.answer(pressId, answer));
  if (drawn !== null || !draw) return drawn ?? true;
  return (await unlessRefused(voice.edit(draw.message, draw.screen))) ?? false;
}

/** @throws what has kept the rest of it waiting, when the finger has heard that the press itself is taken */
async function replyUnlessBusy(
  talk: Talk,
  register: Register,
  turn: Turn,
  { pressId, data }: Pressed,
  kept: PressesInPart,
): Promise<Reply | null> {
  try {
    const reply = await unlessBusy(() => replyTo(talk, register, turn, decode(data)), kept.has(pressId));
    kept.delete(pressId);
    return reply;
  } catch (error) {
    if (!(error instanceof KeptInPart)) throw error;
    if (!kept.has(pressId)) {
      kept.add(pressId);
      await talk.voice.answer(pressId, { toast: turn.words.plain('refusal:shownLater'), alone: true });
    }
    throw error.cause;
  }
}

async function replyTo(talk: Talk, register: Register, turn: Turn, button: Button | null): Promise<Reply> {
  const { plain } = turn.words;
  // Work happens in private: a button in a group leads there by its link.
  if (button === null || !turn.isPrivate) return refusal(plain('refusal:oldButton'));
  const right = rightToPress(button.kind);
  if (right !== null && !hasRight(turn.official, right)) return refusal(plain(notYours(right)));
  if (button.kind === 'nothing') return {};
  if (button.kind === 'setupOpen') return openedFromSetup(talk, register, turn, button.step);
  if (button.kind === 'resume') return resumeDialog(talk, register, turn, button);
  return button.kind === 'form' ? moveDialog(talk, register, turn, button) : pressed(register.presses, turn, button);
}

/** What another screen does for a step of the setup, with the way back to that step under it. */
async function openedFromSetup(talk: Talk, register: Register, turn: Turn, step: SetupStep): Promise<Reply> {
  const reply = await replyTo(talk, register, turn, WHERE_SET_UP[step] ?? { kind: 'setupStep', step });
  const back = button(turn.words.plain('setup:back'), { kind: 'setupStep', step });
  return reply.screen ? { ...reply, screen: { ...reply.screen, buttons: [...reply.screen.buttons, [back]] } } : reply;
}

/** Whose it is, where not everybody who works with appeals may. */
const WHOSE = {
  administer: 'people:admin.notYours',
  control: 'list:controlNotYours',
  report: 'list:report.notYours',
  tasks: 'refusal:tasksNotYours',
  templates: 'people:templates.refusal.notYours',
  widgets: 'widget:refusal.notYours',
  engage: 'engagement:notYours',
  reconcile: 'reconcile:notYours',
  imports: 'reconcile:imports.notYours',
  marks: 'reconcile:marks.notYours',
  categories: 'people:newCategories.refusal.notYours',
  register: 'refusal:registryNotYours',
  duty: 'refusal:dutyNotYours',
  violations: 'violation:refusal.journal',
} as const;
const notYours = (right: Right) => (isKeyOf(WHOSE, right) ? WHOSE[right] : 'refusal:notForYou');

const pressed = <Kind extends Exclude<ButtonKind, Own>>(
  presses: { readonly [Each in Kind]: Press<Each> },
  turn: Turn,
  button: Button<Kind> & { readonly kind: Kind },
): Promise<Reply> => presses[button.kind](turn, button);

async function moveDialog(
  talk: Talk,
  register: Register,
  turn: Turn,
  { formId, ...pressedMove }: Button<'form'>,
): Promise<Reply> {
  const { dialogs, told } = register;
  const { official, words } = turn;
  const { revision, move, value } = pressedMove;
  const tapped = [official.personId, formId, revision, move, value].join(' ');
  const form = await openFormOf(talk.desk, official.personId);
  if (form?.id === formId) {
    // The second of a double tap has moved nothing, and hears of what the first has.
    const { appealId } = form;
    const before = form.revision === revision ? null : told.get(tapped);
    if (before) return { ...before, after: appealId === null ? undefined : () => showCard(talk, turn, appealId) };
    const dialog = dialogs.get(form.subject);
    const reply = dialog ? await dialog.press(turn, form, pressedMove) : refusal(words.plain('refusal:oldButton'));
    if (reply === 'waits') return stillWaits(talk, turn, form, dialog);
    const word = { toast: reply.toast, alert: reply.alert === true };
    told.note(tapped, word);
    told.note(drawnBy(form), word);
    return reply;
  }
  const expired = form ? null : await endExpired(talk, turn);
  const pressed = await formOf(talk.desk, official.personId, formId);
  if (pressed?.state === 'displaced' && !told.get(tapped))
    return (
      (await chosenAside(talk, register, turn, pressed, pressedMove)) ?? displaced(talk, turn, pressed, form, dialogs)
    );
  const reply = pressed && (await dialogs.get(pressed.subject)?.pressAgain?.(turn, formId));
  if (reply) return reply;
  // The form that has registered an appeal stood in no card of it.
  const appealId = pressed && pressed.version !== null ? pressed.appealId : null;
  const over =
    pressed?.state === 'expired'
      ? refusal(words.plain(expired?.why ?? (await whyOver(talk, pressed))))
      : { toast: words.plain('refusal:gone') };
  const isDrawn = pressed === null || told.get(drawnBy(pressed)) !== null || form?.messageRef === turn.message;
  return {
    // The second of a double tap has moved nothing, and hears of what the first has.
    ...(told.get(tapped) ?? over),
    // Its redraw may have been lost with the network or with the process: the present view comes with the next press.
    async after() {
      if (appealId !== null) await showCard(talk, turn, appealId);
      else if (!isDrawn) await drawInstead(talk, turn, pressed, dialogs.get(pressed.subject));
    },
  };
}

const whyOver = async ({ desk }: Talk, { id, appealId }: { readonly id: number; readonly appealId: number | null }) =>
  (await wasRegrouped(desk, id)) ? ('form:regrouped' as const) : whyExpired(appealId === null);

/** A form that a press of just now has moved: whatever came of that is drawn, or is about to be. */
const drawnBy = ({ id }: { readonly id: number }): string => `form ${id}`;

/** Where the question of a dialog that is over still stands, what it was about comes: to whoever may press what is drawn under it. */
async function drawInstead(
  { voice }: Talk,
  turn: Turn,
  { state, answers }: NonNullable<Awaited<ReturnType<typeof formOf>>>,
  dialog: OpenDialog | undefined,
): Promise<void> {
  if (!dialog?.instead || (state !== 'done' && state !== 'cancelled')) return;
  const screen = await dialog.instead(turn, answers);
  if (screen !== null && isTheirs(turn, screen)) await voice.edit(turn.message, screen);
  else await voice.remove(turn.message);
}

/** Rights may have gone since it was asked, and many a screen is drawn for whoever was let in to its button. */
const isTheirs = ({ official }: Turn, { buttons }: Screen): boolean =>
  buttons.flat().every((one) => {
    const right = 'press' in one ? rightToPress(one.press.kind) : null;
    return right === null || hasRight(official, right);
  });

/**
 * One tap has chosen in a form that another has displaced: it stands open again with what was chosen, and that other waits in turn. Null:
 * what was pressed sends, or is none of its buttons any more.
 */
async function chosenAside(
  talk: Talk,
  register: Register,
  turn: Turn,
  { id, subject, appealId, revision }: NonNullable<Awaited<ReturnType<typeof formOf>>>,
  pressed: Omit<Button<'form'>, 'formId'>,
): Promise<Reply | null> {
  const dialog = register.dialogs.get(subject);
  if (pressed.move !== 'pick' || appealId === null || !dialog || pressed.revision !== revision) return null;
  const resumed = await resumeForm(talk.desk, turn.official, id);
  if (resumed.kind !== 'resumed') return null;
  const { form, ended, keptIn } = resumed;
  talk.wake();
  const reply = await dialog.press(turn, form, { ...pressed, revision: form.revision });
  const { after, ...said } = reply === 'waits' ? await stillWaits(talk, turn, form, dialog) : reply;
  return {
    ...said,
    async after() {
      if (keptIn !== null) await talk.voice.remove(keptIn);
      await after?.();
      if (ended === null) return;
      if (ended.appealId === null) return leaveAside(talk, turn, ended);
      if (ended.appealId !== appealId) await talk.cards.redraw(turn.official, 'appeal', ended.appealId);
      await talk.voice.send(turn.chatId, offerOf(turn, ended.id, 'form:waitsAside'), { silent: true });
    },
  };
}

/** The way back to a form that waits. */
const offerOf = ({ words }: Turn, formId: number, key: 'form:displaced' | 'form:waitsAside'): Screen => ({
  text: words.html(key),
  buttons: [[button(words.plain('form:button.resume'), { kind: 'resume', formId })]],
});

/** Its person has opened another since: nothing was done, and what was chosen is not lost. */
async function displaced(
  talk: Talk,
  turn: Turn,
  pressed: NonNullable<Awaited<ReturnType<typeof formOf>>>,
  open: FormRow | null,
  dialogs: Register['dialogs'],
): Promise<Reply> {
  const { plain } = turn.words;
  const { id: formId, subject, appealId, revision, expiresAt } = pressed;
  // The same, begun anew: that one waits. Of forms about no appeal two of one kind are two things, once something is said.
  if ((appealId !== null || revision === 0) && open?.subject === subject && open.appealId === appealId)
    return stillWaits(talk, turn, open, dialogs.get(subject));
  if (expiresAt.getTime() <= talk.desk.clock.now().getTime()) return refusal(plain(whyExpired(appealId === null)));
  const offer = offerOf(turn, formId, 'form:displaced');
  const reply = refusal(plain('form:displaced'));
  if (appealId === null) return { ...reply, screen: offer };
  return {
    ...reply,
    after: async () => {
      await showCard(talk, turn, appealId);
      await talk.voice.send(turn.chatId, offer, { silent: true });
    },
  };
}

/** Back to it, with what was chosen; what has displaced it stands aside in turn. */
async function resumeDialog(
  talk: Talk,
  { dialogs }: Register,
  turn: Turn,
  { formId }: Button<'resume'>,
): Promise<Reply> {
  const { official, words, message } = turn;
  const resumed = await resumeForm(talk.desk, official, formId);
  const leaves = () => talk.voice.remove(message);
  if (resumed.kind !== 'resumed') {
    const { kind, appealId } = resumed;
    const afterwards = await afterwardsOf(talk, dialogs, turn, formId);
    if (afterwards) return afterwards;
    return {
      ...refusal(words.plain(WHY_NOT_RESUMED[kind])),
      after: async () => {
        await leaves();
        if (appealId !== null) await talk.cards.redraw(official, 'appeal', appealId);
      },
    };
  }
  const { form, ended, keptIn } = resumed;
  talk.wake();
  return {
    after: async () => {
      await leaves();
      if (keptIn !== null) await talk.voice.remove(keptIn);
      if (ended !== null && (ended.appealId === null || ended.appealId !== form.appealId))
        await leaveAside(talk, turn, ended);
      // Where it was pressed stood the form itself.
      const shown = form.messageRef === message ? { ...form, messageRef: null } : form;
      await dialogs.get(form.subject)?.show(turn, shown);
    },
  };
}

/** What was kept of a form that is over and was about no appeal; null: nothing was. */
async function afterwardsOf(
  { desk }: Talk,
  dialogs: Register['dialogs'],
  turn: Turn,
  formId: number,
): Promise<Reply | null> {
  const over = await formOf(desk, turn.official.personId, formId);
  return (over?.appealId === null && (await dialogs.get(over.subject)?.pressAgain?.(turn, formId))) || null;
}

const WHY_NOT_RESUMED = {
  expired: 'form:expired',
  stale: 'form:resumeStale',
  over: 'refusal:gone',
} as const satisfies Record<Exclude<Resumed['kind'], 'resumed'>, string>;

/** Nothing was done by what was pressed in a copy of before: whoever goes away now would take it for done. */
async function stillWaits(
  talk: Talk,
  turn: Turn,
  { id }: Pick<FormRow, 'id'>,
  dialog: OpenDialog | undefined,
): Promise<Reply> {
  const { official, words, message } = turn;
  const form = await openFormOf(talk.desk, official.personId);
  // It has acted or was given up while the press was looked at.
  if (form?.id !== id) return { toast: words.plain('refusal:gone') };
  return {
    ...refusal(words.plain('form:waits')),
    after: async () => {
      await dialog?.show(turn, form);
      if (form.appealId !== null) await talk.cards.removeStray(official, 'appeal', form.appealId, message);
      else if (form.messageRef !== message) await talk.voice.remove(message);
    },
  };
}

/** Of somebody who has no open form: one that nobody has ended has outlived its day, or its appeals. Null: there was none. */
export async function endExpired({ desk }: Talk, { official }: Turn) {
  const { forms, kept, isRegrouped, aside } = await expireForms(desk, official.personId);
  if (forms === 0) return null;
  if (isRegrouped) return { why: kept > 0 ? ('form:regroupedKept' as const) : ('form:regrouped' as const), aside };
  return { why: kept > 0 ? ('form:expiredKept' as const) : whyExpired(aside !== null), aside };
}

/** Where one begins anew: an appeal's card, or, of what was about none, where it was begun. */
const whyExpired = (isAside: boolean) => (!isAside ? ('form:expired' as const) : ('form:expiredAside' as const));

/** Under the word that a form is over: what it was about and what is kept of it, to go on from there; the word alone: nothing is. */
export async function drawExpired(
  { dialogs }: Register,
  turn: Turn,
  { id, subject, answers }: FormRow,
): Promise<Screen | null> {
  const dialog = dialogs.get(subject);
  const screen = (await dialog?.pressAgain?.(turn, id))?.screen ?? (await dialog?.instead?.(turn, answers)) ?? null;
  if (screen === null || !isTheirs(turn, screen)) return null;
  return { ...screen, text: `${turn.words.html('form:expiredGoOn')}\n\n${screen.text}` };
}
