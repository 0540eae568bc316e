import { z } from 'zod';
import { Form } from '../../../entities/form';
import { columnNames, columns, type RowOf } from '../../database/columns';
import {
  statement,
  type Queries,
  type Rows,
  type Transaction,
  databaseOf,
  repositoryOf,
} from '../../database/database';
import type { Answers } from '../../regulation/answers';
import type { PlainDate } from '../../regulation/calendar';
import { SIGNATURE_LEVELS } from '../../regulation/signatures';
import {
  ANSWER_TYPES,
  CLOSURES,
  KINDS,
  PAPERS,
  PARTICIPANTS,
  PROGRESS,
  REEXAMINATION_REASONS,
  SIGNED_TEXTS,
} from '../../regulation/vocabulary';
import { standingIn } from './officials';
import { withdrawPlaceAsked, type PlaceAsked } from './places';
import type { Desk, MessageRef } from './ports';
import { instant, plainDay } from './wire';

const id = z.int().positive();
const text = z.string();

/** Null: there is none; absent: it stays as it is. */
const corrected = z
  .object({
    kind: z.enum(KINDS),
    category: text.nullable(),
    subcategory: text.nullable(),
    fact: text.nullable(),
    registeredAt: instant,
    number: text,
    epguNumber: text.nullable(),
    settlement: text.nullable(),
    address: text.nullable(),
    latitude: z.number().nullable(),
    longitude: z.number().nullable(),
    text,
  })
  .partial();

/** What no form asks: an export of ПОС says it. */
type SaidThere = 'dueOn' | 'typeThere' | 'saidOn' | 'restores' | 'difference';
type Asked = Omit<Answers, SaidThere>;

/** Answers as a form's row keeps them. What is wrong here was written by us, so it throws. A field without a line here does not compile. */
export const answersSchema = z
  .object({
    executorId: id,
    agreeingId: id,
    approvingId: id,
    supervisorId: id,
    organizationId: id,
    redirectBy: z.enum(['agreement', 'approval']),
    reason: text,
    instruction: text,
    instructionDay: plainDay.nullable(),
    instructionId: id,
    text,
    answeredOn: plainDay,
    visitAt: instant,
    visitPlace: text,
    visitPeople: z.array(id),
    visitOutside: text,
    visitId: id,
    result: text,
    requestBody: text,
    bodyConfirmed: text,
    requestWhat: text,
    requestBy: plainDay,
    requestId: id,
    paperKind: z.enum(PAPERS),
    paperName: text,
    paperId: id,
    comment: text,
    progress: z.enum(PROGRESS).nullable(),
    answerType: z.enum(ANSWER_TYPES),
    answerText: text,
    versionFiles: z.array(id),
    postponedUntil: plainDay,
    otherDate: z.boolean(),
    withoutPhoto: text,
    editedText: text,
    signedText: z.enum(SIGNED_TEXTS),
    signedWith: z.enum(SIGNATURE_LEVELS),
    textInPos: text,
    notice: text,
    doneOn: plainDay,
    reexaminationReason: z.enum(REEXAMINATION_REASONS),
    reexaminationText: text,
    closure: z.enum(CLOSURES),
    participant: z.enum(PARTICIPANTS),
    replacementId: id,
    extensionDays: z.int(),
    corrected,
    lackingText: text.nullable(),
    offeredPlace: text,
    lackingPlace: text.nullable(),
    lackingPoint: z.object({ latitude: z.number(), longitude: z.number() }).nullable(),
    joinIds: z.array(id),
    confirmed: z.boolean(),
  } satisfies { readonly [Field in keyof Asked]-?: z.ZodType<NonNullable<Asked[Field]> | null> })
  .partial();

/** Keys that belong to no act (the bot's own dialogs, marks like «шаг пройден») are left out. */
export function parseAnswers(answers: Record<string, unknown>): Answers {
  return answersSchema.parse(answers) as Answers;
}

export const FORM_COLUMNS = columns(Form, [
  'id',
  'personId',
  'subject',
  'appealId',
  'version',
  'answers',
  'view',
  'revision',
  'messageRef',
  'placeAskedRef',
  'heard',
  'expiresAt',
  'state',
]);

/** A dialog in progress, see entities/form.ts. */
export type FormRow = Readonly<RowOf<typeof FORM_COLUMNS>>;

/** What a dialog opens with. */
const OPENED = [
  'personId',
  'subject',
  'appealId',
  'version',
  'answers',
  'messageRef',
] as const satisfies readonly (keyof Form)[];

export type NewForm = Readonly<Pick<Form, (typeof OPENED)[number]>>;

// Opened, locked, changed and closed by presses, and read for the card that each draws anew: statements, which a press is made of.
const insertForm = statement(
  'insert-form',
  `insert into form (${columnNames(Form, OPENED)}, expires_at, view, revision, state)
   values ($1, $2, $3, $4, $5, $6, $7, $8, 0, 'open') returning ${FORM_COLUMNS}`,
);
/** SQL: the column with one message more; `message` may be null. */
export const heardWith = (message: string): string =>
  `case when ${message}::text is null then heard else array_append(heard, ${message}) end`;
/**
 * Answers of a form that is over, SQL. What it has asked about an applicant is kept in `applicant` or nowhere, and what was said before it was
 * asked again nobody comes back to.
 */
export const ANSWERS_OVER = `answers - array['applicant', 'asItWas', 'reopened']`;
const endForms = statement(
  'end-forms',
  `update form set state = $2, heard = ${heardWith('$3')}, answers = case when $2 = 'displaced' then answers - 'applicant' else ${ANSWERS_OVER} end
   where person_id = $1 and state = 'open' returning ${FORM_COLUMNS}`,
);
const ENDED = columns(Form, ['personId', 'placeAskedRef']);
const endFormsOnAppeal = statement(
  'end-forms-on-appeal',
  `update form set state = 'cancelled', answers = ${ANSWERS_OVER}
   where state = 'open' and appeal_id = $1 and version is not null
     and (person_id = any($2::int[]) or person_id in (select s.deputy_id from ${standingIn('$3')} s where s.absent_id = any($2::int[])))
   returning ${ENDED}`,
);
const selectOpenForm = statement(
  'open-form-of-person',
  `select ${FORM_COLUMNS} from form where person_id = $1 and state = 'open'`,
);
const selectEndedWith = statement(
  'form-that-ended-with',
  `select ${FORM_COLUMNS} from form where person_id = $1 and $2 = any(heard) and state not in ('open', 'kept')
   order by id desc limit 1`,
);
const lockFormById = statement('lock-form', `select ${FORM_COLUMNS} from form where id = $1 for no key update`);
const closeFormById = statement(
  'close-form',
  `with closed as (
       update form set state = 'done', appeal_id = coalesce(appeal_id, $2), answers = ${ANSWERS_OVER} where id = $1 returning id, ${ENDED}),
     files as (update attachment set appeal_id = $2, judged_at = null where form_id = (select id from closed) and appeal_id is null)
   select "personId", "placeAskedRef" from closed`,
);
const updateForm = statement(
  'update-form',
  `update form set answers = $3, view = $4, message_ref = $5, expires_at = $6, heard = ${heardWith('$7')}, revision = revision + 1
   where id = $1 and revision = $2 and state = 'open' returning ${FORM_COLUMNS}`,
);

export async function lockForm(tx: Transaction, formId: number): Promise<FormRow | null> {
  return (await tx.query<FormRow>(lockFormById, [formId]))[0] ?? null;
}

/**
 * The form has acted; its files belong to the appeal now, so its photos are judged once more, and others beside them. So do its answers: one
 * that has registered the appeal is forgotten with it.
 */
export async function closeForm(tx: Transaction, formId: number, appealId: number | null, now: Date): Promise<void> {
  await withdrawPlaceAsked(tx, await tx.query<PlaceAsked>(closeFormById, [formId, appealId]), now);
}

export async function readOpenForm(queries: Queries, personId: number, now: Date): Promise<FormRow | null> {
  const [form] = await queries.query<FormRow>(selectOpenForm, [personId]);
  return form && form.expiresAt.getTime() > now.getTime() ? form : null;
}

/** A form of this person's, open or over; null also for somebody else's. */
export const formOf = (
  desk: Desk,
  personId: number,
  formId: number,
): Promise<Pick<
  Form,
  'id' | 'appealId' | 'version' | 'revision' | 'subject' | 'answers' | 'state' | 'expiresAt'
> | null> => repositoryOf(databaseOf(desk), Form).findOneBy({ id: formId, personId });

/** Ends whatever dialog the person has; returns it if there was one. @idempotent: nothing open, nothing done */
export async function endOpenForm(
  tx: Transaction,
  personId: number,
  state: 'cancelled' | 'expired' | 'done' | 'displaced',
  now: Date,
  heard: MessageRef | null = null,
): Promise<FormRow | null> {
  const ended = await tx.query<FormRow>(endForms, [personId, state, heard]);
  await withdrawPlaceAsked(tx, ended, now);
  return ended[0] ?? null;
}

/** The form that has taken the words of this message and is over; null: none has. */
export const endedWith = async (queries: Queries, personId: number, message: MessageRef): Promise<FormRow | null> =>
  (await queries.query<FormRow>(selectEndedWith, [personId, message]))[0] ?? null;

/**
 * An appeal was taken from these people: what they, or whoever stands in for them, had begun to fill in about it is over.
 * @returns whose forms have ended
 */
export async function endFormsOn(
  tx: Transaction,
  appealId: number,
  personIds: readonly number[],
  today: PlainDate,
  now: Date,
): Promise<readonly number[]> {
  if (personIds.length === 0) return [];
  const ended = await tx.query<PlaceAsked>(endFormsOnAppeal, [appealId, personIds, today]);
  await withdrawPlaceAsked(tx, ended, now);
  return ended.map(({ personId }) => personId);
}

const expireFormsOnAppeals = statement(
  'expire-forms-on-appeals',
  `update form set expires_at = $2 where state = 'open' and appeal_id = any($1::int[]) and version is not null`,
);

/** What was begun about these can't go on as it was asked: the next tick ends it, and asks where what it held belongs. @idempotent */
export async function expireFormsOn(tx: Transaction, appealIds: readonly number[], now: Date): Promise<void> {
  await tx.query(expireFormsOnAppeals, [appealIds, now]);
}

/** A day: long enough for a visit to the place, short enough that an old question does not swallow tomorrow's text. */
const FORM_LIFETIME_MS = 24 * 3_600_000;

/** Opens a dialog in place of the one that was open. `view`: how its first question looks. */
export async function openForm(
  tx: Transaction,
  form: NewForm,
  now: Date,
  view: Readonly<Record<string, unknown>> = {},
): Promise<FormRow> {
  await endOpenForm(tx, form.personId, 'cancelled', now);
  const [row] = await tx.query<FormRow>(insertForm, [
    form.personId,
    form.subject,
    form.appealId,
    form.version,
    JSON.stringify(form.answers),
    form.messageRef,
    new Date(now.getTime() + FORM_LIFETIME_MS),
    JSON.stringify(view),
  ]);
  if (!row) throw new Error('A form was not inserted');
  return row;
}

/**
 * `heard`: the message whose words are in the form by this change; absent: no further one.
 * @returns null when the form has changed since it was read, or is over: the caller draws it anew.
 */
export async function changeForm(
  queries: Queries,
  form: FormRow,
  change: {
    readonly answers?: Record<string, unknown>;
    readonly view?: Record<string, unknown>;
    readonly messageRef?: MessageRef | null;
    readonly heard?: MessageRef | undefined;
  },
  now: Date,
): Promise<FormRow | null> {
  const [row] = await queries.query<FormRow>(updateForm, [
    form.id,
    form.revision,
    JSON.stringify(change.answers ?? form.answers),
    JSON.stringify(change.view ?? form.view),
    change.messageRef === undefined ? form.messageRef : change.messageRef,
    new Date(now.getTime() + FORM_LIFETIME_MS),
    change.heard ?? null,
  ]);
  return row ?? null;
}

const reopen = statement(
  'reopen-form',
  `update form set state = 'open', answers = $2, view = '{}', revision = revision + 1, expires_at = $3
   where id = $1 and state = 'displaced' returning ${FORM_COLUMNS}`,
);

/** Its person comes back to a form that another has displaced; nothing else of theirs is open. Null: it is over. */
export async function reopenForm(
  tx: Transaction,
  formId: number,
  answers: Readonly<Record<string, unknown>>,
  now: Date,
): Promise<FormRow | null> {
  const until = new Date(now.getTime() + FORM_LIFETIME_MS);
  return (await tx.query<FormRow>(reopen, [formId, JSON.stringify(answers), until]))[0] ?? null;
}

/** The dialog stands in this message now. Its buttons are of the present revision, so that one stays. @idempotent */
export async function formShown(rows: Rows, formId: number, message: MessageRef): Promise<void> {
  await repositoryOf(rows, Form).update({ id: formId }, { messageRef: message });
}
