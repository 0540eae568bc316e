import { databaseOf } from '../../../../src/database/database';
import { notSealedYet, sealJournal, headOf, headsAfter } from '../../../../src/usecases/proof/sealed';
import type { FormerHead } from '../../../../src/usecases/proof/former-tree';
import { verifyJournal, type Verdict } from '../../../../src/usecases/proof/verify';
import type { Head } from '../../../../src/proof/head';
import { EPOCH, OLDEST_UNDER_WAY } from '../../../../src/usecases/kit/journal';
import { until } from '../../../support/until';
import type { WorkingOffice } from '../working-office';

/**
 * Whatever other tests of this server are at, all that this office has written until now can be sealed and counted: what is oldest under
 * way never becomes older.
 */
export const nothingOlderIsUnderWay = (office: WorkingOffice): Promise<void> =>
  until('nothing older is under way', async () => {
    const held = `select from journal_entry where epoch = ${EPOCH} and txid >= ${OLDEST_UNDER_WAY} limit 1`;
    return (await office.rows(held)).length === 0;
  });

/** As far as nothing older is under way. */
export async function seal(office: WorkingOffice, atOnce?: number): Promise<void> {
  while ((await sealJournal(office.desk, atOnce)).more);
}

/** Everything, also what a transaction of another test on this server holds back; in whole pieces. */
export async function sealAll(office: WorkingOffice, atOnce?: number): Promise<void> {
  await nothingOlderIsUnderWay(office);
  await seal(office, atOnce);
  expect(await notSealedYet(databaseOf(office.desk))).toMatchObject({ count: 0 });
}

export const verify = (office: WorkingOffice, formerHeads: readonly FormerHead[] = []): Promise<Verdict> =>
  verifyJournal(databaseOf(office.desk), { formerHeads });

export const headsOf = async (office: WorkingOffice): Promise<Head[]> =>
  (await headsAfter(databaseOf(office.desk), 0, 10_000)).map(headOf);

/** As the owner of the server can, past what refuses it. */
export async function asOwner(office: WorkingOffice, ...statements: readonly string[]): Promise<void> {
  const tables = ['journal_entry', 'journal_leaf', 'journal_node', 'journal_head', 'journal_words'];
  const { dataSource } = databaseOf(office.desk);
  for (const table of tables) await dataSource.query(`alter table ${table} disable trigger all`);
  for (const one of statements) await dataSource.query(one);
  for (const table of tables) await dataSource.query(`alter table ${table} enable trigger all`);
}
