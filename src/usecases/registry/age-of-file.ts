import { statement, type Queries } from '../../database/database';
import type { PlainDate } from '../../regulation/calendar';
import type { Desk } from '../ports';

/** Whether a file is behind what is known. */
export interface Age {
  /** The day of a file that was brought in and is younger; null: none is. */
  readonly newest: PlainDate | null;
  /** On which day the same bytes were brought in; null: they were not. */
  readonly loadedBefore: PlainDate | null;
}

// Only what was brought in before it: of two files of one day nobody can tell which is older, so the later one is believed.
const selectAge = statement(
  'registry.age',
  `select max(o.day) filter (where o.day > f.day) as newest,
     max((o.ended_at at time zone $2)::date) filter (where o.sha256 = f.sha256 and o.id < f.id) as "loadedBefore"
   from registry_file f join registry_file o on o.id <> f.id and o.state = 'done' and o.source <> 'trial' and o.day is not null
   where f.id = $1`,
);

export async function ageOf(queries: Queries, desk: Desk, fileId: number): Promise<Age> {
  const [age] = await queries.query<Age>(selectAge, [fileId, desk.office.calendar().zone]);
  return { newest: age?.newest ?? null, loadedBefore: age?.loadedBefore ?? null };
}

/** It may say of appeals what is older than is known: they are left as they are, unless somebody wants it all the same. */
export const isBehind = ({ newest, loadedBefore }: Age): boolean => newest !== null || loadedBefore !== null;

const selectLast = statement(
  'registry.last-ended',
  `select max(ended_at) as at from registry_file where id < $1 and state = 'done' and source <> 'trial' and day is not null`,
);

/** When the file before this one was over; null: there was none. */
export const lastEnded = async (queries: Queries, fileId: number): Promise<Date | null> =>
  (await queries.query<{ at: Date | null }>(selectLast, [fileId]))[0]?.at ?? null;
