import { beginEpochIfMoved } from '../../../../src/adapters/journal-epoch';
import { databaseOf } from '../../../../src/database/database';
import { headHash, NO_HEAD } from '../../../../src/proof/head';
import { registerAppealsIn } from '../../../../src/usecases/intake/register-appeals';
import { sealJournal } from '../../../../src/usecases/proof/sealed';
import { dyingDesk } from '../../../support/dying-desk';
import { played } from '../../../support/random';
import { until } from '../../../support/until';
import { inWork, register } from '../statistics/counting';
import { msk, openOffice, type WorkingOffice } from '../working-office';
import { asOwner, headsOf, nothingOlderIsUnderWay, seal, sealAll, verify } from './sealing';

let office: WorkingOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.fresh.drop());

async function someWork(appeals = 3): Promise<void> {
  for (let index = 0; index < appeals; index += 1) await inWork(office, await register(office));
}
const entries = async (): Promise<number> =>
  (await office.rows<{ count: number }>('select count(*)::int as count from journal_entry'))[0]!.count;

async function expectWhole(): Promise<void> {
  expect(await verify(office)).toMatchObject({ outcome: 'whole', waiting: { count: 0 } });
  const [last] = (await headsOf(office)).slice(-1);
  expect(last?.size ?? 0).toBe(await entries());
}

test('what the journal has told is sealed piece by piece, and each head names the one before it', async () => {
  await someWork();
  await sealAll(office, 2);
  await someWork(1);
  await sealAll(office, 3);
  await expectWhole();
  const heads = await headsOf(office);
  expect(heads.length).toBeGreaterThan(3);
  expect(heads.map(({ previous }) => previous)).toEqual([NO_HEAD, ...heads.slice(0, -1).map(headHash)]);
});

test('in whatever pieces it is sealed, the tree is the same', async () => {
  await someWork();
  await sealAll(office, 1);
  const inOnes = await headsOf(office);
  await asOwner(office, 'delete from journal_head', 'delete from journal_leaf', 'delete from journal_node');
  await sealAll(office);
  const [atOnce] = await headsOf(office);
  expect(atOnce).toMatchObject({ size: inOnes.length, root: inOnes.at(-1)!.root });
});

test('nothing is sealed while something older is under way, and then all of it is', async () => {
  await sealAll(office);
  let commit: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (commit = resolve));
  let isWritten: () => void = () => undefined;
  const written = new Promise<void>((resolve) => (isWritten = resolve));
  const late = databaseOf(office.desk).transaction(async (tx) => {
    const record = { number: 'LATE-1', kind: 'message' as const, registeredAt: msk('2026-11-25 09:00') };
    await registerAppealsIn(tx, office.desk, [record], 'http', null);
    isWritten();
    await held;
  });
  await written;
  await register(office);
  await seal(office);
  expect(await headsOf(office)).toEqual([]);
  expect(await verify(office)).toMatchObject({ outcome: 'whole', head: null, waiting: { count: 1 } });
  commit();
  await late;
  await sealAll(office);
  await expectWhole();
});

test('killed at any moment it seals nothing twice and leaves nothing out', async () => {
  await played(async (random) => {
    const dying = dyingDesk(office.desk, () => random() < 0.4);
    for (let round = 0; round < 3; round += 1) {
      await someWork(2);
      for (let step = 0; step < 10; step += 1)
        await sealJournal(dying, 1 + Math.floor(random() * 4)).catch(() => undefined);
    }
    await sealAll(office, 3);
    await expectWhole();
  });
});

test('a server that ends its session in the middle of a piece takes the whole piece back', async () => {
  // Sixteen entries make the first node that is kept.
  await someWork(6);
  expect(await entries()).toBeGreaterThan(15);
  await nothingOlderIsUnderWay(office);
  await databaseOf(office.desk).transaction(async (tx) => {
    await tx.manager.query('lock table journal_node in access exclusive mode');
    const sealing = sealJournal(office.desk, 100).then(
      () => 'sealed',
      () => 'ended',
    );
    await until('it waits for the table', async () => {
      const ended = await office.rows(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock' and query like '%journal_node%' and pid <> pg_backend_pid()`,
      );
      return ended.length > 0;
    });
    expect(await sealing).toBe('ended');
  });
  expect(await office.rows('select place from journal_leaf')).toEqual([]);
  await sealAll(office);
  await expectWhole();
});

test('two that seal at once seal once', async () => {
  await someWork();
  await Promise.all([seal(office, 2), seal(office, 3), seal(office, 1)]);
  await sealAll(office);
  await expectWhole();
});

test('a clock that went back changes neither the order nor the tree', async () => {
  await someWork(1);
  await sealAll(office);
  office.setTime(msk('2026-11-24 09:00'));
  await someWork(1);
  await sealAll(office, 2);
  await expectWhole();
  const heads = await headsOf(office);
  expect(heads.at(-1)!.sealedAt < heads[0]!.sealedAt).toBe(true);
});

test('what the journal had before it knew of transactions is sealed first', async () => {
  await someWork(2);
  await asOwner(office, 'update journal_entry set epoch = null, txid = null');
  await someWork(1);
  await sealAll(office, 3);
  await expectWhole();
  const places = await office.rows<{ id: number }>('select entry_id as id from journal_leaf order by place');
  expect(places.map(({ id }) => id)).toEqual([...places.map(({ id }) => id)].sort((one, other) => one - other));
});

test('a copy that was restored on a server of lower numbers is sealed on, and its former heads are kept', async () => {
  await someWork(2);
  await sealAll(office, 3);
  await someWork(1);
  // As the other server had numbered them, before they were sealed there.
  await asOwner(
    office,
    'delete from journal_head',
    'delete from journal_leaf',
    'delete from journal_node',
    'update journal_entry set txid = txid + 1000000000',
  );
  const database = databaseOf(office.desk);
  expect(await beginEpochIfMoved(database)).toBe(true);
  await seal(office, 3);
  const former = await headsOf(office);
  // Nothing can come into the former epoch any more, so that all of it is sealed, whatever else the server is at.
  expect(former.at(-1)!.size).toBe(await entries());
  await someWork(1);
  await sealAll(office, 3);
  await expectWhole();
  expect(await verify(office, former)).toMatchObject({ outcome: 'whole', compared: former.length });
  expect(await office.rows('select distinct epoch from journal_entry order by epoch')).toEqual([
    { epoch: 1 },
    { epoch: 2 },
  ]);
});

test.each(['journal_head', 'journal_leaf', 'journal_node'])('%s takes no change back', async (table) => {
  await someWork();
  await sealAll(office);
  const { dataSource } = databaseOf(office.desk);
  for (const change of [`update ${table} set size = 1`, `delete from ${table}`, `truncate ${table}`]) {
    const asked = change.replace('set size = 1', table === 'journal_head' ? 'set size = 1' : 'set place = 1');
    await expect(dataSource.query(asked)).rejects.toThrow('append-only');
  }
});

test('nor can the journal itself be emptied', async () => {
  await someWork();
  await expect(office.rows('truncate journal_entry cascade')).rejects.toThrow('append-only');
});

test('upon a tree that is damaged nothing is built', async () => {
  await someWork();
  await sealAll(office);
  await asOwner(office, `update journal_leaf set hash = '\\x00' where place = (select max(place) from journal_leaf)`);
  await someWork(1);
  await nothingOlderIsUnderWay(office);
  await expect(sealJournal(office.desk)).rejects.toMatchObject({ code: 'journal_tree' });
});
