import { databaseOf, statement, type Queries } from '../../database/database';
import { startOfDay, type OfficeCalendar, type PlainDate, plusDays } from '../../regulation/calendar';
import type { Actor } from '../../regulation/facts';
import { keysOf, recordOf } from '../../regulation/lists';
import { hasRight } from '../../regulation/rights';
import { circumstances, today, type Desk } from '../kit/ports';
import { readLines, type AppealLine } from '../lists/lists';
import { LIST_PAGE } from '../lists/selections';
import { countedOf as countedBy, type Counted, type Figure, type PartOf } from './behind';
import { type Period, countedOf, type Named } from './figures';
import type { NoReport } from './period';
import { partOf, type PartAsked } from './period-rows';
import { unpacked, type PackedShare } from './share';

/** One of the things that a figure has counted: an appeal may stand here twice, with a term of each of two stages. */
export interface BehindLine extends Counted {
  readonly appeal: AppealLine;
}

/** The list behind a figure. */
export interface Behind {
  readonly named: Named;
  readonly figure: Figure;
  readonly parts: readonly PartAsked[];
  readonly lines: readonly BehindLine[];
  readonly count: number;
  /** From 0, inside the range whatever was asked for. */
  readonly page: number;
  readonly pages: number;
}

export interface BehindWish {
  readonly named: Named;
  readonly figure: Figure;
  readonly parts: readonly PartAsked[];
  readonly page: number;
}

/** Nothing that counts in a period was entered before it, however late it was entered. */
const ENTERED = `select j.appeal_id from journal_entry j where j.at >= $1 and j.from_stage is distinct from j.to_stage`;
/** Which appeals may have brought something: the shares themselves say whether they have. */
const CANDIDATES: Readonly<Record<Figure, string>> = {
  received: `select j.appeal_id from journal_entry j where j.at >= $1 union select a.id from appeal a where a.registered_at >= $1 and a.registered_at < $2`,
  answered: ENTERED,
  redirected: ENTERED,
  postponed: ENTERED,
  closed: ENTERED,
  reexamined: `select j.appeal_id from journal_entry j where j.at >= $1 and j.action = 'returnForReexamination'`,
  open: `select a.id from appeal a where a.registered_at < $2 and (a.finished_at is null or a.finished_at >= $1)`,
  backlog: `select a.id from appeal a where a.registered_at < $2 and (a.finished_at is null or a.finished_at >= $1)`,
  missed: `select o.appeal_id from overdue o where o.due_at >= $1 and o.due_at < $2`,
};
const sharesOf = (figure: Figure) =>
  statement(
    `shares-behind-${figure}`,
    `select s.appeal_id as "appealId", s.share from statistics_share s join statistics_set t on t.id = s.set_id and t.state = 'active'
     where s.appeal_id in (${CANDIDATES[figure]}) and $1::timestamptz < $2::timestamptz`,
  );
const SHARES = recordOf(keysOf(CANDIDATES), sharesOf);

/** A page of what a figure has counted, the latest first; found by the same shares that were summed up. */
export async function readBehind(desk: Desk, actor: Actor, wish: BehindWish): Promise<Behind | NoReport> {
  if (!hasRight(actor, 'report')) return 'notYours';
  const counted = countedOf(wish.named, today(desk));
  if (counted === null) return 'ahead';
  const database = databaseOf(desk);
  const parts: PartOf[] = [];
  for (const part of wish.parts) parts.push(await partOf(database, part));
  const found = await findAll(database, wish.figure, counted, parts, desk.office.calendar());
  const pages = Math.max(1, Math.ceil(found.length / LIST_PAGE));
  const page = Math.min(Math.max(0, wish.page), pages - 1);
  const shown = found.slice(page * LIST_PAGE, (page + 1) * LIST_PAGE);
  const entries = [...new Set(shown.map(({ appealId }) => appealId))].map((appealId) => ({ appealId, delivery: null }));
  const appeals = new Map(
    (await readLines(database, entries, circumstances(desk))).map((appeal) => [appeal.id, appeal]),
  );
  return {
    named: wish.named,
    figure: wish.figure,
    parts: wish.parts,
    count: found.length,
    page,
    pages,
    lines: shown.flatMap(({ appealId, day, what }) => {
      const appeal = appeals.get(appealId);
      return appeal ? [{ appeal, day, what }] : [];
    }),
  };
}

interface Found extends Counted {
  readonly appealId: number;
}

async function findAll(
  queries: Queries,
  figure: Figure,
  period: Period,
  parts: readonly PartOf[],
  calendar: OfficeCalendar,
): Promise<Found[]> {
  const days = [startOfDay(period.from, calendar), startOfDay(plusDays(period.to, 1), calendar)];
  const rows = await queries.query<{ appealId: number; share: PackedShare }>(SHARES[figure], days);
  return rows
    .flatMap(({ appealId, share }) =>
      countedBy(unpacked(share), figure, period, parts).map(({ day, what }): Found => ({ appealId, day, what })),
    )
    .sort(
      (one, other) => compare(other.day, one.day) || one.appealId - other.appealId || compare(one.what, other.what),
    );
}

const compare = (one: PlainDate | string, other: PlainDate | string): number =>
  one < other ? -1 : one > other ? 1 : 0;
