import { outcomeOf } from '../../../../bots/telegram/errors';
import { outageIn } from '../../../../src/application/outage-in';
import { statement } from '../../../../src/database/database';
import { KeptInPart, unlessBusy } from '../../../../src/usecases/kit/attachments';
import { freshDatabase, type FreshDatabase } from '../../../support/database';

const look = statement('test.busy.look', 'select count(*)::int as many from setting');
const write = statement('test.busy.write', `insert into setting (key, value) values ($1, '1')`);

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase({ poolSize: 1 });
});
afterAll(() => fresh.drop());

test('all connections are in use for longer than a press waits: it is refused, unless a part of it is kept', async () => {
  const { database } = fresh;
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let isHeld = (): void => undefined;
  const begun = new Promise<void>((resolve) => {
    isHeld = resolve;
  });
  const kept = unlessBusy(async () => {
    await database.query(write, ['kept']);
    await begun;
    return database.query(look);
  }).catch((error: unknown) => error);
  const inPart = unlessBusy(async () => {
    await database.transaction((tx) => tx.query(write, ['kept too']));
    await begun;
    return database.query(look);
  }).catch((error: unknown) => error);
  const looked = unlessBusy(async () => {
    await database.query(look);
    await begun;
    return database.query(look);
  });
  await database.query(look);
  const holding = database.transaction(async () => {
    isHeld();
    await held;
  });
  await begun;
  const again = unlessBusy(() => database.query(look), true).catch((error: unknown) => error);
  const raw = database.query(look).catch((error: unknown) => error);

  expect(await looked).toBeNull();
  for (const one of [kept, inPart, again]) expect(await one).toBeInstanceOf(KeptInPart);
  // Words and files, of which nobody can say that they were refused, wait.
  expect(outageIn(await raw, { outcomeOf })).toEqual({ of: 'database' });
  release();
  await holding;
  expect(await unlessBusy(() => database.query(look))).toEqual([{ many: 2 }]);
});
