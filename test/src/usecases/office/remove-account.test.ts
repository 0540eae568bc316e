import { telegramAccount } from '../../../../src/intake/messenger-chats';
import { disablePerson, removeAccount } from '../../../../src/usecases/office/disable-person';
import { ensureAdmins } from '../../../../src/usecases/office/admins';
import { giveAccount } from '../../../../src/usecases/office/change-person';
import { acceptInvitation, invite } from '../../../../src/usecases/office/invitations';
import { loadRoster } from '../../../../src/usecases/office/load-roster';
import { readChanges } from '../../../../src/usecases/office/changes';
import { officialByAccount, officialById, officialIn, type Official } from '../../../../src/usecases/kit/officials';
import { MORNING, openOffice, type PersonName, type WorkingOffice } from '../working-office';

// A phone is stolen: its messenger is shut out, and its owner goes on in the other.

let office: WorkingOffice;
beforeEach(async () => {
  office = await openOffice();
  await office.rows('update account set started_at = $1', [MORNING]);
});
afterEach(() => office.fresh.drop());

/** Beside Telegram, where everybody is at home and speaks. */
const alsoInMax = (name: PersonName) =>
  office.rows(
    `insert into account (person_id, messenger, user_id, chat_id, started_at, is_home, is_spoken_in)
     select person_id, 'max', user_id, 'max ' || chat_id, $2, false, false from account where person_id = $1`,
    [office.people[name], MORNING],
  );
const official = async (name: PersonName): Promise<Official> => (await officialById(office.desk, office.people[name]))!;
const remove = async (actor: PersonName, name: PersonName, messenger = 'telegram') =>
  removeAccount(office.desk, await official(actor), office.people[name], messenger);
const accountsOf = (name: PersonName) =>
  office.rows<object>(
    `select messenger, is_home as "isHome", instead_of as "insteadOf", is_spoken_in as "isSpokenIn" from account where person_id = $1`,
    [office.people[name]],
  );
const IN_MAX = [{ messenger: 'max', isHome: true, insteadOf: null, isSpokenIn: true }];
const waiting = async (name: PersonName): Promise<string[]> =>
  (
    await office.rows<{ messenger: string; kind: string }>(
      `select messenger, kind from outbox_message where (params ->> 'personId')::int = $1 and state = 'new' order by id`,
      [office.people[name]],
    )
  ).map(({ messenger, kind }) => `${messenger} ${kind}`);
const cards = (name: PersonName) =>
  office.rows<{ messenger: string }>('select messenger from card where person_id = $1', [office.people[name]]);

async function assigned(name: PersonName): Promise<number> {
  const appealId = await office.register();
  await office.must('coordinator', 'assign', appealId, { executorId: office.people[name] });
  return appealId;
}

/** Work in hand, whose card stands in these messengers. */
async function inHand(name: PersonName, ...messengers: readonly string[]): Promise<void> {
  const appealId = await assigned(name);
  await office.rows('truncate outbox_message');
  for (const messenger of messengers)
    await office.rows(
      `insert into card (person_id, messenger, subject, subject_id, message_ref) values ($1, $2, 'appeal', $3, $2 || '/5')`,
      [office.people[name], messenger, appealId],
    );
}

describe('an account that an admin removes', () => {
  test('is a stranger from then on; what it was home to lives in the other', async () => {
    await alsoInMax('executor');
    const { userId, chatId } = await official('executor');
    expect(await remove('admin', 'executor')).toMatchObject({ ok: true });
    expect(await officialByAccount(office.desk, 'telegram', userId)).toBeNull();
    expect(await officialIn(office.desk, office.people.executor, { messenger: 'telegram', chatId })).toBeNull();
    expect(await accountsOf('executor')).toEqual(IN_MAX);
    expect(await waiting('executor')).toEqual(['max homeMoved']);
  });

  test('leaves its open cards without buttons, and what waits there goes to the other', async () => {
    await alsoInMax('executor');
    await inHand('executor', 'telegram');
    await assigned('executor');
    expect(await waiting('executor')).toEqual(['telegram card']);
    await remove('admin', 'executor');
    expect((await waiting('executor')).sort()).toEqual(['max card', 'max card', 'max homeMoved', 'telegram cardLeft']);
    expect(await cards('executor')).toEqual([]);
  });

  test.each([
    ['lived elsewhere', null],
    ['was stood in for there', 'telegram'],
  ])('when its person %s, does the same', async (_, insteadOf) => {
    await alsoInMax('executor');
    await office.rows(`update account set is_home = false where person_id = $1 and messenger = 'telegram'`, [
      office.people.executor,
    ]);
    await office.rows(`update account set is_home = true, instead_of = $2 where person_id = $1 and messenger = 'max'`, [
      office.people.executor,
      insteadOf,
    ]);
    await inHand('executor', 'telegram', 'max');
    await assigned('executor');
    await remove('admin', 'executor');
    expect(await accountsOf('executor')).toEqual(IN_MAX);
    expect((await waiting('executor')).sort()).toEqual([
      'max card',
      'max homeMoved',
      'max redraw',
      'telegram cardLeft',
    ]);
    expect(await cards('executor')).toEqual([{ messenger: 'max' }]);
  });

  test('takes the links that wait along: whoever holds the phone may have one', async () => {
    await alsoInMax('executor');
    await invite(office.desk, await official('admin'), office.people.executor, 'hash');
    await remove('admin', 'executor');
    const open = await office.rows('select id from invitation where expires_at > $1', [office.desk.clock.now()]);
    expect(open).toEqual([]);
  });

  test('stands among the changes, with who has done it and which it was', async () => {
    await alsoInMax('executor');
    await remove('admin', 'executor');
    const { changes } = await readChanges(office.desk, 0);
    expect(changes[0]).toMatchObject({ action: 'unlinkAccount', to: 'telegram' });
    expect(changes[0]?.by).not.toBeNull();
    expect(changes[0]?.of).not.toBeNull();
  });
});

describe('nothing is removed', () => {
  test('by whoever does not administer', async () => {
    await alsoInMax('executor');
    expect(await remove('coordinator', 'executor')).toEqual({ ok: false, refusal: 'notAdmin' });
    expect(await accountsOf('executor')).toHaveLength(2);
  });

  test('of one that is not there', async () => {
    expect(await remove('admin', 'executor', 'owl')).toEqual({ ok: false, refusal: 'noAccount' });
    expect(await accountsOf('executor')).toHaveLength(1);
  });

  test('of the last admin who can come in', async () => {
    await office.rows(`update account set started_at = null where person_id <> $1`, [office.people.admin]);
    const other = await official('everything');
    expect(await removeAccount(office.desk, other, office.people.admin, 'telegram')).toEqual({
      ok: false,
      refusal: 'lastAdmin',
    });
  });

  test('of nobody', async () => {
    expect(await removeAccount(office.desk, await official('admin'), 2_000_000_000, 'max')).toEqual({
      ok: false,
      refusal: 'gone',
    });
  });

  test('under the own finger; the own other one goes', async () => {
    await alsoInMax('admin');
    expect(await remove('admin', 'admin', 'telegram')).toEqual({ ok: false, refusal: 'accountInUse' });
    expect(await remove('admin', 'admin', 'max')).toMatchObject({ ok: true });
    expect(await accountsOf('admin')).toMatchObject([{ messenger: 'telegram', isHome: true, isSpokenIn: true }]);
  });

  test('twice', async () => {
    await alsoInMax('executor');
    const twice = await Promise.all([remove('admin', 'executor'), remove('admin', 'executor')]);
    expect(twice.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await accountsOf('executor')).toEqual(IN_MAX);
  });
});

describe('an account that was taken away in the bot, and that the server still names', () => {
  const start = (userId: string, name: string = 'executor') =>
    loadRoster(
      office.desk,
      {
        users: [{ name, roles: ['executor'], accounts: [telegramAccount(Number(userId))] }],
        organizations: [],
        categories: [],
        groups: [],
      },
      { atStart: true },
    );
  const ensure = (userId: string) =>
    ensureAdmins(office.desk, [telegramAccount(Number(userId))], (id) => `Администратор ${id}`);
  const holder = async (userId: string) => (await officialByAccount(office.desk, 'telegram', userId))?.name ?? null;
  const told = () =>
    office.rows<{ to: number; name: string | null; userId: string; why: string }>(
      `select (params ->> 'personId')::int as "to", params ->> 'name' as name, params ->> 'userId' as "userId", params ->> 'why' as why
       from outbox_message where kind = 'accountWithheld' order by id`,
    );
  const toAdmins = (one: object) => [
    { to: office.people.admin, ...one },
    { to: office.people.everything, ...one },
  ];

  test('is not given back by the file: the admins hear of it, once', async () => {
    await alsoInMax('executor');
    const { userId } = await official('executor');
    await remove('admin', 'executor');
    const loaded = await start(userId);
    expect(loaded.warnings).toContainEqual({ kind: 'accountRemoved', name: 'executor', userId });
    expect(await holder(userId)).toBeNull();
    await start(userId);
    expect(await told()).toEqual(toAdmins({ name: 'executor', userId, why: 'removed' }));
    // nor to anybody else
    await start(userId, 'Новиков Ной');
    expect(await holder(userId)).toBeNull();
  });

  test('does not throw out the one by which its person has come in since', async () => {
    const { userId } = await official('executor');
    await invite(office.desk, await official('admin'), office.people.executor, 'hash');
    await acceptInvitation(office.desk, 'hash', telegramAccount(555));
    const loaded = await start(userId);
    expect(loaded.warnings).toContainEqual({ kind: 'accountKept', name: 'executor', userId });
    expect([await holder(userId), await holder('555')]).toEqual([null, 'executor']);
    expect(await told()).toEqual(toAdmins({ name: 'executor', userId, why: 'kept' }));
  });

  test('is not given back either where its person has not come in by the number given in its place', async () => {
    const { userId } = await official('executor');
    await giveAccount(office.desk, await official('admin'), office.people.executor, telegramAccount(555));
    expect((await start(userId)).warnings).toContainEqual({ kind: 'accountRemoved', name: 'executor', userId });
    expect([await holder(userId), await holder('555')]).toEqual([null, 'executor']);
  });

  test('is the file’s again once an admin has given it to somebody', async () => {
    const { userId } = await official('executor');
    const admin = await official('admin');
    const { executor } = office.people;
    await giveAccount(office.desk, admin, executor, telegramAccount(555));
    await giveAccount(office.desk, admin, executor, telegramAccount(Number(userId)));
    expect((await start(userId)).warnings).not.toContainEqual(expect.objectContaining({ name: 'executor' }));
    expect(await holder(userId)).toBe('executor');
    expect(await told()).toEqual([]);
  });

  test('does not come back as a new admin by the environment, which the admins hear once', async () => {
    await alsoInMax('admin');
    const { userId } = await official('admin');
    await remove('everything', 'admin');
    expect(await ensure(userId)).toEqual({ added: [], promoted: [], withheld: [userId] });
    await ensure(userId);
    expect(await holder(userId)).toBeNull();
    expect(await told()).toEqual(toAdmins({ name: null, userId, why: 'removed' }));
  });

  test('is the way back in where no admin could come in any more', async () => {
    await alsoInMax('admin');
    const { userId } = await official('admin');
    await remove('everything', 'admin');
    await office.rows(`update person set disabled_at = $1 where 'admin' = any(roles)`, [MORNING]);
    expect(await ensure(userId)).toMatchObject({ added: [userId], withheld: [] });
    expect(await holder(userId)).toBe(`Администратор ${userId}`);
  });
});

describe('a phone of the office that changes hands', () => {
  const switchOff = async (name: PersonName) =>
    disablePerson(office.desk, await official('admin'), {
      personId: office.people[name],
      successors: {},
      reason: 'уволен',
    });

  test('is free once an admin has taken it from whom was switched off, and its next holder comes in by a link', async () => {
    const { userId } = await official('executor');
    await inHand('executor', 'telegram');
    await switchOff('executor');
    expect(await remove('admin', 'executor')).toMatchObject({ ok: true, home: null });
    expect([await accountsOf('executor'), await cards('executor')]).toEqual([[], []]);
    await invite(office.desk, await official('admin'), office.people.executor2, 'hash');
    expect(await acceptInvitation(office.desk, 'hash', telegramAccount(Number(userId)))).toMatchObject({ ok: true });
    expect((await officialByAccount(office.desk, 'telegram', userId))?.name).toBe('executor2');
  });

  test('is refused by its number with the name of whoever holds it', async () => {
    const { userId } = await official('executor');
    await switchOff('executor');
    const given = giveAccount(
      office.desk,
      await official('admin'),
      office.people.executor2,
      telegramAccount(Number(userId)),
    );
    expect(await given).toEqual({ ok: false, refusal: 'accountTaken', holder: 'executor' });
  });
});

test('whoever was switched off does not hear that somebody has come in by their link', async () => {
  await invite(office.desk, await official('everything'), office.people.executor, 'hash');
  await office.rows('update person set disabled_at = $1 where id = $2', [MORNING, office.people.everything]);
  await acceptInvitation(office.desk, 'hash', telegramAccount(555));
  expect(await office.rows(`select kind from outbox_message where kind = 'joined'`)).toEqual([]);
});
