import type { Counts, Grain, KeptSlice } from '../../../entities/statistics-cell';
import { statement, type Queries } from '../../database/database';
import type { PlainDate } from '../../regulation/calendar';
import { COUNTING_RULES } from './sets';

/** Days or months of a slice, both ends included; one that ends before it begins is empty. */
export interface Range {
  /** For whom it is read: what is read comes by this number. */
  readonly part: number;
  readonly slice: KeptSlice;
  readonly grain: Grain;
  readonly from: PlainDate;
  readonly to: PlainDate;
}

/** Changes of what is open, added up; each day by itself where that is asked for. */
export interface OpenRange extends Range {
  readonly eachDay: boolean;
}

export interface KeptCell {
  readonly day: PlainDate;
  readonly key: string;
  readonly until: PlainDate;
  readonly counts: Counts;
}
export interface KeptOpen {
  readonly key: string;
  /** Null: it is the sum of all days. */
  readonly day: PlainDate | null;
  readonly open: number;
  readonly backlog: number;
}

export interface Kept {
  /** When the earliest entry was made that is not counted yet; null: everything is counted. */
  readonly waitingSince: Date | null;
  /** A thousand at most. */
  readonly waiting: number;
  readonly cells: (part: number) => readonly KeptCell[];
  readonly open: (part: number) => readonly KeptOpen[];
}

// One statement, so that figures, and how far they reach, are of one moment, and nobody waits for a second answer of the database. Each range
// is read by itself, along the key (`offset 0`, `group by`): joined to them all at once, the whole table was gone through as it grew, a month
// by executor for 96 ms instead of 10 among 300,000 appeals.
const PARTS = (at: number) =>
  `unnest($${at}::int[], $${at + 1}::text[], $${at + 2}::text[], $${at + 3}::date[], $${at + 4}::date[]`;
const read = statement(
  'statistics.read',
  `with s as materialized (select id, epoch, txid, entry_id from statistics_set where state = 'active' and rules = ${COUNTING_RULES})
   select 'waiting' as what, null::int as part, null::date as day, null as key, null::date as until, null::json as counts, w.count as open, null::int as backlog, w.since
   from s cross join lateral (select min(x.at) as since, count(*)::int as count from (
     select j.at from journal_entry j where j.txid is not null and (j.epoch, j.txid, j.id) > (s.epoch, s.txid, s.entry_id)
     order by j.epoch, j.txid, j.id limit 1000) x) w
   union all
   select 'cell', p.part, c.day, c.key, c.until, c.counts, null, null, null
   from s cross join ${PARTS(1)}) as p (part, slice, grain, first, last) cross join lateral (
     select x.day, x.key, x.until, x.counts from statistics_cell x
     where x.set_id = s.id and x.slice = p.slice and x.grain = p.grain and x.day between p.first and p.last offset 0) c
   union all
   select 'open', p.part, o.day, o.key, null, null, o.open, o.backlog, null
   from s cross join ${PARTS(6)}, $11::bool[]) as p (part, slice, grain, first, last, each_day) cross join lateral (
     select case when p.each_day then x.day end as day, x.key, sum(x.open)::int as open, sum(x.backlog)::int as backlog from statistics_open x
     where x.set_id = s.id and x.slice = p.slice and x.grain = p.grain and x.day between p.first and p.last group by 1, 2) o`,
);

interface ReadRow extends KeptCell, KeptOpen {
  readonly what: 'waiting' | 'cell' | 'open';
  readonly part: number;
  readonly day: PlainDate;
  readonly since: Date | null;
}

/** @returns null while everything is being counted for the first time */
export async function readKept(
  queries: Queries,
  ranges: readonly Range[],
  open: readonly OpenRange[],
): Promise<Kept | null> {
  const rows = await queries.query<ReadRow>(read, [
    ...columnsOf(ranges),
    ...columnsOf(open),
    open.map(({ eachDay }) => eachDay),
  ]);
  const waiting = rows.find(({ what }) => what === 'waiting');
  if (!waiting) return null;
  const byPart = {
    waiting: new Map<number, ReadRow[]>(),
    cell: new Map<number, ReadRow[]>(),
    open: new Map<number, ReadRow[]>(),
  };
  for (const row of rows) {
    const of = byPart[row.what];
    const known = of.get(row.part);
    if (known) known.push(row);
    else of.set(row.part, [row]);
  }
  return {
    waitingSince: waiting.since,
    waiting: waiting.open,
    cells: (part) => byPart.cell.get(part) ?? [],
    open: (part) => byPart.open.get(part) ?? [],
  };
}

const columnsOf = (ranges: readonly Range[]) => [
  ranges.map(({ part }) => part),
  ranges.map(({ slice }) => slice),
  ranges.map(({ grain }) => grain),
  ranges.map(({ from }) => from),
  ranges.map(({ to }) => to),
];
