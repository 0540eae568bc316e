import { TATARSTAN } from '../../../../src/regulation/district';
import { loadCalendar } from '../../../../src/adapters/calendars';
import { statement, DATABASE } from '../../../../src/database/database';
import { toPlainDate } from '../../../../src/regulation/calendar';
import { canStandInFor, type HoldingRole } from '../../../../src/regulation/deputies';
import { commandsFor } from '../../../../src/regulation/rights';
import type { Role } from '../../../../src/regulation/vocabulary';
import { addPerson, changePerson, type PersonChange } from '../../../../src/usecases/office/change-person';
import { disablePerson, enablePerson } from '../../../../src/usecases/office/disable-person';
import { acceptInvitation, invite } from '../../../../src/usecases/office/invitations';
import { loadRoster } from '../../../../src/usecases/office/load-roster';
import {
  addCategory,
  changeCategory,
  keepOrganization,
  listCategories,
  listOrganizations,
} from '../../../../src/usecases/office/books';
import { cardMoved, cardPlace } from '../../../../src/usecases/kit/places';
import { beginDialog, dialogShown, openFormOf, sayOfAlbum } from '../../../../src/usecases/kit/form-engine';
import { addAbsence, absencesOf, cancelAbsence, deputyChoices } from '../../../../src/usecases/absences/absences';
import { chooseLanguage } from '../../../../src/usecases/people/store';
import { markReachable, officialByAccount, type Official } from '../../../../src/usecases/kit/officials';
import { listPeople, readPerson } from '../../../../src/usecases/people/people';
import { type Desk } from '../../../../src/usecases/kit/ports';
import { emptyTables, type FreshDatabase, freshDatabase } from '../../../support/database';

const MORNING = '2026-11-25T09:00:00+03:00';
const calendar = loadCalendar({ zone: 'Europe/Moscow', opensAt: 480, closesAt: 1020 });
const day = toPlainDate;

let now = new Date(MORNING);
let fresh: FreshDatabase;
let desk: Desk;
beforeAll(async () => {
  fresh = await freshDatabase();
  desk = {
    [DATABASE]: fresh.database,
    clock: { now: () => now },
    office: {
      calendar: () => calendar,
      shares: { coordination: 0.1, assigned: 0.05, in_progress: 0.6, answer_agreement: 0.125, answer_approval: 0.125 },
      district: TATARSTAN,
      fourEyes: 'warn',
      carriers: [],
      personalDataInChat: 'never',
      contacts: { numbers: [], mails: [] },
      signatures: 'mark',
    },
  };
});
afterAll(() => fresh.drop());

/** A messenger may tell a person from the chat with them. */
const account = (id: number) => ({ messenger: 'telegram', userId: `user ${id}`, chatId: `chat ${id}` });

const USERS = [
  { name: 'Админова Анна', roles: ['admin'], canApprove: false, accounts: [account(1)] },
  { name: 'Исполнителев Иван', roles: ['executor'], canApprove: false, accounts: [account(2)] },
  { name: 'Заменов Захар', roles: ['executor'], canApprove: false, accounts: [account(3)] },
  { name: 'Утвердилов Устин', roles: ['supervisor'], canApprove: true, accounts: [account(4)] },
  { name: 'Согласов Савва', roles: ['supervisor'], canApprove: false, accounts: [account(5)] },
  { name: 'Новиков Ной', roles: ['executor'], canApprove: false, accounts: [] },
] as const;
const waiting = statement(
  'test.waiting-for',
  `select distinct chat_id as "chatId" from outbox_message where state = 'new' and kind <> 'accessTold' and (params ->> 'personId')::int = $1`,
);
const waitingFor = async (id: number): Promise<string[]> =>
  (await fresh.database.query<{ chatId: string }>(waiting, [id])).map(({ chatId }) => chatId);
beforeEach(async () => {
  now = new Date(MORNING);
  await emptyTables(fresh.database, 'person, organization, category, group_chat, journal_entry, outbox_message');
  await loadRoster(desk, { users: USERS, organizations: [], categories: [], groups: [] });
  for (const id of [1, 2, 3, 4, 5]) await markReachable(fresh.database, await official(id), now);
});

async function official(id: number): Promise<Official> {
  const { messenger, userId } = account(id);
  const found = await officialByAccount(desk, messenger, userId);
  if (!found) throw new Error(`Nobody has ${userId}`);
  return found;
}
const idOf = async (name: string) => (await listPeople(desk)).find((person) => person.name.startsWith(name))?.id ?? 0;
const outbox = async () =>
  await fresh.database.query<{ kind: string; chatId: string }>(
    statement('test.outbox-kinds', 'select kind, chat_id as "chatId" from outbox_message order by id'),
  );
const actions = async () =>
  (
    await fresh.database.query<{ action: string }>(
      statement('test.actions', 'select action from journal_entry order by id'),
    )
  ).map(({ action }) => action);

describe('an admin changes an account', () => {
  test.each<[string, PersonChange, string | null]>([
    ['a role is given', { kind: 'role', role: 'coordinator', held: true }, null],
    ['the right to approve needs a supervisor', { kind: 'canApprove', allowed: true }, 'notSupervisor'],
    ['a name that somebody has', { kind: 'name', name: 'Заменов Захар' }, 'nameTaken'],
    ['a supervisor who is none', { kind: 'supervisor', supervisorId: -1 }, 'notSupervisor'],
    ['a position', { kind: 'position', position: 'мастер' }, null],
  ])('%s', async (_, change, refusal) => {
    const result = await changePerson(desk, await official(1), await idOf('Исполнителев'), change);
    expect(result).toMatchObject(refusal === null ? { ok: true } : { ok: false, refusal });
  });

  test('once, however often it is pressed, and the person’s command menu follows', async () => {
    const admin = await official(1);
    const id = await idOf('Исполнителев');
    for (let press = 0; press < 3; press += 1)
      await changePerson(desk, admin, id, { kind: 'role', role: 'coordinator', held: true });
    expect(await actions()).toEqual(['loadRoster', 'changeRoles']);
    expect(await outbox()).toEqual([
      { kind: 'commands', chatId: 'chat 2' },
      { kind: 'rightsChanged', chatId: 'chat 2' },
    ]);
  });

  test('nobody else may', async () => {
    const result = await changePerson(desk, await official(4), await idOf('Исполнителев'), {
      kind: 'role',
      role: 'admin',
      held: true,
    });
    expect(result).toEqual({ ok: false, refusal: 'notAdmin' });
    expect(await addPerson(desk, await official(2), 'Лишний Лев')).toEqual({ ok: false, refusal: 'notAdmin' });
    expect(await actions()).toEqual(['loadRoster']);
  });

  test('without the role of a supervisor the right to approve goes too, and the office is told what it lacks', async () => {
    const id = await idOf('Утвердилов');
    const result = await changePerson(desk, await official(1), id, { kind: 'role', role: 'supervisor', held: false });
    expect(result).toMatchObject({ ok: true, lacks: ['nobodyApproves', 'nobodyCoordinates'] });
    expect(await readPerson(desk, id)).toMatchObject({ roles: [], canApprove: false });
  });

  test('of two admins who take the role from each other at once, one stays', async () => {
    const [first, second] = [await official(1), await official(5)];
    await changePerson(desk, first, second.personId, { kind: 'role', role: 'admin', held: true });
    const both = [await official(1), await official(5)] as const;
    const results = await Promise.all([
      changePerson(desk, both[0], both[1].personId, { kind: 'role', role: 'admin', held: false }),
      changePerson(desk, both[1], both[0].personId, { kind: 'role', role: 'admin', held: false }),
    ]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await listPeople(desk)).filter(({ roles }) => roles.includes('admin'))).toHaveLength(1);
  });

  test('the last admin can be neither demoted nor switched off', async () => {
    const admin = await official(1);
    expect(await changePerson(desk, admin, admin.personId, { kind: 'role', role: 'admin', held: false })).toEqual({
      ok: false,
      refusal: 'lastAdmin',
    });
    expect(await disablePerson(desk, admin, { personId: admin.personId, successors: {}, reason: 'нет' })).toEqual({
      ok: false,
      refusal: 'lastAdmin',
    });
  });

  test('the last who has come in can be neither, whoever else was only named', async () => {
    const admin = await official(1);
    await changePerson(desk, admin, await idOf('Новиков'), { kind: 'role', role: 'admin', held: true });
    const refusal = { ok: false, refusal: 'lastAdmin' };
    const { personId } = admin;
    expect(await changePerson(desk, admin, personId, { kind: 'role', role: 'admin', held: false })).toEqual(refusal);
    expect(await disablePerson(desk, admin, { personId, successors: {}, reason: 'нет' })).toEqual(refusal);
  });

  test('switching off and on again keeps the roles', async () => {
    const admin = await official(1);
    const personId = await idOf('Исполнителев');
    expect(await disablePerson(desk, admin, { personId, successors: {}, reason: 'уволен' })).toMatchObject({
      ok: true,
      moved: 0,
      left: 0,
    });
    expect(await disablePerson(desk, admin, { personId, successors: {}, reason: 'уволен' })).toMatchObject({
      ok: true,
    });
    expect((await official(2)).disabled).toBe(true);
    await enablePerson(desk, admin, personId);
    expect(await official(2)).toMatchObject({ disabled: false, roles: ['executor'] });
    expect(await actions()).toEqual(['loadRoster', 'disablePerson', 'enablePerson']);
  });
});

describe('an invitation', () => {
  const SEVEN_DAYS_MS = 7 * 24 * 3_600_000;
  async function invited(hash = 'hash'): Promise<number> {
    const id = await idOf('Новиков');
    expect(await invite(desk, await official(1), id, hash)).toMatchObject({ ok: true });
    return id;
  }

  test('ties an account to its person, once; the same account may come again', async () => {
    const id = await invited();
    expect(await acceptInvitation(desk, 'hash', account(77))).toEqual({ ok: true, personId: id });
    expect(await acceptInvitation(desk, 'hash', account(77))).toEqual({ ok: true, personId: id });
    expect(await acceptInvitation(desk, 'hash', account(78))).toEqual({ ok: false, refusal: 'used' });
    expect((await official(77)).personId).toBe(id);
    expect((await actions()).filter((action) => action === 'linkAccount')).toHaveLength(1);
  });

  test('works for seven days to the millisecond', async () => {
    await invited();
    now = new Date(Date.parse(MORNING) + SEVEN_DAYS_MS);
    expect(await acceptInvitation(desk, 'hash', account(77))).toEqual({ ok: false, refusal: 'expired' });
    now = new Date(Date.parse(MORNING) + SEVEN_DAYS_MS - 1);
    expect(await acceptInvitation(desk, 'hash', account(77))).toMatchObject({ ok: true });
  });

  test('is void when a newer one is made or the person is switched off', async () => {
    const id = await invited('first');
    await invited('second');
    expect(await acceptInvitation(desk, 'first', account(77))).toEqual({ ok: false, refusal: 'expired' });
    await disablePerson(desk, await official(1), { personId: id, successors: {}, reason: 'уволен' });
    expect(await acceptInvitation(desk, 'second', account(77))).toEqual({ ok: false, refusal: 'expired' });
    expect(await invite(desk, await official(1), id, 'third')).toEqual({ ok: false, refusal: 'disabled' });
  });

  test('does not take an account from somebody else, and is not used up by the attempt', async () => {
    await invited();
    expect(await acceptInvitation(desk, 'hash', account(2))).toEqual({ ok: false, refusal: 'accountTaken' });
    expect(await acceptInvitation(desk, 'hash', account(77))).toMatchObject({ ok: true });
    expect(await acceptInvitation(desk, 'nothing', account(79))).toEqual({ ok: false, refusal: 'unknown' });
  });

  test('when two accounts use it at once, one is let in', async () => {
    await invited();
    const results = await Promise.all([77, 78, 79].map((id) => acceptInvitation(desk, 'hash', account(id))));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test('moves a person to a new phone; the old one is a stranger then', async () => {
    const id = await idOf('Исполнителев');
    await invite(desk, await official(1), id, 'hash');
    await acceptInvitation(desk, 'hash', account(77));
    expect(await officialByAccount(desk, 'telegram', 'user 2')).toBeNull();
    expect((await official(77)).name).toBe('Исполнителев Иван');
  });

  test('leaves what the old phone shows as it is; the same phone goes on showing it', async () => {
    const id = await idOf('Исполнителев');
    const { form } = await beginDialog(desk, await official(2), 'find', {});
    await dialogShown(desk, form.id, 'message 56');
    await cardMoved(desk, { personId: id, messenger: 'telegram' }, 'appeal', 12, 'message 55');
    await sayOfAlbum(desk, await official(2), 'album', 'fileTooBig');
    for (const [hash, phone, shown] of [
      ['first', 2, { card: 'message 55', dialog: 'message 56' }],
      ['second', 77, { card: null, dialog: null }],
    ] as const) {
      await invite(desk, await official(1), id, hash);
      expect(await acceptInvitation(desk, hash, account(phone))).toMatchObject({ ok: true });
      const dialog = (await openFormOf(desk, id))?.messageRef;
      expect({ card: await cardPlace(desk, { personId: id, messenger: 'telegram' }, 'appeal', 12), dialog }).toEqual(
        shown,
      );
      expect(await waitingFor(id)).toEqual([`chat ${phone}`]);
    }
  });
});

describe('an absence', () => {
  const enter = async (fromDay: string, untilDay: string, deputy: string | null = 'Заменов', by = 2) =>
    addAbsence(desk, await official(by), {
      personId: await idOf('Исполнителев'),
      fromDay: day(fromDay),
      untilDay: day(untilDay),
      deputies: deputy === null ? {} : { executor: await idOf(deputy) },
    });

  test.each([
    ['from today', '2026-11-25', '2026-11-30', 'Заменов', 2, null],
    ['begun already, not over', '2026-11-20', '2026-11-25', null, 2, null],
    ['entered by an admin', '2026-12-01', '2026-12-14', 'Заменов', 1, null],
    ['entered by a stranger to it', '2026-12-01', '2026-12-14', 'Заменов', 3, 'notYours'],
    ['wholly in the past', '2026-11-01', '2026-11-24', null, 2, 'past'],
    ['ending before it starts', '2026-12-14', '2026-12-01', null, 2, 'endBeforeStart'],
    ['longer than a year', '2026-12-01', '2027-12-31', null, 2, 'tooLong'],
    ['with oneself as deputy', '2026-12-01', '2026-12-14', 'Исполнителев', 2, 'deputyUnfit'],
    ['with a deputy who has not the role', '2026-12-01', '2026-12-14', 'Согласов', 2, 'deputyUnfit'],
  ] as const)('%s', async (_, from, until, deputy, by, refusal) => {
    expect(await enter(from, until, deputy, by)).toMatchObject(
      refusal === null ? { ok: true } : { ok: false, refusal },
    );
  });

  test.each([
    ['touching the first day', '2026-11-28', '2026-12-01', 'overlaps'],
    ['touching the last day', '2026-12-14', '2026-12-20', 'overlaps'],
    ['within', '2026-12-05', '2026-12-06', 'overlaps'],
    ['the day after', '2026-12-15', '2026-12-20', null],
  ] as const)('beside another from 01.12 to 14.12: %s', async (_, from, until, refusal) => {
    await enter('2026-12-01', '2026-12-14');
    expect(await enter(from, until, null)).toMatchObject(refusal === null ? { ok: true } : { ok: false, refusal });
  });

  test('makes the deputy stand in on its days and no others, until it is cancelled', async () => {
    const added = await enter('2026-11-26', '2026-11-27');
    const away = await idOf('Исполнителев');
    const forAll = [
      { absentId: away, role: 'executor' },
      { absentId: away, role: 'supervisor' },
    ];
    expect((await official(3)).deputyFor).toEqual([]);
    now = new Date('2026-11-26T00:00:00+03:00');
    expect((await official(3)).deputyFor).toEqual(forAll);
    now = new Date('2026-11-27T23:59:59+03:00');
    expect((await official(3)).deputyFor).toEqual(forAll);
    now = new Date('2026-11-28T00:00:00+03:00');
    expect((await official(3)).deputyFor).toEqual([]);
    now = new Date('2026-11-26T12:00:00+03:00');
    if (!added.ok) throw new Error(added.refusal);
    expect(await cancelAbsence(desk, await official(3), added.absence.id)).toEqual({ ok: false, refusal: 'notYours' });
    expect(await cancelAbsence(desk, await official(2), added.absence.id)).toEqual({ ok: true });
    expect((await official(3)).deputyFor).toEqual([]);
    expect(await absencesOf(desk, away)).toEqual([]);
    expect((await outbox()).filter(({ chatId }) => chatId === 'chat 3').map(({ kind }) => kind)).toEqual([
      'absenceAdded',
      'absenceCancelled',
    ]);
  });

  test('does not offer a deputy who is away on these days', async () => {
    await addAbsence(desk, await official(3), {
      personId: await idOf('Заменов'),
      fromDay: day('2026-12-10'),
      untilDay: day('2026-12-11'),
      deputies: {},
    });
    const offered = async (from: string, until: string) =>
      (await deputyChoices(desk, await idOf('Исполнителев'), { fromDay: day(from), untilDay: day(until) }))?.people.map(
        ({ name }) => name,
      );
    expect(await offered('2026-12-01', '2026-12-10')).toEqual(['Новиков Н.']);
    expect(await offered('2026-12-01', '2026-12-09')).toEqual(['Заменов З.', 'Новиков Н.']);
    expect(await enter('2026-12-01', '2026-12-10')).toEqual({ ok: false, refusal: 'deputyAbsent' });
    expect(
      await deputyChoices(desk, await idOf('Админова'), {
        fromDay: day('2026-12-01'),
        untilDay: day('2026-12-10'),
      }),
    ).toBeNull();
  });
});

test.each<[string, Role[], HoldingRole, Role[], boolean]>([
  ['the same role', ['executor'], 'executor', ['executor'], true],
  ['more than needed', ['executor'], 'executor', ['executor', 'supervisor'], true],
  ['one role of two', ['executor', 'supervisor'], 'executor', ['executor'], true],
  ['the other role of two', ['executor', 'supervisor'], 'supervisor', ['executor'], false],
  ['a role that the absent person has not', ['executor'], 'supervisor', ['executor', 'supervisor'], false],
])('a deputy with %s', (_, absent, role, deputy, fits) => {
  const one = { personId: 1, roles: absent, canApprove: false, disabled: false };
  const other = { personId: 2, roles: deputy, canApprove: false, disabled: false };
  expect(canStandInFor(other, one, role)).toBe(fits);
  expect(canStandInFor({ ...other, disabled: true }, one, role)).toBe(false);
});

test.each<[Role[], string[]]>([
  [[], []],
  [['engagement'], ['find']],
  [['executor'], ['my', 'find']],
  [['coordinator'], ['my', 'new', 'find', 'control', 'report']],
  [['curator'], ['my', 'find', 'control', 'report']],
  [['admin'], ['admin']],
])('%j has the commands of everybody and %j', (roles, own) => {
  const everybody = ['menu', 'language', 'help', 'cancel'];
  expect(commandsFor({ roles }).filter((command) => !everybody.includes(command))).toEqual(own);
  expect(commandsFor({ roles })).toEqual(expect.arrayContaining(everybody));
});

test('books: a repeat adds nothing twice, and only an admin writes', async () => {
  const admin = await official(1);
  const first = await keepOrganization(desk, admin, 'МУП «Сети»', 'outside');
  expect(await keepOrganization(desk, admin, 'МУП «Сети»', 'outside')).toEqual(first);
  await keepOrganization(desk, admin, 'МУП «Сети»', 'subordinate');
  expect(await listOrganizations(desk)).toMatchObject([{ name: 'МУП «Сети»', kind: 'subordinate' }]);
  const added = await addCategory(desk, admin, ['Дороги', 'Ямы']);
  expect(await addCategory(desk, admin, ['Дороги', 'Ямы'])).toEqual(added);
  if (added.ok) await changeCategory(desk, admin, added.id, { kind: 'days', days: 10 });
  expect(await listCategories(desk)).toMatchObject([
    { category: 'Дороги', subcategory: 'Ямы', fact: null, fastTrackDays: 10, executor: null },
  ]);
  expect(await addCategory(desk, await official(4), ['Иное'])).toEqual({ ok: false, refusal: 'notAdmin' });
});

test('a language is kept with the person, and the command menu is asked for anew', async () => {
  await chooseLanguage(desk, await official(2), 'tt');
  expect((await official(2)).locale).toBe('tt');
  expect(await outbox()).toEqual([{ kind: 'commands', chatId: 'chat 2' }]);
});
