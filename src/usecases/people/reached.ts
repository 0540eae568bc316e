/**
 * SQL: whoever is at home in a row of `account` under this name can be reached. Who is written to in the place of a messenger that is down is not:
 * they may not look there, so nobody relies on them alone.
 */
export const isReached = (account: string): string =>
  `(${account}.started_at is not null and ${account}.unreachable is null and ${account}.held_since is null and ${account}.instead_of is null
    and not exists (select from setting where key = 'outage:' || ${account}.messenger))`;
