import { Person } from '../../../entities/person';
import { columns } from '../../database/columns';
import { statement, type Queries } from '../../database/database';
import { dayOf } from '../../regulation/calendar';
import type { Circumstances } from '../../regulation/facts';
import type { Colleague } from '../../regulation/recipients';
import { isReached } from './reached';
import { awayOn, standingIn } from './standing-in';

const selectColleagues = statement(
  'colleagues',
  `select p.id as "personId", ${columns(Person, ['roles', 'canApprove', 'supervisorId'], 'p')},
     exists (select from absence b where b.person_id = p.id and ${awayOn('b', '$1')}) as absent, coalesce(s.deputies, '{}') as deputies,
     account.person_id is not null and not ${isReached('account')} as unreached
   from person p left join account on account.person_id = p.id and account.is_home
   left join (select absent_id, jsonb_object_agg(role, deputy_id) as deputies from ${standingIn('$1')} r group by absent_id) s
     on s.absent_id = p.id
   where p.disabled_at is null order by p.id`,
);

/** Everybody of the office, as the table of nags asks for them. */
export const loadColleagues = (queries: Queries, { now, calendar }: Circumstances): Promise<Colleague[]> =>
  queries.query<Colleague>(selectColleagues, [dayOf(now, calendar)]);
