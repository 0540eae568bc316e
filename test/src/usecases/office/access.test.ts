import { databaseOf } from '../../../../src/database/database';
import { MAX, maxAccount, telegramAccount } from '../../../../src/intake/messenger-chats';
import { createQueue } from '../../../../src/outbox/queue';
import {
  answerAccess,
  answerAsFormer,
  answerFromServer,
  nextAccessAt,
  settleDue,
  guardAccess,
  readAccess,
  readOpenAccess,
} from '../../../../src/usecases/office/access';
import { addPerson, changePerson, giveAccount } from '../../../../src/usecases/office/change-person';
import { disablePerson, removeAccount } from '../../../../src/usecases/office/disable-person';
import { acceptInvitation, invite, inviteInto, linkMade } from '../../../../src/usecases/office/invitations';
import { loadRoster } from '../../../../src/usecases/office/load-roster';
import { officialByAccount, officialById, officialIn, type Official } from '../../../../src/usecases/kit/officials';
import { emptyTables } from '../../../support/database';
import { MORNING, msk, openOffice, type PersonName, type WorkingOffice } from '../working-office';

// An admin's phone is in strange hands for a minute.

let office: WorkingOffice;
beforeEach(async () => {
  office = await openOffice();
  await office.rows('update account set started_at = $1', [MORNING]);
  await office.register();
  await office.rows('truncate outbox_message');
});
afterEach(() => office.fresh.drop());

const THIEF = telegramAccount(666);
const official = async (name: PersonName): Promise<Official> => (await officialById(office.desk, office.people[name]))!;
const stranger = async ({ messenger, userId } = THIEF) => officialByAccount(office.desk, messenger, userId);
const opened = async () => (await readOpenAccess(office.desk)).map(({ id, matter, state }) => ({ id, matter, state }));
const lastId = async () => (await office.rows<{ id: number }>('select max(id) as id from access_change'))[0]!.id;
const answer = async (name: PersonName, word: 'yes' | 'no', seen: 'waits' | 'done' | 'contested') =>
  answerAccess(office.desk, await official(name), { changeId: await lastId(), word, seen });
const told = async () =>
  (
    await office.rows<{ chat: string; reader: string }>(
      `select chat_id as chat, params ->> 'reader' as reader from outbox_message where kind = 'accessTold' order by id`,
    )
  ).map(({ chat, reader }) => `${reader} ${chat}`);
const chatOf = async (name: PersonName) => (await official(name)).chatId;

async function comeByLink(name: PersonName, account = THIEF, by: PersonName = 'admin') {
  const link = `link ${name} ${account.userId} ${by}`;
  await invite(office.desk, await official(by), office.people[name], link);
  return acceptInvitation(office.desk, link, account);
}
const giveNumber = async (name: PersonName, account = THIEF) =>
  giveAccount(office.desk, await official('admin'), office.people[name], account);
const byTable = async (user: object) =>
  loadRoster(
    office.desk,
    { users: [user as never], organizations: [], categories: [], groups: [] },
    { by: { personId: office.people.admin } },
  );
const rights = async (name: PersonName) =>
  (
    await office.rows<{ roles: string[]; approves: boolean }>(
      'select roles, can_approve as approves from person where id = $1',
      [office.people[name]],
    )
  )[0]!;

describe('of somebody who neither approves nor administers', () => {
  test('an account in place of theirs is told where they were met and to all admins, and «Это не я» shuts it out', async () => {
    const { chatId, messenger, userId } = await official('executor');
    expect(await comeByLink('executor')).toMatchObject({ ok: true });
    expect(await stranger()).toMatchObject({ personId: office.people.executor, disabled: false });
    expect((await told()).sort()).toEqual(
      [`former ${chatId}`, `admin ${await chatOf('admin')}`, `admin ${await chatOf('everything')}`].sort(),
    );
    const changeId = await lastId();
    expect(await answerAsFormer(office.desk, { messenger, userId }, { changeId, word: 'no', seen: 'done' })).toBe(
      'done',
    );
    expect(await stranger()).toMatchObject({ disabled: true, held: true });
    expect(await opened()).toEqual([{ id: changeId, matter: 'account', state: 'contested' }]);
  });

  test('it is decided by another admin than who made it, either way', async () => {
    const { messenger, userId } = await official('executor');
    await comeByLink('executor');
    await answerAsFormer(office.desk, { messenger, userId }, { changeId: await lastId(), word: 'no', seen: 'done' });
    expect(await answer('admin', 'yes', 'contested')).toBe('notTheirs');
    expect(await answer('admin', 'no', 'contested')).toBe('notTheirs');
    expect(await answer('coordinator', 'no', 'contested')).toBe('notTheirs');
    expect(await answer('everything', 'no', 'contested')).toBe('done');
    expect(await stranger()).toBeNull();
    expect(await officialByAccount(office.desk, messenger, userId)).toMatchObject({
      personId: office.people.executor,
      disabled: false,
    });

    await comeByLink('executor', telegramAccount(777));
    await answer('everything', 'no', 'done');
    expect(await answer('everything', 'yes', 'contested')).toBe('done');
    expect(await stranger(telegramAccount(777))).toMatchObject({ disabled: false });
    // What was decided is not asked again.
    expect(await answer('everything', 'no', 'done')).toBe('notTheirs');
  });

  test('what is to be said to an account that is shut out waits, and goes where it is decided', async () => {
    const { messenger, userId, chatId } = await official('executor');
    await comeByLink('executor');
    await answer('everything', 'no', 'done');
    await office.rows('truncate outbox_message');
    const appealId = await office.register();
    await office.must('coordinator', 'assign', appealId, { executorId: office.people.executor });
    const cards = () =>
      office.rows(
        `select chat_id as chat from outbox_message where kind = 'card' and (params ->> 'personId')::int = $1`,
        [office.people.executor],
      );
    expect(await cards()).toEqual([{ chat: THIEF.chatId }]);
    const sent = await createQueue(office.fresh.database, 'telegram').claim(MORNING, [], 100);
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.map((one) => one.chatId)).not.toContain(THIEF.chatId);
    await answer('everything', 'no', 'contested');
    expect(await cards()).toEqual([{ chat: chatId }]);
    expect(await officialIn(office.desk, office.people.executor, { messenger, chatId })).toMatchObject({ userId });
  });

  test('beside another messenger: the one they have says it, and they go on there', async () => {
    const max = maxAccount('31');
    const before = await official('executor');
    expect(await comeByLink('executor', max)).toMatchObject({ ok: true });
    expect(await told()).toContain(`person ${before.chatId}`);
    const old = (await officialByAccount(office.desk, before.messenger, before.userId))!;
    const there = (await officialByAccount(office.desk, MAX, '31'))!;
    const said = { changeId: await lastId(), word: 'no', seen: 'done' } as const;
    expect(await answerAccess(office.desk, there, said)).toBe('notTheirs');
    expect(await answerAccess(office.desk, old, said)).toBe('done');
    expect(await official('executor')).toMatchObject({ messenger: before.messenger, disabled: false });
    expect(await answer('everything', 'no', 'contested')).toBe('done');
    expect(await stranger(max)).toBeNull();
  });

  test('of two hasty replacements the word against the first shuts the second out', async () => {
    const { messenger, userId } = await official('executor');
    await comeByLink('executor');
    const changeId = await lastId();
    await giveNumber('executor', telegramAccount(667));
    expect(await answerAsFormer(office.desk, { messenger, userId }, { changeId, word: 'no', seen: 'done' })).toBe(
      'done',
    );
    expect(await stranger(telegramAccount(667))).toMatchObject({ held: true });
    await answerAccess(office.desk, await official('everything'), { changeId, word: 'no', seen: 'contested' });
    expect(await officialByAccount(office.desk, messenger, userId)).toMatchObject({ disabled: false });
    // What came after it stood on it: its own «Это не я» does nothing to whoever is back.
    const later = { changeId: changeId + 1, word: 'no', seen: 'done' } as const;
    expect(await answerAsFormer(office.desk, THIEF, later)).toBe('other');
  });

  test('while it is contested no other account gets around it', async () => {
    await comeByLink('executor');
    await answer('everything', 'no', 'done');
    expect(await comeByLink('executor', telegramAccount(667))).toMatchObject({ ok: false, refusal: 'waits' });
    expect(await stranger(telegramAccount(667))).toBeNull();
  });

  test('a first account is no replacement: nobody is alarmed', async () => {
    await office.rows('delete from account where person_id = $1', [office.people.executor]);
    expect(await comeByLink('executor')).toMatchObject({ ok: true });
    expect(await told()).toEqual([]);
  });

  test('an account reported lost is shut out at once, and has no word about what takes its place', async () => {
    const { messenger, userId, chatId } = await official('executor');
    const removed = await removeAccount(office.desk, await official('admin'), office.people.executor, 'telegram');
    expect(removed).toMatchObject({ ok: true, isOnly: true });
    expect(await officialByAccount(office.desk, messenger, userId)).toMatchObject({ held: true });
    expect(await told()).toContain(`former ${chatId}`);
    await office.rows('truncate outbox_message');
    expect(await comeByLink('executor')).toMatchObject({ ok: true });
    expect((await told()).filter((one) => one.startsWith('former'))).toEqual([]);
    const said = { changeId: await lastId(), word: 'no', seen: 'done' } as const;
    expect(await answerAsFormer(office.desk, { messenger, userId }, said)).toBe('notTheirs');
  });
});

describe('of whoever approves or administers', () => {
  test.each([
    ['a link', () => comeByLink('approving')],
    ['a number', () => giveNumber('approving')],
    ['a link for an admin', () => comeByLink('everything')],
    ['a number beside', () => giveNumber('approving', maxAccount('666'))],
  ])('%s lets nobody in: not before the person, another admin or the server has said so', async (_, come) => {
    const result = await come();
    expect(result).not.toMatchObject({ ok: true, waitsUntil: null });
    expect(await stranger()).toBeNull();
    expect(await stranger(maxAccount('666'))).toBeNull();
    expect(await opened()).toMatchObject([{ matter: 'account', state: 'waits' }]);
    // Whoever has the admin's phone confirms nothing.
    expect(await answer('admin', 'yes', 'waits')).toBe('notTheirs');
    const readers = (await told()).map((one) => one.split(' ')[0]).sort();
    expect(readers.filter((one) => one === 'person')).toHaveLength(1);
    expect(readers.length).toBeGreaterThanOrEqual(2);
  });

  test('the person confirms it where they were', async () => {
    const { messenger, userId, chatId } = await official('approving');
    await comeByLink('approving');
    expect(await answer('approving', 'yes', 'waits')).toBe('done');
    expect(await stranger()).toMatchObject({ personId: office.people.approving, disabled: false });
    expect(await officialByAccount(office.desk, messenger, userId)).toBeNull();
    expect(await told()).toEqual(expect.arrayContaining([`newcomer ${THIEF.chatId}`, `former ${chatId}`]));
  });

  test('«Это не я» before it is done ends it, and a second press says so', async () => {
    await comeByLink('approving');
    expect(await answer('approving', 'no', 'waits')).toBe('done');
    expect(await answer('everything', 'yes', 'waits')).toBe('other');
    expect(await stranger()).toBeNull();
    expect(await opened()).toEqual([]);
  });

  test('of a double tap of the link the second hears that it waits', async () => {
    await comeByLink('approving');
    const again = await acceptInvitation(office.desk, `link approving 666 admin`, THIEF);
    expect(again).toMatchObject({ ok: false, refusal: 'waits' });
    expect(await opened()).toHaveLength(1);
  });

  test('a second admin confirms it, and so does the server', async () => {
    await comeByLink('approving');
    expect(await answer('everything', 'yes', 'waits')).toBe('done');
    expect(await stranger()).not.toBeNull();
    await giveNumber('approving2', telegramAccount(667));
    const said = { changeId: await lastId(), word: 'yes', seen: 'waits' } as const;
    expect(await answerFromServer(office.desk, said)).toBe('done');
    expect(await stranger(telegramAccount(667))).not.toBeNull();
  });

  test('where nobody objects within the working day it is done; a day off does not count', async () => {
    office.setTime(msk('2026-11-27 15:00'));
    await comeByLink('approving');
    office.setTime(msk('2026-11-30 14:59'));
    expect(await settleDue(office.desk)).toBe(0);
    expect(await stranger()).toBeNull();
    expect(await nextAccessAt(office.desk, msk('2026-11-30 14:59'))).toBeNull();
    expect(await nextAccessAt(office.desk, msk('2026-12-30 00:00'))).toEqual(msk('2026-11-30 15:00'));
    office.setTime(msk('2026-11-30 15:00'));
    expect(await settleDue(office.desk)).toBe(1);
    expect(await settleDue(office.desk)).toBe(0);
    expect(await nextAccessAt(office.desk, msk('2026-12-30 00:00'))).toBeNull();
    expect(await stranger()).toMatchObject({ personId: office.people.approving });
    // And even then it can be contested by whoever was met before.
    expect((await told()).filter((one) => one.startsWith('former'))).not.toEqual([]);
  });

  test('nothing is done by time while a restored office says nothing', async () => {
    await comeByLink('approving');
    await office.rows(`insert into setting (key, value) values ('restored', '{"takenAt": "2026-11-25T00:00:00Z"}')`);
    office.setTime(msk('2026-12-25 15:00'));
    expect(await settleDue(office.desk)).toBe(0);
    expect(await nextAccessAt(office.desk, msk('2026-12-30 00:00'))).toBeNull();
  });

  test('their first account waits too, once there is something to approve', async () => {
    await office.rows('delete from account where person_id = $1', [office.people.approving2]);
    expect(await comeByLink('approving2')).toMatchObject({ ok: false, refusal: 'waits' });
    await emptyTables(databaseOf(office.desk), 'appeal');
    expect(await comeByLink('approving2', telegramAccount(667))).toMatchObject({ ok: true });
  });

  test('a link that was shown to them alone is their own word', async () => {
    const { chatId } = await official('approving');
    await inviteInto(office.desk, await official('admin'), MAX, office.people.approving);
    const [made] = await office.rows<{ id: number }>('select id from invitation where messenger = $1', [MAX]);
    await linkMade(office.desk, office.people.approving, made!.id, 'secret');
    expect(await acceptInvitation(office.desk, 'secret', maxAccount('32'))).toMatchObject({ ok: true });
    expect(await told()).toContain(`person ${chatId}`);
  });

  test('an account reported lost confirms nothing', async () => {
    const before = await official('approving');
    await removeAccount(office.desk, await official('admin'), office.people.approving, 'telegram');
    await comeByLink('approving');
    const said = { changeId: await lastId(), word: 'no', seen: 'waits' } as const;
    expect(await answerAsFormer(office.desk, before, said)).toBe('notTheirs');
    expect(await answer('everything', 'yes', 'waits')).toBe('done');
    expect(await stranger()).toMatchObject({ personId: office.people.approving, disabled: false });
  });
});

describe('what gives the power to do so', () => {
  test('the right to approve, the role of an admin and its end wait for another admin', async () => {
    const admin = await official('admin');
    const { agreeing, executor, everything } = office.people;
    const wanted = [
      [agreeing, { kind: 'canApprove', allowed: true }],
      [executor, { kind: 'role', role: 'admin', held: true }],
      [everything, { kind: 'role', role: 'admin', held: false }],
    ] as const;
    for (const [personId, change] of wanted)
      expect(await changePerson(office.desk, admin, personId, change)).toMatchObject({
        ok: true,
        waitsUntil: msk('2026-11-26 10:00'),
      });
    // pressed twice it waits once
    await changePerson(office.desk, admin, ...wanted[0]);
    expect((await opened()).map(({ matter }) => matter)).toEqual(['approve', 'administer', 'administerNotMore']);
    expect(await rights('agreeing')).toMatchObject({ approves: false });
    expect((await rights('executor')).roles).not.toContain('admin');
    expect((await rights('everything')).roles).toContain('admin');
    const [approve, , end] = await opened();
    // Their own word gives nobody a right, and may end what is theirs.
    const own = { changeId: approve!.id, word: 'yes', seen: 'waits' } as const;
    expect(await answerAccess(office.desk, await official('agreeing'), own)).toBe('notTheirs');
    expect(await answerAccess(office.desk, await official('everything'), own)).toBe('done');
    expect(await rights('agreeing')).toMatchObject({ approves: true });
    expect(await answerAccess(office.desk, await official('everything'), { ...own, changeId: end!.id })).toBe('done');
    expect((await rights('everything')).roles).not.toContain('admin');
  });

  test('nobody who administers is switched off before the role has gone', async () => {
    const off = { personId: office.people.everything, successors: {}, reason: '' };
    expect(await disablePerson(office.desk, await official('admin'), off)).toEqual({
      ok: false,
      refusal: 'adminFirst',
    });
  });

  test('a person who was made up for it comes no further', async () => {
    const admin = await official('admin');
    const added = await addPerson(office.desk, admin, 'Подставной Пётр');
    const personId = added.ok ? added.personId : 0;
    await changePerson(office.desk, admin, personId, { kind: 'role', role: 'supervisor', held: true });
    expect(await giveAccount(office.desk, admin, personId, THIEF)).toMatchObject({ ok: true, waitsUntil: null });
    await changePerson(office.desk, admin, personId, { kind: 'canApprove', allowed: true });
    await changePerson(office.desk, admin, personId, { kind: 'role', role: 'admin', held: true });
    const thief = (await stranger())!;
    expect(thief).toMatchObject({ canApprove: false, roles: ['supervisor'] });
    for (const { id } of await opened())
      expect(await answerAccess(office.desk, thief, { changeId: id, word: 'yes', seen: 'waits' })).toBe('notTheirs');
  });

  test('a table from the chat gives and takes none of it at once; loaded again it changes nothing', async () => {
    const name = (id: PersonName) =>
      office.rows<{ name: string }>('select name from person where id = $1', [office.people[id]]);
    const [agreeing, approving] = [(await name('agreeing'))[0]!.name, (await name('approving'))[0]!.name];
    for (let time = 1; time <= 2; time += 1) {
      const loaded = await byTable({ name: agreeing, roles: ['supervisor', 'admin'], canApprove: true });
      expect(loaded.warnings).toEqual(
        expect.arrayContaining([
          { kind: 'waits', name: agreeing, matter: 'approve' },
          { kind: 'waits', name: agreeing, matter: 'administer' },
        ]),
      );
      expect(loaded.changed.people).toBe(0);
      expect((await opened()).length).toBe(2);
    }
    expect(await rights('agreeing')).toEqual({ roles: ['supervisor'], approves: false });
    await byTable({ name: approving, roles: ['supervisor'], canApprove: true, accounts: [maxAccount('666')] });
    expect(await stranger(maxAccount('666'))).toBeNull();
    await byTable({ name: 'Новый Нил', roles: ['supervisor'], canApprove: true, accounts: [THIEF] });
    expect(await stranger()).toBeNull();
  });

  test('a file that is loaded at the server is the server’s word, and is told', async () => {
    const [{ name } = { name: '' }] = await office.rows<{ name: string }>('select name from person where id = $1', [
      office.people.approving,
    ]);
    const users = [{ name, roles: ['supervisor'] as const, canApprove: true, accounts: [THIEF] }];
    await loadRoster(office.desk, { users, organizations: [], categories: [], groups: [] });
    expect(await stranger()).toMatchObject({ personId: office.people.approving });
    expect((await told()).map((one) => one.split(' ')[0])).toEqual(['former', 'admin', 'admin']);
  });

  test('that none of this is needed is not said by one admin alone; that it is, at once', async () => {
    const admin = await official('admin');
    expect(await guardAccess(office.desk, admin, false)).toBe('waits');
    expect(await comeByLink('approving')).toMatchObject({ ok: false, refusal: 'waits' });
    const [{ id } = { id: 0 }] = await opened();
    const said = { changeId: id, word: 'yes', seen: 'waits' } as const;
    expect(await answerAccess(office.desk, admin, said)).toBe('notTheirs');
    expect(await answerAccess(office.desk, await official('everything'), said)).toBe('done');
    expect(await comeByLink('approving2', telegramAccount(667))).toMatchObject({ ok: true });
    expect(await guardAccess(office.desk, admin, true)).toBe('done');
    expect(await comeByLink('approving2', telegramAccount(668))).toMatchObject({ ok: false, refusal: 'waits' });
  });

  test('a fresh office is set up by one admin', async () => {
    await emptyTables(databaseOf(office.desk), 'appeal');
    const admin = await official('admin');
    for (const name of ['agreeing', 'approving2'] as const)
      expect(
        await changePerson(office.desk, admin, office.people[name], { kind: 'canApprove', allowed: true }),
      ).toMatchObject({ ok: true });
    expect(await rights('agreeing')).toMatchObject({ approves: true });
    expect(await opened()).toEqual([]);
  });

  test('the journal has who said what', async () => {
    await comeByLink('approving');
    await answer('everything', 'yes', 'waits');
    const entries = await office.rows(
      `select person_id as who, j.told ->> 'word' as word, j.told ->> 'state' as state from journal_entry j where action = 'answerAccess' order by id`,
    );
    expect(entries).toEqual([
      { who: office.people.admin, word: 'asked', state: 'waits' },
      { who: office.people.everything, word: 'yes', state: 'done' },
    ]);
    expect(await readAccess(office.desk, await lastId())).toMatchObject({ source: 'link', state: 'done' });
  });
});
