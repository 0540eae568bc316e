import { z } from 'zod';
import { statement, type Queries } from '../../database/database';
import type { OfficeCalendar } from '../../regulation/calendar';
import type { Standing } from '../../regulation/blame';
import { HOLDING_ROLES } from '../../regulation/deputies';
import { listed } from '../../database/listed';
import { ROLES } from '../../regulation/vocabulary';
import { plainDay } from '../plain-day';

// Of days long past nobody asks any more.
const selectStandings = statement(
  'standings-of-holders',
  `with asked as (
     select unnest($1::int[]) as id
     union select b.deputy_id from absence b where b.person_id = any($1::int[]) and b.deputy_id is not null
     union select d.deputy_id from absence b join deputy d on d.absence_id = b.id where b.person_id = any($1::int[]))
   select p.id as "personId", p.roles, p.can_approve as "canApprove", p.disabled_at as "disabledAt",
     (select coalesce(jsonb_agg(jsonb_build_object('fromDay', b.from_day, 'untilDay', b.until_day, 'enteredAt', b.entered_at,
         'ownWord', b.entered_by_id = b.person_id and b.confirmed_at is null and b.from_day <= (b.entered_at at time zone $3)::date,
         'cancelledAt', b.cancelled_at, 'deputiesSince', coalesce(b.deputies_named_at, b.entered_at),
         'deputies', (select coalesce(jsonb_agg(jsonb_build_object('role', s.role, 'personId', s.deputy_id)), '[]') from (
           select r.role, b.deputy_id from unnest(array[${listed(HOLDING_ROLES)}]) as r (role) where b.deputy_id is not null
           union all select d.role, d.deputy_id from deputy d where d.absence_id = b.id) s))), '[]')
       from absence b where b.person_id = p.id and b.until_day >= $2::timestamptz - interval '60 days') as away,
     (select coalesce(jsonb_agg(jsonb_build_object('since', o.since, 'until', o.until)), '[]') from outage o
       where o.messenger = account.messenger and o.until >= $2::timestamptz - interval '60 days') as unheard
   from person p left join account on account.person_id = p.id and account.is_home
   where p.id in (select id from asked)`,
);

const standing = z.object({
  personId: z.int(),
  roles: z.array(z.enum(ROLES)).readonly(),
  canApprove: z.boolean(),
  disabledAt: z.date().nullable(),
  away: z
    .array(
      z.object({
        fromDay: plainDay,
        untilDay: plainDay,
        enteredAt: z.coerce.date(),
        ownWord: z.boolean(),
        cancelledAt: z.coerce.date().nullable(),
        deputiesSince: z.coerce.date(),
        deputies: z.array(z.object({ role: z.enum(HOLDING_ROLES), personId: z.int() })).readonly(),
      }),
    )
    .readonly(),
  unheard: z.array(z.object({ since: z.coerce.date(), until: z.coerce.date() })).readonly(),
});

/** These people and everybody who stood in for them, by id, as far back as a term may have ended that is noted now. */
export async function loadStandings(
  queries: Queries,
  personIds: readonly number[],
  { now, calendar }: { readonly now: Date; readonly calendar: OfficeCalendar },
): Promise<ReadonlyMap<number, Standing>> {
  if (personIds.length === 0) return new Map();
  const rows = await queries.query(selectStandings, [[...new Set(personIds)], now, calendar.zone]);
  return new Map(rows.map((row) => standing.parse(row)).map((one) => [one.personId, one]));
}
