import { databaseOf, statement, type Queries } from '../../database/database';
import { type OfficeCalendar, type PlainDate, plusDays, startOfDay } from '../../regulation/calendar';
import { latenessOf, type Lasting, type Lateness } from '../../regulation/lateness';
import { isOneOf } from '../../regulation/lists';
import { MEANING } from '../../regulation/stages';
import { GIVING_BACK, isFinal, type SignatureMode } from '../../regulation/vocabulary';
import { readHolders, type Holding } from '../appeals/holders';
import { circumstances, type Desk } from '../kit/ports';
import { movesOf } from './former-visits';

interface Row {
  readonly appealId: number;
  readonly from: Date;
  readonly endedAt: Date | null;
  readonly receivedAt: Date;
}
const beganIn = `coalesce(substring(o.term from '^(?:stage|duty):.*([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z)')::timestamptz, a.registered_at)`;
const SELECT = `select o.appeal_id as "appealId", ${beganIn} as "from", o.ended_at as "endedAt", a.received_at as "receivedAt"
   from overdue o join appeal a on a.id = o.appeal_id`;
const selectFact = statement('lateness-of-fact', `${SELECT} where o.id = $1`);
const selectNow = statement(
  'lateness-now',
  `${SELECT} where o.appeal_id = $1 and o.ended_at is null and o.answered_at is null and o.kind in ('whole', 'stage')
   order by o.kind = 'whole' desc, o.due_at limit 1`,
);
const selectFacts = statement(
  'lateness-of-facts',
  `${SELECT.replace('select', 'select o.id::text as id,')} where o.id = any($1::bigint[])`,
);
const selectDocuments = statement(
  'documents-waited-for',
  `select asked_at as "from", coalesce(received_at, cancelled_at) as "to" from document_request where appeal_id = $1 and asked_at is not null`,
);
const selectAway = statement(
  'days-away-of-holders',
  `select p.name, b.from_day as "fromDay", b.until_day as "untilDay", b.cancelled_at as "cancelledAt"
   from absence b join person p on p.id = b.person_id where p.name = any($1::text[])`,
);
interface Away {
  readonly name: string;
  readonly fromDay: PlainDate;
  readonly untilDay: PlainDate;
  readonly cancelledAt: Date | null;
}

export interface AroundLateness {
  readonly now: Date;
  readonly calendar: OfficeCalendar;
  readonly signatures: SignatureMode;
}

/** Why a missed term was: into what its time went, until it was done or until now. Null: there is no such fact. */
export async function whyLate(queries: Queries, overdueId: number, around: AroundLateness): Promise<Lateness | null> {
  const [row] = await queries.query<Row>(selectFact, [overdueId]);
  return row ? latenessOfRow(queries, row, around) : null;
}

/** The same of what of an appeal is late now: of the whole, else of its stage. Null: nothing is. */
export async function whyLateNow(queries: Queries, appealId: number, around: AroundLateness): Promise<Lateness | null> {
  const [row] = await queries.query<Row>(selectNow, [appealId]);
  return row ? latenessOfRow(queries, row, around) : null;
}

/** Each is read by itself, five statements a term: of more a report would be waited for. */
export const READ_AT_MOST = 500;
/**
 * The same of many, by their ids.
 * @param overdueIds at most `READ_AT_MOST`
 */
export async function readWhyLate(desk: Desk, overdueIds: readonly string[]): Promise<ReadonlyMap<string, Lateness>> {
  const [database, around] = [databaseOf(desk), circumstances(desk)];
  const rows = await database.query<Row & { readonly id: string }>(selectFacts, [overdueIds]);
  const all = new Map<string, Lateness>();
  for (const row of rows) all.set(row.id, await latenessOfRow(database, row, around));
  return all;
}

async function latenessOfRow(
  queries: Queries,
  { appealId, from, endedAt, receivedAt }: Row,
  { now, calendar, signatures }: AroundLateness,
): Promise<Lateness> {
  const to = endedAt ?? now;
  const holdings = await readHolders(queries, appealId, { until: to, calendar, signatures });
  const names = [...new Set(holdings.flatMap(({ fullName }) => fullName ?? []))];
  const away = await queries.query<Away>(selectAway, [names]);
  return latenessOf(
    {
      from,
      to,
      receivedAt,
      organization: holdings.filter(({ organization }) => organization !== null),
      documents: await queries.query<Lasting>(selectDocuments, [appealId]),
      absence: holdings.flatMap((holding) => awayWhile(holding, away, calendar)),
      rejections: await reworkOf(queries, appealId),
      holders: holdings
        .filter(({ stage, organization }) => organization === null && !isFinal(stage) && !MEANING[stage].waitsForDate)
        .map(({ person, from: begins, to: ends }) => ({ name: person, from: begins, to: ends })),
    },
    calendar,
  );
}

/** While somebody had it who was away; a return sooner than was entered ends it. */
function awayWhile({ fullName, from, to }: Holding, away: readonly Away[], calendar: OfficeCalendar): Lasting[] {
  return away
    .filter(({ name }) => name === fullName)
    .map(({ fromDay, untilDay, cancelledAt }) => {
      // Working time is all that is counted, so a day off may begin it.
      const [begins, over] = [startOfDay(fromDay, calendar), startOfDay(plusDays(untilDay, 1), calendar)];
      const ends = cancelledAt !== null && cancelledAt < over ? cancelledAt : over;
      return { from: begins > from ? begins : from, to: to !== null && to < ends ? to : ends };
    })
    .filter((one) => one.from < one.to);
}

/** From each giving back of work until it was sent on again. */
async function reworkOf(queries: Queries, appealId: number): Promise<Lasting[]> {
  const moves = await movesOf(queries, appealId);
  return moves.flatMap(({ action, at }, index) => {
    if (!isOneOf(GIVING_BACK, action)) return [];
    const next = moves.slice(index + 1).find(({ toStage }) => toStage !== null && !AGAIN.includes(toStage));
    return [{ from: at, to: next?.at ?? null }];
  });
}
const AGAIN: readonly string[] = ['coordination', 'assigned', 'in_progress'];
