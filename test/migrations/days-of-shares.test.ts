import { migrate } from '../../src/adapters/migrate';
import { countAll } from '../src/usecases/statistics/counting';
import { play } from '../src/usecases/statistics/random-acts';
import { Onlooker } from '../src/usecases/statistics/reckoning';
import { openOffice, type WorkingOffice } from '../src/usecases/working-office';
import { played } from '../support/random';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.fresh.drop());

const days = () => office.rows('select appeal_id, days::text from statistics_share order by 1');

test('appeals counted before an update touch the days that they would touch after it', async () => {
  await played(async (random) => {
    await play(office, random, new Onlooker(office));
    await countAll(office);
    const counted = await days();
    expect(counted.length).toBeGreaterThan(0);
    await office.rows('alter table statistics_share drop column days');
    await office.rows(`delete from migrations where name = '0002-days-of-shares'`);
    await migrate(office.fresh.database);
    expect(await days()).toEqual(counted);
  });
});
