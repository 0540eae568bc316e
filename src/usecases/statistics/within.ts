import type { PlainDate } from '../../regulation/calendar';
import { databaseOf, statement } from '../../database/database';
import type { Desk } from '../ports';
import { narrowedTo, type PartOf } from './behind';
import { Tally, type Cell, type OpenCell } from './cells';
import { unpacked, type PackedShare } from './packed-share';
import type { Kept, KeptOpen, OpenRange, Range } from './read-kept';
import type { Share } from './share';

// Sums are kept by one slice each. Where slices meet («Петров» and «Дороги»), they are added up anew from the shares of appeals, by the same rules.

/** What appeals bring that are of several parts at once. */
export interface Within {
  readonly shares: readonly { readonly appealId: number; readonly share: Share }[];
  /** Whose it is, where it is an executor's. */
  readonly executorId: number | null;
  readonly cells: readonly Cell[];
  readonly open: readonly OpenCell[];
}

/** Of a large office all shares at once would hold up whoever presses. */
const AT_ONCE = 2_000;
const selectShares = statement(
  'statistics.shares-in-turn',
  `select s.appeal_id as "appealId", s.share from statistics_share s join statistics_set t on t.id = s.set_id and t.state = 'active'
   where s.appeal_id > $1 order by s.appeal_id limit ${AT_ONCE}`,
);

/** Whoever reads it has seen that all is counted that can be. */
export async function readWithin(desk: Desk, parts: readonly PartOf[]): Promise<Within> {
  const database = databaseOf(desk);
  const shares: { appealId: number; share: Share }[] = [];
  const tally = new Tally();
  for (let after = 0, more = true; more;) {
    const rows = await database.query<{ appealId: number; share: PackedShare }>(selectShares, [after]);
    for (const { appealId, share: kept } of rows) {
      const share = parts.reduce<Share | null>((one, part) => one && narrowedTo(one, part), unpacked(kept));
      after = appealId;
      if (share === null) continue;
      shares.push({ appealId, share });
      tally.add(share, 1);
    }
    more = rows.length === AT_ONCE;
  }
  const byExecutor = parts.some(({ by }) => by === 'executor');
  const [one] = byExecutor ? shares.flatMap(({ share }) => [...share.brought, ...share.open]) : [];
  return { shares, executorId: one?.executorId ?? null, cells: tally.changed(), open: tally.changedOpen() };
}

/** The same as the database has, of these alone. */
export function keptWithin(
  { cells, open }: Within,
  ranges: readonly Range[],
  openRanges: readonly OpenRange[],
): Pick<Kept, 'cells' | 'open'> {
  return {
    cells: (part) => ranges.filter((range) => range.part === part).flatMap((range) => cells.filter(isIn(range))),
    open(part) {
      const sums = new Map<string, KeptOpen>();
      for (const range of openRanges.filter((one) => one.part === part))
        for (const cell of open.filter(isIn(range))) {
          const day: PlainDate | null = range.eachDay ? cell.day : null;
          const id = `${day ?? ''} ${cell.key}`;
          const sum = sums.get(id);
          sums.set(id, {
            key: cell.key,
            day,
            open: (sum?.open ?? 0) + cell.open,
            backlog: (sum?.backlog ?? 0) + cell.backlog,
          });
        }
      return [...sums.values()];
    },
  };
}

const isIn =
  ({ slice, grain, from, to }: Range) =>
  (cell: Pick<Cell, 'slice' | 'grain' | 'day'>): boolean =>
    cell.slice === slice && cell.grain === grain && cell.day >= from && cell.day <= to;
