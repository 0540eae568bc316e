import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { readPart } from '../../../../src/adapters/backup/parts';
import { readCopy, restoreCopy } from '../../../../src/adapters/backup/restore-copy';
import { CopyRefused } from '../../../../src/adapters/backup/refused';
import { DATABASE } from '../../../../src/database/database';
import { addEntry } from '../../../../src/usecases/kit/journal';
import { notSealedYet, sealJournal } from '../../../../src/usecases/proof/sealed';
import { verifyJournal } from '../../../../src/usecases/proof/verify';
import { freshDatabase, type FreshDatabase } from '../../../support/database';
import { until } from '../../../support/until';
import { headsOf, sealAll } from '../../usecases/proof/sealing';
import { officeToCopy, type OfficeToCopy } from './office-to-copy';

let one: OfficeToCopy;
const empties: FreshDatabase[] = [];
beforeAll(async () => {
  one = await officeToCopy();
});
afterAll(async () => {
  await one.close();
  for (const empty of empties) await empty.drop();
});

async function emptyDatabase(): Promise<FreshDatabase> {
  const empty = await freshDatabase({ empty: true, poolSize: 2 });
  empties.push(empty);
  return empty;
}
const restoreInto = async (folder: string, { database }: FreshDatabase) =>
  restoreCopy({
    database,
    files: null,
    copy: await readCopy(folder),
    identity: null,
    afterwards: async () => undefined,
  });

test('a sealed journal is whole in the restored database, knows the heads of before, and is sealed on', async () => {
  await sealAll(one.office, 3);
  const heads = await headsOf(one.office);
  const { folder } = await one.take();
  // What was done after the copy is lost with the machine, and so is its head.
  await one.office.register();
  await sealAll(one.office);
  const lost = (await headsOf(one.office)).slice(heads.length);

  const empty = await emptyDatabase();
  await restoreInto(folder, empty);
  const { database } = empty;
  const verify = (formerHeads: readonly { size: number; root: string }[]) => verifyJournal(database, { formerHeads });
  expect(heads.length).toBeGreaterThan(1);
  expect(lost.length).toBeGreaterThan(0);
  expect(await verify(heads)).toMatchObject({ outcome: 'whole' });
  expect(await verify(lost)).toMatchObject({ outcome: 'broken' });

  await database.transaction((tx) =>
    addEntry(tx, null, {
      at: new Date('2026-11-30T08:00:00Z'),
      action: 'gatherFolder',
      personId: null,
      capacity: 'clock',
      details: {},
    }),
  );
  const desk = { ...one.office.desk, [DATABASE]: database };
  await until('the new entry is sealed', async () => {
    await sealJournal(desk);
    return (await notSealedYet(database)).count === 0;
  });
  expect(await verify(heads)).toMatchObject({
    outcome: 'whole',
    head: { size: (heads.at(-1)?.size ?? 0) + 1 },
  });
});

test('of two that restore into one database at once one does, and the other finds it not empty', async () => {
  const { folder } = await one.take();
  const empty = await emptyDatabase();
  const ends = await Promise.allSettled([restoreInto(folder, empty), restoreInto(folder, empty)]);
  const refused = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
  expect(refused).toEqual([expect.any(CopyRefused)]);
  expect(refused).toMatchObject([{ why: 'notEmpty' }]);
});

test('a part of a copy of before, packed by gzip, is read as well', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'murajagat-parts-'));
  await writeFile(path.join(folder, 'person.gz'), gzipSync('1\tПетров\n'));
  expect(await text(await readPart(folder, { file: 'person.gz' }, null))).toBe('1\tПетров\n');
  await rm(folder, { recursive: true });
});
