import { Appeal } from '../../../entities/appeal';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Queries, databaseOf } from '../../database/database';
import type { Carrier } from '../../regulation/carriers';
import type { Actor, Circumstances } from '../../regulation/facts';
import { isOneOf } from '../../regulation/lists';
import type { MissedTerm } from '../../regulation/nags';
import { placeOf } from '../../regulation/recipients';
import { CONTROL_LISTS, awaitsEntry, hasRight, listsFor, ORGANIZATION_STAGES } from '../../regulation/rights';
import type { AppealList } from '../../regulation/rights';
import { MEANING } from '../../regulation/stages';
import type { Nameless } from '../../regulation/terms';
import { isBeforeIntake } from '../../regulation/visits';
import { isFinal, STAGES } from '../../regulation/vocabulary';
import type { DeliveryKind, Kind, SignatureMode, Stage } from '../../regulation/vocabulary';
import { maskPersonalData, maskPlace } from '../../text/personal-data';
import { placeWords } from '../../text/place-words';
import { circumstances, type Desk } from '../kit/ports';
import { toldApartInOffice } from '../people/people';
import {
  isOverdueNow,
  readLeftOut,
  stageIsOverFor,
  stands,
  unnamedNow,
  wholeIsOver,
  type Eyes,
  type LeftOut,
  type OverdueNow,
} from '../terms/load-terms';
import { findEngagements, findAppeals, latestQuery } from './find';
import { hasReflections } from './reflections';
import {
  withFacts,
  type ListFact,
  LIST_PAGE,
  selectionIn,
  selectionOf,
  type Selection,
  type WorkOf,
} from './selections';

/** One appeal in a list; texts are masked. */
export interface AppealLine {
  readonly id: number;
  readonly number: string;
  readonly kind: Kind;
  readonly stage: Stage;
  readonly category: string | null;
  /** What it is about, as narrowly as it is known. */
  readonly topic: string | null;
  /** Settlement and address of the problem. */
  readonly place: string | null;
  /** Of an appeal that leads others, the nearest of all. */
  readonly due: Date;
  /** Numbers of those that go along with it. */
  readonly followers: readonly string[];
  /** The number of the one along with which it goes. */
  readonly follows: string | null;
  /** The nearest of all, too. */
  readonly stageDue: Date | null;
  /** Until when the executor owes a report to the supervisor; null when nothing is owed. */
  readonly reportDue: Date | null;
  /**
   * The most important of its terms that are over: the whole, the stage, then a duty or the seven days. `now`: it is
   * «просрочено сейчас», as every counter has it; `before`: the whole was over before the bot had it, which is nobody's fault.
   */
  readonly overdue: {
    readonly term: MissedTerm;
    readonly due: Date;
    readonly now: boolean;
    readonly before?: true;
    /** It is another one's, worked as one with it: whatever counts appeals has that one alone. */
    readonly beside?: true;
  } | null;
  /** Surname and initials, or the organization; null: all coordinators, or nobody any more. */
  readonly holder: string | null;
  /** Of what is late and nobody's: why, instead of the holder. */
  readonly unnamed: Nameless | null;
  /** The holder is an organization. */
  readonly organization: boolean;
  /** Whoever holds it now. */
  readonly executor: string | null;
  /** Of a control list: for what it is in it; absent: elsewhere nobody asks. */
  readonly fact?: ListFact | null;
  /** In the list «Разместить в ПОС»: what is to be placed. */
  readonly delivery: {
    readonly id: number;
    readonly kind: DeliveryKind;
    /** What a removal takes out of ПОС. */
    readonly removes?: DeliveryKind;
    /** It is nobody's task yet: the bot is carrying it. */
    readonly carrying?: Carrier;
    /** The gateway has brought it there: a coordinator only confirms. */
    readonly inPos?: true;
  } | null;
}

export interface AppealPage {
  readonly list: AppealList;
  readonly lines: readonly AppealLine[];
  /** From 0, inside the range whatever was asked for. */
  readonly page: number;
  /** At least 1. */
  readonly pages: number;
  readonly count: number;
  /** Of the list `work`: which part of it; null: all of it. */
  readonly of: WorkOf | null;
  /** Somebody who controls terms has it before them: it may be narrowed. */
  readonly narrows: boolean;
  /**
   * Of the list `found`: what was looked for, whether there is more than was taken, whether the reader may register what is missing, and how
   * much was found of what the ОГ role makes.
   */
  readonly search: {
    readonly query: string;
    readonly more: boolean;
    readonly registers: boolean;
    readonly engagements: number;
  } | null;
  /** What is overdue, but not in this list. */
  readonly leftOut: readonly LeftOut[];
  /** ПОС has yet to hear of what was decided here. */
  readonly reflects: boolean;
}

/** What is late in the eyes of its holder, by assumed shares too: it is theirs who read these. */
const OWN_EYES: readonly AppealList[] = ['overdue', 'coordination'];

/** Lists of what one decides about: what is to be repeated in ПОС is one press away. */
const REFLECTED_FROM: readonly AppealList[] = ['mine', 'coordination', 'placing'];

type WorkList = Exclude<AppealList, 'found'>;
type Entry = { readonly appealId: number; readonly delivery: AppealLine['delivery'] };

/**
 * One page of a list, as far as it is this person's.
 * @param of a part of the list `work`
 * @returns null when it is not theirs, or when nothing has been searched for yet
 */
export async function readList(
  desk: Desk,
  actor: Actor,
  list: AppealList,
  page: number,
  of: WorkOf | null = null,
): Promise<AppealPage | null> {
  const around = circumstances(desk);
  const scope = listsFor(actor).get(list);
  if (scope === undefined) return null;
  if (list === 'found') return readFound(desk, actor, page, around);
  const selection = of === null ? selectionIn(list, scope) : selectionOf(of);
  if (!selection) return null;
  const values = selection.values(actor, around);
  const count = await countOf(databaseOf(desk), selection, values);
  const range = inRange(page, count);
  const entries =
    count === 0 ? [] : await databaseOf(desk).query<Entry>(selection.page, [...values, range.page * LIST_PAGE]);
  const eyes = OWN_EYES.includes(list) ? 'own' : scope;
  const found = await readLines(databaseOf(desk), entries, around, eyes);
  const read = await withFacts(databaseOf(desk), list, found, around);
  const lines = scope === 'own' ? read.map((line) => ({ ...line, unnamed: null })) : read;
  const leftOut = list === 'overdue' && scope === 'all' ? await readLeftOut(databaseOf(desk), around.now) : [];
  const narrows = count > 0 && scope === 'all' && isOneOf(CONTROL_LISTS, list) && hasRight(actor, 'control');
  const reflects = REFLECTED_FROM.includes(list) && (await hasReflections(desk, actor));
  return { list, lines, ...range, count, of, narrows, search: null, leftOut, reflects };
}

/**
 * How many each of the person's lists has, in the order of their menu; without the search.
 * @param wanted of these lists alone
 */
export async function countLists(
  desk: Desk,
  actor: Actor,
  wanted: (list: AppealList) => boolean = () => true,
): Promise<ReadonlyMap<WorkList, number>> {
  const around = circumstances(desk);
  const counts = new Map<WorkList, number>();
  for (const [list, scope] of listsFor(actor)) {
    const selection = list === 'found' || !wanted(list) ? undefined : selectionIn(list, scope);
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
    of: null,
    narrows: false,
    search: {
      ...{ query, more, registers: hasRight(actor, 'register') },
      engagements: (await findEngagements(desk, actor, query)).items.length,
    },
    leftOut: [],
    reflects: false,
  };
}

async function countOf(queries: Queries, { count }: Selection, values: readonly unknown[]): Promise<number> {
  return (await queries.query<{ count: number }>(count, values))[0]?.count ?? 0;
}

/** A page of so many lines, inside the range whatever was asked for. */
export function inRange(page: number, count: number): { readonly page: number; readonly pages: number } {
  const pages = Math.max(1, Math.ceil(count / LIST_PAGE));
  return { page: Math.min(Math.max(0, page), pages - 1), pages };
}

const OF_APPEAL = columns(
  Appeal,
  [
    'id',
    'number',
    'kind',
    'receivedAt',
    'visits',
    'stage',
    'draftId',
    'enteredDraftId',
    'category',
    'subcategory',
    'fact',
    'settlement',
    'address',
  ],
  'a',
);
interface LineRow extends RowOf<typeof OF_APPEAL> {
  due: Date;
  followers: string[];
  follows: string | null;
  stageDue: Date | null;
  reportDue: Date | null;
  late: (OverdueNow & { readonly own: boolean }) | null;
  unnamed: Nameless | null;
  missed: { kind: MissedTerm; due: string } | null;
  organization: string | null;
  executor: string | null;
  agreeing: string | null;
  approving: string | null;
}

const linesFor = (
  eyes: Eyes,
) => `select ${OF_APPEAL}, least(a.due_at, joined.due) as due, coalesce(joined.numbers, '{}') as followers,
     (select l.number from joined_appeal j join appeal l on l.id = j.leading_id where j.appeal_id = a.id) as follows, least(a.stage_due_at, joined.stage_due) as "stageDue", case when a.reported_at is null then a.duty_due_at end as "reportDue",
     (select jsonb_build_object('whole', bool_or(${wholeIsOver('w', '$2')}), 'own', bool_or(w.appeal_id = a.id and ${wholeIsOver('w', '$2')}), 'stage', bool_or(w.appeal_id = a.id and ${stageIsOverFor(eyes)('w', '$2')}))
      from open_work w where w.appeal_id = a.id or w.appeal_id in (select j.appeal_id from joined_appeal j where j.leading_id = a.id)) as late,
     (select ${unnamedNow('w')} from open_work w where w.appeal_id = a.id) as unnamed,
     (select jsonb_build_object('kind', m.kind, 'due', m.due_at) from overdue m where m.appeal_id = a.id and m.ended_at is null
      and m.kind in ('duty', 'redirect') and ${stands('m')} order by m.due_at limit 1) as missed,
     o.name as organization, e.name as executor, g.name as agreeing, v.name as approving
   from appeal a left join organization o on o.id = a.organization_id left join person e on e.id = a.executor_id
     left join person g on g.id = a.agreeing_id left join person v on v.id = a.approving_id
     left join lateral (select min(f.due_at) as due, min(f.stage_due_at) as stage_due, array_agg(f.number order by f.id) as numbers from joined_appeal j join appeal f on f.id = j.appeal_id
       where j.leading_id = a.id and f.finished_at is null) joined on true
   where a.id = any($1::int[])`;
const selectLines = {
  all: statement('list-lines', linesFor('all')),
  own: statement('own-list-lines', linesFor('own')),
} as const;

/** In the order of the entries; an appeal that is not there is left out. */
export async function readLines(
  queries: Queries,
  entries: readonly Entry[],
  { now, signatures }: Pick<Circumstances, 'now' | 'signatures'>,
  eyes: Eyes = 'all',
): Promise<AppealLine[]> {
  if (entries.length === 0) return [];
  const rows = await queries.query<LineRow>(selectLines[eyes], [entries.map(({ appealId }) => appealId), now]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const told = await toldApartInOffice(queries);
  return entries.flatMap(({ appealId, delivery }) => {
    const row = byId.get(appealId);
    return row ? [lineOf(row, delivery, told, signatures)] : [];
  });
}

function lineOf(
  row: LineRow,
  delivery: AppealLine['delivery'],
  told: (name: string) => string,
  signatures: SignatureMode,
): AppealLine {
  const place = placeWords(row.settlement, row.address);
  const open = !isFinal(row.stage);
  const topic = row.fact ?? row.subcategory ?? row.category;
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    stage: row.stage,
    category: row.category === null ? null : maskPersonalData(row.category),
    topic: topic === null ? null : maskPersonalData(topic),
    place: place === '' ? null : maskPlace(place),
    due: row.due,
    followers: row.followers,
    follows: row.follows,
    stageDue: row.stageDue,
    reportDue: MEANING[row.stage].duty ? row.reportDue : null,
    overdue: open ? overdueOf(row) : null,
    unnamed: open && (row.late?.whole === true || row.late?.stage === true) ? row.unnamed : null,
    ...holderOf(row, told, signatures),
    executor: row.executor && told(row.executor),
    delivery,
  };
}

function overdueOf({ due, receivedAt, visits, stageDue, late, missed }: LineRow): AppealLine['overdue'] {
  if (late?.whole)
    return {
      ...{ term: 'whole', due, now: true },
      ...(isBeforeIntake(due, receivedAt, visits) && { before: true }),
      ...(!late.own && !late.stage && { beside: true }),
    };
  if (late?.stage && stageDue !== null) return { term: 'stage', due: stageDue, now: true };
  return missed && { term: missed.kind, due: new Date(missed.due), now: false };
}

function holderOf(
  row: LineRow,
  told: (name: string) => string,
  signatures: SignatureMode,
): Pick<AppealLine, 'holder' | 'organization'> {
  const organization = isOneOf(ORGANIZATION_STAGES, row.stage);
  if (organization) return { holder: row.organization && maskPersonalData(row.organization), organization };
  const place = placeOf({ stage: row.stage, awaitsEntry: awaitsEntry(row, signatures) });
  const name = place && row[place];
  return { holder: name && told(name), organization };
}

// ── In work, by whom and where ──────────────────────────────────────────────

/** How much of what is in work there is at a stage, or of one executor. */
export interface WorkShare {
  readonly of: WorkOf;
  /** Of an executor: surname and initials; null: nobody yet, or a stage. */
  readonly name: string | null;
  readonly count: number;
  /** «Просрочено сейчас». */
  readonly overdue: number;
}

const countStages = statement(
  'work-by-stage',
  `select w.stage, count(*)::int as count, count(*) filter (where ${isOverdueNow('w', '$1')})::int as overdue
   from open_work w group by w.stage`,
);
const countExecutors = statement(
  'work-by-executor',
  `select coalesce(w.executor_id, 0) as "executorId", p.name, count(*)::int as count, count(*) filter (where ${isOverdueNow('w', '$1')})::int as overdue
   from open_work w left join person p on p.id = w.executor_id group by w.executor_id, p.name order by count(*) desc, p.name`,
);

/** What is in work by stage, in the order of the work, or by executor, the most first; null without the right to it. */
export async function readWork(
  desk: Desk,
  actor: Actor,
  by: 'stage' | 'executor',
): Promise<readonly WorkShare[] | null> {
  if (!hasRight(actor, 'control')) return null;
  const { now } = circumstances(desk);
  type Counts = Pick<WorkShare, 'count' | 'overdue'>;
  if (by === 'executor') {
    type Shares = Counts & { readonly executorId: number; readonly name: string | null };
    const shares = await databaseOf(desk).query<Shares>(countExecutors, [now]);
    const told = await toldApartInOffice(databaseOf(desk));
    return shares.map(({ executorId, name, ...counts }) => ({
      of: { executorId },
      name: name && told(name),
      ...counts,
    }));
  }
  const rows = await databaseOf(desk).query<Counts & { stage: Stage }>(countStages, [now]);
  return STAGES.flatMap((stage) =>
    rows
      .filter((row) => row.stage === stage)
      .map(({ count, overdue }) => ({ of: { stage }, name: null, count, overdue })),
  );
}
