import { Person } from '../../../entities/person';
import { columns } from '../../columns';
import { statement, type Queries } from '../../database';
import { dayOf } from '../../regulation/calendar';
import type { Circumstances } from '../../regulation/facts';
import type { Colleague } from '../../regulation/nags';

// Of several absences that meet today, one with a deputy says who stands in.
const selectColleagues = statement(
  'colleagues',
  `select p.id as "personId", ${columns(Person, ['roles', 'canApprove', 'supervisorId'], 'p')},
     b.person_id is not null as absent, b.deputy_id as "deputyId"
   from person p
   left join lateral (
     select person_id, deputy_id from absence
     where person_id = p.id and cancelled_at is null and $1::date between from_day and until_day
     order by deputy_id is null, id limit 1) b on true
   where p.disabled_at is null order by p.id`,
);

/** Everybody of the office, as the table of nags asks for them. */
export const loadColleagues = (queries: Queries, { now, calendar }: Circumstances): Promise<Colleague[]> =>
  queries.query<Colleague>(selectColleagues, [dayOf(now, calendar)]);
