import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadCalendar } from '../../../../src/adapters/calendars';
import { statement, DATABASE } from '../../../../src/database/database';
import { wordsOf } from '../../../../src/i18n';
import { intakeWords } from '../../../../src/intake/complaints';
import { readRoster } from '../../../../src/intake/roster';
import { rosterReport } from '../../../../src/intake/roster-report';
import { maxAccount, TELEGRAM, telegramAccount } from '../../../../src/intake/messenger-chats';
import { assignStandIds, ensureAdmins } from '../../../../src/usecases/office/admins';
import { loadRoster, tryRoster } from '../../../../src/usecases/office/load-roster';
import type { LoadedRoster, RosterData } from '../../../../src/usecases/office/loading';
import { peopleForStand } from '../../../../src/usecases/kit/officials';
import { lackingPeople } from '../../../../src/usecases/people/store';
import { emptyTables, type FreshDatabase, freshDatabase } from '../../../support/database';

const now = new Date('2026-11-25T09:00:00+03:00');
const words = wordsOf('ru');
const nameOf = (id: string) => words.plain('common:adminPlaceholder', { id });

let fresh: FreshDatabase;
let desk: Parameters<typeof loadRoster>[0];
beforeAll(async () => {
  fresh = await freshDatabase();
  const calendar = loadCalendar({ zone: 'Europe/Moscow', opensAt: 8 * 60, closesAt: 17 * 60 });
  desk = { [DATABASE]: fresh.database, clock: { now: () => now }, office: { calendar: () => calendar } };
});
afterAll(() => fresh.drop());
afterEach(() => emptyTables(fresh.database, 'person, organization, category, group_chat, journal_entry'));

const selectPeople = statement(
  'test.people',
  `select p.name, p.position, p.roles, p.can_approve as "canApprove", s.name as supervisor, o.name as organization, account.user_id as "userId", p.snils,
     p.disabled_at is not null as disabled
   from person p left join account on account.person_id = p.id left join person s on s.id = p.supervisor_id left join organization o on o.id = p.organization_id order by p.id`,
);
const selectJournal = statement(
  'test.journal-of-people',
  `select action, journal_entry.told as details from journal_entry where appeal_id is null order by id`,
);
const people = () => fresh.database.query<Record<string, unknown>>(selectPeople);
const person = async (name: string) => (await people()).find((one) => one.name === name);
const journal = () => fresh.database.query<{ action: string; details: Record<string, unknown> }>(selectJournal);

function roster(content: unknown): RosterData {
  const reading = readRoster(JSON.stringify(content), intakeWords(words));
  if (!reading.ok) throw new Error(JSON.stringify(reading.complaints));
  return reading.value.roster;
}
const example = () => roster(JSON.parse(readFileSync(path.join(__dirname, '../../../../roster.example.json'), 'utf8')));
/** These rosters are too small to name a coordinator, and each would be warned of it. */
const besideCoordinating = ({ warnings }: LoadedRoster) => warnings.filter(({ kind }) => kind !== 'nobodyCoordinates');
const SHAFEEV = { name: 'Шафеев Ильдар Рустамович', roles: ['admin', 'supervisor'], canApprove: true };

const [SEVEN, EIGHT] = [telegramAccount(7), telegramAccount(8)];

describe('a roster', () => {
  test('brings in everybody and everything it names, once', async () => {
    const first = await loadRoster(desk, example());
    expect(first).toMatchObject({
      added: { people: 5, organizations: 6, categories: 6, groups: 1 },
      changed: { people: 0, organizations: 0, categories: 0, groups: 0 },
      warnings: [],
    });
    expect(await person('Примеров Алмаз Маратович')).toMatchObject({
      position: 'мастер участка',
      roles: ['executor'],
      canApprove: false,
      supervisor: SHAFEEV.name,
      organization: 'МБУ «Благоустройство» (пример)',
      userId: '1005',
    });
    const nothing = { people: 0, organizations: 0, categories: 0, groups: 0 };
    expect(await loadRoster(desk, example())).toEqual({ added: nothing, changed: nothing, people: [], warnings: [] });
    expect((await journal()).map(({ action }) => action)).toEqual(['loadRoster']);
  });

  test('on trial tells what it would do, whose roles it would take, and leaves nothing behind', async () => {
    await loadRoster(desk, roster({ users: [SHAFEEV, { name: 'Петров Пётр', roles: ['executor', 'curator'] }] }));
    const [before, told] = [await people(), await journal()];
    const next = roster({
      users: [SHAFEEV, { name: 'Петров Пётр', roles: ['executor'] }, { name: 'Сидоров Иван', roles: ['executor'] }],
      organizations: [{ name: 'Минтранс', kind: 'outside' }],
    });
    const tried = await tryRoster(desk, next);
    expect(tried).toMatchObject({ added: { people: 1, organizations: 1 }, changed: { people: 1 } });
    expect(tried.people).toEqual([
      { name: 'Петров Пётр', isNew: false, lost: ['curator'], approvesNoMore: false, left: 0 },
      { name: 'Сидоров Иван', isNew: true, lost: [], approvesNoMore: false, left: 0 },
    ]);
    expect([await people(), await journal()]).toEqual([before, told]);
    expect(await loadRoster(desk, next)).toEqual(tried);
  });

  test('changes only what differs and leaves alone what it does not say', async () => {
    await loadRoster(
      desk,
      roster({
        users: [
          SHAFEEV,
          { name: 'Петров Пётр', roles: ['executor'], position: 'мастер', telegramId: 7, snils: '112-233-445 95' },
          { name: 'Сидоров Иван', roles: ['executor'] },
        ],
      }),
    );
    const second = await loadRoster(
      desk,
      roster({ users: [{ name: 'Петров Пётр', roles: ['coordinator', 'executor'] }] }),
    );
    expect(second.changed.people).toBe(1);
    expect(second.added.people).toBe(0);
    expect(await person('Петров Пётр')).toMatchObject({
      roles: ['coordinator', 'executor'],
      position: 'мастер',
      userId: '7',
      snils: '11223344595',
    });
    expect(await person('Сидоров Иван')).toMatchObject({ roles: ['executor'], disabled: false });
    expect((await journal())[1]?.details).toMatchObject({
      people: [{ changed: ['roles'], roles: ['coordinator', 'executor'] }],
    });
    expect(JSON.stringify(await journal())).not.toContain('11223344595');
  });

  test('does not mind the order of roles', async () => {
    await loadRoster(desk, roster({ users: [SHAFEEV] }));
    expect(
      (await loadRoster(desk, roster({ users: [{ ...SHAFEEV, roles: ['supervisor', 'admin'] }] }))).changed.people,
    ).toBe(0);
  });

  test('warns of whoever and whatever is new and looks like what is there, once', async () => {
    await loadRoster(desk, roster({ users: [SHAFEEV], categories: [{ category: 'Дороги', subcategory: 'Снег' }] }));
    const next = roster({
      users: [{ name: SHAFEEV.name.toUpperCase(), roles: ['executor'] }],
      categories: [{ category: 'Д\u006fр\u006fги', subcategory: 'Снег' }],
    });
    const alike = ({ warnings }: LoadedRoster) => warnings.filter(({ kind }) => kind === 'alike');
    expect(alike(await loadRoster(desk, next))).toEqual([
      { kind: 'alike', name: SHAFEEV.name.toUpperCase(), other: SHAFEEV.name },
      { kind: 'alike', name: 'Д\u006fр\u006fги / Снег', other: 'Дороги / Снег' },
    ]);
    expect(alike(await loadRoster(desk, next))).toEqual([]);
  });

  test('is loud when nobody can approve, about the office and not about the file', async () => {
    const executors = roster({ users: [{ name: 'Петров Пётр', roles: ['executor'] }] });
    const loaded = await loadRoster(desk, executors);
    expect(loaded.warnings).toEqual([{ kind: 'nobodyCoordinates' }, { kind: 'nobodyApproves' }]);
    expect(rosterReport(loaded, words)).toEqual({
      lines: ['Добавлено: 1 сотрудник'],
      warnings: [expect.stringContaining('Некому распределять'), expect.stringContaining('Никто не может утверждать')],
    });
    await loadRoster(desk, roster({ users: [SHAFEEV] }));
    const again = await loadRoster(desk, executors);
    expect(besideCoordinating(again)).toEqual([]);
    expect(rosterReport(again, words).lines).toEqual(['Всё уже так, как в файле. Ничего не изменено.']);
  });

  test('does not take an account from whoever holds it', async () => {
    await loadRoster(desk, roster({ users: [{ ...SHAFEEV, telegramId: 7 }] }));
    const loaded = await loadRoster(
      desk,
      roster({ users: [{ name: 'Петров Пётр', roles: ['executor'], telegramId: 7 }] }),
    );
    expect(besideCoordinating(loaded)).toEqual([
      { kind: 'accountTaken', name: 'Петров Пётр', userId: '7', holder: SHAFEEV.name },
    ]);
    expect(await person('Петров Пётр')).toMatchObject({ userId: null });
  });

  test('leaves the last admin an admin, and says so', async () => {
    await loadRoster(desk, roster({ users: [SHAFEEV] }));
    const loaded = await loadRoster(desk, roster({ users: [{ ...SHAFEEV, roles: ['supervisor'] }] }));
    expect(besideCoordinating(loaded)).toEqual([{ kind: 'lastAdminKept', name: SHAFEEV.name }]);
    expect(await person(SHAFEEV.name)).toMatchObject({ roles: ['admin', 'supervisor'] });
    await loadRoster(
      desk,
      roster({
        users: [
          { name: 'Другой Админ', roles: ['admin'] },
          { ...SHAFEEV, roles: ['supervisor'] },
        ],
      }),
    );
    expect(await person(SHAFEEV.name)).toMatchObject({ roles: ['supervisor'] });
  });

  test('loads whole or not at all', async () => {
    const broken = { ...example(), categories: [{ category: 'Дороги' }, { category: 'Дороги' }] };
    await expect(loadRoster(desk, broken)).rejects.toThrow();
    expect(await people()).toEqual([]);
  });
});

describe('a table that an admin sends in the chat', () => {
  const PETROV = { name: 'Петров Пётр', roles: ['executor'] };
  const enter = (...userIds: readonly string[]) =>
    fresh.database.query(
      statement(
        'test.enter',
        `update account set started_at = '2026-11-20T09:00:00+03:00' where user_id = any($1::text[])`,
      ),
      [userIds],
    );
  const idOf = async (name: string) =>
    (
      await fresh.database.query<{ id: number }>(statement('test.id-of', 'select id from person where name = $1'), [
        name,
      ])
    )[0]?.id ?? 0;
  const send = async (users: readonly unknown[]) =>
    loadRoster(desk, roster({ users }), { by: { personId: await idOf(SHAFEEV.name) } });

  test('gives nobody’s number to another: whoever has come in keeps the account, and that is said', async () => {
    await loadRoster(
      desk,
      roster({
        users: [
          { ...SHAFEEV, telegramId: 7 },
          { ...PETROV, telegramId: 8 },
        ],
      }),
    );
    await enter('7');
    const loaded = await send([
      { ...SHAFEEV, telegramId: 70 },
      { ...PETROV, telegramId: 80 },
    ]);
    expect(besideCoordinating(loaded)).toEqual([{ kind: 'accountKept', name: SHAFEEV.name, userId: '70' }]);
    expect(rosterReport({ ...loaded, warnings: besideCoordinating(loaded) }, words).warnings).toEqual([
      `Номер 70 для «${SHAFEEV.name}» не записан: этот сотрудник уже вошёл с другим. Если номер верный, замените аккаунт в карточке сотрудника.`,
    ]);
    expect(await person(SHAFEEV.name)).toMatchObject({ userId: '7' });
    // Nobody has come in by the number of before: a slip is mended as it was made.
    expect(await person(PETROV.name)).toMatchObject({ userId: '80' });
  });

  test('leaves the account of another messenger to be given', async () => {
    await loadRoster(desk, roster({ users: [{ ...SHAFEEV, telegramId: 7 }] }));
    await enter('7');
    expect(besideCoordinating(await send([{ ...SHAFEEV, maxId: '55' }]))).toEqual([]);
    expect((await people()).map(({ userId }) => userId).sort()).toEqual(['55', '7']);
  });

  test('does not take the number of an admin who has no name yet for somebody who has come in by another', async () => {
    await loadRoster(desk, roster({ users: [{ ...SHAFEEV, telegramId: 8 }] }));
    await ensureAdmins(desk, [SEVEN], nameOf);
    await enter('7', '8');
    await send([{ ...SHAFEEV, telegramId: 7 }]);
    expect(await people()).toMatchObject([
      { name: SHAFEEV.name, userId: '8' },
      { name: 'Администратор 7', userId: '7', roles: ['admin'] },
    ]);
  });

  test('leaves the last admin who has come in an admin, whomever else it names', async () => {
    await loadRoster(desk, roster({ users: [{ ...SHAFEEV, telegramId: 7 }] }));
    await enter('7');
    const next = [
      { name: 'Другой Админ', roles: ['admin'], telegramId: 9 },
      { ...SHAFEEV, roles: ['supervisor'] },
    ];
    expect(besideCoordinating(await send(next))).toEqual([{ kind: 'lastAdminKept', name: SHAFEEV.name }]);
    expect(await person(SHAFEEV.name)).toMatchObject({ roles: ['admin', 'supervisor'] });
    await enter('9');
    const loaded = await send(next);
    expect(besideCoordinating(loaded)).toEqual([{ kind: 'ownAdminLost' }]);
    expect(rosterReport({ ...loaded, warnings: besideCoordinating(loaded) }, words).warnings).toEqual([
      'Роль администратора снимается и с вас.',
    ]);
    expect(await person(SHAFEEV.name)).toMatchObject({ roles: ['supervisor'] });
  });

  test('takes the right to approve only from whom it says so of, or who is no supervisor any more', async () => {
    const petrov = { ...PETROV, roles: ['supervisor'], canApprove: true };
    await loadRoster(desk, roster({ users: [SHAFEEV, petrov] }));
    const silent = ({ users, ...rest }: RosterData): RosterData => ({
      ...rest,
      users: users.map((user) => ({ ...user, canApprove: undefined })),
    });
    const kept = await loadRoster(desk, silent(roster({ users: [SHAFEEV, { ...petrov, position: 'мастер' }] })));
    expect(kept.people).toEqual([{ name: PETROV.name, isNew: false, lost: [], approvesNoMore: false, left: 0 }]);
    expect(await person(PETROV.name)).toMatchObject({ canApprove: true });
    const said = await loadRoster(desk, roster({ users: [{ ...petrov, canApprove: false }] }));
    expect(said.people).toEqual([{ name: PETROV.name, isNew: false, lost: [], approvesNoMore: true, left: 0 }]);
    const demoted = await loadRoster(
      desk,
      silent(roster({ users: [{ ...SHAFEEV, roles: ['admin'], canApprove: false }] })),
    );
    expect(demoted.people).toEqual([
      { name: SHAFEEV.name, isNew: false, lost: ['supervisor'], approvesNoMore: true, left: 0 },
    ]);
    expect(await person(SHAFEEV.name)).toMatchObject({ canApprove: false });
  });
});

describe('ADMIN_TELEGRAM_IDS', () => {
  test('makes an admin of a person who is there, and of a number that nobody has', async () => {
    await loadRoster(desk, roster({ users: [{ name: 'Петров Пётр', roles: ['executor'], telegramId: 7 }] }));
    expect(await lackingPeople(fresh.database)).toEqual(['nobodyCoordinates', 'nobodyApproves', 'nobodyAdministers']);
    expect(await ensureAdmins(desk, [SEVEN, EIGHT], nameOf)).toEqual({
      added: ['8'],
      promoted: ['Петров Пётр'],
      withheld: [],
    });
    expect(await ensureAdmins(desk, [SEVEN, EIGHT], nameOf)).toEqual({ added: [], promoted: [], withheld: [] });
    expect(await person('Петров Пётр')).toMatchObject({ roles: ['executor', 'admin'] });
    expect(await person('Администратор 8')).toMatchObject({ roles: ['admin'], userId: '8' });
    expect(await lackingPeople(fresh.database)).toEqual(['nobodyCoordinates', 'nobodyApproves']);
  });

  test('holds against the roster without a change at each start', async () => {
    const file = roster({ users: [SHAFEEV, { name: 'Петров Пётр', roles: ['executor'], telegramId: 7 }] });
    await loadRoster(desk, file, { admins: [SEVEN] });
    await ensureAdmins(desk, [SEVEN], nameOf);
    const entries = (await journal()).length;
    await loadRoster(desk, file, { admins: [SEVEN] });
    await ensureAdmins(desk, [SEVEN], nameOf);
    expect(await journal()).toHaveLength(entries);
  });

  test('gives a number its name when the roster knows it', async () => {
    await ensureAdmins(desk, [SEVEN], nameOf);
    const loaded = await loadRoster(desk, roster({ users: [{ ...SHAFEEV, telegramId: 7 }] }));
    expect(besideCoordinating(loaded)).toEqual([]);
    expect(await people()).toMatchObject([{ name: SHAFEEV.name, userId: '7', roles: ['admin', 'supervisor'] }]);
  });

  test('lets a number go when its person is there already', async () => {
    await loadRoster(desk, roster({ users: [SHAFEEV] }));
    await ensureAdmins(desk, [SEVEN], nameOf);
    await loadRoster(desk, roster({ users: [{ ...SHAFEEV, telegramId: 7 }] }));
    expect(await people()).toMatchObject([
      { name: SHAFEEV.name, userId: '7' },
      { name: 'Администратор 7', userId: null, roles: [], disabled: true },
    ]);
  });
});

describe('ADMIN_TELEGRAM_IDS and ADMIN_MAX_IDS of one person', () => {
  const NINE = maxAccount('9');
  const BOTH = [SEVEN, NINE];
  const file = () => roster({ users: [{ ...SHAFEEV, telegramId: 7, maxId: '9' }] });
  const accounts = () =>
    fresh.database.query(
      statement(
        'test.accounts-of-roster',
        `select p.name, a.messenger, a.user_id as "userId", a.started_at is not null as started, a.is_home as "isHome", a.is_spoken_in as "isSpokenIn"
         from account a join person p on p.id = a.person_id order by p.id, a.messenger desc`,
      ),
    );
  const pressStart = (messenger: string) =>
    fresh.database.query(
      statement('test.start-in', 'update account set started_at = $2 where messenger = $1 returning person_id'),
      [messenger, now],
    );

  test.each([
    ['who is not there yet', []],
    ['who is there without an account', [SHAFEEV]],
  ])('are two admins until the roster names them: then they are one, %s', async (_, before) => {
    await loadRoster(desk, roster({ users: before }));
    await ensureAdmins(desk, BOTH, nameOf);
    await pressStart('telegram');
    await pressStart('max');
    const loaded = await loadRoster(desk, file(), { admins: BOTH });
    expect(besideCoordinating(loaded)).toEqual([]);
    const whose = { name: SHAFEEV.name, started: true };
    expect(await accounts()).toEqual([
      { ...whose, messenger: 'telegram', userId: '7', isHome: true, isSpokenIn: true },
      { ...whose, messenger: 'max', userId: '9', isHome: false, isSpokenIn: false },
    ]);
    expect((await people()).filter(({ disabled }) => disabled === false).map(({ name }) => name)).toEqual([
      SHAFEEV.name,
      SHAFEEV.name,
    ]);
    const entries = (await journal()).length;
    expect(await loadRoster(desk, file(), { admins: BOTH })).toMatchObject({ changed: { people: 0 } });
    expect(await ensureAdmins(desk, BOTH, nameOf)).toEqual({ added: [], promoted: [], withheld: [] });
    expect(await journal()).toHaveLength(entries);
  });

  test('are written to where they have pressed Start', async () => {
    await ensureAdmins(desk, BOTH, nameOf);
    await pressStart('max');
    await loadRoster(desk, file(), { admins: BOTH });
    expect(await accounts()).toMatchObject([
      { messenger: 'telegram', started: false, isHome: false, isSpokenIn: false },
      { messenger: 'max', started: true, isHome: true, isSpokenIn: true },
    ]);
  });
});

test('on the stand everybody without an account gets one, from 1001 on, and keeps it', async () => {
  await loadRoster(
    desk,
    roster({
      users: [
        SHAFEEV,
        { name: 'Петров Пётр', roles: ['executor'], telegramId: 1002 },
        { name: 'Сидоров Иван', roles: ['executor'] },
      ],
    }),
  );
  await assignStandIds(fresh.database, TELEGRAM);
  const given = [
    { id: 1001, name: SHAFEEV.name, roles: SHAFEEV.roles },
    { id: 1002, name: 'Петров Пётр', roles: ['executor'] },
    { id: 1003, name: 'Сидоров Иван', roles: ['executor'] },
  ];
  expect(await peopleForStand(fresh.database, TELEGRAM)).toMatchObject(given);
  await assignStandIds(fresh.database, TELEGRAM);
  expect(await peopleForStand(fresh.database, TELEGRAM)).toHaveLength(3);
});
