import { Appeal } from '../../../entities/appeal';
import { columnNames } from '../../database/columns';
import { statement, type Transaction, databaseOf } from '../../database/database';
import type { FastTrackDays } from '../../regulation/deadlines';
import type { Circumstances } from '../../regulation/facts';
import { NOTHING_PENDING } from '../../regulation/pending';
import { backlogUntil, clock, MANY_AT_ONCE, NO_VISITS } from '../../regulation/visits';
import { INITIAL_STAGE, type Kind } from '../../regulation/vocabulary';
import { STAGE_LATE_FROM } from '../appeals/holders';
import { drawLikelyRepeats, sketchAppeals } from '../appeals/likely-repeats';
import { type Message, say } from '../kit/messages';
import { holdersOfRole } from '../kit/officials';
import { circumstances, type Desk } from '../kit/ports';
import { stageRules, type OfficeRules } from '../kit/settings';
import { soundsForAll } from '../people/on-duty';
import { tellIfNobodyCoordinates } from '../people/store';
import { unloadedYearUsed } from '../terms/calendar';
import { beginTerms, type Situation } from '../terms/follow-terms';
import { foreseenTerms, type ForeseenTerms, learnCategories } from './learn-categories';

/** A validated appeal, from whichever intake. `fastTrackDays`: undefined asks the category, null says there is none. */
export interface AppealRecord {
  readonly number: string;
  readonly epguNumber?: string | undefined;
  readonly kind: Kind;
  readonly registeredAt: Date;
  readonly category?: string | undefined;
  readonly subcategory?: string | undefined;
  readonly fact?: string | undefined;
  readonly fastTrackDays?: FastTrackDays | null | undefined;
  readonly text?: string | undefined;
  readonly address?: string | undefined;
  readonly settlement?: string | undefined;
  readonly latitude?: number | undefined;
  readonly longitude?: number | undefined;
  readonly applicant?: Applicant | undefined;
}
export interface Applicant {
  readonly type: 'person' | 'legal';
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly address?: string | undefined;
}

export interface Registered {
  readonly number: string;
  readonly id: number;
  readonly result: 'created' | 'repeated';
}

/** By which way an appeal came; the journal keeps it. */
type Source = 'http' | 'by_hand' | 'sample' | 'file' | 'direct_line';

/** More than this at once is one message with counts instead of cards (domain.md, Nags). */
const CARDS_AT_MOST = MANY_AT_ONCE;

/** Of the locks that are numbers. */
const REGISTERING = [334, 59];

/** What an appeal comes in with, as it stays. */
const REGISTERED = columnNames(Appeal, [
  'number',
  'epguNumber',
  'kind',
  'registeredAt',
  'category',
  'subcategory',
  'fact',
  'fastTrackDays',
  'termDays',
  'text',
  'address',
  'settlement',
  'latitude',
  'longitude',
]);
type NumberedAppeal = Readonly<Pick<Appeal, 'id' | 'number'>>;
/**
 * Whoever registers and a part of a file keep each other waiting, as a part inserts in two orders: what is finished, then the rest. Two
 * that had the same new numbers would each wait for the other.
 */
const besideOthers = statement(
  'register-beside-others',
  `select pg_advisory_xact_lock_shared(${REGISTERING.join(', ')})`,
);
const alone = statement('register-alone', `select pg_advisory_xact_lock(${REGISTERING.join(', ')})`);
/** Until this transaction ends nobody else registers anything. */
export const registerAlone = async (tx: Transaction): Promise<void> => void (await tx.query(alone));

const insertAppeals = statement(
  'insert-appeals',
  `with fresh as (
    insert into appeal (${REGISTERED},
      received_at, stage, version, stage_entered_at, stage_due_at, visits, first_due_at, due_at, extended, reexaminations)
    select ${REGISTERED}, $2, '${INITIAL_STAGE}', 1, $2, stage_due_at, visits, due_at, due_at, false, 0
    from json_to_recordset($1::json) as r(number text, epgu_number text, kind text, registered_at timestamptz, category text, subcategory text,
      fact text, fast_track_days int, term_days int, text text, address text, settlement text, latitude float8, longitude float8,
      stage_due_at timestamptz, visits jsonb, due_at timestamptz)
    order by number
    on conflict (number) do nothing
    returning id, number, stage, due_at, ${STAGE_LATE_FROM}),
  work as (insert into open_work (appeal_id, stage, due_at, stage_due_at) select id, stage, due_at, stage_due_at from fresh),
  applicants as (
    insert into applicant (appeal_id, type, name, email, phone, address)
    select f.id, r.type, r.name, r.email, r.phone, r.address
    from jsonb_to_recordset($3::jsonb) as r(number text, type text, name text, email text, phone text, address text) join fresh f on f.number = r.number),
  journal as (
    insert into journal_entry (at, appeal_id, action, person_id, capacity, to_stage, version, details)
    select $2, id, 'register', $5, case when $5::int is null then null else 'coordinator' end, stage, 1, $4::jsonb from fresh)
  select id, number from fresh`,
);
const idsOfNumbers = statement('ids-of-numbers', 'select id, number from appeal where number = any($1::text[])');

/**
 * Registers appeals, all or none, and pushes each new one to every coordinator in the same transaction.
 * A known number is reported as repeated and changes nothing.
 * @param registrarId the coordinator who typed it in; null for the HTTP intake
 * @returns in the order of `records`
 * @idempotent by the ПОС number
 */
export async function registerAppeals(
  desk: Desk,
  records: readonly AppealRecord[],
  source: Source,
  registrarId: number | null = null,
): Promise<Registered[]> {
  return databaseOf(desk).transaction((tx) => registerAppealsIn(tx, desk, records, source, registrarId));
}

/** The same in a transaction of the caller's. */
export async function registerAppealsIn(
  tx: Transaction,
  desk: Desk,
  records: readonly AppealRecord[],
  source: Source,
  registrarId: number | null,
): Promise<Registered[]> {
  const { created, results } = await insertAppealsIn(tx, desk, records, source, registrarId);
  const around = circumstances(desk);
  await pushToCoordinators(tx, created, registrarId, around);
  if (created.length <= CARDS_AT_MOST) await drawLikelyRepeats(tx, created, around.now);
  return results;
}

/**
 * The same, and nobody is told: for whoever tells of many files' rows at once.
 * @param together how many new ones come at once, these among them; absent: so many of these as are new
 * @returns `created`: ids of the new ones
 */
export async function insertAppealsIn(
  tx: Transaction,
  desk: Desk,
  records: readonly AppealRecord[],
  source: Source,
  registrarId: number | null,
  together?: number,
): Promise<{ readonly created: readonly number[]; readonly results: Registered[] }> {
  if (records.length === 0) return { created: [], results: [] };
  const around = circumstances(desk);
  const { now, calendar } = around;
  await tx.query(besideOthers);
  const terms = await foreseenTerms(tx, calendar);
  const rules = await stageRules(tx, desk.office);
  const backlog = backlogUntil(together ?? (await countNew(tx, records)), now, calendar);
  const created = new Map<string, number>();
  const counted: (Date | null)[] = [];
  for (const piece of piecesOf(records)) {
    const rows = piece.map((record) => rowOf(record, terms, { rules, backlog }, around));
    const inserted = await insertUnknown(tx, piece, rows, source, registrarId, now);
    const fresh = rows.flatMap((row) => {
      const appealId = inserted.get(row.number);
      return appealId === undefined ? [] : [{ appealId, row }];
    });
    // a registry has neither places nor texts, and what has no sketch is like nothing
    const sketched = fresh.filter(({ row }) => row.settlement ?? row.address ?? row.text);
    await sketchAppeals(
      tx,
      sketched.map(({ appealId: id, row }) => ({
        id,
        settlement: row.settlement ?? null,
        address: row.address ?? null,
        text: row.text ?? null,
      })),
    );
    await beginTerms(
      tx,
      fresh.map(({ appealId, row }) => ({ appealId, ...asItComesIn(row, now) })),
      around,
    );
    for (const [number, id] of inserted) created.set(number, id);
    counted.push(...fresh.flatMap(({ row }) => [row.due_at, row.stage_due_at]));
    // Whoever presses meanwhile is answered between two pieces.
    await new Promise((resolve) => setImmediate(resolve));
  }
  await learnCategories(tx, records, created, terms.known);
  await unloadedYearUsed(tx, calendar, counted, now);
  return { created: [...created.values()], results: await whatBecameOf(tx, records, created) };
}

/** Appeals whose terms are counted in one go: meanwhile nobody else is heard. Of 8 800 at once a press waited 20 s. */
const PIECE = 25;

/** In one order, whoever sends them: two batches with the same numbers must not wait for each other. */
function piecesOf(records: readonly AppealRecord[]): (readonly AppealRecord[])[] {
  const ordered = [...records].sort((one, other) => (one.number < other.number ? -1 : 1));
  return Array.from({ length: Math.ceil(ordered.length / PIECE) }, (_, index) =>
    ordered.slice(index * PIECE, (index + 1) * PIECE),
  );
}

/** Of few nobody need know how many are new. */
async function countNew(tx: Transaction, records: readonly AppealRecord[]): Promise<number> {
  const numbers = [...new Set(records.map(({ number }) => number))];
  return numbers.length > MANY_AT_ONCE ? numbers.length - (await knownIds(tx, numbers)).size : numbers.length;
}

interface Beginning {
  readonly rules: OfficeRules;
  /** Until when what ends is before the intake; null: it comes alone. */
  readonly backlog: string | null;
}

/** An appeal as it is inserted, under the names of its columns. */
function rowOf(
  record: AppealRecord,
  terms: ForeseenTerms,
  { rules, backlog }: Beginning,
  { now, calendar }: Circumstances,
) {
  const { fast, days } = terms.daysOf(record);
  const due = terms.dueOf(record.registeredAt, days);
  const entered = {
    stage: INITIAL_STAGE,
    stageEnteredAt: now,
    registeredAt: record.registeredAt,
    firstDueAt: due,
    termDays: days,
    dueAt: due,
    postponedUntil: null,
    awaitsEntry: false,
  };
  const before = { ...NO_VISITS, assumed: !rules.confirmed, ...(backlog !== null && { backlogUntil: backlog }) };
  const { stageDueAt, visits } = clock(entered, before, rules, calendar);
  return {
    number: record.number,
    epgu_number: record.epguNumber,
    kind: record.kind,
    registered_at: record.registeredAt,
    category: record.category,
    subcategory: record.subcategory,
    fact: record.fact,
    fast_track_days: fast,
    term_days: days,
    text: record.text,
    address: record.address,
    settlement: record.settlement,
    latitude: record.latitude,
    longitude: record.longitude,
    stage_due_at: stageDueAt,
    visits,
    due_at: due,
  };
}
type AppealRow = ReturnType<typeof rowOf>;

/** @returns ids of those whose number nobody had registered, by the number */
async function insertUnknown(
  tx: Transaction,
  records: readonly AppealRecord[],
  rows: readonly AppealRow[],
  source: Source,
  registrarId: number | null,
  now: Date,
): Promise<ReadonlyMap<string, number>> {
  const applicants = records.flatMap(({ number, applicant }) => (applicant ? [{ number, ...applicant }] : []));
  const inserted = await tx.query<NumberedAppeal>(insertAppeals, [
    JSON.stringify(rows),
    now,
    JSON.stringify(applicants),
    JSON.stringify({ source }),
    registrarId,
  ]);
  return new Map(inserted.map(({ number, id }) => [number, id]));
}

/** Ids of appeals by those of these numbers that somebody has registered. */
export async function knownIds(tx: Transaction, numbers: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const known = numbers.length === 0 ? [] : await tx.query<NumberedAppeal>(idsOfNumbers, [numbers]);
  return new Map(known.map(({ number, id }) => [number, id]));
}

/** In the order of `records`. */
async function whatBecameOf(
  tx: Transaction,
  records: readonly AppealRecord[],
  created: ReadonlyMap<string, number>,
): Promise<Registered[]> {
  const ids = await knownIds(
    tx,
    records.map(({ number }) => number).filter((number) => !created.has(number)),
  );
  return records.map(({ number }) => {
    const id = created.get(number) ?? ids.get(number);
    if (id === undefined) throw new Error(`Appeal ${number} was neither inserted nor found`);
    return { number, id, result: created.has(number) ? 'created' : 'repeated' };
  });
}

function asItComesIn(row: AppealRow, now: Date): Situation {
  return {
    facts: {
      stage: INITIAL_STAGE,
      kind: row.kind,
      registeredAt: row.registered_at,
      stageEnteredAt: now,
      receivedAt: now,
      stageDueAt: row.stage_due_at,
      visits: row.visits,
      dueAt: row.due_at,
      awaitsEntry: false,
      redirectAskedAt: null,
      dutyBeganAt: null,
      dutyDueAt: null,
      reportedAt: null,
      postponedUntil: null,
      pending: NOTHING_PENDING,
    },
    places: {
      stage: INITIAL_STAGE,
      executorId: null,
      agreeingId: null,
      approvingId: null,
      organizationId: null,
      awaitsEntry: false,
    },
  };
}

async function pushToCoordinators(
  tx: Transaction,
  ids: readonly number[],
  registrarId: number | null,
  around: Pick<Circumstances, 'now' | 'calendar'>,
): Promise<void> {
  if (ids.length === 0) return;
  const sounds = await soundsForAll(tx, around);
  const people = (await holdersOfRole(tx, 'coordinator')).filter(
    ({ id }) => id !== registrarId || ids.length > CARDS_AT_MOST,
  );
  const messages = people.flatMap(({ id: personId, ...to }): Message[] =>
    ids.length > CARDS_AT_MOST
      ? [
          {
            key: `registered:${ids[0]}-${ids.at(-1)}:${ids.length}:person:${personId}`,
            to,
            kind: 'batch',
            params: { count: ids.length, personId },
            silent: !sounds(personId) || personId === registrarId,
          },
        ]
      : ids.map((id) => ({
          key: `appeal:${id}:registered:person:${personId}`,
          to,
          kind: 'card',
          params: { subject: 'appeal', id, personId, notice: 'registered', entryId: null },
          silent: !sounds(personId),
        })),
  );
  await say(tx, messages, around.now);
  await tellIfNobodyCoordinates(tx, around.now);
}
