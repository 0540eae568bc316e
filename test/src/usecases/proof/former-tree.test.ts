import { inWork, register } from '../statistics/counting';
import { openOffice } from '../working-office';
import { asOwner, headsOf, sealAll, verify } from './sealing';

const ROOT = 'ab'.repeat(32);
const PREVIOUS = '0'.repeat(64);
const HEAD = { size: 4, root: ROOT, previous: PREVIOUS, sealedAt: '2026-11-30T12:00:00.123Z' };

test('where words of entries went out into rows after they had been sealed, the new tree begins with the last head of the former', async () => {
  const office = await openOffice();
  await inWork(office, await register(office));
  // As that update has left it.
  await office.rows('insert into journal_former_head (size, root, previous, sealed_at) values ($1, $2, $3, $4)', [
    HEAD.size,
    ROOT,
    PREVIOUS,
    HEAD.sealedAt,
  ]);
  await office.rows(
    `insert into journal_entry (id, at, action, capacity, details, epoch, txid)
     select least(0, min(id) - 1), '2026-11-30T12:00:00.200Z', 'beginTree', 'clock', $1, null, null from journal_entry`,
    [{ formerTree: HEAD }],
  );
  await sealAll(office);
  const [first] = await office.rows<{ action: string; former: object }>(
    `select j.action, j.details -> 'formerTree' as former from journal_entry j join journal_leaf l on l.entry_id = j.id where l.place = 0`,
  );
  expect(first).toEqual({ action: 'beginTree', former: HEAD });
  expect((await headsOf(office))[0]!.previous).toBe(PREVIOUS);
  // Heads that somebody has kept of both trees, in one file.
  const kept = [{ size: 4, root: ROOT.slice(0, 16) }, ...(await headsOf(office))];
  expect(await verify(office, kept)).toMatchObject({
    outcome: 'whole',
    compared: 1,
    former: { head: HEAD, compared: 1 },
  });
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
  await office.fresh.drop();
});
