import { Person } from '../../../entities/person';
import { columns } from '../../database/columns';
import { databaseOf, statement, type Queries } from '../../database/database';
import { shortName } from '../people/names';
import { awayOn } from '../people/standing-in';
import { today, type Desk } from '../ports';

/** Somebody to whom it may be sent for agreement or approval. */
export interface SupervisorChoice {
  readonly id: number;
  readonly name: string;
  readonly isAway: boolean;
}

const selectSupervisors = statement(
  'supervisors-for-engagements',
  `select ${columns(Person, ['id', 'name'], 'p')},
     exists (select from absence b where b.person_id = p.id and ${awayOn('b', '$1')}) as "isAway"
   from person p where p.disabled_at is null and 'supervisor' = any(p.roles) and (p.can_approve or not $2) order by p.name, p.id`,
);

/** @param approves those who may approve */
export async function supervisorsIn(queries: Queries, desk: Desk, approves: boolean): Promise<SupervisorChoice[]> {
  const all = await queries.query<SupervisorChoice>(selectSupervisors, [today(desk), approves]);
  return all.map((one) => ({ ...one, name: shortName(one.name) }));
}

export const readSupervisors = (desk: Desk, approves: boolean): Promise<SupervisorChoice[]> =>
  supervisorsIn(databaseOf(desk), desk, approves);
