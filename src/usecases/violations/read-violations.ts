import { Violation } from '../../../entities/violations';
import { columns, type RowOf } from '../../database/columns';
import { databaseOf, statement } from '../../database/database';
import { spanOf } from '../../regulation/calendar';
import { hasRight } from '../../regulation/rights';
import { suspectsOf, VIOLATION_STATES } from '../../regulation/violations/table';
import type { JournalNarrowing } from '../kit/account-params';
import { type Official, shortName } from '../kit/officials';
import type { Desk } from '../kit/ports';
import type { Period } from '../statistics/figures';
import { IN_FORCE } from './store';

const OF_LINE = columns(
  Violation,
  [
    'id',
    'kind',
    'at',
    'stage',
    'state',
    'heldByIds',
    'openedAt',
    'askedAt',
    'silentAt',
    'decision',
    'orderNumber',
    'orderDay',
    'decisionWords',
  ],
  'v',
);
/** Of a row `v`: whose it may be. */
const OF_PERSON = (person: string) =>
  `(v.person_id = ${person} or (v.person_id is null and ${person} = any(v.held_by_ids)))`;
/** Explanations of whom it is put to: another of those who had the appeal may have been asked first. */
const OF_PUT_TO = `from violation_explanation e where e.violation_id = v.id and e.person_id = v.person_id`;
const SELECT = `select ${OF_LINE}, a.number, ${IN_FORCE} as "inForce", o.ended_at as "endedAt",
     (select min(e.at) ${OF_PUT_TO}) as "explainedAt",
     coalesce((select bool_and(e.late) ${OF_PUT_TO}), false) as late,
     (select string_agg(e.text, E'\\n\\n' order by e.id) filter (where e.text <> '') ${OF_PUT_TO}) as explanation,
     array(select distinct m.number from violation_term f join overdue x on x.id = f.overdue_id join appeal m on m.id = x.appeal_id
       where f.violation_id = v.id and m.id <> v.appeal_id order by m.number) as beside,
     array(select p.name from person p where p.id = any(case when v.person_id is null then v.held_by_ids else array[v.person_id] end) order by p.id) as people,
     array(select p.position from person p where p.id = any(case when v.person_id is null then v.held_by_ids else array[v.person_id] end) order by p.id) as positions
   from violation v join appeal a on a.id = v.appeal_id left join overdue o on o.id = v.overdue_id`;
/** Of the days on which the term ended or the answer came back, as reports count it, whenever it was noted. */
const IN_PERIOD = `v.at >= $1 and v.at < $2`;

const selectPeriod = statement(
  'violations-of-period',
  `${SELECT} where ${IN_PERIOD} and ($3::int is null or ${OF_PERSON('$3')}) order by v.at desc, v.id desc`,
);
const selectOwn = statement('violations-of-person', `${SELECT} where ${OF_PERSON('$1')} order by v.at desc, v.id desc`);
const countOwn = statement(
  'count-violations-of-person',
  `select count(*)::int as count from violation v where ${OF_PERSON('$1')}`,
);
const selectPeople = statement(
  'people-with-violations',
  `select p.id, p.name, count(*)::int as count from violation v
     join person p on p.id = any(case when v.person_id is null then v.held_by_ids else array[v.person_id] end)
   where ${IN_PERIOD} group by p.id order by p.name, p.id`,
);

export interface ViolationLine extends Readonly<Omit<RowOf<typeof OF_LINE>, 'heldByIds'>> {
  readonly number: string;
  /** Numbers of the other appeals that are late by the same deed. */
  readonly beside: readonly string[];
  readonly inForce: boolean;
  /** When what was late was done at last; null: it runs still, or an answer came back. */
  readonly endedAt: Date | null;
  /** The first explanation, and whether all came after the term. */
  readonly explainedAt: Date | null;
  readonly late: boolean;
  /** Words of all explanations; null: there are none. */
  readonly explanation: string | null;
  /** Whose it is, or may be. */
  readonly people: readonly string[];
  /** Their posts, in the same order. */
  readonly positions: readonly (string | null)[];
}

/** What a page of the journal is of. */
export interface JournalAsked extends Period {
  /** Of one person; null: of all. */
  readonly ofId: number | null;
  /** Null: whatever they are, wherever they stand. */
  readonly only: JournalNarrowing | null;
}
export interface JournalRead {
  readonly lines: readonly ViolationLine[];
  /** Of whom; null: of all. */
  readonly of: string | null;
  readonly only: JournalNarrowing | null;
}

/** Where a line is counted: what proved wrong is in no state any more. */
export const JOURNAL_PLACES = [...VIOLATION_STATES, 'kept'] as const;
export const placeOf = ({ state, inForce }: ViolationLine): (typeof JOURNAL_PLACES)[number] =>
  inForce ? state : 'kept';

type Row = ViolationLine & Pick<Violation, 'heldByIds'>;
const lineOf = ({ heldByIds: _, people, ...line }: Row): ViolationLine => ({ ...line, people: people.map(shortName) });

const selectName = statement('name-of-person', 'select name from person where id = $1');

/** Violations of these days, the newest first; null: the journal is not theirs. */
export async function readJournal(
  desk: Desk,
  viewer: Official,
  { from, to, ofId, only }: JournalAsked,
): Promise<JournalRead | null> {
  if (!hasRight(viewer, 'violations')) return null;
  const database = databaseOf(desk);
  const calendar = desk.office.calendar();
  const rows = await database.query<Row>(selectPeriod, [...spanOf({ from, to }, calendar), ofId]);
  const [person] = ofId === null ? [] : await database.query<{ name: string }>(selectName, [ofId]);
  const lines = rows.map(lineOf).filter((line) => only === null || line.kind === only || placeOf(line) === only);
  return { lines, of: person ? shortName(person.name) : null, only };
}

export interface PersonOfJournal {
  readonly id: number;
  readonly name: string;
  readonly count: number;
}

/** Whose violations are of these days; null: the journal is not theirs. */
export async function readPeopleOfJournal(
  desk: Desk,
  viewer: Official,
  { from, to }: Period,
): Promise<readonly PersonOfJournal[] | null> {
  if (!hasRight(viewer, 'violations')) return null;
  const calendar = desk.office.calendar();
  const rows = await databaseOf(desk).query<PersonOfJournal>(selectPeople, spanOf({ from, to }, calendar));
  return rows.map((row) => ({ ...row, name: shortName(row.name) }));
}

/** «Мои нарушения»: everybody sees their own, and what may be theirs. */
export async function readOwnViolations(desk: Desk, { personId }: Official): Promise<readonly ViolationLine[]> {
  return (await databaseOf(desk).query<Row>(selectOwn, [personId])).map(lineOf);
}

export async function countOwnViolations(desk: Desk, { personId }: Official): Promise<number> {
  return (await databaseOf(desk).query<{ count: number }>(countOwn, [personId]))[0]?.count ?? 0;
}

/** Who may look at one: the Управляющий делами, and whoever it is put to. */
export const maySeeViolation = (viewer: Official, violation: Pick<Violation, 'personId' | 'heldByIds'>): boolean =>
  hasRight(viewer, 'violations') || suspectsOf(violation).includes(viewer.personId);
