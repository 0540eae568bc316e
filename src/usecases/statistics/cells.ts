import {
  KEPT_SLICES,
  type Counts,
  type Grain,
  type Histogram,
  type KeptSlice,
} from '../../../entities/statistics-cell';
import type { PlainDate } from '../../regulation/calendar';
import { endOfMonth, monthOf } from './periods';
import type { Brought, Rows, Share } from './share';

/** Where something is counted. A month is named by its first day. */
export interface CellPlace {
  readonly slice: KeptSlice;
  readonly grain: Grain;
  readonly day: PlainDate;
  /** '': there is none. */
  readonly key: string;
}

/** `until`: it counts in periods that end before that day. */
export interface Cell extends CellPlace {
  readonly until: PlainDate;
  readonly counts: Counts;
}

export interface OpenCell extends CellPlace {
  readonly open: number;
  readonly backlog: number;
}

/** Later than any period. */
export const NEVER = '9999-12-31' as PlainDate;

const MEASURED = '#';

/** What many shares bring together, and take away: names of counts with their sums, by place. */
export class Tally {
  private readonly cells = new Map<
    string,
    { readonly place: Omit<Cell, 'counts'>; readonly counts: Map<string, number> }
  >();
  private readonly openCells = new Map<string, { -readonly [Name in keyof OpenCell]: OpenCell[Name] }>();

  /** @param sign 1: it is brought, -1: it was brought before and is no more */
  add(share: Share, sign: 1 | -1): void {
    const keys = keysOfShare(share);
    for (const brought of share.brought) {
      const name = brought.bucket === null ? brought.what : `${brought.what}${MEASURED}${brought.bucket}`;
      for (const place of placesOf(brought, keys)) this.count(place, name, sign);
    }
    for (const change of share.open) {
      const by = change.by * sign;
      for (const [slice, key] of rowsOf(change, keys))
        for (const grain of ['day', 'month'] as const) {
          const day = grain === 'day' ? change.day : monthOf(change.day);
          this.open({ slice, grain, day, key }, by, share.isBacklog ? by : 0);
        }
    }
  }

  /** What is left when brought and taken are set off; places with nothing are left out. */
  changed(): readonly Cell[] {
    return [...this.cells.values()].flatMap(({ place, counts }) => {
      const left = [...counts].filter(([, count]) => count !== 0);
      return left.length === 0 ? [] : [{ ...place, counts: nested(left) }];
    });
  }

  changedOpen(): readonly OpenCell[] {
    return [...this.openCells.values()].filter(({ open, backlog }) => open !== 0 || backlog !== 0);
  }

  private count(place: Omit<Cell, 'counts'>, name: string, by: number): void {
    const id = [place.slice, place.grain, place.day, place.until, place.key].join(' ');
    let cell = this.cells.get(id);
    if (!cell) this.cells.set(id, (cell = { place, counts: new Map() }));
    cell.counts.set(name, (cell.counts.get(name) ?? 0) + by);
  }

  private open(place: CellPlace, open: number, backlog: number): void {
    const id = [place.slice, place.grain, place.day, place.key].join(' ');
    const cell = this.openCells.get(id);
    if (cell) Object.assign(cell, { open: cell.open + open, backlog: cell.backlog + backlog });
    else this.openCells.set(id, { ...place, open, backlog });
  }
}

/** The same counts, and those beside them; what comes to nothing is left out. */
export function sumOf(one: Counts, other: Counts): Counts {
  const sum: Record<string, number | Histogram> = { ...one };
  for (const [name, value] of Object.entries(other)) {
    const before = sum[name];
    const total: number | Histogram =
      typeof value === 'number'
        ? value + (typeof before === 'number' ? before : 0)
        : (sumOf(typeof before === 'object' ? before : {}, value) as Histogram);
    if (total === 0 || (typeof total === 'object' && Object.keys(total).length === 0)) delete sum[name];
    else sum[name] = total;
  }
  return sum;
}

function nested(counts: readonly (readonly [string, number])[]): Counts {
  const whole: Record<string, number | Record<string, number>> = {};
  for (const [name, count] of counts) {
    const [what = '', bucket] = name.split(MEASURED);
    if (bucket === undefined) whole[what] = count;
    else {
      const histogram = whole[what];
      if (typeof histogram === 'object') histogram[bucket] = count;
      else whole[what] = { [bucket]: count };
    }
  }
  return whole;
}

type Keys = Readonly<Record<Exclude<KeptSlice, 'executor'>, readonly string[]>>;

/** Under which keys everything of an appeal is counted, but for its executors. */
export const keysOfShare = ({ kind, category, organizations, settlement, channel }: Share): Keys => ({
  none: [''],
  kind: [kind],
  category: [category === null ? '' : JSON.stringify(category)],
  organization: organizations.length === 0 ? [''] : organizations.map(String),
  settlement: [settlement ?? ''],
  channel: [channel ?? ''],
});

const OTHERS = KEPT_SLICES.filter((slice) => slice !== 'executor');

function rowsOf(
  { rows, executorId }: { readonly rows: Rows; readonly executorId: number | null },
  keys: Keys,
): (readonly [KeptSlice, string])[] {
  return [
    ...(rows === 'executor' ? [] : OTHERS.flatMap((slice) => keys[slice].map((key) => [slice, key] as const))),
    ...(rows === 'others' ? [] : [['executor', executorId === null ? '' : String(executorId)] as const]),
  ];
}

/** What ends within its day is in no period; what ends within its month is in no whole month. */
function placesOf(brought: Brought, keys: Keys): Omit<Cell, 'counts'>[] {
  const { day } = brought;
  const until = brought.until ?? NEVER;
  if (until <= day) return [];
  const isOfMonth = until > endOfMonth(day);
  return rowsOf(brought, keys).flatMap(([slice, key]) => [
    { slice, grain: 'day' as const, day, key, until },
    ...(isOfMonth ? [{ slice, grain: 'month' as const, day: monthOf(day), key, until }] : []),
  ]);
}
