import { z } from 'zod';
import { databaseOf } from '../../database/database';
import { changeForm, endedWith, endOpenForm, formShown, type FormRow, readOpenForm } from './form-store';
import { openInPlace } from './kept-forms';
import { say, type Message, type Params } from './messages';
import type { Official } from './officials';
import type { Desk, MessageRef } from './ports';

/** Begins a dialog of the bot's own. `ended` is what it has taken the place of. */
export async function beginDialog(
  desk: Desk,
  official: Official,
  subject: string,
  answers: Record<string, unknown>,
): Promise<{ readonly form: FormRow; readonly ended: FormRow | null }> {
  return databaseOf(desk).transaction(async (tx) => {
    return openInPlace(
      tx,
      {
        personId: official.personId,
        subject,
        appealId: null,
        version: null,
        answers,
        messageRef: null,
      },
      desk.clock.now(),
    );
  });
}

/**
 * `heard`: as of `changeForm`.
 * @returns null when the dialog has gone on or ended meanwhile
 */
export async function continueDialog(
  desk: Desk,
  form: FormRow,
  change: {
    readonly answers?: Record<string, unknown>;
    readonly view?: Record<string, unknown>;
    readonly heard?: MessageRef;
  },
): Promise<FormRow | null> {
  return changeForm(databaseOf(desk), form, change, desk.clock.now());
}

/** The dialog stands in this message now. @idempotent */
export async function dialogShown(desk: Desk, formId: number, message: MessageRef): Promise<void> {
  await formShown(databaseOf(desk), formId, message);
}

/** What waits for this person's words; null: nothing does. */
export const openFormOf = (desk: Desk, personId: number): Promise<FormRow | null> =>
  readOpenForm(databaseOf(desk), personId, desk.clock.now());

/** Ends whatever the person has open, and says what that was. `heard`: the message whose words have ended it. @idempotent */
export const endDialog = (
  desk: Desk,
  personId: number,
  state: 'cancelled' | 'expired' | 'done' | 'displaced',
  heard?: MessageRef,
): Promise<FormRow | null> =>
  databaseOf(desk).transaction((tx) => endOpenForm(tx, personId, state, desk.clock.now(), heard));

/** What this message has already been taken for, when it comes again and that is over; null: nothing. */
export const dialogEndedWith = (desk: Desk, personId: number, message: MessageRef): Promise<FormRow | null> =>
  endedWith(databaseOf(desk), personId, message);

/**
 * A long text that somebody has asked for, without a sound, at the pace that their messenger allows; the last part leads to the
 * appeal. @idempotent by the press
 */
export async function sayParts(
  desk: Desk,
  official: Official,
  {
    pressId,
    parts,
    appealId,
  }: { readonly pressId: string; readonly parts: readonly string[]; readonly appealId: number },
): Promise<void> {
  const { personId, messenger, chatId } = official;
  const messages = parts.map((html, index) => ({
    key: `textPart:${messenger}:${chatId}:${pressId}:${index}`,
    to: official,
    kind: 'textPart' as const,
    params: { personId, html, appealId, opens: index === parts.length - 1 ? appealId : null },
    silent: true,
  }));
  await databaseOf(desk).transaction((tx) => say(tx, messages, desk.clock.now()));
}

/**
 * By which number people speak of a photo, wherever it is shown: its place among those that its appeal has, the first is 1; those that a form
 * gathers for another appeal, or for this one and has not acted yet, count for nobody else. A photo of such a form goes on from there. SQL.
 * @param photo an alias of `attachment`
 * @param appealId the appeal that it belongs to, or its form does
 */
export const photoPosition = (photo: string, appealId = `${photo}.appeal_id`): string =>
  `(select count(*)::int from attachment n where n.kind = 'photo'
     and ((n.appeal_id = ${appealId} and (${photo}.appeal_id is null or n.id <= ${photo}.id))
       or (n.form_id = ${photo}.form_id and n.appeal_id is null and ${photo}.appeal_id is null and n.id <= ${photo}.id)))`;

export type SaidOfFile = Params<'saidOfFile'>['said'];

/** An album is up to ten messages: what is said of all of them is said once. @idempotent by the album and the words */
export async function sayOfAlbum(desk: Desk, official: Official, albumId: string, said: SaidOfFile): Promise<void> {
  const { personId, messenger, chatId } = official;
  const message: Message = {
    key: `album:${messenger}:${chatId}:${albumId}:${said}`,
    to: official,
    kind: 'saidOfFile',
    params: { personId, said },
    silent: true,
  };
  await databaseOf(desk).transaction((tx) => say(tx, [message], desk.clock.now()));
}

/** What an answer does to a form. */
export interface Change {
  readonly answers?: Readonly<Record<string, unknown>>;
  /** How the question looks now: page of a list, search words, month of a calendar. */
  readonly view?: Readonly<Record<string, unknown>>;
  /** The question is answered: the next one is asked. */
  readonly passes?: true;
  /** Questions that are answered along with it. */
  readonly passesAlso?: readonly string[];
  /** Questions that are asked again, and what was answered after them stays. */
  readonly reopens?: readonly string[];
  /** What becomes of photos and files that have come with an act's form. */
  readonly files?: FilesChange;
}

/** By their ids. */
export type FilesChange =
  { readonly mark: 'before' | 'after'; readonly ids: readonly number[] } | { readonly remove: number };

/** Why it answers nothing, in plain words. */
export interface Complaint {
  readonly complaint: string;
  /** How an act's question looks from then on; absent: as before. */
  readonly view?: Readonly<Record<string, unknown>>;
}

// On a bad network a question stands in a message that has moved down, or was not drawn anew: a copy of an earlier revision. What is
// pressed there is meant, as long as nothing but its person's own words and photos has come since that copy was drawn.

const grownSchema = z.object({
  /** The question, by its name. */
  question: z.string(),
  /** The revision from which on only words and photos for it have come. */
  since: z.int(),
});

const grownIn = ({ view }: Pick<FormRow, 'view'>): z.output<typeof grownSchema> | null =>
  grownSchema.safeParse(view.grown).data ?? null;

/** How the question looks once words or photos have come for it, and nothing else has changed. */
export function grown(
  form: Pick<FormRow, 'view' | 'revision'>,
  question: string,
  view: FormRow['view'] = form.view,
): FormRow['view'] {
  const before = grownIn(form);
  const since = before?.question === question ? before.since : form.revision;
  return { ...view, grown: { question, since } };
}

/** The same once anything else has changed: no copy of before shows it. */
export function changedOtherwise({ grown: _, ...view }: FormRow['view']): FormRow['view'] {
  return view;
}

/** A copy of that revision shows this question as it stands, but for words and photos that have come since. */
export function isShownBy(form: Pick<FormRow, 'view' | 'revision'>, question: string, revision: number): boolean {
  if (revision === form.revision) return true;
  const since = grownIn(form);
  return since?.question === question && since.since <= revision && revision < form.revision;
}

// The one engine of forms, pure: what an answer leaves of a form, and where the form stands then. Whoever keeps forms reads what the
// steps depend on in between; whoever shows them knows how each step is asked.

/** A step of a form as it stands with what was gathered by now; the steps of a form stand in the order in which they are asked. */
export interface Step<Name extends string = string, Objection = string> {
  readonly name: Name;
  /** Why what was gathered is no answer to it; null: nothing is held against it. */
  readonly objection: Objection | null;
  /** Left out while nothing is held against it although nothing was said. */
  readonly silent?: boolean;
}

/** What is known of a form apart from its row. */
type Said = Pick<FormRow, 'answers' | 'view' | 'revision'>;
type Answers = FormRow['answers'];

/** Where a form stands. */
export interface Standing<Of extends Step<string, unknown>> {
  /** What is asked now; null: everything is answered. */
  readonly step: Of | null;
  /** What was passed by now, as it is asked: there is something to go back to. */
  readonly passed: readonly Of['name'][];
  /** Nothing is asked after it. */
  readonly last: boolean;
}

/** What comes of an answer. */
export type Advance<Of extends Step<string, unknown>> =
  | { readonly kind: 'next'; readonly standing: Standing<Of> }
  /** What was just answered does not hold, and is asked again. */
  | { readonly kind: 'complaint'; readonly standing: Standing<Of> }
  | { readonly kind: 'finish'; readonly standing: Standing<Of> };

/** Names of steps that were passed, the latest last. A form that has kept none has passed those that have an answer. */
export function passedIn(answers: Answers, names: readonly string[]): readonly string[] {
  const { passed } = answers;
  return Array.isArray(passed)
    ? passed.filter((name): name is string => typeof name === 'string')
    : names.filter((name) => answers[name] != null);
}

const namesOf = (steps: readonly Pick<Step, 'name'>[]): readonly string[] => steps.map(({ name }) => name);

/** The first step that is neither passed nor left out is asked. */
export function standing<Of extends Step<string, unknown>>(steps: readonly Of[], answers: Answers): Standing<Of> {
  const passed = passedIn(answers, namesOf(steps));
  const isLeftOut = ({ name, objection, silent }: Of) =>
    objection === null && silent === true && answers[name] === undefined;
  const isDone = (step: Of) => isLeftOut(step) || (step.objection === null && passed.includes(step.name));
  const at = steps.findIndex((step) => !isDone(step));
  return {
    step: steps[at] ?? null,
    passed: namesOf(steps).filter((name) => passed.includes(name)),
    last: at < 0 || steps.slice(at + 1).every(isLeftOut),
  };
}

/** Where the form stands after an answer. @param answered the step that it passes; null: it passes none */
export function advance<Of extends Step<string, unknown>>(
  steps: readonly Of[],
  answers: Answers,
  answered: string | null,
): Advance<Of> {
  const at = standing(steps, answers);
  if (at.step === null) return { kind: 'finish', standing: at };
  const isWrong = at.step.name === answered && at.step.objection !== null;
  return { kind: isWrong ? 'complaint' : 'next', standing: at };
}

/**
 * What a change leaves of a form.
 * @param step the question that it answers; null: none is asked any more
 * @param by words let what is pressed on an older copy of their question stand; a press does not
 */
export function changed(
  form: Said,
  steps: readonly Pick<Step, 'name'>[],
  step: string | null,
  change: Change,
  by: 'press' | 'words',
): Pick<FormRow, 'answers' | 'view'> {
  const { passes = false, passesAlso = [], reopens, view = form.view } = change;
  const answers = change.answers ?? form.answers;
  const before = passedIn({ passed: form.answers.passed, ...answers }, namesOf(steps));
  if (reopens) {
    // An applicant's contacts are in one place of a form, and are not copied.
    const { applicant: _, reopened: _names, asItWas: _former, ...asItWas } = form.answers;
    const reopened = { ...form.answers, reopened: reopens, asItWas, passed: without(before, reopens) };
    return { answers: reopened, view: changedOtherwise(view) };
  }
  const answered = passes && step !== null ? [step, ...passesAlso] : passesAlso;
  const passed = [...without(before, answered), ...answered];
  const goesOn = by === 'press' || step === null || passed.includes(step);
  return { answers: { ...answers, passed }, view: goesOn ? changedOtherwise(view) : grown(form, step, view) };
}

/** The same without this answer: its question is asked again. */
export const notPassed = (answers: Answers, name: string | undefined): Answers => ({
  ...answers,
  passed: without(passedIn(answers, []), name === undefined ? [] : [name]),
});

/**
 * To the question before; from one that was asked again, to where that was wanted, and its answer stays.
 * @param steps all that the form may ask, whether they are asked now or not
 */
export function back(form: Said, steps: readonly Pick<Step, 'name'>[], step: string | null): Change {
  const names = namesOf(steps);
  const passed = passedIn(form.answers, names).filter((name) => names.includes(name));
  const { reopened: kept, asItWas, ...answers } = form.answers;
  const reopened = Array.isArray(kept) ? kept.filter((name): name is string => typeof name === 'string') : [];
  const last = passed.at(-1);
  const isOfIts = step !== null && reopened.includes(step);
  if (isOfIts && (last === undefined || !reopened.includes(last))) {
    const inOrder = names.filter((name) => passed.includes(name) || reopened.includes(name));
    return { answers: { ...former(asItWas, answers), passed: inOrder }, view: {} };
  }
  return { answers: { ...(isOfIts ? form.answers : answers), passed: passed.slice(0, -1) }, view: {} };
}

/** What was said before it was asked again. */
const former = (asItWas: unknown, answers: Answers): Answers =>
  typeof asItWas === 'object' && asItWas !== null ? { ...asItWas, applicant: answers.applicant } : answers;

const without = (names: readonly string[], others: readonly string[]): string[] =>
  names.filter((name) => !others.includes(name));
