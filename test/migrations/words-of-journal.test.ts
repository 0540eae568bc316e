import { databaseOf } from '../../src/database/database';
import { migrate } from '../../src/adapters/migrate';
import { sealAll, headsOf, verify, asOwner } from '../src/usecases/journal/sealing';
import { inWork, register } from '../src/usecases/statistics/counting';
import { openOffice, type WorkingOffice } from '../src/usecases/working-office';
import { undoDownTo } from '../support/migrations';

let office: WorkingOffice;
afterEach(() => office.fresh.drop());

const SAID = 'Звонила Гарипова, 8 917 123-45-67, кв. 12';

/** An office of before: words in its entries, sealed as they were. */
async function officeOfBefore(): Promise<void> {
  office = await openOffice();
  const appealId = await register(office);
  await inWork(office, appealId);
  await office.must('executor', 'returnToCoordination', appealId, { reason: SAID });
  await undoDownTo(databaseOf(office.desk), 'WordsOfJournal1782861000000');
  const [entry] = await office.rows<{ reason: string }>(
    `select details ->> 'reason' as reason from journal_entry where action = 'returnToCoordination'`,
  );
  expect(entry).toEqual({ reason: SAID });
}

test('words of entries of before go out into rows, and the new tree begins with the last head of the former', async () => {
  await officeOfBefore();
  // As the program of then has sealed: a head is all that is kept of it.
  const root = 'ab'.repeat(32);
  await office.rows(`insert into journal_head values (4, $1, repeat('0', 64), '2026-11-30T12:00:00.123Z', 1, 1, 4)`, [
    root,
  ]);
  await migrate(databaseOf(office.desk));
  expect(
    await office.rows(`select id from journal_entry where details::text ~ '[а-яА-Я]' or details::text like '%123-45%'`),
  ).toEqual([]);
  expect(
    await office.rows(
      `select j.told ->> 'reason' as reason from journal_entry j where action = 'returnToCoordination'`,
    ),
  ).toEqual([{ reason: SAID }]);
  await sealAll(office);
  const [first] = await office.rows<{ action: string; former: object }>(
    `select j.action, j.details -> 'formerTree' as former from journal_entry j join journal_leaf l on l.entry_id = j.id where l.place = 0`,
  );
  const head = { size: 4, root, previous: '0'.repeat(64), sealedAt: '2026-11-30T12:00:00.123Z' };
  expect(first).toEqual({ action: 'beginTree', former: head });
  expect((await headsOf(office))[0]!.previous).toBe('0'.repeat(64));
  // Heads that somebody has kept of both trees, in one file.
  const kept = [{ size: 4, root: root.slice(0, 16) }, ...(await headsOf(office))];
  expect(await verify(office, kept)).toMatchObject({ outcome: 'whole', compared: 1, former: { head, compared: 1 } });
  expect(await verify(office, [{ size: 4, root: 'cd'.repeat(32) }])).toMatchObject({
    outcome: 'broken',
    fault: { what: 'notKept' },
  });
  await asOwner(
    office,
    `alter table journal_former_head disable trigger all`,
    `update journal_former_head set root = repeat('c', 64)`,
  );
  expect(await verify(office)).toMatchObject({ outcome: 'broken', fault: { what: 'formerTree' } });
});

test('an office that has never sealed begins no tree anew', async () => {
  await officeOfBefore();
  await migrate(databaseOf(office.desk));
  expect(await office.rows(`select id from journal_entry where action = 'beginTree'`)).toEqual([]);
  await sealAll(office);
  expect(await verify(office)).toMatchObject({ outcome: 'whole', former: null });
});
