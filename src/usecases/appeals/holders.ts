import type { Participant } from '../../regulation/vocabulary';
import { shortName } from '../people/names';

/** In whose hands the appeal is now, as people are named in a toast; null: nobody's. */
export type Holders = Readonly<Record<Participant | 'reportedTo' | 'organization', string | null>>;

/** Columns of the holders' names, of the appeal in this table of a statement. */
export const selectHolders = (table: string) => `
    (select name from person where id = ${table}.executor_id) as executor,
    (select name from person where id = ${table}.agreeing_id) as agreeing,
    (select name from person where id = ${table}.approving_id) as approving,
    (select name from person where id = ${table}.reported_to_id) as "reportedTo",
    (select name from organization where id = ${table}.organization_id) as organization`;

/** Full names as a toast has them. */
export function holdersOf({ executor, agreeing, approving, reportedTo, organization }: Holders): Holders {
  const short = (name: string | null) => (name === null ? null : shortName(name));
  return {
    executor: short(executor),
    agreeing: short(agreeing),
    approving: short(approving),
    reportedTo: short(reportedTo),
    organization,
  };
}
