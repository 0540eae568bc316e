import { acceptInvitation, invite } from '../../../../src/usecases/office/invitations';
import { tellOfParked } from '../../../../src/usecases/upkeep/parked';
import {
  addGroup,
  listGroups,
  groupIsUnreachable,
  groupMigrated,
  tellOfInvitation,
} from '../../../../src/usecases/digests/groups';
import { officialByAccount, officialById, type Official } from '../../../../src/usecases/kit/officials';
import { readPerson } from '../../../../src/usecases/people/people';
import { personIsUnreachable, welcomeBack } from '../../../../src/usecases/people/welcome-back';
import { MORNING, openOffice, type PersonName, type WorkingOffice } from '../working-office';

// A messenger whose ids are texts, beside the one whose ids are numbers; the office knows neither.

let office: WorkingOffice;
/** As the coordinator is called at the other messenger. */
const SAME = '1001';

beforeEach(async () => {
  office = await openOffice();
  await office.rows(
    `update account set messenger = 'pigeon', user_id = $2, chat_id = 'with ' || $2 where person_id = $1`,
    [office.people.executor, SAME],
  );
  await office.rows('update account set started_at = $1', [MORNING]);
});
afterEach(() => office.fresh.drop());

const official = async (who: PersonName): Promise<Official> => (await officialById(office.desk, office.people[who]))!;
const said = (kind: string) =>
  office.rows<{ messenger: string; chat: string; key: string }>(
    'select messenger, chat_id as chat, key from outbox_message where kind = $1 order by messenger, chat_id',
    [kind],
  );

test('one user id at two messengers is two people', async () => {
  expect((await officialByAccount(office.desk, 'telegram', SAME))?.personId).toBe(office.people.coordinator);
  expect(await officialByAccount(office.desk, 'pigeon', SAME)).toMatchObject({
    personId: office.people.executor,
    messenger: 'pigeon',
    chatId: 'with 1001',
  });
  expect(await officialByAccount(office.desk, 'owl', SAME)).toBeNull();
});

test('an act is told to each where they are met', async () => {
  const appealId = await office.register();
  await office.rows('truncate outbox_message');
  await office.must('coordinator', 'assign', appealId, { executorId: office.people.executor });
  expect(await said('card')).toMatchObject([{ messenger: 'pigeon', chat: 'with 1001' }]);
  await office.must('executor', 'returnToCoordination', appealId, { reason: 'не моё' });
  expect(await said('card')).toMatchObject([
    { messenger: 'pigeon', chat: 'with 1001' },
    { messenger: 'telegram', chat: '1001' },
    { messenger: 'telegram', chat: '1002' },
  ]);
});

test('whoever cannot be reached there is not taken for whoever is called so here, and comes back', async () => {
  const { executor, coordinator } = office.people;
  await personIsUnreachable(office.desk, { messenger: 'pigeon', chatId: 'with 1001' }, 'blocked');
  expect(await readPerson(office.desk, executor)).toMatchObject({ reach: 'blocked' });
  expect(await readPerson(office.desk, coordinator)).toMatchObject({ reach: 'ok' });
  await welcomeBack(office.desk, await official('executor'));
  expect(await readPerson(office.desk, executor)).toMatchObject({ reach: 'ok' });
});

test('an update that could not be handled is told to its sender by the messenger that brought it, and once', async () => {
  const parked = (messenger: string, userId: string | null) =>
    office.fresh.database.transaction((tx) => tellOfParked(tx, { messenger, key: '900', userId }, MORNING));
  await parked('pigeon', SAME);
  await parked('pigeon', SAME);
  await parked('owl', SAME);
  await parked('telegram', null);
  expect(await said('failed')).toEqual([{ messenger: 'pigeon', chat: 'with 1001', key: 'failed:pigeon:900' }]);
  const admins = 2;
  expect(await said('parked')).toHaveLength(3 * admins);
});

test('a person takes an account of another messenger, by a link', async () => {
  const admin = await official('admin');
  const personId = office.people.agreeing;
  expect(await invite(office.desk, admin, personId, 'hash')).toMatchObject({ ok: true });
  const account = { messenger: 'pigeon', userId: 'Әлфия', chatId: 'c' };
  const taken = { ...account, userId: SAME };
  expect(await acceptInvitation(office.desk, 'hash', taken)).toEqual({ ok: false, refusal: 'accountTaken' });
  expect(await acceptInvitation(office.desk, 'hash', account)).toEqual({ ok: true, personId });
  expect(await official('agreeing')).toMatchObject(account);
  expect(await said('joined')).toMatchObject([{ messenger: 'telegram', chat: admin.chatId }]);
});

test('groups that are called alike at two messengers stop and move each by itself', async () => {
  const admin = await official('admin');
  const [here, there] = [
    { messenger: 'telegram', chatId: '-7' },
    { messenger: 'pigeon', chatId: '-7' },
  ];
  for (const group of [here, there])
    for (const threadId of [null, 'тема'])
      await addGroup(office.desk, admin, { ...group, threadId, title: `Аппарат ${group.messenger}` });
  const groups = async () =>
    (await listGroups(office.desk)).map(({ messenger, chatId, threadId, stopped }) =>
      [messenger, chatId, threadId ?? 'itself', stopped ? 'stopped' : 'runs'].join(' '),
    );
  await groupIsUnreachable(office.desk, there, 'тема', 'topic_gone');
  await groupMigrated(office.fresh.database, here, '-100');
  expect(await groups()).toEqual([
    'pigeon -7 itself runs',
    'pigeon -7 тема stopped',
    'telegram -100 itself runs',
    'telegram -100 тема runs',
  ]);
  expect(await said('groupAdded')).toMatchObject([
    ...[there, there].map(({ messenger, chatId: chat }) => ({ messenger, chat })),
    ...[here, here].map(({ messenger, chatId: chat }) => ({ messenger, chat })),
  ]);

  // one that has its digests is not offered once more; one of the same name elsewhere is
  for (const messenger of ['pigeon', 'owl'])
    await tellOfInvitation(office.desk, { messenger, chatId: '-7', title: 'Аппарат', key: '1' });
  const offered = await office.rows(
    `select params ->> 'messenger' as messenger from outbox_message where kind = 'groupInvites'`,
  );
  expect(new Set(offered.map(({ messenger }) => messenger))).toEqual(new Set(['owl']));
});
