import { databaseOf, statement } from '../../database/database';
import type { Actor } from '../../regulation/facts';
import { maySee } from '../../regulation/rights';
import { type Records, circumstances, type Desk } from '../kit/ports';
import { inRange, readLines, type AppealLine } from './lists';
import { LIST_PAGE } from './selections';

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

/** Twice is a repeat, and shown as one. */
export const HOUSE_FROM = 3;

/**
 * Of sketches `o` of the appeal `a`, and `k` of all at its place: within the year up to its registration, itself included. A street is no house, and
 * an office that looks for no repeats is told of none.
 */
const AT_HOUSE = `from appeal_sketch o join appeal_sketch k on k.place = o.place join appeal r on r.id = k.appeal_id
  where o.appeal_id = a.id and o.place ~ '[0-9]' and r.registered_at <= a.registered_at and r.registered_at > a.registered_at - interval '1 year'
    and coalesce((select (value ->> 'weeks')::int from setting where key = 'repeat_weeks'), 1) > 0`;
/** How many times in a year; SQL of an appeal `a`. */
export const TIMES_AT_HOUSE = `(select count(*)::int ${AT_HOUSE})`;

const selectAtHouse = statement(
  'appeals-at-house',
  `select r.id as "appealId", null::jsonb as delivery ${AT_HOUSE.replace('where', 'join appeal a on a.id = $1 where')} order by r.registered_at desc, r.id desc`,
);

/** Appeals about one house within a year, the latest first. */
export interface AtHouse {
  readonly appealId: number;
  readonly lines: readonly AppealLine[];
  readonly count: number;
  readonly page: number;
  readonly pages: number;
}

/** Null: it is not theirs to see, or there is no such appeal, or none was sketched. */
export async function readAtHouse(desk: Desk, viewer: Actor, appealId: number, asked: number): Promise<AtHouse | null> {
  if (!maySee(viewer, 'card')) return null;
  const database = databaseOf(desk);
  const entries = await database.query<{ appealId: number; delivery: null }>(selectAtHouse, [appealId]);
  if (entries.length === 0) return null;
  const range = inRange(asked, entries.length);
  const shown = entries.slice(range.page * LIST_PAGE, (range.page + 1) * LIST_PAGE);
  return { appealId, lines: await readLines(database, shown, circumstances(desk)), count: entries.length, ...range };
}
