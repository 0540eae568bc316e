import { Appeal } from '../../../entities/appeal';
import { Attachment } from '../../../entities/attachments';
import type { Organization } from '../../../entities/office';
import { Person } from '../../../entities/person';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Queries, databaseOf } from '../../database/database';
import type { Answers, NamedOrganization, NamedPerson, Submission } from '../../regulation/answers';
import { ASKS, type Ask } from '../../regulation/asks';
import type { PlainDate } from '../../regulation/calendar';
import type { Corrected, CorrectionFacts } from '../../regulation/corrections';
import type { CategoryTerm, FastTrackDays } from '../../regulation/deadlines';
import { asksOf, isStale } from '../../regulation/decide';
import type { Circumstances, Actor, AppealFacts } from '../../regulation/facts';
import { isOneOf } from '../../regulation/lists';
import type { Refusal } from '../../regulation/refusals';
import { visitKindsOf, type Action, EVERY_ACTION } from '../../regulation/vocabulary';
import { factsOf, loadAppeal, type LoadedAppeal } from '../appeals/appeal-store';
import { readJoining, type NamedJoining } from '../appeals/likely-repeats';
import { EXTENSION_STANDS, OPEN_INSTRUCTION, OPEN_REQUEST, OPEN_VISIT } from '../appeals/pending';
import { photoPosition, type Change, back, standing, type Step } from '../kit/form-engine';
import { parseAnswers, type FormRow } from '../kit/form-store';
import { shortName } from '../kit/officials';
import { circumstances, type Desk } from '../kit/ports';
import type { CheckedSignature } from '../kit/signature';
import { signatureOf, formerFiles, takenBy, writesVersion, type FormerFile } from './version-files';

/** What a correction may change, and what follows from it. */
export const CORRECTED = [
  'kind',
  'category',
  'subcategory',
  'fact',
  'registeredAt',
  'number',
  'epguNumber',
  'settlement',
  'address',
  'latitude',
  'longitude',
  'text',
  'fastTrackDays',
  'termDays',
] as const satisfies readonly (keyof Appeal)[];

const OF_APPEAL = columns(Appeal, [...CORRECTED, 'receivedAt', 'postponedAt', 'postponedUntil'], 'a');
interface Row extends Readonly<RowOf<typeof OF_APPEAL>> {
  readonly fastTrackDays: FastTrackDays | null;
  readonly returns: Date[];
  readonly extendedAt: Date | null;
  readonly extensionDays: number | null;
  readonly resumedAt: Date | null;
  readonly chosen: { readonly at: string; readonly day: PlainDate }[];
}
/** An act `j` that was not taken back: what takes it back names its moment. */
const STANDS = `not exists (select from journal_entry u where u.appeal_id = j.appeal_id and u.action = 'restoreBefore'
  and (u.details -> 'restores' ->> 'at')::timestamptz = j.at)`;
/** What has moved its term is in the journal: the appeal itself keeps where that has led. */
const readRegistration = statement(
  'registration-to-correct',
  `select ${OF_APPEAL},
     array(select j.at from journal_entry j where j.appeal_id = a.id and j.action = 'returnForReexamination'
       and (j.from_stage = 'answered' or j.details ? 'beginsTerm') order by j.id) as returns,
     x.at as "extendedAt", (x.details ->> 'extensionDays')::int as "extensionDays",
     (select min(j.at) from journal_entry j where j.appeal_id = a.id and j.from_stage = 'postponed' and j.to_stage <> 'postponed'
       and j.at >= a.postponed_at) as "resumedAt",
     (select coalesce(jsonb_agg(jsonb_build_object('at', j.at, 'day', j.details -> 'dueOn') order by j.id), '[]') from journal_entry j
       where j.appeal_id = a.id and j.action in ('takeTermThere', 'takePostponementThere', 'takeExtensionThere') and ${STANDS}) as chosen
   from appeal a left join journal_entry x on x.appeal_id = a.id and x.action = 'extendTerm' and ${EXTENSION_STANDS} where a.id = $1`,
);
const readCategories = statement(
  'categories-to-correct',
  'select id, category, subcategory, fact, fast_track_days as days from category order by category, subcategory, fact',
);
const numberOfAnother = statement('number-of-another-appeal', 'select id from appeal where number = $1 and id <> $2');

/** What the regulation has to know of an appeal whose data is being corrected; null: there is no such appeal. */
export async function readCorrection(
  queries: Queries,
  appealId: number,
  corrected: Corrected | undefined,
): Promise<CorrectionFacts | null> {
  const [row] = await queries.query<Row>(readRegistration, [appealId]);
  if (!row) return null;
  const { receivedAt, postponedAt, postponedUntil, returns, extendedAt, extensionDays, resumedAt, chosen, ...present } =
    row;
  const [taken] =
    corrected?.number === undefined
      ? []
      : await queries.query<{ id: number }>(numberOfAnother, [corrected.number, appealId]);
  return {
    present,
    receivedAt,
    numberTakenBy: taken?.id ?? null,
    categories: await queries.query<CategoryTerm & { readonly id: number }>(readCategories),
    course: {
      returns,
      chosen: chosen.map(({ at, day }) => ({ at: new Date(at), day })),
      extension: extendedAt && extensionDays !== null ? { at: extendedAt, days: extensionDays } : null,
      postponement:
        postponedAt && postponedUntil !== null ? { approvedAt: postponedAt, date: postponedUntil, resumedAt } : null,
    },
  };
}

const namedPeople = statement(
  'named-people',
  `select id as "personId", ${columns(Person, ['name', 'roles', 'canApprove', 'organizationId'])}, disabled_at is not null as disabled
   from person where id = any($1::int[])`,
);
const namedOrganization = statement(
  'named-organization',
  `select o.id, o.name, o.kind, exists (select from person p where p.organization_id = o.id and p.disabled_at is null and 'executor' = any(p.roles)) as "hasExecutors"
   from organization o where o.id = $1`,
);
/** Read after the appeal's lock was had, so of two results for one visit the second sees the first. */
const openItem = statement(
  'open-item',
  `select from visit where id = $2 and appeal_id = $1 and ${OPEN_VISIT} and kind = any($5::text[])
   union all select from document_request where id = $3 and appeal_id = $1 and ${OPEN_REQUEST}
   union all select from instruction where id = $4 and appeal_id = $1 and ${OPEN_INSTRUCTION}`,
);
const OF_OWN = columns(Attachment, ['id', 'kind', 'mark', 'messageRef', 'fileName', 'receivedAt'], 't');
const selectOwn = statement(
  'own-files',
  `select ${OF_OWN}, ${photoPosition('t', '$2::int')} as position from attachment t where t.form_id = $1 order by t.id`,
);

/** A photo or a file that has come with the form. */
export interface OwnFile extends Readonly<RowOf<typeof OF_OWN>> {
  /** See `photoPosition`. */
  readonly position: number;
}
interface Files {
  /** Those of this form alone, the oldest first. */
  readonly own: readonly OwnFile[];
  /** Of a form that writes a version of an answer what it may take along, the oldest first. */
  readonly former: readonly FormerFile[];
}

/** What a form has told so far, with the names of those whom it names: for the regulation, and for whoever reads it. */
export interface NamedSubmission extends Submission, Files {
  readonly people: ReadonlyMap<number, PersonRow>;
  readonly organization: OrganizationRow | null;
  /** The good signature that has come with the form. */
  readonly signature: CheckedSignature | null;
  /** Who can fill in the office's letterhead, without which there is no letter to sign; null: it is filled, or nothing is signed here. */
  readonly fillLetterhead: readonly string[] | null;
  readonly joining: NamedJoining | null;
}
interface PersonRow extends NamedPerson, Readonly<Pick<Person, 'name'>> {}
interface OrganizationRow extends NamedOrganization, Readonly<Pick<Organization, 'name'>> {}

/**
 * The answers of a form with what the database knows of those they name.
 * @param read the form's files, if they were read in this transaction already: an answer changes nothing about them
 */
export async function readSubmission(
  tx: Queries,
  form: {
    readonly id: number;
    readonly subject: string;
    readonly appealId: number;
    readonly answers: Record<string, unknown>;
  },
  around: Circumstances,
  read?: Files,
): Promise<NamedSubmission> {
  const answers = parseAnswers(form.answers);
  const ids = [
    answers.executorId,
    answers.agreeingId,
    answers.approvingId,
    answers.supervisorId,
    answers.replacementId,
    ...(answers.visitPeople ?? []),
  ];
  const known = ids.filter((id) => id !== undefined);
  const people = known.length === 0 ? [] : await tx.query<PersonRow>(namedPeople, [known]);
  const [organization] =
    answers.organizationId === undefined
      ? []
      : await tx.query<OrganizationRow>(namedOrganization, [answers.organizationId]);
  const { visitId, requestId, instructionId } = answers;
  const namesItem = [visitId, requestId, instructionId].some((id) => id !== undefined);
  const items = namesItem
    ? await tx.query(openItem, [
        form.appealId,
        visitId ?? null,
        requestId ?? null,
        instructionId ?? null,
        visitKindsOf(form.subject),
      ])
    : [];
  const { own, former } = await filesOf(tx, form, answers.versionFiles, read);
  const taken = former.filter((file) => file.taken);
  const count = (kind: OwnFile['kind']) => [...own, ...taken].filter((file) => file.kind === kind).length;
  const signing = await signingOf(tx, form, around);
  return {
    answers,
    photos: count('photo'),
    // What came with a letter that is true no more is no signature.
    files: signing?.signature === null ? 0 : count('document'),
    own,
    former,
    takenFiles: taken.map((file) => file.id),
    changesFiles: writesVersion(form.subject) && (own.length > 0 || former.some((file) => file.taken !== file.wasIn)),
    people: new Map(people.map((person) => [person.personId, person])),
    organization: organization ?? null,
    itemIsOpen: items.length > 0,
    signature: signing?.signature ?? null,
    fillLetterhead: signing?.fillLetterhead ?? null,
    correction: CORRECTING.includes(form.subject) ? await readCorrection(tx, form.appealId, answers.corrected) : null,
    joining: form.subject === 'join' ? await readJoining(tx, form.appealId, answers.joinIds ?? [], around) : null,
  };
}

/** Null: nothing is signed here by this form. */
async function signingOf(
  tx: Queries,
  { id, subject }: { readonly id: number; readonly subject: string },
  { signatures }: Circumstances,
): Promise<Pick<NamedSubmission, 'signature' | 'fillLetterhead'> | null> {
  if (subject !== 'approveAnswer' || signatures !== 'verify') return null;
  return { signature: await signatureOf(tx, id), fillLetterhead: await letterheadLacks(tx) };
}

/** Acts that correct what stands in ПОС, or take it over. */
const CORRECTING: readonly string[] = [
  'correctDetails',
  'takeTermThere',
  'takeFastTrack',
  'takePostponementThere',
  'takeExtensionThere',
  'takeDetailsThere',
] satisfies readonly Action[];

/** What a form would have told, where something else does. */
export async function submissionBy(
  tx: Queries,
  action: Action,
  appealId: number,
  answers: Answers,
): Promise<Submission> {
  const { executorId } = answers;
  const people = executorId === undefined ? [] : await tx.query<PersonRow>(namedPeople, [[executorId]]);
  return {
    answers,
    photos: 0,
    files: 0,
    takenFiles: [],
    changesFiles: false,
    people: new Map(people.map((person) => [person.personId, person])),
    organization: null,
    itemIsOpen: false,
    correction: CORRECTING.includes(action) ? await readCorrection(tx, appealId, answers.corrected) : null,
    joining: null,
  };
}

const whoFillsLetterhead = statement(
  'who-fills-letterhead',
  `select p.name from person p where 'admin' = any(p.roles) and p.disabled_at is null
     and coalesce((select s.value ->> 'nameRu' from setting s where s.key = 'letterhead'), '') = '' order by p.id limit 3`,
);
/** Null: it is filled in. There is always an admin, so an empty answer says the same. */
async function letterheadLacks(tx: Queries): Promise<readonly string[] | null> {
  const admins = await tx.query<{ name: string }>(whoFillsLetterhead);
  return admins.length === 0 ? null : admins.map(({ name }) => shortName(name));
}

async function filesOf(
  tx: Queries,
  form: { readonly id: number; readonly appealId: number; readonly subject: string },
  said: readonly number[] | undefined,
  read?: Files,
): Promise<Files> {
  if (read) return { own: read.own, former: takenBy(read.former, said) };
  const own = await tx.query<OwnFile>(selectOwn, [form.id, form.appealId]);
  return { own, former: await formerFiles(tx, form, said) };
}

/** A form of an act of the regulation. */
export interface ActForm extends FormRow {
  readonly subject: Action;
  readonly appealId: number;
  readonly version: number;
}

export function isActForm(form: FormRow): form is ActForm {
  return form.appealId !== null && form.version !== null && isOneOf(EVERY_ACTION, form.subject);
}

/** A question of the table as a step of the form. */
export type AskStep = Step<Ask, Refusal>;

export interface FormStep {
  /** Null: everything is answered. */
  readonly ask: Ask | null;
  readonly refusal: Refusal | null;
  /** The steps that were passed, to offer «Назад». */
  readonly passed: readonly Ask[];
  /** Nothing is asked after it: its button sends. */
  readonly last: boolean;
  /** All that the row of the table asks now. */
  readonly steps: readonly AskStep[];
  readonly appeal: AppealFacts;
  /** The same with what surrounds it, so that nobody reads it again for the screen. */
  readonly loaded: LoadedAppeal;
  readonly submission: NamedSubmission;
  readonly draftText: string | null;
}

/**
 * Where the form stands, in an appeal that was just loaded. What is asked is the table's to say, and whether it holds the regulation's.
 * @param before the same form before its last answer, in this transaction
 * @returns null when its appeal has gone on without it
 */
export async function stepIn(
  queries: Queries,
  desk: Desk,
  actor: Actor,
  form: ActForm,
  loaded: LoadedAppeal,
  before?: FormStep,
): Promise<FormStep | null> {
  if (isStale(form.subject, form.version, loaded.state)) return null;
  const around = circumstances(desk);
  const appeal = factsOf(loaded);
  const submission = await readSubmission(queries, form, around, before?.submission);
  const asks = asksOf({
    appeal,
    action: form.subject,
    presser: actor,
    seenVersion: form.version,
    submission,
    circumstances: around,
  });
  if (asks === null) return null;
  const steps = asks.map((name): AskStep => {
    const { holds, silent = false } = ASKS[name];
    return { name, objection: holds(submission, appeal, actor, around), silent };
  });
  const { step, passed, last } = standing(steps, form.answers);
  return {
    ask: step?.name ?? null,
    refusal: step?.objection ?? null,
    passed,
    last,
    steps,
    appeal,
    loaded,
    submission,
    draftText: loaded.draft?.text ?? null,
  };
}

/** The same of an appeal that is still to be loaded. */
export async function stepAt(queries: Queries, desk: Desk, actor: Actor, form: ActForm): Promise<FormStep | null> {
  const appeal = await loadAppeal(queries, form.appealId, circumstances(desk), false);
  return appeal && stepIn(queries, desk, actor, form, appeal);
}

/** Where the form stands now. */
export const currentStep = (desk: Desk, actor: Actor, form: ActForm): Promise<FormStep | null> =>
  stepAt(databaseOf(desk), desk, actor, form);

/** Takes the latest answer back, so that its step is shown again. */
export const stepBack = (form: ActForm, { steps, ask }: FormStep): Change => back(form, steps, ask);
