import { type Database, type Transaction, statement } from '../database/database';

/** Entries of the epoch that goes on know transactions that this server has not come to yet: they are another server's. */
const look = statement(
  'journal-epoch.look',
  `select e.id, coalesce((select max(j.txid) from journal_entry j where j.epoch = e.id)
     >= ((pg_snapshot_xmax(pg_current_snapshot()))::text)::bigint, false) as moved
   from journal_epoch e order by e.id desc limit 1`,
);
const begin = statement('journal-epoch.begin', 'insert into journal_epoch (id, begun_at) values ($1, now())');
const hold = statement('journal-epoch.hold', 'lock table journal_epoch in exclusive mode');

/**
 * Begins another epoch of the journal where the database was moved or restored to a server whose transactions have lower numbers. After
 * `migrate`, before anything is written: what an old process would still write would be of the epoch before.
 * @returns whether one has begun
 * @idempotent
 */
export async function beginEpochIfMoved(database: Database): Promise<boolean> {
  const [present] = await database.query<Epoch>(look);
  if (present?.moved !== true) return false;
  return database.transaction(async (tx) => {
    await tx.query(hold);
    const [epoch] = await tx.query<Epoch>(look);
    if (epoch?.moved !== true) return false;
    await beginEpoch(tx);
    return true;
  });
}

/** Whatever transactions this server has come to: after a restore, which brings rows of one server and the structure of none. */
export async function beginEpoch(tx: Transaction): Promise<void> {
  const [epoch] = await tx.query<Epoch>(look);
  const next = (epoch?.id ?? 0) + 1;
  await tx.query(begin, [next]);
  // A constant, so that an entry asks for nothing. No statement has parameters here, and the number is ours.
  await tx.manager.query(`alter table journal_entry alter column epoch set default ${next}`);
}

interface Epoch {
  readonly id: number;
  readonly moved: boolean;
}
