import { Attachment } from '../../../entities/attachment';
import type { Organization } from '../../../entities/organization';
import { Person } from '../../../entities/person';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Queries } from '../../database/database';
import type { Answers, NamedOrganization, NamedPerson, Submission } from '../../regulation/answers';
import type { Circumstances } from '../../regulation/facts';
import { visitKindsOf, type Action } from '../../regulation/vocabulary';
import { OPEN_INSTRUCTION, OPEN_REQUEST, OPEN_VISIT } from '../appeals/pending';
import { parseAnswers } from '../forms/form-store';
import { photoPosition } from '../forms/photo-position';
import { shortName } from '../people/names';
import type { CheckedSignature } from '../signature';
import { readCorrection } from './correction';
import { readJoining, type NamedJoining } from '../repeats/joining';
import { signatureOf } from './kept-signature';
import { formerFiles, takenBy, writesVersion, type FormerFile } from './version-files';

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
