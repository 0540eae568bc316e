import { listed } from '../../database/listed';
import { HOLDING_ROLES } from '../../regulation/deputies';

/**
 * Who stands in for whom, role by role: rows of `absent_id`, `until_day`, `role` and `deputy_id`. An absence names one deputy for all
 * roles, or one for each in a table of its own.
 * @param day the parameter of the statement that has the day, such as `$1`
 */
export const standingIn = (day: string) => `(
    select b.person_id as absent_id, b.until_day, r.role, b.deputy_id
    from absence b, unnest(array[${listed(HOLDING_ROLES)}]) as r(role)
    where b.deputy_id is not null and ${awayOn('b', day)}
    union all
    select b.person_id, b.until_day, d.role, d.deputy_id
    from absence b join deputy d on d.absence_id = b.id where ${awayOn('b', day)})`;

/** Of a row of `absence` under this name: it covers the day. */
export const awayOn = (absence: string, day: string) =>
  `${absence}.cancelled_at is null and ${day}::date between ${absence}.from_day and ${absence}.until_day`;
