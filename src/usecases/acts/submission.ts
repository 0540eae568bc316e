import type { Organization } from '../../../entities/organization';
import { Person } from '../../../entities/person';
import { columns } from '../../columns';
import { statement, type Queries } from '../../database';
import type { NamedOrganization, NamedPerson, Submission } from '../../regulation/answers';
import { visitKindOf } from '../../regulation/vocabulary';
import { parseAnswers } from '../forms/form-store';
import { readCorrection } from './correction';

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
/** Photos count for «Решено» wherever in this appeal they were sent, but for those that a re-examination found wanting. */
const countFiles = statement(
  'count-files',
  `select count(*) filter (where kind = 'photo')::int as photos, count(*) filter (where kind = 'document' and form_id = $1)::int as files
   from attachment where form_id = $1 or ($3 and appeal_id = $2 and kind = 'photo' and received_at > coalesce(
     (select max(at) from journal_entry where appeal_id = $2 and action = 'returnForReexamination'), '-infinity'))`,
);

/** What a form has told so far, with the names of those whom it names: for the regulation, and for whoever reads it. */
export interface NamedSubmission extends Submission {
  readonly people: ReadonlyMap<number, PersonRow>;
  readonly organization: OrganizationRow | null;
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
  counted?: Pick<Submission, 'photos' | 'files'>,
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
  const { photos, files } = counted ?? (await countFilesOf(tx, form));
  return {
    answers,
    photos,
    files,
    people: new Map(people.map((person) => [person.personId, person])),
    organization: organization ?? null,
    itemIsOpen: items.length > 0,
    correction: form.subject === 'correctDetails' ? await readCorrection(tx, form.appealId, answers.corrected) : null,
  };
}

async function countFilesOf(
  tx: Queries,
  { id, appealId, subject }: { readonly id: number; readonly appealId: number; readonly subject: string },
): Promise<Pick<Submission, 'photos' | 'files'>> {
  const values = [id, appealId, subject === 'submitAnswer'];
  const [count] = await tx.query<{ photos: number; files: number }>(countFiles, values);
  return count ?? { photos: 0, files: 0 };
}
