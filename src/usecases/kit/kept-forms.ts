import { Form } from '../../../entities/form';
import { Account } from '../../../entities/person';
import { columnNames, columns } from '../../database/columns';
import { databaseOf, statement, type Queries, type Transaction } from '../../database/database';
import { isOneOf } from '../../regulation/lists';
import type { Action } from '../../regulation/vocabulary';
import { endOpenForm, FORM_COLUMNS, formShown, heardWith, openForm, type FormRow, type NewForm } from './form-store';
import { say } from './messages';
import type { Listener, Official } from './officials';
import type { Desk, MessageRef } from './ports';

// What somebody sends while nothing asks for it is kept until they have said to which appeal it belongs: its words are the
// form's, its photos and files hang on it. Several messages in a row are one such form, and one question.

/** The acts that can begin with what was kept: the first takes anything, the others words. */
export const KEPT_ACTS = ['comment', 'submitAnswer'] as const satisfies readonly Action[];
export type KeptAct = (typeof KEPT_ACTS)[number];
export const isKeptAct = (subject: string): subject is KeptAct => isOneOf(KEPT_ACTS, subject);

/** The rest of an album, and what is sent right after it, is asked about with it. */
const SETTLE_MS = 1_000;

const INSERTED = ['personId', 'subject', 'answers', 'view', 'revision', 'expiresAt', 'state'] as const;

const openKept = statement(
  'keep-in-form',
  `insert into form (${columnNames(Form, INSERTED)}) values ($1, 'kept', '{}', '{}', 0, $2, 'kept')
   on conflict (person_id) where state = 'kept' do update set expires_at = excluded.expires_at returning ${FORM_COLUMNS}`,
);
const selectKept = statement(
  'kept-of-person',
  `select ${FORM_COLUMNS} from form where person_id = $1 and state = 'kept'`,
);
const lockKeptForm = statement(
  'lock-kept',
  `select ${FORM_COLUMNS} from form where id = $2 and person_id = $1 and state = 'kept' for no key update`,
);
const writeKept = statement(
  'write-kept',
  `update form set answers = $2, view = $3, heard = ${heardWith('$4')}, revision = revision + 1 where id = $1`,
);
const closeKept = statement(
  'close-kept',
  `with closed as (update form set state = $3, answers = case when $3 = 'cancelled' then '{}' else answers end where id = $2 and person_id = $1 and state = 'kept' returning id, message_ref)
   select message_ref as "messageRef" from closed`,
);
/** What its photos are compared with is another appeal then. */
const moveFiles = statement(
  'move-kept-files',
  'update attachment set form_id = $2, judged_at = null where form_id = $1',
);

/** What has come. */
export interface NewKept {
  /** A text or a caption. */
  readonly words: string;
  /** The message that has brought them: the same words, come again after a crash, are not taken twice. Null: they came before. */
  readonly message: MessageRef | null;
  /** It is not words alone. */
  readonly more: boolean;
  readonly compressed: boolean;
  /** The form that held it; absent: none did. */
  readonly from?: number;
}

export const keptText = ({ answers }: Pick<FormRow, 'answers'>): string =>
  typeof answers.text === 'string' ? answers.text : '';
/** Something other than words is with it, or was: a photo or a file. */
export const isMoreThanWords = ({ view }: Pick<FormRow, 'view'>): boolean => view.more === true;
export const isCompressed = ({ view }: Pick<FormRow, 'view'>): boolean => view.compressed === true;

/** The form for what has just come, and the question about it once all of it is there. */
export const keepFor = (desk: Desk, official: Official, came: NewKept): Promise<FormRow> =>
  databaseOf(desk).transaction((tx) => keepIn(tx, { ...official, id: official.personId }, came, desk.clock.now()));

const listenersOf = statement(
  'listeners-of-forms',
  `select person_id as id, ${columns(Account, ['messenger', 'chatId'])} from account where is_spoken_in and person_id = any($1::int[])`,
);
const countFiles = statement(
  'files-of-form',
  'select count(*)::int as files from attachment where form_id = $1 and appeal_id is null',
);

export const listenersTo = (queries: Queries, forms: readonly Pick<FormRow, 'personId'>[]): Promise<Listener[]> =>
  queries.query<Listener>(listenersOf, [forms.map(({ personId }) => personId)]);

/**
 * Keeps the words and files of a form for a comment or an answer that has ended without «Отмена», as if they had just come.
 * False: it held none, or is no such form.
 */
export async function keepHeld(tx: Transaction, over: FormRow, now: Date): Promise<boolean> {
  if (!isKeptAct(over.subject)) return false;
  const { comment, answerText, brought } = over.answers;
  const words = [comment, answerText, brought].filter((text) => typeof text === 'string' && text !== '').join('\n');
  const [row] = await tx.query<{ files: number }>(countFiles, [over.id]);
  const files = row?.files ?? 0;
  if (words === '' && files === 0) return false;
  const [person] = await listenersTo(tx, [over]);
  if (!person) return false;
  const came = { words, message: null, more: files > 0, compressed: isCompressed(over), from: over.id };
  const kept = await keepIn(tx, person, came, now);
  if (files > 0) await tx.query(moveFiles, [over.id, kept.id]);
  return true;
}

/**
 * Opens a dialog in place of the one that was open. Whoever turns to something else has not said «Отмена»: photos and words for a comment
 * or an answer are kept.
 */
export async function openInPlace(
  tx: Transaction,
  form: NewForm,
  now: Date,
  view?: Readonly<Record<string, unknown>>,
): Promise<{ readonly form: FormRow; readonly ended: FormRow | null }> {
  const ended = await endOpenForm(tx, form.personId, 'displaced', now);
  const opened = await openForm(tx, form, now, view);
  if (ended) await keepHeld(tx, ended, now);
  return { form: opened, ended };
}

async function keepIn(tx: Transaction, person: Listener, came: NewKept, now: Date): Promise<FormRow> {
  const { id: personId } = person;
  const { message } = came;
  const [form] = await tx.query<FormRow>(openKept, [personId, now]);
  if (!form) throw new Error('Nothing was kept');
  const isNew = message === null || !form.heard.includes(message);
  const text = isNew ? [keptText(form), came.words].filter((part) => part !== '').join('\n') : keptText(form);
  const { from: _, ...before } = form.view;
  // All of it is that form's, as long as nothing else has come.
  const from = form.revision === 0 ? came.from : undefined;
  const view = {
    ...before,
    ...(from !== undefined && { from }),
    ...(came.more && { more: true }),
    ...(came.compressed && { compressed: true }),
  };
  await tx.query(writeKept, [
    form.id,
    JSON.stringify({ ...form.answers, text }),
    JSON.stringify(view),
    isNew ? message : null,
  ]);
  const question = {
    key: `kept:person:${personId}`,
    to: person,
    kind: 'keptQuestion',
    params: { personId },
    silent: true,
    mergeable: true,
    notBefore: new Date(now.getTime() + SETTLE_MS),
  } as const;
  await say(tx, [question], now);
  return form;
}

/** Null: nothing is kept. */
export async function readKeptForm(queries: Queries, personId: number): Promise<FormRow | null> {
  return (await queries.query<FormRow>(selectKept, [personId]))[0] ?? null;
}

/** Null: it is not kept any more, or somebody else's. */
export async function lockKept(tx: Transaction, personId: number, formId: number): Promise<FormRow | null> {
  return (await tx.query<FormRow>(lockKeptForm, [personId, formId]))[0] ?? null;
}

/** It has become part of an act's form. */
export async function handOver(tx: Transaction, kept: FormRow, formId: number): Promise<void> {
  await tx.query(moveFiles, [kept.id, formId]);
  await tx.query(closeKept, [kept.personId, kept.id, 'done']);
}

/**
 * Whoever comes back to a form that was displaced takes back what it held: its files hang on it again, and nothing asks about them.
 * @returns in which message it was asked about; `false`: it held nothing, or that is somewhere else by now
 */
export async function takeBackHeld(
  tx: Transaction,
  form: Pick<FormRow, 'id' | 'personId'>,
): Promise<MessageRef | null | false> {
  const kept = await readKeptForm(tx, form.personId);
  if (kept?.view.from !== form.id || !(await lockKept(tx, form.personId, kept.id))) return false;
  await handOver(tx, kept, form.id);
  return kept.messageRef;
}

/** «Не нужно». False: it was not kept any more. @idempotent */
export async function dropKept(desk: Desk, personId: number, formId: number): Promise<boolean> {
  const closed = await databaseOf(desk).query<{ messageRef: MessageRef | null }>(closeKept, [
    personId,
    formId,
    'cancelled',
  ]);
  return closed.length > 0;
}

/** The question stands in this message now. @idempotent */
export const keptShown = (desk: Desk, formId: number, message: MessageRef): Promise<void> =>
  formShown(databaseOf(desk), formId, message);
