import { databaseOf, statement } from '../../database/database';
import type { Records } from '../ports';

/** A few could be anywhere; more tell nothing new. */
const [FEWEST, MOST] = [10, 100];
/** Appeals without a point are passed, but not a registry of years. */
const LOOKED_THROUGH = 5_000;

const middle = (column: string) => `percentile_cont(0.5) within group (order by ${column})`;
const selectCentre = statement(
  'office-centre',
  `select ${middle('latitude')} as latitude, ${middle('longitude')} as longitude
   from (select latitude, longitude from appeal where id > (select max(id) from appeal) - ${LOOKED_THROUGH} and latitude is not null
     order by id desc limit ${MOST}) latest
   having count(*) >= ${FEWEST}`,
);

/** The middle of the latest appeals that have a point, which one that is wrong does not move; null: there are too few. */
export async function officeCentre(
  records: Records,
): Promise<{ readonly latitude: number; readonly longitude: number } | null> {
  return (await databaseOf(records).query<{ latitude: number; longitude: number }>(selectCentre))[0] ?? null;
}
