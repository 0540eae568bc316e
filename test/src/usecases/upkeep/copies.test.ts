import { NOTICE_SCREENS } from '../../../../bots/conversation/front/notices';
import { wordsOf, type Locale } from '../../../../src/i18n';
import { databaseOf } from '../../../../src/database/database';
import {
  carryOutCopies,
  orderCopy,
  orderCopyCheck,
  tellOfCopyAhead,
  tellOfOldCopy,
} from '../../../../src/usecases/upkeep/copies';
import { COPY_TROUBLES } from '../../../../src/usecases/kit/account-params';
import { paramsOf } from '../../../../src/usecases/kit/messages';
import type { Copies } from '../../../../src/usecases/kit/ports';
import { msk, openOffice, type WorkingOffice } from '../working-office';

const FOLDER = '/mnt/copies';

let office: WorkingOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.fresh.drop());

const copies = (changes: Partial<Copies> = {}): Copies => ({
  folder: FOLDER,
  newest: async () => null,
  keepDecisions: async () => undefined,
  ahead: async () => null,
  take: async () => null,
  check: async () => null,
  stop: async () => undefined,
  ...changes,
});
const look = (at: string, newest: string | null) => {
  office.setTime(msk(at));
  return tellOfOldCopy(office.desk, copies({ newest: async () => (newest === null ? null : msk(newest)) }));
};
const said = (kind: string) =>
  office.rows<{ params: object; silent: boolean }>(`select params, silent from outbox_message where kind = '${kind}'`);
const order = (of: typeof orderCopy) => databaseOf(office.desk).transaction((tx) => of(tx, msk('2026-11-25 02:30')));
const screenOf = (kind: 'copyOld' | 'copyAhead' | 'copyChecked', params: unknown, locale: Locale = 'ru') =>
  NOTICE_SCREENS[kind](
    paramsOf(kind, params) as never,
    {
      words: wordsOf(locale),
      now: msk('2026-11-26 10:00'),
      calendar: office.desk.office.calendar(),
    } as never,
  )?.text;

test('the admins hear of a copy that is older than 26 hours: at once, then once a day from opening', async () => {
  expect(await look('2026-11-26 04:29', '2026-11-25 02:30')).toBe(false);
  expect(await look('2026-11-26 04:31', '2026-11-25 02:30')).toBe(true);
  expect(await look('2026-11-26 07:59', '2026-11-25 02:30')).toBe(false);
  expect(await look('2026-11-26 08:00', '2026-11-25 02:30')).toBe(true);
  expect(await look('2026-11-26 17:00', '2026-11-25 02:30')).toBe(false);
  const admins = await office.rows(`select id from person where 'admin' = any(roles)`);
  expect(await said('copyOld')).toHaveLength(admins.length * 2);
});

test('also on days off, when nobody opens the office: ten days of January are not ten days of silence', async () => {
  const last = '2026-12-31 02:30';
  expect(await look('2027-01-01 09:00', last)).toBe(true);
  for (const day of ['02', '03', '04', '05', '06', '07', '08', '09', '10']) {
    expect(await look(`2027-01-${day} 07:59`, last)).toBe(false);
    expect(await look(`2027-01-${day} 08:00`, last)).toBe(true);
  }
});

test('and anew after it was well', async () => {
  expect(await look('2026-11-26 10:00', '2026-11-25 02:30')).toBe(true);
  expect(await look('2026-11-26 11:00', '2026-11-26 10:59')).toBe(false);
  expect(await look('2026-11-27 13:00', '2026-11-26 10:59')).toBe(true);
});

test('where there never was a copy, 26 hours after somebody first looked', async () => {
  expect(await look('2026-11-25 10:00', null)).toBe(false);
  expect(await look('2026-11-26 11:59', null)).toBe(false);
  expect(await look('2026-11-26 12:01', null)).toBe(true);
  expect(screenOf('copyOld', (await said('copyOld'))[0]?.params)).toBe(
    `⚠️ В папке ${FOLDER} нет ни одной целой резервной копии.\nСделать копию сейчас: npm run backup -- ${FOLDER}.`,
  );
});

test('of a copy that a wrong clock has dated ahead the admins hear once, and of the next one anew', async () => {
  const ahead = (at: string) => {
    office.setTime(msk('2026-11-26 10:00'));
    const folder = `${FOLDER}/2035-01-01T023000`;
    return tellOfCopyAhead(office.desk, copies({ ahead: async () => ({ folder, takenAt: msk(at) }) }));
  };
  expect(await tellOfCopyAhead(office.desk, copies())).toBe(false);
  expect(await ahead('2035-01-01 02:30')).toBe(true);
  expect(await ahead('2035-01-01 02:30')).toBe(false);
  expect(screenOf('copyAhead', (await said('copyAhead'))[0]?.params)).toMatch(
    /^⚠️ У резервной копии \/mnt\/copies\/2035-01-01T023000 дата из будущего, 01\.01\.2035 02:30: /,
  );
  expect(await ahead('2035-01-02 02:30')).toBe(true);
});

test('what was ordered is taken once; what failed is tried again, and the alarm says why', async () => {
  let taken = 0;
  const take = async () => {
    taken += 1;
    return taken === 1 ? ({ why: 'diskFull', params: { folder: FOLDER } } as const) : null;
  };
  expect(await carryOutCopies(office.desk, copies({ take }))).toBe(false);
  await order(orderCopy);
  expect(await carryOutCopies(office.desk, copies({ take }))).toBeNull();
  await look('2026-11-26 10:00', '2026-11-24 02:30');
  expect(screenOf('copyOld', (await said('copyOld'))[0]?.params)).toContain('На диске кончилось место (/mnt/copies)');
  expect(await carryOutCopies(office.desk, copies({ take }))).toBe(true);
  expect(await carryOutCopies(office.desk, copies({ take }))).toBe(false);
  expect(taken).toBe(2);
});

test.each([
  ['good', false, /^Ежемесячная проверка: копия от 26\.11 02:30 развёрнута во временной базе, она годится\.$/],
  ['sealed', false, /цела\. Она зашифрована/],
  [{ why: 'damaged', params: { file: '/mnt/copies/x/appeal.gz' } }, true, /не прошла\.\nКопия повреждена: файл \/mnt/],
] as const)('the month’s check is told to the admins: %j', async (found, sounds, text) => {
  await order(orderCopyCheck);
  const check = async () => ({ takenAt: msk('2026-11-26 02:30'), found });
  expect(await carryOutCopies(office.desk, copies({ check }))).toBe(true);
  expect(await carryOutCopies(office.desk, copies({ check }))).toBe(false);
  const [line] = await said('copyChecked');
  expect(line?.silent).toBe(!sounds);
  expect(screenOf('copyChecked', line?.params)).toMatch(text);
});

test.each(COPY_TROUBLES)('%s has words in both languages', (why) => {
  const params = {
    folder: 'f',
    data: 'd',
    file: 'f',
    reason: 'r',
    table: 't',
    count: 2,
    expected: 1,
    found: 2,
    version: 'v',
    migrations: 'm',
    recipient: 'k',
    commit: 'c',
  };
  for (const locale of ['ru', 'tt'] as const) {
    const text = wordsOf(locale).plain(`backup:refused.${why}`, params);
    expect(text).not.toMatch(/\{\{|refused\./);
    expect(text.endsWith('.')).toBe(true);
  }
});
