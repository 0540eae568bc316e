import { StatisticsSet } from '../../../entities/statistics';
import { columns, type RowOf } from '../../database/columns';
import { statement, type Queries, type Transaction } from '../../database/database';
import { EPOCH, OLDEST_UNDER_WAY } from '../kit/journal';

const SET = columns(StatisticsSet, ['id', 'state', 'builtTo', 'epoch', 'txid', 'entryId']);
export type KeptSet = Readonly<RowOf<typeof SET>>;
export type Builder = StatisticsSet['builder'];
type Position = Pick<KeptSet, 'epoch' | 'txid' | 'entryId'>;

/**
 * Raised with every change of what a share brings or how it is packed: sets of before are no more, and everything is counted anew at the
 * next start.
 */
export const COUNTING_RULES = 1;
const OF_THESE_RULES = `rules = ${COUNTING_RULES}`;

/** What comes after a position: `$1` epoch, `$2` transaction, `$3` number. */
const AFTER = `j.txid is not null and (j.epoch, j.txid, j.id) > ($1::int, $2::bigint, $3::bigint)`;

// Two that follow at once would each add what both have read. Whoever reads figures does not wait.
const holdSets = statement('statistics.hold-sets', 'lock table statistics_set in share update exclusive mode');
const readBuilding = statement(
  'statistics.read-building',
  `select ${SET} from statistics_set where state = 'building' and builder = $1 and ${OF_THESE_RULES} order by id limit 1`,
);
const readActive = statement(
  'statistics.read-active',
  `select ${SET} from statistics_set where state = 'active' and ${OF_THESE_RULES}`,
);
const begin = statement(
  'statistics.begin-set',
  `insert into statistics_set (state, builder, rules, epoch, txid, entry_id)
   select 'building', $1, ${COUNTING_RULES}, ${EPOCH}, ${OLDEST_UNDER_WAY}, 0 returning ${SET}`,
);
const noteBuilt = statement('statistics.note-built', 'update statistics_set set built_to = $2 where id = $1');
const noteFollowed = statement(
  'statistics.note-followed',
  'update statistics_set set epoch = $2, txid = $3, entry_id = $4 where id = $1',
);
const dropActive = statement(
  'statistics.drop-active',
  `delete from statistics_set where id <> $1 and (state = 'active' or (state = 'building' and builder = 'bot')) returning id`,
);
const dropBuilding = statement(
  'statistics.drop-building',
  `delete from statistics_set where state = 'building' and builder = $1 returning id`,
);
const activate = statement('statistics.activate', `update statistics_set set state = 'active' where id = $1`);
const selectAfter = statement(
  'statistics.entries-after',
  `select j.id as "entryId", j.epoch, j.txid, j.appeal_id as "appealId" from journal_entry j
   where ${AFTER} and (j.epoch < ${EPOCH} or j.txid < ${OLDEST_UNDER_WAY}) order by j.epoch, j.txid, j.id limit $4`,
);
const selectWaiting = statement(
  'statistics.entries-waiting',
  `select min(w.at) as since, count(*)::int as count from (
     select j.at from journal_entry j where ${AFTER} order by j.epoch, j.txid, j.id limit 1000) w`,
);
const sweepShares = statement(
  'statistics.sweep-shares',
  `delete from statistics_share s using (select set_id, appeal_id from statistics_share
     where set_id <> all(array(select id from statistics_set)) limit $1) old
   where s.set_id = old.set_id and s.appeal_id = old.appeal_id returning s.appeal_id`,
);
const sweepCells = statement(
  'statistics.sweep-cells',
  'delete from statistics_cell where set_id <> all(array(select id from statistics_set))',
);
const sweepOpen = statement(
  'statistics.sweep-open',
  'delete from statistics_open where set_id <> all(array(select id from statistics_set))',
);

/** Until this transaction ends nobody else follows the journal, nor says which set is read. */
export const followAlone = async (tx: Transaction): Promise<void> => void (await tx.query(holdSets));

/** The set that is read; null: there is none yet. */
export const activeSet = async (queries: Queries): Promise<KeptSet | null> =>
  (await queries.query<KeptSet>(readActive))[0] ?? null;

/** The set that is being built, begun where there is none: what is committed from now on is followed once all appeals were gone through. */
export async function setToBuild(tx: Transaction, builder: Builder): Promise<KeptSet> {
  const [known] = await tx.query<KeptSet>(readBuilding, [builder]);
  const [set] = known ? [known] : await tx.query<KeptSet>(begin, [builder]);
  if (!set) throw new Error('No set of statistics could be begun');
  return set;
}

export async function noteBuiltTo(tx: Transaction, set: KeptSet, appealId: number): Promise<void> {
  await tx.query(noteBuilt, [set.id, appealId]);
}

export async function noteFollowedTo(tx: Transaction, set: KeptSet, { epoch, txid, entryId }: Position): Promise<void> {
  await tx.query(noteFollowed, [set.id, epoch, txid, entryId]);
}

/** From now on this one is read. What was read until now is swept away later. */
export async function activateSet(tx: Transaction, set: KeptSet): Promise<void> {
  await tx.query(dropActive, [set.id]);
  await tx.query(activate, [set.id]);
}

/** What somebody before has begun and not finished. */
export async function dropUnfinished(tx: Transaction, builder: Builder): Promise<void> {
  await tx.query(dropBuilding, [builder]);
}

interface Followed extends Position {
  readonly appealId: number | null;
}

/** The next entries that nothing can come before any more. */
export const entriesAfter = (
  tx: Transaction,
  { epoch, txid, entryId }: Position,
  atMost: number,
): Promise<Followed[]> => tx.query<Followed>(selectAfter, [epoch, txid, entryId, atMost]);

/** Entries that are committed and not yet followed, a thousand at most, and when the earliest of them was made. */
export async function entriesWaiting(
  queries: Queries,
  { epoch, txid, entryId }: Position,
): Promise<{ readonly since: Date | null; readonly count: number }> {
  const [waiting] = await queries.query<{ since: Date | null; count: number }>(selectWaiting, [epoch, txid, entryId]);
  return waiting ?? { since: null, count: 0 };
}

const SHARES_AT_ONCE = 5_000;

/** Takes away a part of what sets have left that are no more. @returns whether there may be more of it */
export async function sweepFormerSets(queries: Queries): Promise<boolean> {
  const swept = await queries.query(sweepShares, [SHARES_AT_ONCE]);
  if (swept.length === SHARES_AT_ONCE) return true;
  await queries.query(sweepCells);
  await queries.query(sweepOpen);
  return false;
}
