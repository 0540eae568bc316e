import { failpoint } from '../../src/process/failpoint';
import { hasRight, type Right } from '../../src/regulation/rights';
import { cleanText } from '../../src/text/plain-text';
import { expireForms, wasRegrouped } from '../../src/usecases/asking/expire-forms';
import { resumeForm, type Resumed } from '../../src/usecases/asking/resume-form';
import { KeptInPart, unlessBusy } from '../../src/usecases/busy';
import { dialogEndedWith, openFormOf } from '../../src/usecases/forms/dialogs';
import { formOf, type FormRow } from '../../src/usecases/forms/form-store';
import { placeMoved } from '../../src/usecases/forms/shared-places';
import type { MessageRef } from '../../src/usecases/ports';
import { BUTTON_KINDS, decode, rightToPress, type Button, type ButtonKind } from './buttons';
import { Lately } from './lately';
import { button, only, type Screen } from './screen';
import { showCard } from './show-card';
import type { Talk } from './talk';
import type { Came, Turn } from './turn';

/** What whoever has pressed gets back. */
export interface Reply {
  /** A word for the finger; plain text. */
  readonly toast?: string | undefined;
  /** The toast is a refusal: it stays until it is read. */
  readonly alert?: boolean;
  /** In place of what the pressed message shows. */
  readonly screen?: Screen | null | undefined;
  /** Called when the screen had to go into a new message, since the pressed one is no more. */
  readonly drawnAnew?: (message: MessageRef) => Promise<unknown>;
  /** What takes as long as the network does, once the finger is answered. */
  readonly after?: (() => Promise<unknown>) | undefined;
}
export const refusal = (toast: string): Reply => ({ toast, alert: true });

export type Press<Kind extends ButtonKind> = (turn: Turn, button: Button<Kind>) => Promise<Reply>;
export type Command = (turn: Turn, argument: string) => Promise<void>;
export type Attachment = Extract<Came, { what: 'file' | 'place' | 'video' | 'other' }>;

/** What was pressed in a dialog; `revision`: of the copy in which the button stands. */
export type PressedMove = Readonly<Pick<Button<'form'>, 'revision' | 'move' | 'value'>>;

/** Something that waits for answers; its state is a row of `form`. */
export interface OpenDialog {
  /** Subjects of the forms that are its own. */
  readonly subjects: readonly string[];
  /** `waits`: nothing is done by it, since it stands in a copy of before that shows another question. */
  press(turn: Turn, form: FormRow, pressed: PressedMove): Promise<Reply | 'waits'>;
  /** What a press on a form that is over is told; null: nothing of its own. */
  pressAgain?(turn: Turn, formId: number): Promise<Reply | null>;
  words(turn: Turn, form: FormRow, text: string): Promise<void>;
  attachment(turn: Turn, form: FormRow, came: Attachment): Promise<void>;
  /** Draws the present question at the bottom of the chat: its answer may not have reached the person. */
  show(turn: Turn, form: FormRow): Promise<void>;
}

/** What words for which no dialog waits have meant: something that was answered, something to be asked about, nothing. */
export type StrayWords = 'answered' | 'kept' | 'nothing';

/** A part of the conversation with commands, buttons and dialogs of its own. */
export interface Feature {
  /** Without the slash. They come before every dialog, so that none can swallow them. */
  readonly commands?: Readonly<Record<string, Command>>;
  readonly presses?: { readonly [Kind in ButtonKind]?: Press<Kind> };
  readonly dialogs?: readonly OpenDialog[];
  /** Photos, files and places for which no dialog waits: one feature has this. */
  readonly strays?: (turn: Turn, came: Attachment) => Promise<void>;
  /** Words for which no dialog waits: one feature has this. */
  readonly strayWords?: (turn: Turn, text: string) => Promise<StrayWords>;
}

/** What the dispatcher does itself. */
type Own = 'nothing' | 'form' | 'resume';
type Presses = { readonly [Kind in Exclude<ButtonKind, Own>]: Press<Kind> };

/** Every feature under the names that it answers to. */
interface Register {
  readonly commands: ReadonlyMap<string, Command>;
  readonly presses: Presses;
  readonly dialogs: ReadonlyMap<string, OpenDialog>;
  readonly strays: NonNullable<Feature['strays']>;
  readonly strayWords: NonNullable<Feature['strayWords']>;
  /** By the buttons of forms that were pressed. */
  readonly told: Lately<Word>;
}
/** What a finger is told. */
type Word = Pick<Reply, 'toast' | 'alert'>;

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

// ── Who answers to what ─────────────────────────────────────────────────────

function registerOf(features: readonly Feature[]): Omit<Register, 'told'> {
  const commands = named('command', (feature) => Object.entries(feature.commands ?? {}), features);
  const dialogs = named(
    'dialog',
    (feature) => (feature.dialogs ?? []).flatMap((dialog) => dialog.subjects.map((subject) => [subject, dialog])),
    features,
  );
  const presses = named('button', (feature) => Object.entries(feature.presses ?? {}), features);
  const own: readonly string[] = ['nothing', 'form', 'resume'] satisfies readonly Own[];
  for (const kind of BUTTON_KINDS) {
    if (own.includes(kind) === presses.has(kind))
      throw new Error(
        presses.has(kind)
          ? `The button «${kind}» is the dispatcher's own: take it out of the feature's presses`
          : `No feature answers the button «${kind}»: add it to the presses of one, or take it out of the table of buttons`,
      );
  }
  return {
    commands,
    dialogs,
    strays: single('strays', features),
    strayWords: single('strayWords', features),
    // every kind is there, each from a feature's typed presses
    presses: Object.fromEntries(presses) as unknown as Presses,
  };
}

/** What one feature does with that for which no dialog waits. */
function single<Name extends 'strays' | 'strayWords'>(
  name: Name,
  features: readonly Feature[],
): NonNullable<Feature[Name]> {
  const handlers = named(`handler of ${name}`, ({ [name]: take }) => (take ? [[name, take] as const] : []), features);
  const found = handlers.get(name);
  if (!found) throw new Error(`No feature takes what no dialog waits for: give one \`${name}\``);
  return found;
}

function named<Answer>(
  what: string,
  of: (feature: Feature) => readonly (readonly [string, Answer])[],
  features: readonly Feature[],
): Map<string, Answer> {
  const found = new Map<string, Answer>();
  for (const [name, answer] of features.flatMap((feature) => of(feature))) {
    if (found.has(name))
      throw new Error(`Two features have the ${what} «${name}»: rename one, or make them one feature`);
    found.set(name, answer);
  }
  return found;
}

// ── Presses ─────────────────────────────────────────────────────────────────

type Pressed = Extract<Came, { what: 'press' }>;

/** Of which a part is kept and the rest waits for others: their updates come again, and then «busy» would be no end of them. */
type PressesInPart = Set<string>;

async function answerPress(
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
  const drawn = await voice.answer(pressId, {
    ...(toast === undefined ? {} : { toast, alert }),
    ...(screen ? { draw: { message: turn.message, screen } } : {}),
  });
  if (screen && !drawn) {
    const message = await voice.send(turn.chatId, screen, { silent: true });
    await drawnAnew?.(message);
  }
  failpoint('press-answered');
  if (!after) return;
  answered.add(pressId);
  await after();
  answered.delete(pressId);
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
      await talk.voice.answer(pressId, { toast: turn.words.plain('refusal:shownLater') });
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
  if (button.kind === 'resume') return resumeDialog(talk, register, turn, button);
  return button.kind === 'form' ? moveDialog(talk, register, turn, button) : pressed(register.presses, turn, button);
}

/** Whose it is, where not everybody who works with appeals may. */
const WHOSE = {
  administer: 'people:admin.notYours',
  control: 'list:controlNotYours',
  tasks: 'refusal:tasksNotYours',
  templates: 'people:templates.refusal.notYours',
  reconcile: 'reconcile:notYours',
  imports: 'reconcile:imports.notYours',
  marks: 'reconcile:marks.notYours',
  categories: 'people:newCategories.refusal.notYours',
  register: 'refusal:registryNotYours',
} as const;
const notYours = (right: Right) => (right in WHOSE ? WHOSE[right as keyof typeof WHOSE] : 'refusal:notForYou');

const pressed = <Kind extends Exclude<ButtonKind, Own>>(
  presses: { readonly [Each in Kind]: Press<Each> },
  turn: Turn,
  button: Button<Kind> & { readonly kind: Kind },
): Promise<Reply> => presses[button.kind](turn, button);

async function moveDialog(
  talk: Talk,
  { dialogs, told }: Register,
  turn: Turn,
  { formId, ...pressedMove }: Button<'form'>,
): Promise<Reply> {
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
    told.note(tapped, { toast: reply.toast, alert: reply.alert === true });
    return reply;
  }
  const expired = form ? null : await endExpired(talk, turn);
  const pressed = await formOf(talk.desk, official.personId, formId);
  if (pressed?.state === 'displaced' && !told.get(tapped)) return displaced(talk, turn, pressed, form, dialogs);
  const reply = pressed && (await dialogs.get(pressed.subject)?.pressAgain?.(turn, formId));
  if (reply) return reply;
  const appealId = pressed?.appealId ?? null;
  const over =
    pressed?.state === 'expired'
      ? refusal(words.plain(expired ?? ((await wasRegrouped(talk.desk, formId)) ? 'form:regrouped' : 'form:expired')))
      : { toast: words.plain('refusal:gone') };
  return {
    // The second of a double tap has moved nothing, and hears of what the first has.
    ...(told.get(tapped) ?? over),
    // Its redraw may have been lost with the network or with the process: the present view comes with the next press.
    after: appealId === null ? undefined : () => showCard(talk, turn, appealId),
  };
}

/** Its person has opened another since: nothing was done, and what was chosen is not lost. */
async function displaced(
  talk: Talk,
  turn: Turn,
  pressed: NonNullable<Awaited<ReturnType<typeof formOf>>>,
  open: FormRow | null,
  dialogs: Register['dialogs'],
): Promise<Reply> {
  const { plain } = turn.words;
  const { id: formId, subject, appealId, expiresAt } = pressed;
  // The same, begun anew: that one waits.
  if (open?.subject === subject && open.appealId === appealId)
    return stillWaits(talk, turn, open, dialogs.get(subject));
  if (expiresAt.getTime() <= talk.desk.clock.now().getTime()) return refusal(plain('form:expired'));
  const offer = {
    text: turn.words.html('form:displaced'),
    buttons: [[button(plain('form:button.resume'), { kind: 'resume', formId })]],
  };
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
      if (ended !== null && ended.appealId !== null && ended.appealId !== form.appealId)
        await talk.cards.redraw(official, 'appeal', ended.appealId);
      else if (ended?.appealId === null && ended.messageRef !== null) await talk.voice.remove(ended.messageRef);
      await dialogs.get(form.subject)?.show(turn, form);
    },
  };
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
async function endExpired({ desk }: Talk, { official }: Turn) {
  const { forms, kept, isRegrouped } = await expireForms(desk, official.personId);
  if (forms === 0) return null;
  if (isRegrouped) return kept > 0 ? 'form:regroupedKept' : 'form:regrouped';
  return kept > 0 ? 'form:expiredKept' : 'form:expired';
}

// ── Words, photos, files, places ────────────────────────────────────────────

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

const COMMAND = /^\/([a-z_]+)(?:@\w+)?(?:\s+([\s\S]*))?$/i;

async function hearWords(
  talk: Talk,
  { commands, dialogs, strayWords }: Register,
  turn: Turn,
  said: string,
): Promise<void> {
  const { desk, voice } = talk;
  const { official, words } = turn;
  const say = async (html: string) => void (await voice.send(turn.chatId, only(html), { silent: true }));
  const [, name, argument = ''] = COMMAND.exec(said) ?? [];
  if (name !== undefined) {
    const run = commands.get(name.toLowerCase());
    return run ? run(turn, cleanText(argument)) : say(words.html('common:unknownCommand'));
  }
  const form = await openFormOf(desk, official.personId);
  const text = cleanText(said);
  if (!form) {
    if (await hasEndedWith(talk, turn)) return;
    const expired = await endExpired(talk, turn);
    const meant = await strayWords(turn, text);
    if (expired !== null && meant !== 'answered') return say(words.html(expired));
    return meant === 'nothing' ? say(words.html('form:textWithoutForm')) : undefined;
  }
  if (text === '') return say(words.html('form:noWords'));
  const dialog = dialogs.get(form.subject);
  return wasHeard(turn, form) ? dialog?.show(turn, form) : dialog?.words(turn, form, text);
}

/** The update has come again after a crash: its words are in the form, but perhaps not its answer in the chat. */
export const wasHeard = ({ sequence }: Turn, { heard }: FormRow): boolean => heard !== null && sequence <= heard;

/**
 * The update has ended its form before, and comes again because its answer could not be said: it is no stray, and its person
 * sees what has come of it. False: it comes for the first time.
 */
async function hasEndedWith(talk: Talk, turn: Turn): Promise<boolean> {
  const { chatId, words, official, sequence } = turn;
  const ended = await dialogEndedWith(talk.desk, official.personId, sequence);
  if (ended === null) return false;
  if (ended.appealId !== null) await showCard(talk, turn, ended.appealId);
  else await talk.voice.send(chatId, only(words.html('form:heardBefore')), { silent: true });
  return true;
}

async function takeAttachment(talk: Talk, { dialogs, strays }: Register, turn: Turn, came: Attachment): Promise<void> {
  const form = await openFormOf(talk.desk, turn.official.personId);
  if (!form && (await hasEndedWith(talk, turn))) return;
  if (!form) await endExpired(talk, turn);
  const dialog = form ? dialogs.get(form.subject) : undefined;
  return form && dialog ? dialog.attachment(turn, form, came) : strays(turn, came);
}
