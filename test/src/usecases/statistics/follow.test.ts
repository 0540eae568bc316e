import { beginEpochIfMoved } from '../../../../src/adapters/journal-epoch';
import { databaseOf } from '../../../../src/database/database';
import { registerAppealsIn } from '../../../../src/usecases/intake/register-appeals';
import { followJournal, statisticsLag, rebuildStatistics } from '../../../../src/usecases/statistics/follow';
import { dyingDesk } from '../../../support/dying-desk';
import { played } from '../../../support/random';
import { until } from '../../../support/until';
import { nothingOlderIsUnderWay } from '../proof/sealing';
import { msk, openOffice, type WorkingOffice } from '../working-office';
import { answer, assign, count, countAll, counted, countedAsFar, inWork, register, returned } from './counting';

let office: WorkingOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.fresh.drop());

/** All that the set which is read has, in words that can be compared. */
async function everything(): Promise<readonly string[]> {
  const sorted = (value: object): string =>
    JSON.stringify(
      Object.entries(value)
        .map(([name, one]): [string, unknown] => [
          name,
          typeof one === 'object' ? Object.entries(one as object).sort() : one,
        ])
        .sort(([one], [other]) => (one < other ? -1 : 1)),
    );
  const cells = await office.rows<{ place: string; counts: object }>(
    `select concat_ws(' ', slice, grain, day, key, until) as place, counts from statistics_cell c
     join statistics_set s on s.id = c.set_id and s.state = 'active' order by 1`,
  );
  const open = await office.rows<{ place: string }>(
    `select concat_ws(' ', slice, grain, day, key, open, backlog) as place from statistics_open o
     join statistics_set s on s.id = o.set_id and s.state = 'active' where (open, backlog) <> (0, 0) order by 1`,
  );
  return [...cells.map(({ place, counts }) => `${place} ${sorted(counts)}`), ...open.map(({ place }) => place)];
}

const rebuild = (signal = new AbortController().signal, appealsAtOnce = 3) =>
  rebuildStatistics(office.desk, { signal, onProgress: () => undefined, appealsAtOnce });

/** What was counted entry by entry is what is counted from the beginning. */
async function expectNothingTwiceAndNothingLess(): Promise<void> {
  // A transaction of another test on this server may have held back the last of it.
  await countAll(office);
  const followed = await everything();
  expect(followed.length).toBeGreaterThan(0);
  expect(await rebuild()).toBe('done');
  expect(followed).toEqual(await everything());
}

async function aDayOfWork(appeals = 6): Promise<void> {
  for (let index = 0; index < appeals; index += 1) {
    const id = await register(office, { category: index % 2 === 0 ? 'Дороги' : 'Вода' });
    await inWork(office, id, index % 3 === 0 ? 'executor' : 'everything');
    if (index % 3 !== 0) continue;
    await answer(office, id);
    if (index > 0) await office.must('curator', 'returnForReexamination', id, returned);
  }
}

test('whatever transactions commit in, none is overlooked, and what is held up is said', async () => {
  await countAll(office);
  let commit: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (commit = resolve));
  let isWritten: () => void = () => undefined;
  const written = new Promise<void>((resolve) => (isWritten = resolve));
  const late = databaseOf(office.desk).transaction(async (tx) => {
    await registerAppealsIn(
      tx,
      office.desk,
      [{ number: 'LATE-1', kind: 'message', registeredAt: msk('2026-11-25 09:00') }],
      'http',
      null,
    );
    isWritten();
    await held;
  });
  await written;
  await register(office);
  await count(office);
  const received = async () => (await countedAsFar(office, '2026-11-25', '2026-11-25')).total.received;
  expect(await received()).toBe(0);
  office.setTime(msk('2026-11-25 10:30'));
  expect(await countedAsFar(office, '2026-11-25', '2026-11-25')).toMatchObject({ lag: 1_800_000 });
  expect(await statisticsLag(databaseOf(office.desk))).toEqual({ since: msk('2026-11-25 10:00'), count: 1 });
  commit();
  await late;
  expect((await counted(office, '2026-11-25', '2026-11-25')).total.received).toBe(2);
  expect(await statisticsLag(databaseOf(office.desk))).toEqual({ since: null, count: 0 });
  await expectNothingTwiceAndNothingLess();
});

test('killed at any moment it counts nothing twice and nothing less', async () => {
  await played(async (random) => {
    const dying = dyingDesk(office.desk, () => random() < 0.4);
    const follow = async (): Promise<void> => {
      const atOnce = 1 + Math.floor(random() * 5);
      for (let step = 0; step < 12; step += 1) await followJournal(dying, atOnce).catch(() => undefined);
    };
    for (let round = 0; round < 4; round += 1) {
      await aDayOfWork(3);
      await follow();
    }
    await count(office, 3);
    await expectNothingTwiceAndNothingLess();
  });
});

test('a server that ends its session in the middle of a piece takes the whole piece back', async () => {
  await aDayOfWork(3);
  await countAll(office);
  await aDayOfWork(3);
  await nothingOlderIsUnderWay(office);
  await databaseOf(office.desk).transaction(async (tx) => {
    await tx.manager.query('lock table statistics_cell in access exclusive mode');
    const following = followJournal(office.desk).then(
      () => 'followed',
      () => 'ended',
    );
    await until('it waits for the table', async () => {
      const ended = await office.rows(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock' and query like '%statistics_cell%' and pid <> pg_backend_pid()`,
      );
      return ended.length > 0;
    });
    expect(await following).toBe('ended');
  });
  await countAll(office);
  await expectNothingTwiceAndNothingLess();
});

test('two that follow at once count once', async () => {
  await countAll(office);
  await aDayOfWork();
  await Promise.all([count(office, 2), count(office, 3), count(office, 1)]);
  await expectNothingTwiceAndNothingLess();
});

test('what the journal had before it knew of transactions is counted', async () => {
  await aDayOfWork(3);
  await changeEntries('epoch = null, txid = null');
  await aDayOfWork(1);
  expect((await counted(office, '2026-11-25', '2026-11-25')).total.received).toBe(4);
  await expectNothingTwiceAndNothingLess();
});

test('a database that was moved to a server of lower numbers is followed on, and what came before the move too', async () => {
  await aDayOfWork(2);
  await countAll(office);
  await aDayOfWork(1);
  // As the other server had numbered them.
  await changeEntries('txid = txid + 1000000000');
  await office.rows(`update statistics_set set txid = txid + 1000000000`);
  const database = databaseOf(office.desk);
  expect(await beginEpochIfMoved(database)).toBe(true);
  expect(await beginEpochIfMoved(database)).toBe(false);
  await assign(office, await register(office));
  expect(await counted(office, '2026-11-25', '2026-11-25')).toMatchObject({ total: { received: 4 }, lag: 0 });
  expect(
    await office.rows('select epoch from journal_entry where epoch is not null group by epoch order by epoch'),
  ).toEqual([{ epoch: 1 }, { epoch: 2 }]);
  await expectNothingTwiceAndNothingLess();
});

test('a database on its own server begins no epoch', async () => {
  await register(office);
  expect(await beginEpochIfMoved(databaseOf(office.desk))).toBe(false);
});

async function changeEntries(change: string): Promise<void> {
  const { dataSource } = databaseOf(office.desk);
  await dataSource.query('alter table journal_entry disable trigger journal_entry_append_only');
  await dataSource.query(`update journal_entry set ${change}`);
  await dataSource.query('alter table journal_entry enable trigger journal_entry_append_only');
}

test('counted anew from the beginning, what is read is swapped at once and followed on', async () => {
  await aDayOfWork();
  await countAll(office);
  await office.rows(`update statistics_cell set counts = '{"received":99}' where slice = 'none' and grain = 'day'`);
  const received = async () => (await counted(office, '2026-11-25', '2026-11-25')).total.received;
  expect(await received()).toBe(99);
  expect(await rebuild()).toBe('done');
  expect(await received()).toBe(6);
  await register(office);
  expect(await received()).toBe(7);
  expect(await office.rows('select distinct set_id from statistics_share')).toHaveLength(1);
});

test('what a version before has counted by other rules is counted anew by itself', async () => {
  await aDayOfWork(2);
  await countAll(office);
  await office.rows(`update statistics_set set rules = 0`);
  await office.rows(`update statistics_share set share = '{"of":"another form"}'`);
  expect((await counted(office, '2026-11-25', '2026-11-25')).total.received).toBe(2);
  expect(await office.rows('select state, rules from statistics_set')).toEqual([{ state: 'active', rules: 1 }]);
  await expectNothingTwiceAndNothingLess();
});

test('interrupted, what was read before is read on, and nothing of the other is left', async () => {
  await aDayOfWork();
  await countAll(office);
  const before = await everything();
  const stopping = new AbortController();
  const interrupted = rebuildStatistics(office.desk, {
    signal: stopping.signal,
    onProgress: () => stopping.abort(),
    appealsAtOnce: 2,
  });
  expect(await interrupted).toBe('interrupted');
  expect(await everything()).toEqual(before);
  expect(await office.rows('select state from statistics_set')).toEqual([{ state: 'active' }]);
  expect(await office.rows('select distinct set_id from statistics_share')).toHaveLength(1);
});

test('who comes second to count from the beginning is told that somebody is at it', async () => {
  await aDayOfWork();
  await countAll(office);
  let first!: ReturnType<typeof rebuild>;
  await databaseOf(office.desk).transaction(async (tx) => {
    await tx.manager.query('lock table statistics_set in access exclusive mode');
    first = rebuild();
    await until('it waits for the table', async () => {
      const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      return (await office.rows(waiting)).length > 0;
    });
    expect(await rebuild()).toBe('busy');
  });
  expect(await first).toBe('done');
});
