import {
  groupDigests,
  PEOPLE_PER_MESSAGE,
  sendGroupDigest,
  DIGEST_PARTS,
} from '../../../../src/usecases/digests/group-digest';
import { readOffice, type OfficeNumbers } from '../../../../src/usecases/digests/office';
import { addGroup, changeGroup, readGroup, groupIsUnreachable } from '../../../../src/usecases/digests/groups';
import { registerAppeals } from '../../../../src/usecases/intake/register-appeals';
import type { GroupDigest, GroupTrouble } from '../../../../src/usecases/kit/messages';
import { officialById, type Official } from '../../../../src/usecases/kit/officials';
import { circumstances } from '../../../../src/usecases/kit/ports';
import { day, msk, openOffice, type PersonName, type WorkingOffice } from '../working-office';

const CHAT = { messenger: 'telegram', chatId: '-1001234567890' };
const FRIDAY = msk('2026-11-27 08:30');
const MONDAY = msk('2026-11-30 08:30');

let office: WorkingOffice;
/** What the office counts on two mornings with a weekend between them. */
const mornings = new Map<Date, OfficeNumbers>();
/** What the group got on each of them, sent twice: the second time is nothing. */
const sent = new Map<
  Date,
  {
    key: string;
    messenger: string;
    chatId: string;
    silent: boolean;
    params: { threadId?: string; digest: GroupDigest };
  }[]
>();

const official = async (who: PersonName): Promise<Official> => (await officialById(office.desk, office.people[who]))!;
async function registered(number: string, at: string): Promise<number> {
  const [row] = await registerAppeals(office.desk, [{ number, kind: 'message', registeredAt: msk(at) }], 'sample');
  return row!.id;
}
const missed = (appealId: number, kind: string, dueAt: string) =>
  office.rows(
    `with over as (update open_work set stage_due_at = $3 where appeal_id = $1 and $2 = 'stage')
     insert into overdue (appeal_id, kind, term, stage, due_at, holder, holder_ids, rules, noted_at)
     values ($1, $2::text, $2::text || ':1', 'assigned', $3, 'executor', '{}', 2, $3)`,
    [appealId, kind, msk(dueAt)],
  );
const organizationAnswers = async (appealId: number, on: string) => {
  await office.must(
    'coordinator',
    'organizationAnsweredApplicant',
    appealId,
    { answeredOn: day(on) },
    { documents: 1 },
  );
};
const handOver = (appealId: number) =>
  office.must('coordinator', 'passToSubordinate', appealId, {
    organizationId: office.organizations.water,
    reason: 'их сети',
  });

async function morning(slot: Date, groupId: number): Promise<void> {
  office.setTime(slot);
  const { database } = office.fresh;
  mornings.set(
    slot,
    await readOffice(
      database,
      { day: day(new Date(slot.getTime() + 3 * 3_600_000).toISOString().slice(0, 10)), slot, now: slot },
      circumstances(office.desk),
    ),
  );
  const [before] = await office.rows<{ id: number }>('select coalesce(max(id), 0) as id from outbox_message');
  for (let run = 0; run < 2; run += 1)
    await database.transaction((tx) => sendGroupDigest(tx, office.desk, groupId, slot));
  sent.set(
    slot,
    await office.rows(
      'select key, messenger, chat_id as "chatId", silent, params from outbox_message where id > $1 order by id',
      [before!.id],
    ),
  );
}

beforeAll(async () => {
  office = await openOffice();
  office.setTime(msk('2026-11-26 09:00'));
  const group = await addGroup(office.desk, await official('admin'), { ...CHAT, threadId: '15', title: 'Исполком' });
  if (!group.ok) throw new Error(group.refusal);
  const dueFriday = await registered('DUE-FRIDAY', '2026-10-28 10:00');
  const dueSunday = await registered('DUE-SUNDAY', '2026-10-30 10:00');
  await registered('DUE-MONDAY', '2026-10-31 10:00');
  const done = await registered('DONE', '2026-11-26 08:50');
  const inWork = await registered('IN-WORK', '2026-11-26 08:55');
  await office.must('coordinator', 'assign', inWork, { executorId: office.people.executor });
  await office.must('executor', 'takeIntoWork', inWork);
  await handOver(done);
  await organizationAnswers(done, '2026-11-26');
  await missed(inWork, 'stage', '2026-11-26 15:00');
  await missed(inWork, 'duty', '2026-11-26 16:00');
  await missed(dueSunday, 'stage', '2026-11-26 16:30');
  await morning(FRIDAY, group.id);

  office.setTime(msk('2026-11-27 10:00'));
  await office.must('curator', 'returnForReexamination', done, {
    reexaminationReason: 'other',
    reexaminationText: 'не то',
  });
  await handOver(dueFriday);
  office.setTime(msk('2026-11-28 12:00'));
  await registered('ON-SATURDAY', '2026-11-28 11:00');
  await missed(dueSunday, 'whole', '2026-11-29 23:59:59');
  office.setTime(msk('2026-11-30 07:00'));
  await organizationAnswers(dueFriday, '2026-11-30');
  await morning(MONDAY, group.id);
});
afterAll(() => office.fresh.drop());

test.each<[string, (numbers: OfficeNumbers) => unknown, friday: unknown, monday: unknown]>([
  ['new since the last working day’s digest', ({ fresh }) => fresh, 5, 1],
  [
    'in work by stage',
    ({ stages }) => stages,
    [
      { stage: 'coordination', count: 3 },
      { stage: 'in_progress', count: 1 },
    ],
    [
      { stage: 'coordination', count: 4 },
      { stage: 'in_progress', count: 1 },
    ],
  ],
  ['due today', ({ dueToday }) => dueToday, 1, 1],
  [
    'due until the next working day',
    ({ dueNext }) => dueNext,
    { from: '2026-11-28', until: '2026-11-30', count: 2 },
    { from: '2026-12-01', until: '2026-12-01', count: 0 },
  ],
  [
    'overdue by whose move it is',
    ({ overdue }) => overdue.map(({ name, appeals, whole, stage }) => [name, appeals, whole, stage]),
    [
      [null, 1, 0, 1],
      ['executor', 1, 0, 1],
    ],
    [
      [null, 1, 1, 1],
      ['executor', 1, 0, 1],
    ],
  ],
  ['of which no report was made in time', ({ duty }) => duty, 1, 1],
  [
    'what the last working day brought',
    ({ results }) => results,
    { from: '2026-11-26', until: '2026-11-26', answered: 1, redirected: 0, late: 0, reexaminations: 0, missed: 3 },
    { from: '2026-11-27', until: '2026-11-29', answered: 1, redirected: 0, late: 1, reexaminations: 1, missed: 2 },
  ],
])('%s, on a Friday and on the Monday after it', (_, part, friday, monday) => {
  expect(part(mornings.get(FRIDAY)!)).toEqual(friday);
  expect(part(mornings.get(MONDAY)!)).toEqual(monday);
});

test('each morning brings one silent message to the topic, with the difference from the last one', () => {
  const [friday, ...more] = sent.get(FRIDAY)!;
  expect(more).toEqual([]);
  expect(friday).toMatchObject({
    key: expect.stringMatching(/^digest:group:\d+:2026-11-27:1$/),
    ...CHAT,
    silent: true,
    params: { threadId: '15', digest: { fresh: { count: 5, change: null } } },
  });
  const [monday, ...others] = sent.get(MONDAY)!;
  expect(others).toEqual([]);
  expect(monday?.params.digest).toMatchObject({
    day: '2026-11-30',
    part: 1,
    parts: 1,
    fresh: { count: 1, change: -4 },
    stages: { open: { count: 5, change: 1 } },
    overdue: {
      all: { count: 2, change: 0 },
      people: [
        { count: 1, change: 0 },
        { count: 1, change: 0 },
      ],
    },
  });
});

describe('many people and few wishes', () => {
  const crowd = (count: number): OfficeNumbers => ({
    fresh: 0,
    stages: [],
    dueToday: 0,
    dueNext: { from: day('2026-11-26'), until: day('2026-11-26'), count: 0 },
    overdue: Array.from({ length: count }, (_, index) => ({
      personId: index + 1,
      organizationId: null,
      unnamed: null,
      name: `Исполнитель ${index + 1}`,
      appeals: 1,
      whole: 1,
      stage: 0,
    })),
    leftOut: [],
    duty: 0,
    redirect: 0,
    results: {
      from: day('2026-11-24'),
      until: day('2026-11-24'),
      answered: 0,
      redirected: 0,
      late: 0,
      reexaminations: 0,
      missed: 0,
    },
    engagement: null,
  });

  test.each([
    [0, 1],
    [1, 1],
    [PEOPLE_PER_MESSAGE, 1],
    [PEOPLE_PER_MESSAGE + 1, 2],
    [200, Math.ceil(200 / PEOPLE_PER_MESSAGE)],
  ])('%i people with something overdue take %i messages, each person once', (count, messages) => {
    const digests = groupDigests(day('2026-11-25'), crowd(count), null, DIGEST_PARTS);
    expect(digests.map(({ part, parts, fresh }) => [part, parts, fresh !== null])).toEqual(
      Array.from({ length: messages }, (_, index) => [index + 1, messages, index === 0]),
    );
    expect(digests.flatMap(({ overdue }) => overdue?.people.map(({ personId }) => personId))).toEqual(
      crowd(count).overdue.map(({ personId }) => personId),
    );
  });

  test('what the group does not want is left out, and takes no message', () => {
    expect(groupDigests(day('2026-11-25'), crowd(200), null, ['fresh', 'due'])).toMatchObject([
      { parts: 1, fresh: { count: 0 }, stages: null, overdue: null, results: null },
    ]);
  });

  test('somebody who had nothing overdue yesterday has it all since then', () => {
    const [digest] = groupDigests(
      day('2026-11-25'),
      crowd(2),
      { fresh: 0, open: 0, overdue: 4, people: { 1: 4 } },
      DIGEST_PARTS,
    );
    expect(digest?.overdue).toMatchObject({
      all: { change: -2 },
      people: [
        { personId: 1, change: -3 },
        { personId: 2, change: 1 },
      ],
    });
  });
});

describe('what an admin says of a group', () => {
  let id: number;
  const entries = async () =>
    (
      await office.rows<{ count: number }>(
        `select count(*)::int as count from journal_entry where action = 'changeOffice'`,
      )
    )[0]!.count;
  beforeAll(async () => {
    const added = await addGroup(office.desk, await official('admin'), {
      ...CHAT,
      threadId: null,
      title: 'Исполком',
    });
    if (!added.ok) throw new Error(added.refusal);
    ({ id } = added);
  });

  test.each([
    ['hour', { kind: 'hour', digestAt: 570 }, { digestAt: 570 }],
    ['hour again as the office opens', { kind: 'hour', digestAt: null }, { digestAt: null }],
    [
      'one part less',
      { kind: 'part', part: 'stages', shown: false },
      { contents: ['fresh', 'due', 'overdue', 'results', 'engagement'] },
    ],
    ['everything again', { kind: 'part', part: 'stages', shown: true }, { contents: null }],
    ['off', { kind: 'running', running: false }, { stopped: true }],
    ['on', { kind: 'running', running: true }, { stopped: false }],
  ] as const)('%s: once, however often it is pressed, and journaled', async (_, change, expected) => {
    const before = await entries();
    for (let press = 0; press < 2; press += 1)
      expect(await changeGroup(office.desk, await official('admin'), id, change)).toEqual({ ok: true, id });
    expect(await readGroup(office.fresh.database, id)).toMatchObject(expected);
    expect(await entries()).toBe(before + 1);
  });

  test.each([
    ['coordinator', { kind: 'running', running: false }, 'notAdmin'],
    ['admin', { kind: 'hour', digestAt: 20 * 60 }, 'hour'],
    ['admin', { kind: 'hour', digestAt: 7 * 60 + 59 }, 'hour'],
  ] as const)('%s, %j: refused, %s', async (who, change, refusal) => {
    expect(await changeGroup(office.desk, await official(who), id, change)).toEqual({ ok: false, refusal });
  });

  test('a digest of nothing is refused', async () => {
    const admin = await official('admin');
    for (const part of DIGEST_PARTS.slice(1))
      await changeGroup(office.desk, admin, id, { kind: 'part', part, shown: false });
    expect(await changeGroup(office.desk, admin, id, { kind: 'part', part: 'fresh', shown: false })).toEqual({
      ok: false,
      refusal: 'lastPart',
    });
    expect(await readGroup(office.fresh.database, id)).toMatchObject({ contents: ['fresh'] });
  });

  test('one that is there already is not added twice', async () => {
    const before = await entries();
    expect(
      await addGroup(office.desk, await official('admin'), { ...CHAT, threadId: null, title: 'Исполком' }),
    ).toEqual({ ok: true, id });
    expect(await entries()).toBe(before);
  });

  test.each<[GroupTrouble, stopped: (string | null)[]]>([
    ['topic_gone', ['15']],
    ['kicked', ['15', null]],
    ['muted', ['15', null]],
  ])('%s: the digests stop there, and each admin hears of it once', async (trouble, stopped) => {
    await office.rows('update group_chat set stopped_at = null where chat_id = $1', [CHAT.chatId]);
    await office.rows(`delete from outbox_message where kind = 'groupUnreachable'`);
    for (let message = 0; message < 2; message += 1) await groupIsUnreachable(office.desk, CHAT, '15', trouble);
    const places = await office.rows<{ thread: string | null }>(
      'select thread_id as thread from group_chat where chat_id = $1 and stopped_at is not null order by thread nulls last',
      [CHAT.chatId],
    );
    expect(places.map(({ thread }) => thread)).toEqual(stopped);
    const told = await office.rows<{ params: { personId: number } }>(
      `select params from outbox_message where kind = 'groupUnreachable'`,
    );
    const admins = [office.people.admin, office.people.everything];
    expect(told.map(({ params }) => params.personId).sort((a, b) => a - b)).toEqual(admins.sort((a, b) => a - b));
  });
});
