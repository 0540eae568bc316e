import { loadRoster, tryRoster } from '../../../../src/usecases/office/load-roster';
import type { LoadOptions, RosterData } from '../../../../src/usecases/office/loading';
import { disablePerson } from '../../../../src/usecases/office/disable-person';
import { tellMornings } from '../../../../src/usecases/digests/my-morning';
import { paramsOf } from '../../../../src/usecases/kit/messages';
import { officialById } from '../../../../src/usecases/kit/officials';
import { MORNING, msk, openOffice, type PersonName, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.fresh.drop());

type User = RosterData['users'][number];
const load = (users: readonly User[], options: LoadOptions = { by: { personId: office.people.admin } }) =>
  loadRoster(office.desk, { users, organizations: [], categories: [], groups: [] }, options);

async function given(executor: PersonName): Promise<number> {
  const appealId = await office.register();
  await office.must('coordinator', 'assign', appealId, { executorId: office.people[executor] });
  return appealId;
}

interface Told {
  readonly kind: string;
  readonly params: Readonly<Record<string, unknown>> & { readonly personId: number };
}
/** To whom what was said, since the appeals were given out. */
async function told(): Promise<readonly (Told & { readonly to: PersonName | null })[]> {
  const rows = await office.rows<Told>(
    `select kind, params from outbox_message where kind in ('rightsChanged', 'participantLeft', 'participantsLeft') order by id`,
  );
  return rows.map((row) => ({ ...row, to: office.nameOf(row.params.personId) }));
}

test('whoever loses one role and gets another by a table hears of both in one message, and once', async () => {
  const users: User[] = [{ name: 'executor', roles: ['curator', 'coordinator'] }];
  await load(users);
  await load(users);
  expect(await told()).toMatchObject([
    {
      kind: 'rightsChanged',
      to: 'executor',
      params: { given: ['curator', 'coordinator'], taken: ['executor'], approves: null },
    },
  ]);
});

test('whose roles and right are as before hears nothing, whatever else the table says, nor does whoever is new', async () => {
  await load([
    { name: 'executor', roles: ['executor'], position: 'мастер' },
    { name: 'everything', roles: ['executor', 'curator', 'supervisor', 'admin'], canApprove: true },
    { name: 'Новиков Н.Н.', roles: ['executor'] },
  ]);
  expect(await told()).toEqual([]);
});

test('whoever has sent the table is not told what they have done themselves; a file on the server tells everybody', async () => {
  const users: User[] = [{ name: 'everything', roles: ['admin', 'supervisor'], canApprove: false }];
  await load(users, { by: { personId: office.people.everything } });
  expect(await told()).toEqual([]);
  await load([{ name: 'everything', roles: ['admin', 'supervisor'], canApprove: true }], {});
  expect(await told()).toMatchObject([{ kind: 'rightsChanged', to: 'everything', params: { approves: true } }]);
});

test('what one can act on no more is named to every coordinator, as when it is done by hand', async () => {
  const appealId = await given('executor');
  const loaded = await load([{ name: 'executor', roles: ['curator'] }]);
  expect(loaded.people).toMatchObject([{ name: 'executor', lost: ['executor'], left: 1 }]);
  const left = (await told()).filter(({ kind }) => kind === 'participantLeft');
  expect(left.map(({ to }) => to)).toEqual(['coordinator', 'coordinator2']);
  expect(left[0]?.params).toMatchObject({ name: 'executor', why: 'right', count: 1, appeals: [{ id: appealId }] });
});

test('of several who have lost a role every coordinator hears in one message', async () => {
  await given('executor');
  await given('executor');
  await given('executor2');
  await load([
    { name: 'executor', roles: ['curator'] },
    { name: 'executor2', roles: ['curator'] },
    { name: 'agreeing', roles: ['curator'] },
  ]);
  const left = (await told()).filter(({ kind }) => kind.startsWith('participant'));
  expect(left.map(({ kind, to }) => [kind, to])).toEqual([
    ['participantsLeft', 'coordinator'],
    ['participantsLeft', 'coordinator2'],
  ]);
  expect(left[0]?.params.people).toEqual([
    { name: 'executor', count: 2 },
    { name: 'executor2', count: 1 },
  ]);
});

describe('on whose phone it sounds that somebody acts no more', () => {
  const phones = async () =>
    (
      await office.rows<{ silent: boolean; params: { personId: number } }>(
        `select silent, params from outbox_message where kind in ('participantLeft', 'participantsLeft') order by id`,
      )
    ).map(({ silent, params }) => `${office.nameOf(params.personId)}${silent ? '' : '!'}`);
  const NIGHT = msk('2026-11-25 22:00');
  const switchOff = async (who: PersonName) => {
    const admin = (await officialById(office.desk, office.people.admin))!;
    await disablePerson(office.desk, admin, { personId: office.people[who], successors: {}, reason: '' });
  };
  const MORNING_AFTER = msk('2026-11-26 08:15');
  /** What stands first in the morning lists: who hears, «!» with a sound, how many appeals. */
  const mornings = async () => {
    office.setTime(MORNING_AFTER);
    await office.fresh.database.transaction((tx) => tellMornings(tx, office.desk, msk('2026-11-26 12:00')));
    const rows = await office.rows<{ silent: boolean; params: unknown }>(
      `select silent, params from outbox_message where kind = 'morning' order by id`,
    );
    return rows.flatMap(({ silent, params }) => {
      const { personId, came } = paramsOf('morning', params);
      return came.length === 0 ? [] : [`${office.nameOf(personId)}${silent ? '' : '!'} ${came.length}`];
    });
  };
  beforeEach(() => office.rows('update account set started_at = $1', [MORNING]));
  const onDuty = (who: PersonName, day: string) =>
    office.rows('insert into on_duty (day, person_id) values ($1, $2)', [day, office.people[who]]);

  test('on that of whoever is on duty in working time', async () => {
    await onDuty('coordinator2', '2026-11-25');
    await given('executor');
    await switchOff('executor');
    await given('executor2');
    await load([{ name: 'executor2', roles: ['curator'] }]);
    expect(await phones()).toEqual(['coordinator', 'coordinator2!', 'coordinator', 'coordinator2!']);
    // It was heard.
    expect(await mornings()).toEqual([]);
  });

  test('on none at night; in the morning on that of whoever is on duty then', async () => {
    await onDuty('coordinator2', '2026-11-26');
    await given('executor');
    await given('executor2');
    const kept = await given('roadworker');
    office.setTime(NIGHT);
    await switchOff('executor');
    await load([
      { name: 'executor2', roles: ['curator'] },
      { name: 'roadworker', roles: ['curator'] },
    ]);
    expect(await phones()).toEqual(['coordinator', 'coordinator2', 'coordinator', 'coordinator2']);
    // Somebody has taken the place meanwhile.
    await office.must('coordinator', 'replaceParticipant', kept, {
      ...{ participant: 'executor', replacementId: office.people.deputy, reason: 'перевод' },
    });
    expect((await mornings()).filter((one) => one.startsWith('coordinator'))).toEqual([
      'coordinator 2',
      'coordinator2! 2',
    ]);
  });

  test('of an executor in agreement too, beside the supervisor whose turn it still is', async () => {
    const appealId = await given('executor');
    await office.must('executor', 'takeIntoWork', appealId);
    await office.must('executor', 'submitAnswer', appealId, {
      ...{ answerType: 'resolved', answerText: 'Яма заделана 24.11', withoutPhoto: 'не нужно' },
      agreeingId: office.people.agreeing,
    });
    office.setTime(NIGHT);
    await switchOff('executor');
    expect(await mornings()).toEqual(['coordinator! 1', 'coordinator2! 1']);
  });

  test('what comes at night to somebody who had left is in the morning, too', async () => {
    const appealId = await given('executor');
    await office.must('executor', 'takeIntoWork', appealId);
    await office.must('executor', 'submitAnswer', appealId, {
      ...{ answerType: 'resolved', answerText: 'Яма заделана 24.11', withoutPhoto: 'не нужно' },
      agreeingId: office.people.agreeing,
    });
    await switchOff('executor');
    await office.rows('truncate outbox_message');
    office.setTime(NIGHT);
    await office.must('agreeing', 'rejectAnswer', appealId, { reason: 'нет адреса' });
    expect(await phones()).toEqual(['coordinator', 'coordinator2']);
    expect(await mornings()).toEqual(['coordinator! 1', 'coordinator2! 1']);
  });
});

test('on trial it is counted, and nobody hears of it', async () => {
  await given('executor');
  const roster = {
    users: [{ name: 'executor', roles: ['curator' as const] }],
    organizations: [],
    categories: [],
    groups: [],
  };
  expect((await tryRoster(office.desk, roster)).people).toMatchObject([{ name: 'executor', left: 1 }]);
  expect(await told()).toEqual([]);
});

test('the journal has what they had before', async () => {
  await load([{ name: 'approving', roles: ['supervisor'], canApprove: false }]);
  const [entry] = await office.rows<{ details: object }>(
    `select journal_entry.told as details from journal_entry where action = 'loadRoster' order by id desc limit 1`,
  );
  expect(entry?.details).toMatchObject({
    people: [{ canApprove: false, before: { roles: ['supervisor'], canApprove: true } }],
  });
});

test('a file that is read at each start tells the admins once what it has taken and given, and nobody else of all of it', async () => {
  const toAdmins = async () =>
    (await office.rows<Told>(`select kind, params from outbox_message where kind = 'rightsByFile' order by id`)).map(
      ({ params: { personId, people } }) => [office.nameOf(personId), people],
    );
  const users: User[] = [
    { name: 'agreeing', roles: ['curator'] },
    { name: 'approving', roles: ['supervisor'], canApprove: false },
    { name: 'executor', roles: ['executor'], position: 'мастер' },
  ];
  await load(users, { atStart: true });
  const people = [
    { name: 'agreeing', given: ['curator'], taken: ['supervisor'], approves: null, managesAffairs: null },
    { name: 'approving', given: [], taken: [], approves: false, managesAffairs: null },
  ];
  const once = [
    ['admin', people],
    ['everything', people],
  ];
  expect(await toAdmins()).toEqual(once);
  await load(users, { atStart: true });
  expect(await toAdmins()).toEqual(once);
  await load([{ name: 'executor', roles: ['curator'] }], {});
  expect(await toAdmins()).toEqual(once);
});
