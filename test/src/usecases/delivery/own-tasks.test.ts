import { databaseOf } from '../../../../src/database/database';
import { runDueReminders } from '../../../../src/jobs/tick';
import { tellMornings } from '../../../../src/usecases/digests/my-morning';
import { readAhead } from '../../../../src/usecases/terms/ahead';
import { readNagsMessage } from '../../../../src/usecases/terms/snooze';
import { placeDelivery } from '../../../../src/usecases/delivery/deliveries';
import { leaveTask, takeTask } from '../../../../src/usecases/delivery/task-takers';
import { setDuty } from '../../../../src/usecases/people/on-duty';
import { officialById } from '../../../../src/usecases/kit/officials';
import { day, msk, openOffice, type PersonName, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.fresh.drop());

const id = (name: PersonName) => office.people[name];
async function tickAt(time: string): Promise<void> {
  office.setTime(msk(time));
  await office.rows(
    `insert into digest (subject, day, numbers) select 'person:' || id, ($1::timestamptz at time zone 'Europe/Moscow')::date,
       '{"overdue": 0, "due": 0, "escalated": 0}' from person on conflict do nothing`,
    [office.desk.clock.now()],
  );
  await runDueReminders(office.desk);
}
/** Who was reminded of what. */
const told = async (appealId: number) =>
  (
    await office.rows<{ line: string }>(
      `select r.reason || ' ' || r.threshold || ' ' || p.name as line from nag n join reminder r on r.id = n.reminder_id join person p on p.id = n.person_id
       where r.appeal_id = $1 and r.reason in ('passing', 'removal', 'extensionNotice') order by r.due_at, r.id, p.id`,
      [appealId],
    )
  ).map(({ line }) => line);
const taskOf = async (appealId: number, kind: string) =>
  (
    await office.rows<{ id: number }>(
      'select id from delivery where appeal_id = $1 and kind = $2 and withdrawn_at is null order by id desc limit 1',
      [appealId, kind],
    )
  )[0]?.id ?? null;
/** On whose phones cards of this task have sounded so far. */
const rung = async (taskId: number | null) =>
  (
    await office.rows<{ name: string }>(
      `select p.name from outbox_message m join person p on p.id = (m.params ->> 'personId')::int
       where m.key like 'delivery:' || $1 || ':%' and not m.silent order by m.id`,
      [taskId],
    )
  ).map(({ name }) => name);

/** The reasons in a person's morning list of that day. */
async function morning(who: PersonName, time: string): Promise<string[]> {
  office.setTime(msk(time));
  await office.rows('delete from digest');
  await office.rows(`delete from outbox_message where kind = 'morning'`);
  await databaseOf(office.desk).transaction((tx) => tellMornings(tx, office.desk, msk(`${time.slice(0, 10)} 17:00`)));
  const [list] = await office.rows<{ params: { lines: { terms: { reason: string }[] }[] } }>(
    `select params from outbox_message where kind = 'morning' and (params ->> 'personId')::int = $1`,
    [id(who)],
  );
  return (list?.params.lines ?? []).flatMap(({ terms }) => terms.map(({ reason }) => reason));
}

async function extended(): Promise<number> {
  const appealId = await office.register('appeal59');
  await office.must('coordinator', 'assign', appealId, { executorId: id('executor') });
  await office.must('executor', 'takeIntoWork', appealId);
  await office.must('approving', 'extendTerm', appealId, {
    extensionDays: 10,
    reason: 'ждём ответ',
    notice: 'Срок продлён',
    confirmed: true,
  });
  return appealId;
}

async function passed(): Promise<number> {
  const appealId = await office.register();
  await office.must('coordinator', 'passToSubordinate', appealId, {
    organizationId: office.organizations.water,
  });
  return appealId;
}

describe('a task for ПОС that no stage waits for', () => {
  test('is nagged of four working hours later, in each morning list and in «Если ничего не делать», until it is done', async () => {
    const appealId = await passed();
    await tickAt('2026-11-25 14:01');
    expect(await told(appealId)).toEqual(['passing fourHours coordinator', 'passing fourHours coordinator2']);
    const ahead = await readAhead(office.desk, appealId, await office.actor('coordinator'));
    expect(ahead?.running.map(({ reason }) => reason)).toContain('passing');
    expect(ahead?.events).toContainEqual(expect.objectContaining({ what: 'mornings', reason: 'passing' }));
    expect(await morning('coordinator', '2026-11-26 08:15')).toEqual(['passing']);

    const taskId = await taskOf(appealId, 'organization');
    await placeDelivery(office.desk, await office.actor('coordinator'), taskId!);
    expect(await morning('coordinator', '2026-11-27 08:15')).toEqual([]);
    expect(
      await office.rows(
        `select from nag n join reminder r on r.id = n.reminder_id where r.reason = 'passing' and n.withdrawn_at is null`,
      ),
    ).toEqual([]);
  });

  test('goes on to be asked for when the appeal has ended', async () => {
    const appealId = await passed();
    const passing = await taskOf(appealId, 'organization');
    await placeDelivery(office.desk, await office.actor('coordinator'), passing!);
    await office.must('coordinator', 'withdraw', appealId, { reason: 'не туда' });
    expect(await taskOf(appealId, 'removal')).not.toBeNull();
    await office.rows(`update appeal set stage = 'answered', finished_at = now() where id = $1`, [appealId]);
    await tickAt('2026-11-25 14:01');
    expect(await told(appealId)).toEqual(['removal fourHours coordinator', 'removal fourHours coordinator2']);
    // No term runs by which it is to be done: it can be put off.
    const [nags] = await office.rows<{ root: string }>(
      `select n.message_key as root from nag n join reminder r on r.id = n.reminder_id where r.reason = 'removal' and n.person_id = $1`,
      [id('coordinator')],
    );
    expect((await readNagsMessage(office.desk, id('coordinator'), nags!.root)).snoozes).toEqual(['hour', 'tomorrow']);
    expect(await morning('coordinator', '2026-11-26 08:15')).toEqual(['removal']);
  });

  test('is asked of whoever has taken it, alone', async () => {
    const appealId = await passed();
    const taskId = await taskOf(appealId, 'organization');
    office.setTime(msk('2026-11-25 11:00'));
    await takeTask(office.desk, await office.actor('coordinator2'), taskId!);
    await tickAt('2026-11-25 14:01');
    expect(await told(appealId)).toEqual(['passing fourHours coordinator2']);
  });
});

describe('the notice of an extension', () => {
  test('is late at the former due: coordinators and curators hear, and it is no fact', async () => {
    const appealId = await extended();
    await tickAt('2026-12-28 08:01');
    const late = (await told(appealId)).filter((line) => line.includes('overdue'));
    expect(late).toEqual([
      'extensionNotice overdue coordinator',
      'extensionNotice overdue coordinator2',
      'extensionNotice overdue curator',
      'extensionNotice overdue everything',
    ]);
    expect(await office.rows(`select from overdue where appeal_id = $1 and kind = 'whole'`, [appealId])).toEqual([]);
  });

  test('falls away where the answer goes by then, and comes back with the appeal', async () => {
    const appealId = await extended();
    await office.must('executor', 'submitAnswer', appealId, {
      answerType: 'declined',
      answerText: 'Обращение рассмотрено, работы проведены 24.11.2026.',
      agreeingId: id('agreeing'),
    });
    await office.must('agreeing', 'agreeAnswer', appealId, { approvingId: id('approving') });
    await office.must('coordinator', 'markEntered', appealId);
    await office.must('approving', 'approveAnswer', appealId, { signedText: 'as_entered' });
    expect(await office.stage(appealId)).toBe('answered');
    expect(await taskOf(appealId, 'extension_notice')).toBeNull();
    await office.must('coordinator', 'returnForReexamination', appealId, {
      reexaminationReason: 'other',
      reexaminationText: 'не то',
    });
    expect(await taskOf(appealId, 'extension_notice')).not.toBeNull();
  });
});

describe('a task for ПОС that several have', () => {
  test('sounds with whoever handled the appeal last, and with all after an hour of working time', async () => {
    const appealId = await extended();
    const taskId = await taskOf(appealId, 'extension_notice');
    expect(await rung(taskId)).toEqual(['coordinator']);
    await tickAt('2026-11-25 10:59');
    expect(await rung(taskId)).toEqual(['coordinator']);
    await tickAt('2026-11-25 11:01');
    expect((await rung(taskId)).sort()).toEqual(['coordinator', 'coordinator', 'coordinator2']);
  });

  test('sounds with the duty coordinator before them', async () => {
    const official = await officialById(office.desk, id('coordinator2'));
    await setDuty(office.desk, official!, [day('2026-11-25')], id('coordinator2'));
    expect(await rung(await taskOf(await extended(), 'extension_notice'))).toEqual(['coordinator2']);
  });

  test('taken on, sounds with nobody else; given back, with another', async () => {
    const taskId = await taskOf(await extended(), 'extension_notice');
    await takeTask(office.desk, await office.actor('coordinator'), taskId!);
    await tickAt('2026-11-25 12:00');
    expect(await rung(taskId)).toEqual(['coordinator']);
    await leaveTask(office.desk, await office.actor('coordinator'), taskId!);
    expect(await rung(taskId)).toEqual(['coordinator', 'coordinator2']);
  });

  test('given outside working time is of one person’s morning list, and its hour runs from the opening', async () => {
    const appealId = await office.register('appeal59');
    await office.must('coordinator', 'assign', appealId, { executorId: id('executor') });
    office.setTime(msk('2026-11-25 20:00'));
    await office.must('approving', 'extendTerm', appealId, {
      extensionDays: 10,
      reason: 'ждём ответ',
      notice: 'Срок продлён',
      confirmed: true,
    });
    const taskId = await taskOf(appealId, 'extension_notice');
    expect(await rung(taskId)).toEqual([]);
    office.setTime(msk('2026-11-26 08:15'));
    await databaseOf(office.desk).transaction((tx) => tellMornings(tx, office.desk, msk('2026-11-26 17:00')));
    const lists = await office.rows<{ who: number; silent: boolean }>(
      `select (params ->> 'personId')::int as who, silent from outbox_message where kind = 'morning' order by 1`,
    );
    const loud = lists.filter(({ silent }) => !silent).map(({ who }) => office.nameOf(who));
    expect(loud).toContain('coordinator');
    expect(loud).not.toContain('coordinator2');
    await tickAt('2026-11-26 08:59');
    expect(await rung(taskId)).toEqual([]);
    await tickAt('2026-11-26 09:01');
    expect((await rung(taskId)).sort()).toEqual(['coordinator', 'coordinator2']);
  });
});
