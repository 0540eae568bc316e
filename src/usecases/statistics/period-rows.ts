import { Appeal } from '../../../entities/appeal';
import { Overdue } from '../../../entities/terms';
import { columns, type RowOf } from '../../database/columns';
import { databaseOf, type Queries, statement } from '../../database/database';
import { spanOf } from '../../regulation/calendar';
import { maskPersonalData, maskPlace } from '../../text/personal-data';
import { placeWords } from '../../text/place-words';
import { isReturnedToLine } from '../appeals/pending';
import { PART_SLICES } from '../kit/account-params';
import { codeOf } from '../kit/names';
import { shortName } from '../kit/officials';
import type { Desk } from '../kit/ports';
import { ownerOf, stands } from '../terms/load-terms';
import { type PartOf, countedOf, type Figure } from './behind';
import type { Period, Slice } from './figures';
import { catchUp, keptKeys, namesOfRows, rowsOfKeys } from './statistics';
import { readWithin, type Within } from './within';

/** By what a report is cut in the chat; days and months are pictures' matter. */
export const CUTS = PART_SLICES satisfies readonly Slice[];
export type Cut = (typeof CUTS)[number];

/** A part of what is counted: all of one executor, say. `code`: as a button names it, see `codeOf`. */
export interface PartAsked {
  readonly by: Cut;
  readonly code: string;
}
export interface PartShown extends PartAsked {
  readonly id: string | null;
  /** As it may be shown in a chat; null: there is none, such as an executor. */
  readonly name: string | null;
}

/** A row's name as chats may have it. */
export function nameOf(by: Slice, key: string | null): string | null {
  if (key === null) return null;
  if (by === 'settlement') return maskPlace(key);
  return by === 'category' || by === 'organization' ? maskPersonalData(key) : key;
}

/** By the code of a row, whatever its name is by now. */
export async function partOf(queries: Queries, { by, code }: PartAsked): Promise<PartOf> {
  const rowOf = await rowsOfKeys(queries, by);
  return { by, has: (key) => codeOf(rowOf(key) || null) === code };
}

/** Parts where they meet. */
export interface Parted {
  readonly within: Within;
  readonly parts: readonly PartShown[];
}

/** What is of all these parts at once in some periods, counted up to now. */
export async function readParted(desk: Desk, asked: readonly PartAsked[], periods: readonly Period[]): Promise<Parted> {
  await catchUp(desk);
  const queries = databaseOf(desk);
  const parts: PartOf[] = [];
  for (const part of asked) parts.push(await partOf(queries, part));
  const within = await readWithin(desk, parts, periods);
  const shown: PartShown[] = [];
  for (const [index, { by, code }] of asked.entries()) {
    // Where they do not meet in these periods, they are named all the same.
    const key = (await keptKeys(queries, by)).find((one) => parts[index]?.has(one));
    const id = key === undefined || key === '' ? null : (await rowsOfKeys(queries, by))(key);
    const name = id === null ? null : (await namesOfRows(queries, by, [id]))(id);
    shown.push({ by, code, id, name: nameOf(by, name) });
  }
  return { within, parts: shown };
}

/** A workbook of more would keep the bot from answering presses while it is made (5,000 rows take 0.1 s): what is over goes into the next. */
export const ROWS_AT_ONCE = 5_000;

const OF_APPEAL = columns(
  Appeal,
  ['number', 'kind', 'registeredAt', 'stage', 'category', 'subcategory', 'fact', 'dueAt', 'finishedAt', 'answerType'],
  'a',
);
/** An appeal of a period; nothing of its applicant, whose words may hold anything. */
export interface ReceivedRow extends Readonly<RowOf<typeof OF_APPEAL>> {
  readonly settlement: string | null;
  /** Of the problem, without a flat; with its settlement. */
  readonly place: string | null;
  readonly executor: string | null;
  readonly organization: string | null;
  /** The whole term that was missed; null: none was. */
  readonly missedDueAt: Date | null;
}

const OF_FACT = columns(Overdue, ['kind', 'stage', 'dueAt', 'endedAt'], 'o');
/** A term that was missed. */
export interface MissedRow extends Readonly<RowOf<typeof OF_FACT>> {
  /** Of the fact. */
  readonly id: string;
  readonly number: string;
  /** Where a name may stand beside it. */
  readonly holder: string | null;
  readonly organization: string | null;
  readonly category: string | null;
  readonly settlement: string | null;
  readonly place: string | null;
  /** Other bodies for whose papers it waited when the term ended. */
  readonly waitedFor: readonly string[];
}

/** So many rows of both kinds as one file takes; a period has one such part at least. */
export interface PeriodRows {
  readonly received: readonly ReceivedRow[];
  readonly missed: readonly MissedRow[];
}

const selectAppealIds = statement(
  'period-appeal-ids',
  `select a.id from appeal a where a.registered_at >= $1 and a.registered_at < $2 and not ${isReturnedToLine('a')} order by a.registered_at, a.id`,
);
const selectFactIds = statement(
  'period-fact-ids',
  `select o.id from overdue o where o.due_at >= $1 and o.due_at < $2 and ${stands('o')}
     and ($3::int[] is null or o.appeal_id = any($3)) and ($4::int is null or ${ownerOf('o')} = $4) order by o.due_at, o.id`,
);
const selectReceived = statement(
  'period-received-rows',
  `select ${OF_APPEAL}, a.settlement, a.address, e.name as executor, o.name as organization,
     (select max(f.due_at) from overdue f where f.appeal_id = a.id and f.kind = 'whole' and f.answered_at is null
        and (a.finished_at is null or f.due_at < a.finished_at)) as "missedDueAt"
   from unnest($1::int[]) with ordinality as i (id, place) join appeal a on a.id = i.id
     left join person e on e.id = a.executor_id left join organization o on o.id = a.organization_id order by i.place`,
);
const selectMissed = statement(
  'period-missed-rows',
  `select o.id::text as id, ${OF_FACT}, a.number, a.category, a.settlement, a.address,
     (select p.name from person p where p.id = ${ownerOf('o')}) as holder,
     (select n.name from organization n where n.id = o.organization_id) as organization,
     array(select distinct r.body from document_request r where r.appeal_id = o.appeal_id and r.asked_at < o.due_at
       and coalesce(r.received_at, r.cancelled_at, o.due_at) >= o.due_at order by 1) as "waitedFor"
   from unnest($1::bigint[]) with ordinality as i (id, place) join overdue o on o.id = i.id join appeal a on a.id = o.appeal_id order by i.place`,
);

/**
 * The rows from which a period was counted, as they stand now, in files of so many.
 * @param within of these alone; null: of everything
 */
export async function* readPeriodRows(desk: Desk, period: Period, within: Within | null): AsyncGenerator<PeriodRows> {
  const database = databaseOf(desk);
  const appeals = within
    ? countedWithin(within, 'received', period)
    : (await database.query<{ id: number }>(selectAppealIds, spanOf(period, desk.office.calendar()))).map(
        ({ id }) => id,
      );
  const facts = await factsOf(desk, period, within);
  for (let at = 0; at === 0 || at < Math.max(appeals.length, facts.length); at += ROWS_AT_ONCE) {
    yield {
      received: await readRows(database, appeals.slice(at, at + ROWS_AT_ONCE)),
      missed: await missedOf(database, facts.slice(at, at + ROWS_AT_ONCE)),
    };
  }
}

/** Appeals as a table has them, in the order of their ids. */
export async function readRows(queries: Queries, ids: readonly number[]): Promise<ReceivedRow[]> {
  const rows = await queries.query<Shown<ReceivedRow>>(selectReceived, [ids]);
  return rows.map(({ address, executor, subcategory, fact, ...row }) => ({
    ...placed(row, address),
    subcategory: subcategory && maskPersonalData(subcategory),
    fact: fact && maskPersonalData(fact),
    executor: executor && shortName(executor),
  }));
}

/** All terms that were missed in a period. */
export const readMissedRows = async (
  desk: Desk,
  period: Period,
  within: Within | null,
): Promise<readonly MissedRow[]> => missedOf(databaseOf(desk), await factsOf(desk, period, within));

const countedWithin = ({ shares }: Within, figure: Figure, period: Period): number[] =>
  shares.flatMap(({ appealId, share }) => (countedOf(share, figure, period, []).length === 0 ? [] : appealId));

/** Of an executor those alone that are theirs: the appeal may have been others' too. */
async function factsOf(desk: Desk, period: Period, within: Within | null): Promise<readonly string[]> {
  const rows = await databaseOf(desk).query<{ id: string }>(selectFactIds, [
    ...spanOf(period, desk.office.calendar()),
    within && countedWithin(within, 'missed', period),
    within?.executorId ?? null,
  ]);
  return rows.map(({ id }) => id);
}

async function missedOf(queries: Queries, ids: readonly string[]): Promise<readonly MissedRow[]> {
  const rows = await queries.query<Shown<MissedRow>>(selectMissed, [ids]);
  return rows.map(({ address, holder, waitedFor, ...row }) => ({
    ...placed(row, address),
    holder: holder && shortName(holder),
    waitedFor: waitedFor.map(maskPersonalData),
  }));
}

type Shown<Row> = Omit<Row, 'place'> & { readonly address: string | null };

/** What a row says of matter and place, without what is somebody's own. */
function placed<Row extends Pick<ReceivedRow, 'category' | 'settlement' | 'organization'>>(
  row: Row,
  address: string | null,
) {
  const { category, settlement, organization } = row;
  return {
    ...row,
    category: category && maskPersonalData(category),
    settlement: settlement && maskPlace(settlement),
    organization: organization && maskPersonalData(organization),
    place: maskPlace(placeWords(settlement, address)) || null,
  };
}
