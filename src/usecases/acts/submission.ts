import type { Attachment } from '../../../entities/attachment';
import type { Organization } from '../../../entities/organization';
import { Person } from '../../../entities/person';
import { columns } from '../../columns';
import { statement, type Queries } from '../../database';
import type { Answers, NamedOrganization, NamedPerson, Submission } from '../../regulation/answers';
import type { Circumstances } from '../../regulation/facts';
import { visitKindOf, type Action } from '../../regulation/vocabulary';
import { parseAnswers } from '../forms/form-store';
import type { CheckedSignature } from '../signature';
import { countsForAnswer } from './answer-files';
import { readCorrection } from './correction';
import { readJoining, type NamedJoining } from './joining';
import { signatureOf } from './kept-signature';

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
  `select from visit where id = $2 and appeal_id = $1 and recorded_at is null and cancelled_at is null and kind = $4
   union all select from document_request where id = $3 and appeal_id = $1 and received_at is null`,
);
/** What has come with the form, and for an answer all that counts for it. */
const countFiles = statement(
  'count-files',
  `select count(*) filter (where t.kind = 'photo')::int as photos, count(*) filter (where t.kind = 'document')::int as files,
     coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'kind', t.kind, 'mark', t.mark, 'messageRef', t.message_ref) order by t.id)
       filter (where t.form_id = $1), '[]') as own
   from attachment t where t.form_id = $1 or ($3 and ${countsForAnswer('$2', "'infinity'")})`,
);

/** A photo or a file that has come with the form. */
export type OwnFile = Readonly<Pick<Attachment, 'id' | 'kind' | 'mark' | 'messageRef'>>;
interface Counted extends Pick<Submission, 'photos' | 'files'> {
  /** Those of this form alone, the oldest first. */
  readonly own: readonly OwnFile[];
}

/** What a form has told so far, with the names of those whom it names: for the regulation, and for whoever reads it. */
export interface NamedSubmission extends Submission, Counted {
  readonly people: ReadonlyMap<number, PersonRow>;
  readonly organization: OrganizationRow | null;
  /** The good signature that has come with the form. */
  readonly signature: CheckedSignature | null;
  readonly joining: NamedJoining | null;
}
interface PersonRow extends NamedPerson, Readonly<Pick<Person, 'name'>> {}
interface OrganizationRow extends NamedOrganization, Readonly<Pick<Organization, 'name'>> {}

/**
 * The answers of a form with what the database knows of those they name.
 * @param counted the form's files, if they were counted in this transaction already: an answer changes nothing about them
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
  counted?: Counted,
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
  const namesItem = answers.visitId !== undefined || answers.requestId !== undefined;
  const items = namesItem
    ? await tx.query(openItem, [
        form.appealId,
        answers.visitId ?? null,
        answers.requestId ?? null,
        visitKindOf(form.subject),
      ])
    : [];
  const { photos, files, own } = counted ?? (await countFilesOf(tx, form));
  return {
    answers,
    photos,
    files,
    own,
    people: new Map(people.map((person) => [person.personId, person])),
    organization: organization ?? null,
    itemIsOpen: items.length > 0,
    signature: form.subject === 'approveAnswer' && files > 0 ? await signatureOf(tx, form.id) : null,
    correction: CORRECTING.includes(form.subject) ? await readCorrection(tx, form.appealId, answers.corrected) : null,
    joining: form.subject === 'join' ? await readJoining(tx, form.appealId, answers.joinIds ?? [], around) : null,
  };
}

/** Acts that correct what stands in ПОС, or take it over. */
const CORRECTING: readonly string[] = ['correctDetails', 'takeTermThere', 'takeFastTrack'] satisfies readonly Action[];

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
    people: new Map(people.map((person) => [person.personId, person])),
    organization: null,
    itemIsOpen: false,
    correction: CORRECTING.includes(action) ? await readCorrection(tx, appealId, answers.corrected) : null,
    joining: null,
  };
}

async function countFilesOf(
  tx: Queries,
  { id, appealId, subject }: { readonly id: number; readonly appealId: number; readonly subject: string },
): Promise<Counted> {
  const values = [id, appealId, subject === 'submitAnswer'];
  const [count] = await tx.query<Counted>(countFiles, values);
  return count ?? { photos: 0, files: 0, own: [] };
}
