import { systemClock } from '../../../../src/clock';
import { DATABASE } from '../../../../src/database/database';
import { likelyRepeats, sketchAppeals, sketchFormer } from '../../../../src/usecases/appeals/likely-repeats';
import { type FreshDatabase, freshDatabase } from '../../../support/database';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

const query = <Row>(sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
  fresh.database.dataSource.query(sql, [...values]);

const TEXT =
  'На перекрёстке у школы третью неделю не горит ни один фонарь, дети идут домой в полной темноте, просим починить освещение';

/** As the version before has registered it: nothing was kept of its likeness. */
async function registeredBefore(number: string, text: string | null, address: string | null): Promise<number> {
  const [row] = await query<{ id: number }>(
    `insert into appeal (number, kind, registered_at, received_at, term_days, stage, version, stage_entered_at, first_due_at, due_at,
       extended, reexaminations, category, settlement, address, text)
     values ($1, 'message', '2026-11-20T09:00Z', '2026-11-20T09:00Z', 30, 'coordination', 1, '2026-11-20T09:00Z', '2026-12-20T20:59Z',
       '2026-12-20T20:59Z', false, 0, 'Дороги', 'с. Берёзовка', $3, $2) returning id`,
    [number, text, address],
  );
  return row!.id;
}

test('appeals that came before an update are found as likely repeats after it, also those that were corrected meanwhile', async () => {
  const [byText, byPlace, corrected] = [
    await registeredBefore('1', TEXT, null),
    await registeredBefore('2', null, 'ул. Советская, 12'),
    await registeredBefore('3', null, 'ул. Лесная, 1'),
  ];
  const others = 120;
  for (let at = 0; at < others; at += 1) await registeredBefore(`other ${at}`, null, `ул. Новая, ${at}`);
  await query('insert into appeal_to_sketch (appeal_id) select id from appeal');

  const now = (settlement: string | null, address: string | null, text: string | null, id: number) =>
    fresh.database.transaction((tx) => sketchAppeals(tx, [{ id, settlement, address, text }]));
  await query(`update appeal set address = 'ул. Советская, д. 12' where id = $1`, [corrected]);
  await now('с. Берёзовка', 'ул. Советская, д. 12', null, corrected);
  const fresher = await registeredBefore('4', TEXT.replace('освещение', 'фонари'), 'Советская 12');
  await now('с. Берёзовка', 'Советская 12', TEXT.replace('освещение', 'фонари'), fresher);

  const found = async () =>
    (await likelyRepeats(fresh.database, fresher)).map(({ id }) => id).sort((one, two) => one - two);
  expect(await found()).toEqual([corrected]);
  expect(await sketchFormer({ [DATABASE]: fresh.database, clock: systemClock })).toBe(3 + others);
  expect(await found()).toEqual([byText, byPlace, corrected]);
  expect(await sketchFormer({ [DATABASE]: fresh.database, clock: systemClock })).toBe(0);
});
