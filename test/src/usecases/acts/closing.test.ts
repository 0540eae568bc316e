import { runDueReminders } from '../../../../src/jobs/tick';
import type { Action } from '../../../../src/regulation/vocabulary';
import { readNoticeFacts } from '../../../../src/usecases/card/notice';
import { day, MORNING, msk, openOffice, type PersonName, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.fresh.drop());
beforeEach(() => {
  office.setTime(MORNING);
});

const id = (name: PersonName) => office.people[name];
const row = async (appealId: number) => (await office.rows('select * from appeal where id = $1', [appealId]))[0]!;
const leadingOf = async (appealId: number): Promise<number | null> =>
  (
    await office.rows<{ leading: number }>('select leading_id as leading from joined_appeal where appeal_id = $1', [
      appealId,
    ])
  )[0]?.leading ?? null;
const planned = (appealId: number) =>
  office.rows<{ reason: string; due_at: Date }>(
    `select reason, due_at from reminder where appeal_id = $1 and state = 'planned' and reason <> 'undo_over' order by key`,
    [appealId],
  );

const CLOSED = { closure: 'withdrawn', reason: 'Заявитель отозвал обращение', confirmed: true };
const close = (appealId: number) => office.must('coordinator', 'close', appealId, CLOSED);
const reopen = (appealId: number) => office.must('coordinator', 'reopen', appealId, { confirmed: true });

type Walk = readonly (readonly [PersonName, Action, Record<string, unknown>?])[];
const walk = async (appealId: number, steps: Walk) => {
  for (const [who, action, answers] of steps) await office.must(who, action, appealId, answers);
};
const inWork = (): Walk => [
  ['coordinator', 'assign', { executorId: id('executor') }],
  ['executor', 'takeIntoWork'],
];
const agreed = (): Walk => [
  ...inWork(),
  [
    'executor',
    'submitAnswer',
    { answerType: 'resolved', answerText: 'Яма заделана 24.11', withoutPhoto: 'не нужно', agreeingId: id('agreeing') },
  ],
  ['agreeing', 'agreeAnswer', { approvingId: id('approving') }],
];

test('it is finished, keeps its people and its facts, and says in its journal why', async () => {
  const appealId = await office.register();
  await walk(appealId, inWork());
  await close(appealId);
  expect(await row(appealId)).toMatchObject({ stage: 'closed', executor_id: id('executor'), finished_at: MORNING });
  expect(await planned(appealId)).toEqual([]);
  expect(await office.rows('select 1 from open_work where appeal_id = $1', [appealId])).toEqual([]);
  const [entry] = await office.rows(
    `select j.*, j.told as details from journal_entry j where appeal_id = $1 and action = 'close'`,
    [appealId],
  );
  expect(entry).toMatchObject({ from_stage: 'in_progress', to_stage: 'closed' });
  expect(entry!.details).toMatchObject({ closure: 'withdrawn', reason: 'Заявитель отозвал обращение' });
});

test('opened again it is where it was: the stage has what its allowance had left, and what waited for ПОС waits again', async () => {
  const appealId = await office.register();
  await walk(appealId, inWork());
  await office.must('executor', 'comment', appealId, { comment: 'начали', progress: 'works_under_way' });
  const before = await row(appealId);
  const nags = await planned(appealId);
  const waiting = () =>
    office.rows('select kind from delivery where appeal_id = $1 and withdrawn_at is null', [appealId]);
  await close(appealId);
  expect(await waiting()).toEqual([]);
  await reopen(appealId);
  const { version: _version, visits: _visits, undo: _undo, ...after } = await row(appealId);
  expect(before).toMatchObject(after);
  expect(await planned(appealId)).toEqual(nags);
  expect(await waiting()).toEqual([{ kind: 'comment' }]);
});

test.each([
  ['goes again', true, [{ carrier: 'mail', state: 'waiting' }]],
  [
    'is no more where its applicant was forgotten meanwhile: it would go to no address, and nobody waits for it',
    false,
    [],
  ],
])('a letter of what is opened again %s', async (_said, isKnown, letters) => {
  const appealId = await office.register();
  await office.rows(`delete from applicant where appeal_id = $1`, [appealId]);
  if (isKnown)
    await office.rows(`insert into applicant (appeal_id, type, email) values ($1, 'person', 'a@b.ru')`, [appealId]);
  await walk(appealId, inWork());
  await office.must('executor', 'comment', appealId, { comment: 'начали', progress: 'works_under_way' });
  await office.rows(
    `insert into shipment (delivery_id, carrier, state, key, queued_at, due_at)
     select id, 'mail', 'waiting', gen_random_uuid(), $2, $2 from delivery where appeal_id = $1`,
    [appealId, MORNING],
  );
  await close(appealId);
  await reopen(appealId);
  const left =
    'select s.carrier, s.state from shipment s join delivery y on y.id = s.delivery_id where y.appeal_id = $1';
  expect(await office.rows(left, [appealId])).toEqual(letters);
});

test('a stage that had its time left when it was closed has the same time when it is opened a day later', async () => {
  const appealId = await office.register();
  await walk(appealId, inWork());
  const before = await row(appealId);
  office.setTime(msk('2026-11-25 16:00'));
  await close(appealId);
  office.setTime(msk('2026-11-26 16:00'));
  await reopen(appealId);
  const after = await row(appealId);
  expect(after.stage_entered_at).toEqual(before.stage_entered_at);
  expect(after.stage_due_at > before.stage_due_at).toBe(true);
  expect(after.due_at).toEqual(before.due_at);
});

test('a draft that stood in ПОС still stands there, and its approver goes on', async () => {
  const appealId = await office.register();
  await walk(appealId, [...agreed(), ['coordinator', 'markEntered']]);
  await close(appealId);
  await reopen(appealId);
  await office.must('approving', 'approveAnswer', appealId, { signedText: 'as_entered' });
  expect(await row(appealId)).toMatchObject({ stage: 'answered' });
});

test('a draft that waited to be entered waits for the coordinators again', async () => {
  const appealId = await office.register();
  await walk(appealId, agreed());
  await close(appealId);
  office.setTime(msk('2026-11-26 10:00'));
  await reopen(appealId);
  expect(await row(appealId)).toMatchObject({ stage: 'answer_approval', stage_entered_at: msk('2026-11-26 10:00') });
  await office.must('coordinator', 'markEntered', appealId);
});

test('with an organization it was closed, and with it it is opened', async () => {
  const appealId = await office.register();
  const passing = { organizationId: office.organizations.water, reason: 'их сети' };
  await office.must('coordinator', 'passToSubordinate', appealId, passing);
  await close(appealId);
  await reopen(appealId);
  expect(await row(appealId)).toMatchObject({
    stage: 'with_organization',
    organization_id: office.organizations.water,
  });
});

test('what ended while it was closed is nobody’s', async () => {
  const appealId = await office.register();
  await walk(appealId, inWork());
  await close(appealId);
  office.setTime(msk('2027-02-01 10:00'));
  await reopen(appealId);
  const facts = await office.rows(`select holder from overdue where appeal_id = $1`, [appealId]);
  expect(facts.every(({ holder }) => holder === null)).toBe(true);
});

describe('of several that are worked as one', () => {
  async function joined(): Promise<[number, number, number]> {
    const ids: [number, number, number] = [await office.register(), await office.register(), await office.register()];
    await office.must('coordinator', 'join', ids[0], { joinIds: [ids[1], ids[2]], confirmed: true });
    await walk(ids[0], inWork());
    return ids;
  }

  test('a follower goes alone, and the others go on together', async () => {
    const [leading, follower, other] = await joined();
    await close(follower);
    expect(await row(follower)).toMatchObject({ stage: 'closed' });
    expect(await row(leading)).toMatchObject({ stage: 'in_progress' });
    expect([await leadingOf(follower), await leadingOf(other)]).toEqual([null, leading]);
  });

  test('of a follower whose draft waited to be entered nobody is asked to enter it', async () => {
    const [leading, follower] = [await office.register(), await office.register()];
    await office.must('coordinator', 'join', follower, { joinIds: [leading], confirmed: true });
    await walk(leading, agreed());
    await office.rows('truncate outbox_message');
    await close(follower);
    expect(
      await office.rows(`select from outbox_message where kind = 'card' and params ->> 'subject' = 'delivery'`),
    ).toEqual([]);
    const waiting = await office.rows<{ appealId: number }>(
      `select appeal_id as "appealId" from delivery where appeal_id = any($1) and withdrawn_at is null and placed_at is null`,
      [[leading, follower]],
    );
    expect(waiting).toEqual([{ appealId: leading }]);
  });

  test('whoever is to enter the draft of several sees that one of them is none of it any more', async () => {
    const [leading, follower] = [await office.register(), await office.register()];
    await office.must('coordinator', 'join', follower, { joinIds: [leading], confirmed: true });
    await walk(leading, agreed());
    const [task] = await office.rows<{ id: number }>('select id from delivery where appeal_id = $1', [leading]);
    await office.rows(
      `insert into card (person_id, messenger, subject, subject_id, message_ref) values ($1, 'telegram', 'delivery', $2, '1/1')`,
      [id('coordinator'), task!.id],
    );
    await office.rows('truncate outbox_message');
    await close(follower);
    const redrawn = await office.rows<{ key: string }>(
      `select key from outbox_message where kind = 'redraw' and params ->> 'subject' = 'delivery'`,
    );
    expect(redrawn.map(({ key }) => key)).toEqual([`redraw:delivery:${task!.id}:person:${id('coordinator')}:telegram`]);
  });

  test('of a leading one the earliest that is left leads on, with its visit and its request', async () => {
    const [leading, next, last] = await joined();
    await office.must('executor', 'planVisit', leading, {
      visitAt: msk('2026-11-27 14:00').toISOString(),
      visitPlace: 'ул. Ленина, 5',
      visitPeople: [id('executor2')],
    });
    await office.must('executor', 'requestDocuments', leading, {
      requestBody: 'Водоканал',
      requestWhat: 'акт',
      requestBy: day('2026-11-30'),
    });
    await close(leading);
    expect([await leadingOf(next), await leadingOf(last)]).toEqual([null, next]);
    expect(await row(next)).toMatchObject({ stage: 'in_progress', executor_id: id('executor') });
    const reasons = (await planned(next)).map(({ reason }) => reason);
    expect(reasons).toEqual(expect.arrayContaining(['visit_evening', 'visit_hour', 'documents']));
    expect((await planned(leading)).map(({ reason }) => reason)).toEqual([]);
    const [visit] = await office.rows<{ id: number }>('select id from visit where appeal_id = $1', [next]);
    await office.must('executor', 'recordVisit', next, { visitId: visit!.id, result: 'осмотрено' });
    const [request] = await office.rows<{ id: number }>('select id from document_request where appeal_id = $1', [next]);
    await office.must('executor', 'receiveDocuments', next, { requestId: request!.id });
    await reopen(leading);
    expect(await leadingOf(leading)).toBeNull();
  });
});

describe('with a trip or a meeting planned', () => {
  /** At work, with a visit and a meeting on Friday. */
  async function awaited(): Promise<{ appealId: number; visit: number; meeting: number }> {
    const appealId = await office.register();
    await walk(appealId, inWork());
    const at = (hour: string) => ({ visitAt: msk(`2026-11-27 ${hour}`).toISOString(), visitPlace: 'ул. Ленина, 5' });
    await office.must('executor', 'planVisit', appealId, { ...at('10:00'), visitPeople: [id('executor2')] });
    await office.must('executor', 'planMeeting', appealId, { ...at('15:00'), visitPeople: [id('agreeing')] });
    const [visit, meeting] = await office.rows<{ id: number }>(
      'select id from visit where appeal_id = $1 order by id',
      [appealId],
    );
    return { appealId, visit: visit!.id, meeting: meeting!.id };
  }
  const told = async (appealId: number, entryId: number) =>
    (
      await office.rows<{ notice: string; who: number; silent: boolean }>(
        `select params ->> 'notice' as notice, (params ->> 'personId')::int as who, silent from outbox_message
         where kind = 'notice' and params ->> 'entryId' = $2 and params ->> 'id' = $1 order by id`,
        [String(appealId), String(entryId)],
      )
    ).map(({ notice, who, silent }) => `${office.nameOf(who)}: ${notice}${silent ? '' : ', loud'}`);
  const stand = async (appealId: number) =>
    (
      await office.rows<{ id: number }>(
        'select id from visit where appeal_id = $1 and cancelled_at is null order by id',
        [appealId],
      )
    ).map((one) => one.id);

  test('whoever was to come hears of each that it will not be, and nothing of it is told any more', async () => {
    const { appealId, visit, meeting } = await awaited();
    office.setTime(msk('2026-11-26 18:00'));
    await runDueReminders(office.desk);
    const standing = () =>
      office.rows(
        `select from nag n join reminder r on r.id = n.reminder_id where r.appeal_id = $1 and r.reason = 'visit_evening' and n.withdrawn_at is null`,
        [appealId],
      );
    expect(await standing()).toHaveLength(4);
    office.setTime(msk('2026-11-27 08:30'));
    const { entryId } = await close(appealId);
    expect(await told(appealId, entryId)).toEqual(
      expect.arrayContaining([
        'executor: closed',
        'executor: visitCancelled, loud',
        'executor: meetingCancelled, loud',
        'executor2: visitCancelled, loud',
        'agreeing: meetingCancelled, loud',
      ]),
    );
    expect(await told(appealId, entryId)).toHaveLength(5);
    expect(await stand(appealId)).toEqual([]);
    expect(await standing()).toEqual([]);
    expect(await planned(appealId)).toEqual([]);
    const facts = await readNoticeFacts(office.desk, appealId, entryId, visit);
    expect(facts?.visit).toMatchObject({
      kind: 'visit',
      at: msk('2026-11-27 10:00'),
      reason: 'Заявитель отозвал обращение',
      endedBy: 'close',
    });
    expect((await readNoticeFacts(office.desk, appealId, entryId, meeting))?.visit).toMatchObject({ kind: 'meeting' });
  });

  test('opened again, what is still ahead stands again, and its people hear and are reminded of it', async () => {
    const { appealId, visit, meeting } = await awaited();
    const { entryId: moved } = await office.must('executor', 'moveVisit', appealId, {
      visitId: visit,
      visitAt: msk('2026-11-30 14:00').toISOString(),
    });
    expect(await told(appealId, moved)).toEqual(['executor2: visitMoved, loud']);
    await close(appealId);
    // The meeting would have been at three.
    office.setTime(msk('2026-11-27 15:30'));
    const { entryId } = await reopen(appealId);
    expect(await told(appealId, entryId)).toEqual(
      expect.arrayContaining(['executor: reopened', 'executor: visitStands, loud', 'executor2: visitStands, loud']),
    );
    expect(await told(appealId, entryId)).toHaveLength(3);
    expect(await stand(appealId)).toEqual([visit]);
    const reminders = (await planned(appealId)).filter(({ reason }) => reason.startsWith('visit_'));
    expect(reminders.map((one) => `${one.reason} ${one.due_at.toISOString()}`).sort()).toEqual([
      'visit_evening 2026-11-29T15:00:00.000Z',
      'visit_evening 2026-11-29T15:00:00.000Z',
      'visit_hour 2026-11-30T10:00:00.000Z',
      'visit_hour 2026-11-30T10:00:00.000Z',
    ]);
    await office.must('executor', 'recordVisit', appealId, { visitId: visit, result: 'осмотрено' });
    expect(await office.act('executor', 'recordMeeting', appealId, { visitId: meeting, result: 'было' })).toMatchObject(
      {
        ok: false,
      },
    );
  });

  test('one that the executor has cancelled before stays cancelled, and the outcome of one that was is asked for', async () => {
    const { appealId, visit, meeting } = await awaited();
    await office.must('executor', 'cancelMeeting', appealId, { visitId: meeting, reason: 'кабинет занят' });
    office.setTime(msk('2026-11-27 10:30'));
    const { entryId } = await close(appealId);
    expect(await told(appealId, entryId)).toEqual(['executor: closed']);
    office.setTime(msk('2026-11-27 10:31'));
    const opened = await reopen(appealId);
    expect(await told(appealId, opened.entryId)).toEqual(['executor: reopened']);
    expect(await stand(appealId)).toEqual([visit]);
    await office.must('executor', 'recordVisit', appealId, { visitId: visit, result: 'осмотрено' });
  });

  test('an answer ends them too', async () => {
    const { appealId } = await awaited();
    await walk(appealId, [...agreed().slice(2), ['coordinator', 'markEntered']]);
    const { entryId } = await office.must('approving', 'approveAnswer', appealId, { signedText: 'as_entered' });
    expect(await told(appealId, entryId)).toEqual(
      expect.arrayContaining(['executor2: visitCancelled, loud', 'agreeing: meetingCancelled, loud']),
    );
    expect(await stand(appealId)).toEqual([]);
  });
});

test('neither a coordinator without a reason nor anybody else closes it', async () => {
  const appealId = await office.register();
  await walk(appealId, inWork());
  expect(await office.act('coordinator', 'close', appealId, { ...CLOSED, reason: '…' })).toMatchObject({
    ok: false,
    refusal: 'reasonMissing',
  });
  expect(await office.act('coordinator', 'close', appealId, { ...CLOSED, closure: undefined })).toMatchObject({
    ok: false,
    refusal: 'closureMissing',
  });
  expect(await office.act('executor', 'close', appealId, CLOSED)).toMatchObject({ ok: false, refusal: 'notYours' });
});
