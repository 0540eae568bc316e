import { NOTICE_SCREENS } from '../../../../bots/conversation/front/notices';
import { wordsOf } from '../../../../src/i18n';
import { isFull, isNearlyFull, tellOfDisks } from '../../../../src/usecases/upkeep/after-restore';
import { paramsOf } from '../../../../src/usecases/kit/messages';
import { openOffice, type WorkingOffice } from '../working-office';

const GB = 1_000_000_000;
const disk = (free: number, size = 20 * GB, machine = 'office') => ({
  machine,
  folder: '/var/lib/murajagat/files',
  free,
  size,
});

describe('a disk', () => {
  test.each([
    [20 * GB, 5 * GB, 'well'],
    [20 * GB, 1 * GB, 'well'],
    [20 * GB, 0.9 * GB, 'nearly full'],
    [200 * GB, 3.9 * GB, 'nearly full'],
    [200 * GB, 4.1 * GB, 'well'],
    [20 * GB, 0.19 * GB, 'full'],
  ])('of %d bytes with %d free is %s', (size, free, state) => {
    const one = disk(free, size);
    expect(isFull(one) ? 'full' : isNearlyFull(one) ? 'nearly full' : 'well').toBe(state);
  });
});

describe('the admins', () => {
  let office: WorkingOffice;
  let now: Date;
  beforeAll(async () => {
    office = await openOffice();
  });
  afterAll(() => office.fresh.drop());
  beforeEach(async () => {
    await office.rows(`delete from outbox_message where kind = 'diskNearlyFull'`);
    await office.rows(`delete from setting where key like 'disk:%'`);
  });

  const look = (at: string, ...disks: readonly ReturnType<typeof disk>[]) => {
    now = new Date(`${at}+03:00`);
    return tellOfDisks({ ...office.desk, clock: { now: () => now } }, disks);
  };
  const said = () =>
    office.rows<{ params: object; silent: boolean }>(
      `select params, silent from outbox_message where kind = 'diskNearlyFull'`,
    );
  const low = disk(0.8129 * GB);
  const well = disk(5 * GB);

  test('hear of it on a day off, too', async () => {
    expect(await look('2027-01-02T09:00', low)).toBe(1);
    expect(await look('2027-01-03T07:59', low)).toBe(0);
    expect(await look('2027-01-03T08:00', low)).toBe(1);
  });

  test('hear at once, then once a day from opening while it lasts, whoever looks', async () => {
    const admins = await office.rows(`select id from person where 'admin' = any(roles)`);
    expect(await look('2026-11-25T22:00:00', well)).toBe(0);
    expect(await look('2026-11-25T22:00:15', low)).toBe(1);
    expect(await said()).toHaveLength(admins.length);
    for (const at of ['2026-11-25T22:00:30', '2026-11-26T00:30:00', '2026-11-26T07:59:45'])
      expect(await look(at, low)).toBe(0);
    now = new Date('2026-11-26T08:00:00+03:00');
    const desk = { ...office.desk, clock: { now: () => now } };
    const both = await Promise.all([tellOfDisks(desk, [low]), tellOfDisks(desk, [low])]);
    expect(both.sort()).toEqual([0, 1]);
    expect(await look('2026-11-26T20:00:00', low)).toBe(0);
    expect(await said()).toHaveLength(2 * admins.length);
  });

  test('hear anew once it was well, and not of every step about the border', async () => {
    expect(await look('2026-11-25T10:00:00', low)).toBe(1);
    expect(await look('2026-11-25T10:01:00', disk(1.01 * GB))).toBe(0);
    expect(await look('2026-11-25T10:02:00', low)).toBe(0);
    expect(await look('2026-11-25T10:03:00', well)).toBe(0);
    expect(await look('2026-11-25T10:04:00', low)).toBe(1);
  });

  test('hear of each machine by itself', async () => {
    const other = disk(5 * GB, 20 * GB, 'other');
    expect(await look('2026-11-25T10:00:00', low, other)).toBe(1);
    expect(await look('2026-11-25T10:00:15', other, low)).toBe(0);
    expect(await look('2026-11-25T10:00:30', { ...other, free: 0 })).toBe(1);
  });

  test('who are not there yet hear of it when they are', async () => {
    await office.rows(`update person set disabled_at = now() where 'admin' = any(roles)`);
    expect(await look('2026-11-25T10:00:00', low)).toBe(0);
    await office.rows(`update person set disabled_at = null where 'admin' = any(roles)`);
    expect(await look('2026-11-25T10:00:15', low)).toBe(1);
  });

  test('read which folder it is, what is left and what to do', async () => {
    await look('2026-11-25T10:00:00', low);
    const [row] = await said();
    expect(row?.silent).toBe(false);
    const reading = { words: wordsOf('ru'), now, calendar: office.desk.office.calendar(), longest: 4_000 };
    const screen = NOTICE_SCREENS.diskNearlyFull(paramsOf('diskNearlyFull', row?.params), reading);
    expect(screen?.text).toBe(
      '⚠️ На диске, где папка /var/lib/murajagat/files, осталось 812 МБ. Когда место кончится, бот не сможет принимать фото и записывать обращения.\n' +
        'Освободите место на этом диске, например от старых резервных копий и журналов других программ, или увеличьте диск. В папке данных ничего не удаляйте: там фото и база.',
    );
  });
});
