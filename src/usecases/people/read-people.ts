import { ArrayContains, IsNull, Not } from 'typeorm';
import { Account, type Unreachable } from '../../../entities/account';
import { Person } from '../../../entities/person';
import { columns, type RowOf } from '../../database/columns';
import { statement, databaseOf, repositoryOf } from '../../database/database';
import { dayOf } from '../../regulation/calendar';
import type { Participant, Role } from '../../regulation/vocabulary';
import { circumstances, type Desk } from '../ports';
import { shortName } from './names';
import { toldApart } from './namesakes';

/** Whether the bot reaches a person: `noAccount` needs a link, the others are what the messenger told. */
export type Reach = 'ok' | 'noAccount' | 'held' | Unreachable;

export interface PersonLine {
  readonly id: number;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly disabled: boolean;
  readonly reach: Reach;
  readonly absent: boolean;
}

export interface PersonView extends PersonLine {
  readonly fullName: string;
  readonly position: string | null;
  readonly canApprove: boolean;
  readonly managesAffairs: boolean;
  readonly supervisor: string | null;
  readonly organization: string | null;
  /** With which they have accounts. */
  readonly messengers: readonly string[];
  /** A link that works is out. */
  readonly invitedUntil: Date | null;
}

const OF_PERSON = columns(Person, ['id', 'name', 'roles', 'position', 'canApprove', 'managesAffairs'], 'p');
const OF_ACCOUNT = columns(Account, ['startedAt', 'unreachable', 'heldSince'], 'account');
interface PersonRow extends RowOf<typeof OF_PERSON>, RowOf<typeof OF_ACCOUNT> {
  hasAccount: boolean;
  disabled: boolean;
  absent: boolean;
  supervisor: string | null;
  organization: string | null;
  invitedUntil: Date | null;
  messengers: string[];
}

const select = (
  where: string,
) => `select ${OF_PERSON}, account.person_id is not null as "hasAccount", ${OF_ACCOUNT}, p.disabled_at is not null as disabled,
    exists (select from absence b where b.person_id = p.id and b.cancelled_at is null and $1::date between b.from_day and b.until_day) as absent,
    s.name as supervisor, o.name as organization,
    (select max(i.expires_at) from invitation i where i.person_id = p.id and i.used_at is null and i.expires_at > $2) as "invitedUntil",
    array(select k.messenger from account k where k.person_id = p.id order by k.messenger) as messengers
  from person p left join account on account.person_id = p.id and account.is_home left join person s on s.id = p.supervisor_id left join organization o on o.id = p.organization_id ${where}`;
const selectAll = statement('read-people', select(''));
const selectOne = statement('read-person', select('where p.id = $3'));

const collator = new Intl.Collator('ru');

/** Everybody, those who work here first. An office has hundreds of people, not thousands. */
export async function listPeople(desk: Desk): Promise<PersonLine[]> {
  const { now, calendar } = circumstances(desk);
  const rows = await databaseOf(desk).query<PersonRow>(selectAll, [dayOf(now, calendar), now]);
  return rows
    .map(viewOf)
    .sort((one, other) => Number(one.disabled) - Number(other.disabled) || collator.compare(one.name, other.name));
}

export async function readPerson(desk: Desk, personId: number): Promise<PersonView | null> {
  const { now, calendar } = circumstances(desk);
  const [row] = await databaseOf(desk).query<PersonRow>(selectOne, [dayOf(now, calendar), now, personId]);
  return row ? viewOf(row) : null;
}

function viewOf(row: PersonRow): PersonView {
  const { id, roles, disabled, absent, position, canApprove, managesAffairs, organization, invitedUntil, messengers } =
    row;
  return {
    id,
    roles,
    disabled,
    absent,
    position,
    canApprove,
    managesAffairs,
    organization,
    invitedUntil,
    messengers,
    name: shortName(row.name),
    fullName: row.name,
    reach: reachOf(row),
    supervisor: row.supervisor === null ? null : shortName(row.supervisor),
  };
}

function reachOf({ hasAccount, startedAt, unreachable, heldSince }: PersonRow): Reach {
  if (!hasAccount) return 'noAccount';
  if (heldSince !== null) return 'held';
  return unreachable ?? (startedAt === null ? 'never_started' : 'ok');
}

export interface FitPerson {
  readonly id: number;
  readonly name: string;
}

/** Who could hold a place, but for one person. */
export async function peopleFitFor(desk: Desk, place: Participant, exceptId: number | null): Promise<FitPerson[]> {
  const people = await repositoryOf(databaseOf(desk), Person).findBy({
    disabledAt: IsNull(),
    roles: ArrayContains([place === 'executor' ? 'executor' : 'supervisor']),
    ...(place === 'approving' && { canApprove: true }),
    ...(exceptId !== null && { id: Not(exceptId) }),
  });
  const told = toldApart(people.map(({ name }) => name));
  return people
    .map(({ id, name }) => ({ id, name: told(name) }))
    .sort((one, other) => collator.compare(one.name, other.name));
}
