import { Person } from '../../../entities/person';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Queries } from '../../database/database';
import type { Answers, NamedOrganization, NamedPerson, Submission } from '../../regulation/answers';
import { ASKS, type Ask } from '../../regulation/asks';
import { dayOf, type PlainDate } from '../../regulation/calendar';
import type { HoldingRole } from '../../regulation/deputies';
import type { AppealFacts, Circumstances, Presser } from '../../regulation/facts';
import { hasRight, PLACES, SENDING_STAGES } from '../../regulation/rights';
import { maskPersonalData } from '../../text/personal-data';
import { OPEN_INSTRUCTION, OPEN_REQUEST, OPEN_VISIT, REMOVABLE } from '../appeals/pending';
import { shortName, awayOn, standingIn } from '../kit/officials';
import { toldApart } from '../people/people';
import { isOverdueNow } from '../terms/load-terms';

/** Steps that choose a person, and the answer that the choice fills. */
export const PERSON_ASKS = {
  executor: 'executorId',
  organizationExecutor: 'executorId',
  redirectAgreeing: 'agreeingId',
  agreeing: 'agreeingId',
  anotherAgreeing: 'agreeingId',
  redirectApproving: 'approvingId',
  approving: 'approvingId',
  anotherApproving: 'approvingId',
  supervisor: 'supervisorId',
  replacement: 'replacementId',
} as const satisfies Partial<Record<Ask, keyof Answers>>;
export type PersonAsk = keyof typeof PERSON_ASKS;

/** In which role somebody is named by it. */
const roleOf = (ask: PersonAsk, { answers: { participant = 'executor' } }: Submission): HoldingRole =>
  ask === 'replacement' ? PLACES[participant].role : PERSON_ASKS[ask] === 'executorId' ? 'executor' : 'supervisor';

export interface PersonChoice {
  readonly id: number;
  readonly name: string;
  readonly organization: string | null;
  /** Of an executor; null: not as one they are named. */
  readonly load: { readonly open: number; readonly overdue: number } | null;
  /** The last day away of whoever is away now. */
  readonly absentUntil: PlainDate | null;
  readonly deputy: string | null;
  /** The category's usual executor, or one's usual supervisor: offered first. */
  readonly usual: boolean;
}

const OF_PERSON = columns(Person, ['id', 'name', 'roles', 'canApprove', 'organizationId'], 'p');
interface PersonRow extends RowOf<typeof OF_PERSON> {
  organization: string | null;
  open: number;
  overdue: number;
  absentUntil: PlainDate | null;
  deputies: Partial<Record<HoldingRole, string>> | null;
  usualExecutor: boolean;
  usualSupervisor: boolean;
}

// An executor's load is every open stage but the delivery; overdue is what is over its term while they hold it themselves.
/** An office has hundreds of people, not thousands: all are read, and the regulation itself says who fits. */
const readPeople = statement(
  'people-to-choose',
  `select ${OF_PERSON}, o.name as organization,
     coalesce(w.open, 0)::int as open, coalesce(w.overdue, 0)::int as overdue,
     (select max(b.until_day) from absence b where b.person_id = p.id and ${awayOn('b', '$3')}) as "absentUntil",
     (select jsonb_object_agg(s.role, d.name) from ${standingIn('$3')} s join person d on d.id = s.deputy_id where s.absent_id = p.id) as deputies,
     p.id is not distinct from (select c.executor_id from category c join appeal a on a.id = $1 and c.category = a.category
       and (c.subcategory is null or c.subcategory = a.subcategory) and (c.fact is null or c.fact = a.fact)
       where c.executor_id is not null order by c.fact nulls last, c.subcategory nulls last limit 1) as "usualExecutor",
     p.id is not distinct from (select s.supervisor_id from person s where s.id = $2) as "usualSupervisor"
   from person p
   left join organization o on o.id = p.organization_id
   left join (select w.executor_id, count(*) filter (where w.stage <> all($6::text[])) as open,
       count(*) filter (where w.stage = any($5::text[]) and ${isOverdueNow('w', '$4')}) as overdue from open_work w
     where w.executor_id is not null group by w.executor_id) w on w.executor_id = p.id
   where p.disabled_at is null`,
);

/** An executor's load: what they hold may be late at them, and what only waits to be sent is no work of theirs. */
const LOAD = [PLACES.executor.stages, SENDING_STAGES];

const collator = new Intl.Collator('ru');

function awayOf({ absentUntil, deputies }: PersonRow, role: HoldingRole): Pick<PersonChoice, 'absentUntil' | 'deputy'> {
  const deputy = deputies?.[role];
  return { absentUntil, deputy: deputy === undefined ? null : shortName(deputy) };
}

/** Then the office's own, then by name. */
const usualFirst = (one: PersonChoice, other: PersonChoice): number =>
  Number(other.usual) - Number(one.usual) ||
  Number(one.organization !== null) - Number(other.organization !== null) ||
  collator.compare(one.name, other.name);

/** Whom a step may name: exactly those whom the table would accept, the usual one first, then by name. */
export async function personChoices(
  queries: Queries,
  ask: PersonAsk,
  {
    appealId,
    appeal,
    presser,
    submission,
    circumstances,
  }: {
    appealId: number;
    appeal: AppealFacts;
    presser: Presser;
    submission: Submission;
    circumstances: Circumstances;
  },
): Promise<PersonChoice[]> {
  const presserId = typeof presser === 'string' ? null : presser.personId;
  const { now, calendar } = circumstances;
  const rows = await queries.query<PersonRow>(readPeople, [appealId, presserId, dayOf(now, calendar), now, ...LOAD]);
  const people = new Map<number, NamedPerson>(
    rows.map((row) => [
      row.id,
      {
        personId: row.id,
        roles: row.roles,
        canApprove: row.canApprove,
        disabled: false,
        organizationId: row.organizationId,
      },
    ]),
  );
  const fits = (id: number) => {
    const tried: Submission = { ...submission, people, answers: { ...submission.answers, [PERSON_ASKS[ask]]: id } };
    return ASKS[ask].holds(tried, appeal, presser, circumstances) === null;
  };
  const role = roleOf(ask, submission);
  const told = toldApart(rows.map(({ name }) => name));
  const usual = (row: PersonRow) => (PERSON_ASKS[ask] === 'executorId' ? row.usualExecutor : row.usualSupervisor);
  return rows
    .filter(({ id }) => fits(id))
    .map((row) => ({
      id: row.id,
      name: told(row.name),
      organization: row.organization,
      load: role === 'executor' ? { open: row.open, overdue: row.overdue } : null,
      ...awayOf(row, role),
      usual: usual(row),
    }))
    .sort(usualFirst);
}

const selectAdmins = statement(
  'admins-by-name',
  `select name from person where disabled_at is null and 'admin' = any(roles) order by name limit 3`,
);
/** Who gives roles and rights; of an office that has many, the first. */
export const adminsByName = async (queries: Queries): Promise<string[]> =>
  (await queries.query<{ name: string }>(selectAdmins)).map(({ name }) => shortName(name));

/** Anybody who can come along to a visit or a meeting: whoever takes no part in the work could open no card of it, nor say «Не смогу». */
export async function colleagues(
  queries: Queries,
  appealId: number,
  presserId: number,
  now: Date,
  today: PlainDate,
): Promise<PersonChoice[]> {
  const rows = await queries.query<PersonRow>(readPeople, [appealId, presserId, today, now, ...LOAD]);
  const told = toldApart(rows.map(({ name }) => name));
  return rows
    .filter((row) => row.id !== presserId && hasRight(row, 'work'))
    .map((row) => ({
      id: row.id,
      name: told(row.name),
      organization: row.organization,
      load: null,
      ...awayOf(row, 'executor'),
      usual: row.usualSupervisor,
    }))
    .sort((one, other) => Number(other.usual) - Number(one.usual) || collator.compare(one.name, other.name));
}

export interface OrganizationChoice {
  readonly id: number;
  readonly name: string;
}

const readOrganizations = statement(
  'organizations-to-choose',
  `select o.id, o.name, o.kind, exists (select from person p where p.organization_id = o.id and p.disabled_at is null and 'executor' = any(p.roles)) as "hasExecutors"
   from organization o`,
);

export async function organizationChoices(
  queries: Queries,
  ask: 'subordinate' | 'outside',
  submission: Submission,
  appeal: AppealFacts,
  presser: Presser,
  circumstances: Circumstances,
): Promise<OrganizationChoice[]> {
  const rows = await queries.query<NamedOrganization & { name: string }>(readOrganizations);
  return rows
    .filter((organization) => ASKS[ask].holds({ ...submission, organization }, appeal, presser, circumstances) === null)
    .map(({ id, name }) => ({ id, name: maskPersonalData(name) }))
    .sort((one, other) => collator.compare(one.name, other.name));
}

export interface OpenItem {
  readonly id: number;
  readonly title: string;
  readonly at: Date | null;
}

const openVisits = statement(
  'open-visits',
  `select id, place as title, at from visit where appeal_id = $1 and kind = any($2::text[]) and ${OPEN_VISIT} order by at`,
);
const openRequests = statement(
  'open-requests',
  `select id, body || ', ' || what as title, null::timestamptz as at from document_request where appeal_id = $1 and ${OPEN_REQUEST} order by by_day`,
);
const removablePapers = statement(
  'removable-papers',
  `select t.id, t.file_name as title, t.received_at as at from attachment t where t.appeal_id = $1 and ${REMOVABLE} order by t.id`,
);
const openInstructions = statement(
  'open-instructions',
  `select id, text as title, null::timestamptz as at from instruction where appeal_id = $1 and ${OPEN_INSTRUCTION} order by by_day, id`,
);

export const visitChoices = (queries: Queries, appealId: number, kinds: readonly ('visit' | 'meeting')[]) =>
  queries.query<OpenItem>(openVisits, [appealId, kinds]);
export const paperChoices = (queries: Queries, appealId: number) =>
  queries.query<OpenItem>(removablePapers, [appealId]);
export const instructionChoices = (queries: Queries, appealId: number) =>
  queries.query<OpenItem>(openInstructions, [appealId]);
export const requestChoices = (queries: Queries, appealId: number) => queries.query<OpenItem>(openRequests, [appealId]);

const addOrganization = statement(
  'add-outside-organization',
  `insert into organization (name, kind) values ($1, 'outside') on conflict (name) do update set name = excluded.name returning id`,
);

/** An outside organization that nobody has entered yet. @idempotent by its name */
export async function addOutsideOrganization(queries: Queries, name: string): Promise<number> {
  const [row] = await queries.query<{ id: number }>(addOrganization, [name]);
  if (!row) throw new Error('An organization was not inserted');
  return row.id;
}
