import { Appeal } from '../../../entities/appeal';
import { columns, type RowOf } from '../../columns';
import { statement, type Queries, type Statement, databaseOf } from '../../database';
import { maskPersonalData } from '../../personal-data';
import { addWorkingDays, dayOf, endOfDay } from '../../regulation/calendar';
import { isOverdue } from '../../regulation/deadlines';
import type { Actor, Circumstances } from '../../regulation/facts';
import type { MissedTerm } from '../../regulation/nags';
import { heldBy, holderAt, listsFor, PLACES, type AppealList, type Scope } from '../../regulation/rights';
import { isFinal, type DeliveryKind, type Kind, type Stage } from '../../regulation/vocabulary';
import { shortName } from '../people/names';
import { circumstances, type Desk } from '../ports';
import { findAppeals, latestQuery } from './find-appeals';

/** One appeal in a list; texts are masked. */
export interface AppealLine {
  readonly id: number;
  readonly number: string;
  readonly kind: Kind;
  readonly stage: Stage;
  readonly category: string | null;
  /** Settlement and address of the problem. */
  readonly place: string | null;
  readonly due: Date;
  readonly stageDue: Date | null;
  /** The most important of its terms that are over: the whole, the stage, then a duty or the seven days. */
  readonly overdue: { readonly term: MissedTerm; readonly due: Date } | null;
  /** Surname and initials, or the organization; null: all coordinators, or nobody any more. */
  readonly holder: string | null;
  /** In the list «Разместить в ПОС»: what is to be placed. */
  readonly delivery: { readonly id: number; readonly kind: DeliveryKind } | null;
}

export interface AppealPage {
  readonly list: AppealList;
  readonly lines: readonly AppealLine[];
  /** From 0, inside the range whatever was asked for. */
  readonly page: number;
  /** At least 1. */
  readonly pages: number;
  readonly count: number;
  /** Of the list `found`: what was looked for, and whether there is more than was taken. */
  readonly search: { readonly query: string; readonly more: boolean } | null;
}

export const LIST_PAGE = 7;
/** Working days of «скоро срок», as the first nag about the whole term has them (domain.md, Nags). */
const SOON_DAYS = 3;

type WorkList = Exclude<AppealList, 'found'>;
type Entry = { readonly appealId: number; readonly delivery: AppealLine['delivery'] };

/** A selection of rows; its parameters are made for whoever asks. */
interface Selection {
  readonly count: Statement;
  readonly page: Statement;
  readonly values: (actor: Actor, around: Circumstances) => readonly unknown[];
}

/** The nearest term first, so what is overdue comes before the rest. */
function openWork(name: string, where: string, values: Selection['values']): Selection {
  const last = Math.max(...[...where.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)));
  return {
    count: statement(`count-${name}`, `select count(*)::int as count from open_work where ${where}`),
    page: statement(
      `page-of-${name}`,
      `select appeal_id as "appealId", null as delivery from open_work where ${where} order by due_at, appeal_id limit ${LIST_PAGE} offset $${last + 1}`,
    ),
    values,
  };
}

const atStages = (...stages: Stage[]) => [stages];
const places = Object.keys(PLACES) as (keyof typeof PLACES)[];
const held = `((executor_id = any($1::int[]) and stage = any($2::text[])) or (agreeing_id = any($3::int[]) and stage = any($4::text[]))
  or (approving_id = any($5::int[]) and stage = any($6::text[])))`;
const heldValues = (actor: Actor) => places.flatMap((place) => [heldBy(actor, place), PLACES[place].stages]);
/** A term is of whole seconds, and its last second still belongs to it. */
const overdueBefore = ({ now }: Circumstances) => new Date(Math.floor(now.getTime() / 1000) * 1000);

/** A duty or the seven days too: facts that run on (entities/overdue.ts). */
const missedSomething =
  'appeal_id in (select o.appeal_id from overdue o where o.ended_at is null and o.answered_at is null)';

const SELECTIONS: Record<WorkList, Partial<Record<Scope, Selection>>> = {
  mine: { own: openWork('my-work', held, heldValues) },
  coordination: { all: openWork('coordination', 'stage = any($1::text[])', () => atStages('coordination')) },
  agreement: {
    own: openWork('my-agreements', 'agreeing_id = any($1::int[]) and stage = any($2::text[])', (actor) => [
      heldBy(actor, 'agreeing'),
      PLACES.agreeing.stages,
    ]),
    all: openWork('agreements', 'stage = any($1::text[])', () => atStages(...PLACES.agreeing.stages)),
  },
  approval: {
    own: openWork('my-approvals', 'approving_id = any($1::int[]) and stage = any($2::text[])', (actor) => [
      heldBy(actor, 'approving'),
      PLACES.approving.stages,
    ]),
    all: openWork('approvals', 'stage = any($1::text[])', () => atStages(...PLACES.approving.stages)),
  },
  overdue: {
    own: openWork(
      'my-overdue',
      `${held} and (due_at < $7::timestamptz or stage_due_at < $7::timestamptz or ${missedSomething})`,
      (actor, around) => [...heldValues(actor), overdueBefore(around)],
    ),
    all: openWork(
      'overdue',
      `due_at < $1::timestamptz or stage_due_at < $1::timestamptz or ${missedSomething}`,
      (_, around) => [overdueBefore(around)],
    ),
  },
  soon: {
    all: openWork('soon-due', 'due_at >= $1::timestamptz and due_at <= $2::timestamptz', (_, around) => [
      overdueBefore(around),
      endOfDay(addWorkingDays(dayOf(around.now, around.calendar), SOON_DAYS, around.calendar), around.calendar),
    ]),
  },
  organizations: {
    all: openWork('with-organizations', 'stage = any($1::text[])', () => atStages('with_organization')),
  },
  placing: {
    all: {
      count: statement(
        'count-to-place',
        'select count(*)::int as count from delivery where placed_at is null and withdrawn_at is null',
      ),
      page: statement(
        'page-to-place',
        `select appeal_id as "appealId", jsonb_build_object('id', id, 'kind', kind) as delivery from delivery
         where placed_at is null and withdrawn_at is null order by queued_at, id limit ${LIST_PAGE} offset $1`,
      ),
      values: () => [],
    },
  },
};

/**
 * One page of a list, as far as it is this person's.
 * @returns null when it is not theirs, or when nothing has been searched for yet
 */
export async function readList(desk: Desk, actor: Actor, list: AppealList, page: number): Promise<AppealPage | null> {
  const around = circumstances(desk);
  const scope = listsFor(actor).get(list);
  if (scope === undefined) return null;
  if (list === 'found') return readFound(desk, actor, page, around);
  const selection = SELECTIONS[list][scope];
  if (!selection) return null;
  const values = selection.values(actor, around);
  const count = await countOf(databaseOf(desk), selection, values);
  const range = inRange(page, count);
  const entries =
    count === 0 ? [] : await databaseOf(desk).query<Entry>(selection.page, [...values, range.page * LIST_PAGE]);
  return { list, lines: await readLines(databaseOf(desk), entries, around), ...range, count, search: null };
}

/** How many each of the person's lists has, in the order of their menu; without the search. */
export async function countLists(desk: Desk, actor: Actor): Promise<ReadonlyMap<WorkList, number>> {
  const around = circumstances(desk);
  const counts = new Map<WorkList, number>();
  for (const [list, scope] of listsFor(actor)) {
    const selection = list === 'found' ? undefined : SELECTIONS[list][scope];
    if (list !== 'found' && selection)
      counts.set(list, await countOf(databaseOf(desk), selection, selection.values(actor, around)));
  }
  return counts;
}

async function readFound(desk: Desk, actor: Actor, page: number, around: Circumstances): Promise<AppealPage | null> {
  const query = await latestQuery(databaseOf(desk), actor.personId);
  if (query === null) return null;
  const { ids, more } = await findAppeals(databaseOf(desk), query);
  const range = inRange(page, ids.length);
  const entries = ids
    .slice(range.page * LIST_PAGE, (range.page + 1) * LIST_PAGE)
    .map((appealId) => ({ appealId, delivery: null }));
  return {
    list: 'found',
    lines: await readLines(databaseOf(desk), entries, around),
    ...range,
    count: ids.length,
    search: { query, more },
  };
}

async function countOf(queries: Queries, { count }: Selection, values: readonly unknown[]): Promise<number> {
  return (await queries.query<{ count: number }>(count, values))[0]?.count ?? 0;
}

function inRange(page: number, count: number): { readonly page: number; readonly pages: number } {
  const pages = Math.max(1, Math.ceil(count / LIST_PAGE));
  return { page: Math.min(Math.max(0, page), pages - 1), pages };
}

const OF_APPEAL = columns(Appeal, ['id', 'number', 'kind', 'stage', 'category', 'settlement', 'address'], 'a');
interface LineRow extends RowOf<typeof OF_APPEAL> {
  due: Date;
  stageDue: Date | null;
  cut: boolean;
  missed: { kind: MissedTerm; due: string } | null;
  organization: string | null;
  executor: string | null;
  agreeing: string | null;
  approving: string | null;
}

const selectLines = statement(
  'list-lines',
  `select ${OF_APPEAL}, a.due_at as due, a.stage_due_at as "stageDue", coalesce(a.visits -> 'cut' = 'true', false) as cut,
     (select jsonb_build_object('kind', m.kind, 'due', m.due_at) from overdue m where m.appeal_id = a.id and m.ended_at is null and m.answered_at is null
      order by m.due_at limit 1) as missed,
     o.name as organization, e.name as executor, g.name as agreeing, v.name as approving
   from appeal a left join organization o on o.id = a.organization_id left join person e on e.id = a.executor_id
     left join person g on g.id = a.agreeing_id left join person v on v.id = a.approving_id
   where a.id = any($1::int[])`,
);

/** In the order of the entries; an appeal that is not there is left out. */
export async function readLines(
  queries: Queries,
  entries: readonly Entry[],
  { now }: Pick<Circumstances, 'now'>,
): Promise<AppealLine[]> {
  if (entries.length === 0) return [];
  const rows = await queries.query<LineRow>(selectLines, [entries.map(({ appealId }) => appealId)]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return entries.flatMap(({ appealId, delivery }) => {
    const row = byId.get(appealId);
    return row ? [lineOf(row, delivery, now)] : [];
  });
}

function lineOf(row: LineRow, delivery: AppealLine['delivery'], now: Date): AppealLine {
  const place = [row.settlement, row.address].filter((part) => part !== null).join(', ');
  const open = !isFinal(row.stage);
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    stage: row.stage,
    category: row.category === null ? null : maskPersonalData(row.category),
    place: place === '' ? null : maskPersonalData(place),
    due: row.due,
    stageDue: row.stageDue,
    overdue: open ? overdueOf(row, now) : null,
    holder: holderName(row),
    delivery,
  };
}

function overdueOf({ due, stageDue, cut, missed }: LineRow, now: Date): AppealLine['overdue'] {
  if (isOverdue(due, now)) return { term: 'whole', due };
  if (!cut && stageDue !== null && isOverdue(stageDue, now)) return { term: 'stage', due: stageDue };
  return missed && { term: missed.kind, due: new Date(missed.due) };
}

function holderName(row: LineRow): string | null {
  const place = holderAt(row.stage);
  if (place === null)
    return isFinal(row.stage) || row.organization === null ? null : maskPersonalData(row.organization);
  const name = row[place];
  return name === null ? null : shortName(name);
}
