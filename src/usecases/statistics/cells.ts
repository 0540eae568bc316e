import { type Counts, type Grain, type Histogram, type KeptSlice } from '../../../entities/statistics-cell';
import { monthOf, toPlainDate, type PlainDate } from '../../regulation/calendar';
import { entriesOf } from '../../regulation/lists';
import { countIn, histogramIn, type Growing } from './growing';
import { endOfMonth } from './periods';
import type { Brought, Share } from './share';

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
export const NEVER = toPlainDate('9999-12-31');

type IsAsked = (place: Pick<CellPlace, 'slice' | 'grain' | 'day'>) => boolean;
const everywhere: IsAsked = () => true;

/** What many shares bring together, and take away, by place. */
export class Tally {
  private readonly cells = new Map<string, { readonly place: Omit<Cell, 'counts'>; readonly counts: Growing }>();
  private readonly openCells = new Map<string, { -readonly [Name in keyof OpenCell]: OpenCell[Name] }>();

  /** Places of no use are left out: of a year by day and category they would fill the memory. */
  constructor(
    private readonly isAsked: IsAsked = everywhere,
    private readonly isOpenAsked: IsAsked = everywhere,
  ) {}

  /** @param sign 1: it is brought, -1: it was brought before and is no more */
  add(share: Share, sign: 1 | -1): void {
    const others = rowsOf(share);
    for (const brought of share.brought) {
      const { day, rows, executorId } = brought;
      const until = brought.until ?? NEVER;
      // What ends within its day is in no period; what ends within its month is in no whole month.
      if (until <= day) continue;
      const grains: readonly Grain[] = until > endOfMonth(day) ? BOTH_GRAINS : ONLY_DAYS;
      if (rows !== 'executor')
        for (const [slice, key] of others)
          for (const grain of grains) this.count(slice, grain, key, until, brought, sign);
      if (rows !== 'others')
        for (const grain of grains) this.count('executor', grain, keyOf(executorId), until, brought, sign);
    }
    for (const { day, by, rows, executorId } of share.open) {
      const backlog = share.isBacklog ? by * sign : 0;
      for (const grain of BOTH_GRAINS) {
        if (rows !== 'executor')
          for (const [slice, key] of others) this.open(slice, grain, day, key, by * sign, backlog);
        if (rows !== 'others') this.open('executor', grain, day, keyOf(executorId), by * sign, backlog);
      }
    }
  }

  /** What is left when brought and taken are set off; places with nothing are left out. */
  changed(): readonly Cell[] {
    return [...this.cells.values()].flatMap(({ place, counts }) => {
      const left = sumOf({}, counts);
      return Object.keys(left).length === 0 ? [] : [{ ...place, counts: left }];
    });
  }

  changedOpen(): readonly OpenCell[] {
    return [...this.openCells.values()].filter(({ open, backlog }) => open !== 0 || backlog !== 0);
  }

  private count(
    slice: KeptSlice,
    grain: Grain,
    key: string,
    until: PlainDate,
    { day: onDay, what, bucket }: Brought,
    by: number,
  ): void {
    const day = grain === 'day' ? onDay : monthOf(onDay);
    if (!this.isAsked({ slice, grain, day })) return;
    const id = `${slice} ${grain} ${day} ${until} ${key}`;
    let cell = this.cells.get(id);
    if (!cell) this.cells.set(id, (cell = { place: { slice, grain, day, key, until }, counts: {} }));
    const { counts } = cell;
    if (bucket === null) counts[what] = countIn(counts, what) + by;
    else {
      const histogram = histogramIn(counts, what);
      histogram[bucket] = (histogram[bucket] ?? 0) + by;
    }
  }

  private open(slice: KeptSlice, grain: Grain, onDay: PlainDate, key: string, open: number, backlog: number): void {
    const day = grain === 'day' ? onDay : monthOf(onDay);
    if (!this.isOpenAsked({ slice, grain, day })) return;
    const id = `${slice} ${grain} ${day} ${key}`;
    const cell = this.openCells.get(id);
    if (!cell) this.openCells.set(id, { slice, grain, day, key, open, backlog });
    else {
      cell.open += open;
      cell.backlog += backlog;
    }
  }
}

const BOTH_GRAINS: readonly Grain[] = ['day', 'month'];
const ONLY_DAYS: readonly Grain[] = ['day'];

/** The same counts, and those beside them; what comes to nothing is left out. */
export function sumOf(one: Histogram, other: Histogram): Histogram;
export function sumOf(one: Counts, other: Counts): Counts;
export function sumOf(one: Counts, other: Counts): Counts {
  const sum: Record<string, number | Histogram> = { ...one };
  let isWhole = true;
  for (const [name, value] of Object.entries(other)) {
    const before = sum[name];
    const total: number | Histogram =
      typeof value === 'number'
        ? value + (typeof before === 'number' ? before : 0)
        : sumOf(typeof before === 'object' ? before : {}, value);
    sum[name] = total;
    isWhole &&= !isNothing(total);
  }
  return isWhole ? sum : Object.fromEntries(Object.entries(sum).filter(([, total]) => !isNothing(total)));
}
const isNothing = (total: number | Histogram): boolean =>
  typeof total === 'number' ? total === 0 : Object.keys(total).length === 0;

const keyOf = (id: number | null): string => (id === null ? '' : String(id));

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

const rowsOf = (share: Share): readonly (readonly [KeptSlice, string])[] =>
  entriesOf(keysOfShare(share)).flatMap(([slice, keys]) => keys.map((key) => [slice, key] as const));
