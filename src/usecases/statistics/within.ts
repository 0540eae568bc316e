import { databaseOf, statement } from '../../database/database';
import type { PlainDate } from '../../regulation/calendar';
import type { Desk } from '../kit/ports';
import { narrowedTo, type PartOf } from './behind';
import { Tally, type CellPlace } from './cells';
import type { Period } from './figures';
import type { Kept, KeptOpen, OpenRange, Range } from './rows';
import { appealIn, unpacked, type PackedShare, type Share } from './share';

// Sums are kept by one slice each. Where slices meet («Петров» and «Дороги»), they are added up anew from the shares of appeals, by the same rules.

/** What appeals bring that are of several parts at once. */
export interface Within {
  /** In these alone all of it is there. */
  readonly periods: readonly Period[];
  readonly shares: readonly { readonly appealId: number; readonly share: Share }[];
  /** Whose it is, where it is an executor's. */
  readonly executorId: number | null;
}

/** Of a large office all shares at once would hold up whoever presses. */
const AT_ONCE = 2_000;
const OF_ACTIVE = `from statistics_share s join statistics_set t on t.id = s.set_id and t.state = 'active'`;
const selectTouched = statement(
  'statistics.shares-touched',
  `select s.appeal_id as "appealId" ${OF_ACTIVE} where s.days && $1::datemultirange order by s.appeal_id`,
);
const selectShares = statement(
  'statistics.shares-in-turn',
  `select s.appeal_id as "appealId", s.share ${OF_ACTIVE} where s.appeal_id = any($1::int[]) order by s.appeal_id`,
);

/**
 * Whoever reads it has seen that all is counted that can be.
 * @param periods what is asked of it later lies in these: what was over before one, and what came after it, changes nothing in it
 */
export async function readWithin(desk: Desk, parts: readonly PartOf[], periods: readonly Period[]): Promise<Within> {
  const database = databaseOf(desk);
  const days = `{${periods.map(({ from, to }) => `[${from},${to}]`).join()}}`;
  const touched = (await database.query<{ appealId: number }>(selectTouched, [days])).map(({ appealId }) => appealId);
  const shares: { appealId: number; share: Share }[] = [];
  // What an executor has is in what was brought; whether it is of the other parts the appeal itself says.
  const ofBrought = parts.filter(({ by }) => by === 'executor');
  const ofAppeal = parts.filter(({ by }) => by !== 'executor');
  const narrowed = (whole: Share, to: readonly PartOf[]) =>
    to.reduce<Share | null>((one, part) => one && narrowedTo(one, part), whole);
  for (let at = 0; at < touched.length; at += AT_ONCE) {
    const ids = touched.slice(at, at + AT_ONCE);
    for (const { appealId, share: kept } of await database.query<{ appealId: number; share: PackedShare }>(
      selectShares,
      [ids],
    )) {
      if (narrowed(appealIn(kept), ofAppeal) === null) continue;
      const share = narrowed(unpacked(kept), ofBrought);
      if (share !== null) shares.push({ appealId, share });
    }
  }
  const byExecutor = parts.some(({ by }) => by === 'executor');
  const [one] = byExecutor ? shares.flatMap(({ share }) => [...share.brought, ...share.open]) : [];
  return { periods, shares, executorId: one?.executorId ?? null };
}

/** The same as the database has, of these alone. */
export function keptWithin(
  { shares }: Within,
  ranges: readonly Range[],
  openRanges: readonly OpenRange[],
): Pick<Kept, 'cells' | 'open'> {
  const isIn = (all: readonly Range[]) => (place: Place) => all.some((range) => has(range, place));
  const tally = new Tally(isIn(ranges), isIn(openRanges));
  for (const { share } of shares) tally.add(share, 1);
  const [cells, open] = [tally.changed(), tally.changedOpen()];
  return {
    cells: (part) =>
      ranges.filter((range) => range.part === part).flatMap((range) => cells.filter((cell) => has(range, cell))),
    open(part) {
      const sums = new Map<string, KeptOpen>();
      for (const range of openRanges.filter((one) => one.part === part))
        for (const cell of open.filter((one) => has(range, one))) {
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

type Place = Pick<CellPlace, 'slice' | 'grain' | 'day'>;
const has = ({ slice, grain, from, to }: Range, place: Place): boolean =>
  place.slice === slice && place.grain === grain && place.day >= from && place.day <= to;
