import { runDueReminders } from '../../../../src/jobs/tick';
import { chooseAmount } from '../../../../src/usecases/office/amounts';
import { forgetImports } from '../../../../src/usecases/registry/imports';
import { forgetByDecision } from '../../../../src/usecases/applicants/forget';
import { officialById } from '../../../../src/usecases/kit/officials';
import { plainDay } from '../../../../src/usecases/kit/wire';
import type { SaidThere } from '../../../../src/usecases/registry/marks';
import { answerDifference, type Answered } from '../../../../src/usecases/registry/answer-difference';
import { decideOnFile } from '../../../../src/usecases/registry/read-file';
import { takeFile } from '../../../../src/usecases/registry/files';
import { peopleNamed } from '../../../../src/usecases/people/people';
import {
  countDifferences,
  DIFFERENCES_PAGE,
  readAppealDifferences,
  readDifferences,
  manyOf,
  takeBackOne,
} from '../../../../src/usecases/registry/differences';
import { readForMany, putAside, workTakeover } from '../../../../src/usecases/registry/work-takeover';
import {
  decideName,
  nameId,
  nameOfId,
  readCandidates,
  readNamesThere,
} from '../../../../src/usecases/registry/names-there';
import { readTakeover, startTakeover, undoTakeover } from '../../../../src/usecases/registry/take-over';
import { placeThere, type Remedy } from '../../../../src/regulation/differences';
import type { Difference } from '../../../../src/regulation/vocabulary';
import { statement } from '../../../../src/database/database';
import { PLACE } from '../../../../src/usecases/registry/differs';
import { played } from '../../../support/random';
import { day, MORNING, msk, openOffice, type PersonName, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
  for (const [who, name] of Object.entries(NAMES))
    await office.rows('update person set name = $2 where id = $1', [office.people[who as PersonName], name]);
});
afterAll(() => office.fresh.drop());
beforeEach(() => office.setTime(MORNING));

const ASSIGNED = { kind: 'assigned', remedy: 'assign' } as const;
const TERM = { kind: 'term', remedy: 'term' } as const;

const SAID: SaidThere = {
  finished: false,
  answerType: null,
  receivedDay: plainDay.parse('2026-11-25'),
  plannedDay: null,
  finishedDay: null,
  stage: 'В работе',
  status: 'На исполнении',
  decision: null,
  overdue: null,
  fastTrack: null,
  mark: null,
  repeated: null,
  source: null,
  cameTo: null,
  standsAt: null,
  coordinator: null,
  executor: null,
  supervisor: null,
};

/** A file in which ПОС says this of the appeal. */
async function says(
  appealId: number,
  said: Partial<SaidThere>,
  at = msk('2026-11-25 11:00'),
  record: object = {},
): Promise<void> {
  const there = { ...SAID, ...said };
  const [file] = await office.rows<{ id: number }>(
    `insert into registry_file (source, name, sha256, taken_at, state, read_row, loaded_row, counts, result)
     values ('command', 'выгрузка.csv', 'bytes', $1, 'done', 2, 2, '{}', '{}') returning id`,
    [at],
  );
  await office.rows(`insert into registry_row (file_id, row, verdict, said) values ($1, 2, 'changed', $2)`, [
    file!.id,
    JSON.stringify({ there, appeal: record }),
  ]);
  await office.rows(
    `insert into registry_record (appeal_id, file_id, row, watched) values ($1, $2, 2, true)
     on conflict (appeal_id) do update set file_id = excluded.file_id`,
    [appealId, file!.id],
  );
}
const kindsOf = async (appealId: number): Promise<Difference[]> => {
  const view = await readAppealDifferences(office.desk, await office.actor('coordinator'), appealId);
  return view!.differences.map(({ kind }) => kind);
};
async function answer(
  appealId: number,
  of: Difference,
  remedy: Remedy,
  days: number | null = null,
  who: PersonName = 'coordinator',
): Promise<Answered> {
  const version = await office.version(appealId);
  const shown = { version, fileId: await fileOf(appealId) };
  return answerDifference(office.desk, await office.actor(who), { appealId, ...shown, of, remedy, days });
}
/** The file whose row the list shows. */
const fileOf = async (appealId: number): Promise<number | null> =>
  (await office.rows<{ id: number }>('select file_id as id from registry_record where appeal_id = $1', [appealId]))[0]
    ?.id ?? null;
const appealOf = async (appealId: number) =>
  (await office.rows<Record<string, unknown>>('select * from appeal where id = $1', [appealId]))[0]!;
const without = (row: Record<string, unknown>, column: string) =>
  Object.fromEntries(Object.entries(row).filter(([name]) => name !== column));
const latestEntry = async (appealId: number) =>
  (
    await office.rows<Record<string, unknown>>(
      'select action, clause, capacity, journal_entry.told as details from journal_entry where appeal_id = $1 order by id desc limit 1',
      [appealId],
    )
  )[0]!;
const assign = (appealId: number) =>
  office.must('coordinator', 'assign', appealId, { executorId: office.people.executor });
const NAMES: Partial<Record<PersonName, string>> = {
  executor: 'Петров Пётр Петрович',
  executor2: 'Сидоров Сидор Сидорович',
  coordinator: 'Кузнецова Юлия Юрьевна',
};
const nameOf = (who: PersonName): string => NAMES[who]!;

describe('where an appeal may be here while ПОС says so', () => {
  test.each<[status: string, assigned: boolean, differs: Difference | false]>([
    ['На координации', false, false],
    ['На координации', true, 'stage'],
    ['Назначено исполнителю', true, false],
    ['В работе', true, false],
    ['На рассмотрении', false, 'stage'],
    ['На согласовании', true, 'stage'],
    ['На утверждении', true, 'stage'],
    ['Отложено', true, 'postponement'],
    ['Перенаправлено', true, 'stage'],
    ['Неведомый статус', false, false],
    ['Неведомый статус', true, false],
  ])('«%s», assigned here: %s, differs: %s', async (status, assigned, differs) => {
    const appealId = await office.register();
    if (assigned) await assign(appealId);
    await says(appealId, { status, stage: null });
    expect(await kindsOf(appealId)).toEqual(differs ? [differs] : []);
  });

  test('the database reads the words of ПОС as the regulation does', async () => {
    const words = [
      null,
      'Перенаправлено',
      'Отложено',
      'На утверждении',
      'На согласовании',
      'На координации',
      'Новое',
      'Обновлено',
      'Не назначено',
      'Принято к рассмотрению',
      'В РАБОТЕ',
      'Отчёт',
      'Передан в ведомство',
    ];
    const pairs = words.flatMap((stage) => words.map((status) => ({ stage, status })));
    const read = statement(
      'test.place',
      `select ${PLACE} as place from unnest($1::jsonb[]) with ordinality as t (there, n) order by n`,
    );
    const rows = await office.fresh.database.query<{ place: string | null }>(read, [
      pairs.map((pair) => JSON.stringify(pair)),
    ]);
    expect(rows.map(({ place }) => place)).toEqual(pairs.map(({ stage, status }) => placeThere(stage, status)));
  });

  test('what was done here since the file came waits for the next file', async () => {
    const appealId = await office.register();
    office.setTime(msk('2026-11-25 12:00'));
    await assign(appealId);
    await says(appealId, { status: 'На координации', stage: null }, msk('2026-11-25 11:00'));
    expect(await kindsOf(appealId)).toEqual([]);
    await says(appealId, { status: 'На координации', stage: null }, msk('2026-11-25 13:00'));
    expect(await kindsOf(appealId)).toEqual(['stage']);
  });
});

describe('who is meant by a name of ПОС', () => {
  const named = async (name: string) => (await peopleNamed(office.fresh.database, [name])).get(name)!;
  const surname = () => nameOf('executor').split(' ')[0]!;
  const letters = () =>
    nameOf('executor')
      .split(' ')
      .slice(1)
      .map((part) => part[0]!);

  test('whole, with initials in any way, or with the initials first', async () => {
    const [first, second] = letters();
    const written = second ? [`${first}.${second}.`, `${first}. ${second}.`] : [`${first}.`];
    const names = [
      nameOf('executor'),
      nameOf('executor').toUpperCase(),
      ...written.flatMap((initials) => [`${surname()} ${initials}`, `${initials} ${surname()}`]),
    ];
    for (const name of names)
      expect([name, await named(name)]).toEqual([
        name,
        expect.objectContaining({ what: 'one', personId: office.people.executor }),
      ]);
    expect(await named(`${surname()} Ъ.Ъ.`)).toEqual({ what: 'nobody', isDecided: false });
    expect(await named(nameOf('coordinator'))).toEqual({ what: 'nobody', isDecided: false });
  });

  test('two of the same surname and initials are nobody in particular; in full it is one of them', async () => {
    const twin = (last: string) => `Двойников Пётр ${last}`;
    await office.rows(
      `insert into person (name, roles, can_approve) values ($1, '{executor}', false), ($2, '{executor}', false)`,
      [twin('Ильич'), twin('Игоревич')],
    );
    expect(await named('Двойников П.И.')).toEqual({
      what: 'several',
      names: ['Двойников Пётр Игоревич', 'Двойников Пётр Ильич'],
    });
    expect(await named('Двойников Петр Ильич')).toMatchObject({ what: 'one', name: twin('Ильич') });
  });
});

describe('remedies', () => {
  test('another executor: theirs without the one working day, both are told, and the journal names the clause', async () => {
    const appealId = await office.register();
    await assign(appealId);
    await office.must('executor', 'report', appealId, { supervisorId: office.people.agreeing });
    await says(appealId, { executor: nameOf('executor2'), stage: null, status: 'Назначено' });
    expect(await kindsOf(appealId)).toEqual(['executor']);
    expect(await answer(appealId, 'executor', 'assign')).toMatchObject({ ok: true });
    expect(await appealOf(appealId)).toMatchObject({
      stage: 'assigned',
      executor_id: office.people.executor2,
      duty_due_at: null,
      reported_at: null,
    });
    expect(await latestEntry(appealId)).toMatchObject({
      action: 'assignAsThere',
      clause: 'П1/2 Координатор',
      capacity: 'coordinator',
    });
    const told = await office.rows<{ kind: string; who: number }>(
      `select kind, (params ->> 'personId')::int as who from outbox_message
       where kind = 'takenOver' and params -> 'appeals' -> 0 ->> 'id' = $1
         or kind = 'notice' and params ->> 'notice' = 'assignmentTaken' and params ->> 'id' = $1 order by kind`,
      [String(appealId)],
    );
    expect(told).toEqual([
      { kind: 'notice', who: office.people.executor },
      { kind: 'takenOver', who: office.people.executor2 },
    ]);
    expect(await answer(appealId, 'executor', 'assign')).toEqual({ ok: false, refusal: 'over' });
  });

  test('an answer that ПОС has: finished with its type, judged by its day', async () => {
    const appealId = await office.register();
    await assign(appealId);
    const said = { finished: true, answerType: 'resolved', finishedDay: day('2026-11-24') } as const;
    await says(appealId, said);
    expect(await answer(appealId, 'finished', 'answered')).toMatchObject({ ok: true });
    expect(await appealOf(appealId)).toMatchObject({ stage: 'answered', answer_type: 'resolved' });
    expect(await latestEntry(appealId)).toMatchObject({ details: { doneOn: '2026-11-24', typeThere: 'resolved' } });
    expect(await office.rows('select from open_work where appeal_id = $1', [appealId])).toEqual([]);
    expect(await kindsOf(appealId)).toEqual([]);
  });

  test('what waits to be sent is sent, and not finished by the registry', async () => {
    const appealId = await office.register();
    await office.must('coordinator', 'redirect', appealId, {
      organizationId: office.organizations.highways,
      reason: 'федеральная дорога',
      notice: 'Ваше обращение перенаправлено.',
      redirectBy: 'approval',
      approvingId: office.people.approving,
    });
    await office.must('approving', 'approveRedirect', appealId, { confirmed: true });
    await says(appealId, { finished: true });
    const view = await readAppealDifferences(office.desk, await office.actor('coordinator'), appealId);
    expect(view!.differences[0]!.offers).toEqual([{ what: 'act', action: 'confirmSent' }, { what: 'keep' }]);
    expect(await answer(appealId, 'finished', 'answered')).toEqual({ ok: false, refusal: 'notNow' });
  });

  test('a term: ПОС’ date is the due, the nags follow it, and later corrections keep it', async () => {
    const appealId = await office.register();
    await assign(appealId);
    await says(appealId, { plannedDay: day('2026-12-10') });
    expect(await kindsOf(appealId)).toEqual(['term']);
    expect(await answer(appealId, 'term', 'term')).toMatchObject({ ok: true });
    const due = msk('2026-12-10 23:59:59');
    expect(await appealOf(appealId)).toMatchObject({ due_at: due });
    expect(await latestEntry(appealId)).toMatchObject({
      action: 'takeTermThere',
      details: { dueOn: '2026-12-10', dueAt: due.toISOString() },
    });
    await office.must('coordinator', 'correctDetails', appealId, {
      corrected: { registeredAt: msk('2026-11-19 09:00') },
      reason: 'в ПОС другая дата',
      confirmed: true,
    });
    expect(await appealOf(appealId)).toMatchObject({ due_at: due });
    // the corrected day is a difference of its own
    expect(await kindsOf(appealId)).toEqual(['registered']);
    office.setTime(msk('2026-12-11 09:00'));
    await runDueReminders(office.desk);
    expect(await office.rows(`select due_at from overdue where appeal_id = $1 and kind = 'whole'`, [appealId])).toEqual(
      [{ due_at: due }],
    );
  });

  test.each<[string, (appealId: number) => Promise<unknown>]>([
    ['resumed before its date', (appealId) => office.must('executor', 'resume', appealId)],
    [
      'returned for re-examination',
      (appealId) =>
        office.must('coordinator', 'returnForReexamination', appealId, {
          reexaminationReason: 'formal_answer',
          reexaminationText: 'нет фактов',
        }),
    ],
  ])('a term that was taken while the appeal was postponed stays when it is %s', async (_, end) => {
    const appealId = await office.register();
    await assign(appealId);
    await office.must('executor', 'takeIntoWork', appealId);
    await office.must('executor', 'submitAnswer', appealId, {
      answerType: 'postponed',
      answerText: 'Яма будет заделана 04.12',
      postponedUntil: day('2026-12-04'),
      withoutPhoto: 'не нужно',
      agreeingId: office.people.agreeing,
    });
    await office.must('agreeing', 'agreeAnswer', appealId, { approvingId: office.people.approving });
    await office.must('coordinator', 'markEntered', appealId);
    await office.must('approving', 'approveAnswer', appealId, { signedText: 'as_entered' });
    await says(appealId, { plannedDay: day('2027-01-20'), stage: 'Отложено', status: 'Отложено' });
    expect(await answer(appealId, 'term', 'term')).toMatchObject({ ok: true });
    const due = msk('2027-01-20 23:59:59');
    expect(await appealOf(appealId)).toMatchObject({ stage: 'postponed', due_at: due });
    office.setTime(msk('2026-11-27 10:00'));
    await end(appealId);
    expect(await appealOf(appealId)).toMatchObject({ due_at: due });
  });

  test('a term that is longer in ПОС answers what was missed by ours', async () => {
    const appealId = await office.register();
    await assign(appealId);
    office.setTime(msk('2027-01-20 09:00'));
    await runDueReminders(office.desk);
    const facts = () =>
      office.rows(`select answered_at is not null as answered from overdue where appeal_id = $1 and kind = 'whole'`, [
        appealId,
      ]);
    expect(await facts()).toEqual([{ answered: false }]);
    await says(appealId, { plannedDay: day('2027-02-01') });
    expect(await answer(appealId, 'term', 'term')).toMatchObject({ ok: true });
    expect(await facts()).toEqual([{ answered: true }]);
  });

  describe('«Вернуть как было» where ПОС’ word has answered what was missed', () => {
    const facts = (appealId: number) =>
      office.rows(
        `select answered_at is not null as answered, ended_at is not null as ended from overdue where appeal_id = $1 and kind = 'whole'`,
        [appealId],
      );
    async function late(): Promise<number> {
      const appealId = await office.register();
      await assign(appealId);
      office.setTime(msk('2027-01-20 09:00'));
      await runDueReminders(office.desk);
      return appealId;
    }
    const inTime = { finished: true, answerType: 'resolved', finishedDay: day('2026-12-20') } as const;

    test.each([
      ['an answer that was in time there', inTime, 'finished', 'answered'],
      ['a longer term of ПОС', { plannedDay: day('2027-02-01') }, 'term', 'term'],
    ] as const)('%s is taken back, and the fact stands again', async (_said, said, kind, remedy) => {
      const appealId = await late();
      const { stage, due_at, finished_at } = await appealOf(appealId);
      await says(appealId, said);
      expect(await answer(appealId, kind, remedy)).toMatchObject({ ok: true });
      expect(await facts(appealId)).toEqual([{ answered: true, ended: true }]);
      const coordinator = await office.actor('coordinator');
      expect(await readAppealDifferences(office.desk, coordinator, appealId)).toMatchObject({ canTakeBack: true });
      office.setTime(msk('2027-01-20 09:01'));
      expect(await takeBackOne(office.desk, coordinator, appealId)).toMatchObject({ ok: true });
      expect(await facts(appealId)).toEqual([{ answered: false, ended: false }]);
      expect(await appealOf(appealId)).toMatchObject({ stage, due_at, finished_at });
      expect(await kindsOf(appealId)).toEqual([kind]);
      await answer(appealId, kind, 'keep');
    });

    test('an answer of an organization that was in time is an act of its own: what was taken over before it stays', async () => {
      const appealId = await office.register();
      await office.must('coordinator', 'passToSubordinate', appealId, {
        organizationId: office.organizations.water,
        reason: 'их сети',
      });
      await says(appealId, { plannedDay: day('2026-12-17') });
      expect(await answer(appealId, 'term', 'term')).toMatchObject({ ok: true });
      office.setTime(msk('2027-01-20 09:00'));
      await runDueReminders(office.desk);
      await office.must('coordinator', 'organizationAnswered', appealId, {
        text: 'Сети исправны',
        answeredOn: day('2026-12-10'),
      });
      expect(await latestEntry(appealId)).toMatchObject({ action: 'answerTerm' });
      expect(await takeBackOne(office.desk, await office.actor('coordinator'), appealId)).toBeNull();
    });
  });

  test('a fast track without days: the coordinator says of how many', async () => {
    const appealId = await office.register();
    await office.rows('update appeal set fast_track_days = null, term_days = 30 where id = $1', [appealId]);
    await says(appealId, { fastTrack: true });
    expect(await kindsOf(appealId)).toContain('fastTrack');
    expect(await answer(appealId, 'fastTrack', 'fastTrack', 7)).toMatchObject({ ok: true });
    expect(await appealOf(appealId)).toMatchObject({ fast_track_days: 7, term_days: 7 });
    expect(await kindsOf(appealId)).not.toContain('fastTrack');
  });

  test('nobody but a coordinator, and not by a button that was made up', async () => {
    const appealId = await office.register();
    await says(appealId, { executor: nameOf('executor') });
    expect(await countDifferences(office.desk, await office.actor('curator'))).toBeNull();
    expect(await answer(appealId, 'assigned', 'assign', null, 'executor')).toEqual({ ok: false, refusal: 'notYours' });
    expect(await answer(appealId, 'assigned', 'keep', null, 'curator')).toEqual({ ok: false, refusal: 'notYours' });
    expect(await kindsOf(appealId)).toEqual(['assigned']);
    expect(await office.act('coordinator', 'answeredThere', appealId)).toMatchObject({ ok: false, refusal: 'notNow' });
    expect(await office.act('coordinator', 'takeTermThere', appealId)).toMatchObject({ ok: false, refusal: 'notNow' });
  });

  test('a button that was drawn before the next file came does nothing: it would do what it does not say', async () => {
    const appealId = await office.register();
    await says(appealId, { plannedDay: day('2026-12-10'), executor: nameOf('executor') });
    const shown = { appealId, version: await office.version(appealId), fileId: await fileOf(appealId), days: null };
    const coordinator = await office.actor('coordinator');
    await says(appealId, { plannedDay: day('2026-12-20'), executor: nameOf('executor2') });
    const before = await appealOf(appealId);
    for (const pressed of [
      { of: 'term', remedy: 'term' },
      { of: 'assigned', remedy: 'assign' },
      { of: 'term', remedy: 'keep' },
    ] as const)
      expect(await answerDifference(office.desk, coordinator, { ...shown, ...pressed })).toEqual({
        ok: false,
        refusal: 'changed',
      });
    expect(await appealOf(appealId)).toEqual(before);
    expect(await kindsOf(appealId)).toEqual(['assigned', 'term']);
  });

  test('«Оставить как есть» is journaled, and lasts until either side says something else', async () => {
    const appealId = await office.register();
    await assign(appealId);
    await says(appealId, { plannedDay: day('2026-12-10') });
    await answer(appealId, 'term', 'keep');
    expect(await kindsOf(appealId)).toEqual([]);
    expect(await latestEntry(appealId)).toMatchObject({
      action: 'keepDifference',
      details: { difference: { kind: 'term', there: '2026-12-10' } },
    });
    await says(appealId, { plannedDay: day('2026-12-11') });
    expect(await kindsOf(appealId)).toEqual(['term']);
  });
});

describe('«Назначить как в ПОС» for many', () => {
  test('killed between two pieces it goes on; what somebody has acted on is left; each executor gets one message', async () => {
    const ids: number[] = [];
    for (let count = 0; count < 24; count += 1) {
      const appealId = await office.register();
      await says(appealId, { executor: nameOf(count % 2 === 0 ? 'executor' : 'executor2') });
      ids.push(appealId);
    }
    const coordinator = await office.actor('coordinator');
    const shown = await readTakeover(office.desk, coordinator);
    const ready = shown!.ready;
    expect(ready).toBeGreaterThanOrEqual(24);
    expect(await startTakeover(office.desk, await office.actor('executor'), ASSIGNED, shown!.list)).toBe('notYours');
    // as many, and one of them to somebody else
    await says(ids[0]!, { executor: nameOf('executor2') });
    expect(await startTakeover(office.desk, coordinator, ASSIGNED, shown!.list)).toBe('changed');
    const { list } = (await readTakeover(office.desk, coordinator))!;
    const [first, second] = await Promise.all([
      startTakeover(office.desk, coordinator, ASSIGNED, list),
      startTakeover(office.desk, coordinator, ASSIGNED, list),
    ]);
    expect([first, second].sort()).toEqual(['already', 'started']);
    const [{ id }] = (await office.rows('select max(id) as id from registry_takeover')) as [{ id: number }];
    expect(await workTakeover(office.desk, id)).toBe(true);
    const last = ids.at(-1)!;
    await office.must('coordinator', 'assign', last, { executorId: office.people.roadworker });
    let goesOn = true;
    while (goesOn) goesOn = await workTakeover(office.desk, id);
    expect(await workTakeover(office.desk, id)).toBe(false);
    const stages = await office.rows<{ stage: string; duty: Date | null; who: number }>(
      'select stage, duty_due_at as duty, executor_id as who from appeal where id = any($1) and id <> $2',
      [ids, last],
    );
    for (const { stage, duty } of stages) expect([stage, duty]).toEqual(['in_progress', null]);
    expect(await appealOf(last)).toMatchObject({ executor_id: office.people.roadworker });
    const told = await office.rows<{ kind: string; count: number; left: number | null }>(
      `select kind, (params ->> 'count')::int as count, (params ->> 'left')::int as left from outbox_message where key like $1 order by kind, count`,
      [`takeover:${id}%`],
    );
    expect(told.map(({ kind }) => kind)).toEqual(['takenOver', 'takenOver', 'takeoverDone']);
    expect(told.at(-1)).toMatchObject({ count: ready - 1, left: 1 });
    expect(
      await office.rows(
        `select from outbox_message where kind = 'card' and (params ->> 'id')::int = any($1) and params ->> 'notice' = 'assigned'`,
        [ids.slice(0, -1)],
      ),
    ).toEqual([]);
  });
});

describe('what ПОС says and the bot did not know', () => {
  test.each<[of: Difference, remedy: Remedy, said: Partial<SaidThere>, record: object, after: object]>([
    [
      'redirected',
      'redirected',
      { finished: true, outcome: 'redirected', status: 'Перенаправлено' },
      {},
      { stage: 'redirected' },
    ],
    [
      'postponement',
      'postponement',
      { status: 'Отложено', plannedDay: day('2027-01-20') },
      {},
      { stage: 'assigned', due_at: msk('2027-01-20 23:59:59'), postponed_until: '2027-01-20' },
    ],
    ['law59', 'details', {}, { kind: 'appeal59' }, { kind: 'appeal59', fast_track_days: null }],
    [
      'category',
      'details',
      {},
      { category: 'Дороги', subcategory: 'Ямы' },
      { category: 'Дороги', subcategory: 'Ямы', fact: null },
    ],
    [
      'registered',
      'details',
      { receivedDay: day('2026-11-20') },
      { registeredAt: '2026-11-20T09:00:00.000Z' },
      { registered_at: new Date('2026-11-20T09:00:00.000Z') },
    ],
  ])('%s: %s, and back as it was', async (of, remedy, said, record, after) => {
    const appealId = await office.register();
    await assign(appealId);
    const before = await appealOf(appealId);
    await says(appealId, said, msk('2026-11-25 11:00'), record);
    expect(await kindsOf(appealId)).toEqual([of]);
    expect(await answer(appealId, of, remedy)).toMatchObject({ ok: true });
    expect(await appealOf(appealId)).toMatchObject(after);
    expect(await latestEntry(appealId)).toMatchObject({ details: { saidOn: '2026-11-25' } });
    expect(await kindsOf(appealId)).toEqual([]);
    expect(await takeBackOne(office.desk, await office.actor('coordinator'), appealId)).toMatchObject({ ok: true });
    const { version, ...restored } = await appealOf(appealId);
    expect(restored).toEqual({ ...without(before, 'version'), undo: null });
    expect(version).toBeGreaterThan(before['version'] as number);
    expect(await kindsOf(appealId)).toEqual([of]);
    expect(await takeBackOne(office.desk, await office.actor('coordinator'), appealId)).toBeNull();
  });

  describe('what a redirect was to tell the applicant', () => {
    const NOTICE = 'Ваше обращение у дорожной службы. Мы звонили вам на 8 917 555-11-22.';
    const noticeOf = async (appealId: number) => (await appealOf(appealId))['redirect_notice'];
    async function answeredThere(): Promise<number> {
      const appealId = await office.register();
      const { organizations, people } = office;
      await office.must('coordinator', 'redirect', appealId, {
        organizationId: organizations.highways,
        reason: 'их дорога',
        notice: NOTICE,
        agreeingId: people.agreeing,
      });
      await says(appealId, { finished: true, answerType: 'declined', finishedDay: plainDay.parse('2026-11-25') });
      expect(await answer(appealId, 'finished', 'answered')).toMatchObject({ ok: true });
      expect(await noticeOf(appealId)).toBeNull();
      return appealId;
    }
    const takeBack = async (appealId: number) =>
      expect(await takeBackOne(office.desk, await office.actor('coordinator'), appealId)).toMatchObject({ ok: true });

    test('is back with it, and what ПОС said has no copy of it in the journal', async () => {
      const appealId = await answeredThere();
      expect(JSON.stringify(await latestEntry(appealId))).not.toContain('555-11-22');
      await takeBack(appealId);
      expect(await noticeOf(appealId)).toBe(NOTICE);
      expect(await appealOf(appealId)).toMatchObject({ stage: 'redirect_agreement', redirect_reason: 'их дорога' });
    });

    test('comes back without contacts where the applicant was forgotten meanwhile', async () => {
      const appealId = await answeredThere();
      await office.rows(`update appeal set text = 'Звоните 8 917 555-11-22.' where id = $1`, [appealId]);
      await forgetByDecision(office.desk, await office.actor('coordinator'), appealId, 'Отозвано согласие');
      await takeBack(appealId);
      expect(await noticeOf(appealId)).toMatch(/^Ваше обращение у дорожной службы. Мы звонили вам на .*••/);
    });
  });

  test('a 59-ФЗ that is planned some days later is asked about: it was extended, or only its day is another', async () => {
    const [extended, moved, far] = [
      await office.register('appeal59'),
      await office.register('appeal59'),
      await office.register('appeal59'),
    ];
    for (const appealId of [extended, moved]) await says(appealId, { plannedDay: day('2027-01-10') });
    await says(far, { plannedDay: day('2027-03-10') });
    expect(await kindsOf(extended)).toEqual(['stage', 'extension']);
    expect(await kindsOf(far)).toEqual(['stage', 'term']);
    expect(await answer(extended, 'extension', 'extension')).toMatchObject({ ok: true });
    expect(await answer(moved, 'extension', 'term')).toMatchObject({ ok: true });
    const due = msk('2027-01-10 23:59:59');
    expect(await appealOf(extended)).toMatchObject({ extended: true, due_at: due });
    expect(await appealOf(moved)).toMatchObject({ extended: false, due_at: due });
    for (const appealId of [extended, moved, far]) await answer(appealId, 'stage', 'keep');
  });

  test('another body has it there: what can be done is offered, and it can be left as it is', async () => {
    const appealId = await office.register();
    await assign(appealId);
    await office.must('executor', 'takeIntoWork', appealId);
    await says(appealId, { cameTo: 'Исполком района', standsAt: 'Водоканал' });
    expect(await kindsOf(appealId)).toEqual(['body']);
    expect(await answer(appealId, 'body', 'keep')).toMatchObject({ ok: true });
    expect(await kindsOf(appealId)).toEqual([]);
  });

  test('of two answers the type and the day of ПОС are taken, and its day judges', async () => {
    const appealId = await office.register();
    await assign(appealId);
    await says(appealId, { finished: true, answerType: 'resolved', finishedDay: day('2026-11-25') });
    await answer(appealId, 'finished', 'answered');
    expect(await kindsOf(appealId)).toEqual([]);
    await says(
      appealId,
      { finished: true, answerType: 'declined', finishedDay: day('2026-11-24') },
      msk('2026-11-26 11:00'),
    );
    expect(await kindsOf(appealId)).toEqual(['answer']);
    expect(await answer(appealId, 'answer', 'answer')).toMatchObject({ ok: true });
    expect(await appealOf(appealId)).toMatchObject({ stage: 'answered', answer_type: 'declined' });
    expect(await kindsOf(appealId)).toEqual([]);
  });

  test('a remedy of another kind is a button that somebody has made up', async () => {
    const appealId = await office.register();
    await says(appealId, { plannedDay: day('2026-12-10') });
    expect(await answer(appealId, 'term', 'postponement')).toEqual({ ok: false, refusal: 'notNow' });
    await answer(appealId, 'term', 'keep');
    await answer(appealId, 'stage', 'keep');
  });
});

/** Their account is switched off for as long as this lasts. */
async function withoutAccount<Result>(who: PersonName, meanwhile: () => Promise<Result>): Promise<Result> {
  const turn = (at: Date | null) =>
    office.rows('update person set disabled_at = $2 where id = $1', [office.people[who], at]);
  await turn(msk('2026-11-25 10:40'));
  try {
    return await meanwhile();
  } finally {
    await turn(null);
  }
}
/** Who has heard, of whom and in which appeals, that somebody who has left has them. */
const heardOfLeft = (ids: readonly number[]) =>
  office.rows<{ who: number; name: string; count: number; silent: boolean }>(
    `select (params ->> 'personId')::int as who, params ->> 'name' as name, (params ->> 'count')::int as count, silent from outbox_message
     where kind = 'participantLeft' and params -> 'appeals' @> any (select jsonb_build_array(jsonb_build_object('id', id)) from unnest($1::int[]) id)
     order by who`,
    [ids],
  );

/** Who has heard that it is as it was; a card, and «!» with a sound. */
const heardOfRestored = async (appealId: number) =>
  (
    await office.rows<{ kind: string; silent: boolean; who: number }>(
      `select kind, silent, (params ->> 'personId')::int as who from outbox_message where params ->> 'notice' = 'restored' and params ->> 'id' = $1`,
      [String(appealId)],
    )
  )
    .map(({ kind, silent, who }) => `${office.nameOf(who)} ${kind}${silent ? '' : '!'}`)
    .sort();

test('«Вернуть как было» rings whoever has to act again, and tells the other participants', async () => {
  const appealId = await office.register();
  await assign(appealId);
  await office.must('executor', 'takeIntoWork', appealId);
  await office.must('executor', 'submitAnswer', appealId, {
    answerType: 'declined',
    answerText: 'Яма на ул. Советской, 15 засыпана 24 ноября.',
    agreeingId: office.people.agreeing,
  });
  await says(appealId, { finished: true, answerType: 'declined', finishedDay: day('2026-11-24') });
  expect(await answer(appealId, 'finished', 'answered')).toMatchObject({ ok: true });
  const coordinator = await office.actor('coordinator');
  expect(await takeBackOne(office.desk, coordinator, appealId)).toMatchObject({ ok: true });
  expect(await appealOf(appealId)).toMatchObject({ stage: 'answer_agreement', agreeing_id: office.people.agreeing });
  expect(await heardOfRestored(appealId)).toEqual(['agreeing card!', 'executor notice']);
  await answer(appealId, 'finished', 'keep');
});

test('«Вернуть как было» rings nobody whose turn it was all the while, or who waits until the draft stands in ПОС', async () => {
  const appealId = await office.register();
  await assign(appealId);
  await office.must('executor', 'takeIntoWork', appealId);
  await says(appealId, { plannedDay: day('2026-12-17') });
  const coordinator = await office.actor('coordinator');
  expect(await answer(appealId, 'term', 'term')).toMatchObject({ ok: true });
  expect(await takeBackOne(office.desk, coordinator, appealId)).toMatchObject({ ok: true });
  expect(await heardOfRestored(appealId)).toEqual(['executor notice']);

  await office.must('executor', 'submitAnswer', appealId, {
    answerType: 'declined',
    answerText: 'Яма на ул. Советской, 15 засыпана 24 ноября.',
    agreeingId: office.people.agreeing,
  });
  await office.must('agreeing', 'agreeAnswer', appealId, { approvingId: office.people.approving });
  await says(appealId, { finished: true, answerType: 'declined', finishedDay: day('2026-11-24') });
  expect(await answer(appealId, 'finished', 'answered')).toMatchObject({ ok: true });
  await office.rows('truncate outbox_message');
  expect(await takeBackOne(office.desk, coordinator, appealId)).toMatchObject({ ok: true });
  expect(await heardOfRestored(appealId)).toEqual(['agreeing notice', 'approving notice', 'executor notice']);
  await answer(appealId, 'finished', 'keep');
});

test('what «Вернуть как было» gives back to somebody who has left is told to the coordinators', async () => {
  const appealId = await office.register();
  await assign(appealId);
  await says(appealId, { executor: nameOf('executor2') });
  expect(await answer(appealId, 'executor', 'assign')).toMatchObject({ ok: true });
  const coordinator = await office.actor('coordinator');
  expect(await withoutAccount('executor', () => takeBackOne(office.desk, coordinator, appealId))).toMatchObject({
    ok: true,
  });
  expect(await appealOf(appealId)).toMatchObject({ stage: 'assigned', executor_id: office.people.executor });
  expect(await heardOfLeft([appealId])).toEqual(
    (['coordinator', 'coordinator2'] as const).map((who) => ({
      who: office.people[who],
      name: nameOf('executor'),
      count: 1,
      silent: who === 'coordinator',
    })),
  );
  await answer(appealId, 'executor', 'keep');
});

describe('one press for many', () => {
  const run = async (isTried = workTakeover) => {
    const [{ id }] = (await office.rows<{ id: number }>('select max(id) as id from registry_takeover')) as [
      { id: number },
    ];
    while (await isTried(office.desk, id)) continue;
    return id;
  };
  const said = (key: string) =>
    office.rows<{ kind: string; who: number; silent: boolean; params: Record<string, unknown> }>(
      `select kind, (params ->> 'personId')::int as who, silent, params from outbox_message where key like $1 order by kind, who`,
      [`${key}%`],
    );
  const start = async (kind: Difference, remedy?: Remedy) => {
    const many = manyOf(kind, remedy)!;
    const coordinator = await office.actor('coordinator');
    const shown =
      kind === 'assigned' || kind === 'executor'
        ? (await readTakeover(office.desk, coordinator, kind))!.list
        : (await readForMany(office.desk, coordinator, many))!.list;
    expect(await startTakeover(office.desk, coordinator, many, shown)).toBe('started');
  };

  test('whoever stands in for an executor who is away hears of what came to them', async () => {
    const { executor, executor2 } = office.people;
    const [absence] = await office.rows<{ id: number }>(
      `insert into absence (person_id, from_day, until_day, deputy_id, entered_by_id, entered_at) values ($1, '2026-11-20', '2026-12-20', $2, $1, now()) returning id`,
      [executor, executor2],
    );
    const appealId = await office.register();
    await says(appealId, { executor: nameOf('executor') });
    await start('assigned');
    const id = await run();
    await office.rows('delete from absence where id = $1', [absence!.id]);
    const told = (await said(`takeover:${id}`)).filter(({ kind }) => kind === 'takenOver');
    expect(told.map(({ who, params }) => [who, params['insteadOf'] ?? null])).toEqual(
      expect.arrayContaining([
        [executor, null],
        [executor2, 'Петров П.П.'],
      ]),
    );
  });

  test('all that ПОС has closed is closed here, and can be opened again as it was', async () => {
    const ids = [await office.register(), await office.register()];
    await assign(ids[0]!);
    for (const appealId of ids) await says(appealId, { finished: true, outcome: 'closed', status: 'Закрыто' });
    const coordinator = await office.actor('coordinator');
    const before = await Promise.all(ids.map(appealOf));
    expect((await readForMany(office.desk, coordinator, manyOf('closed')!))!.count).toBe(2);
    await start('closed', 'closed');
    const id = await run();
    for (const appealId of ids) expect(await appealOf(appealId)).toMatchObject({ stage: 'closed' });
    expect(await undoTakeover(office.desk, coordinator, id)).toBe('started');
    await run();
    for (const [index, appealId] of ids.entries())
      expect(await appealOf(appealId)).toMatchObject({
        stage: before[index]!.stage,
        executor_id: before[index]!.executor_id,
      });
    for (const appealId of ids) await answer(appealId, 'closed', 'keep');
  });

  test('a list of «Сверка» is never empty while its button counts: on each of ten days, whatever was done in between', async () => {
    const coordinator = await office.actor('coordinator');
    const begun = office.desk.clock.now();
    for (let index = 0; index < 10; index += 1) {
      office.setTime(new Date(begun.getTime() + index * 24 * 60 * 60_000));
      const appealId = await office.register();
      const saying = [
        { finished: true, outcome: 'closed' as const },
        { executor: nameOf('executor') },
        { finished: true, status: 'Решено' },
        { stage: 'На согласовании', finished: false },
        { plannedDay: day('2026-12-25'), finished: false },
      ][index % 5]!;
      await says(appealId, saying);
      const counts = await countDifferences(office.desk, coordinator);
      expect(counts!.length).toBeGreaterThan(0);
      for (const { kind, count } of counts!) {
        const found: number[] = [];
        for (let page = 0, pages = 1; page < pages; page += 1) {
          const drawn = (await readDifferences(office.desk, coordinator, kind, page))!;
          expect({ kind, count: drawn.count, page: drawn.page }).toEqual({ kind, count, page });
          pages = drawn.pages;
          found.push(...drawn.lines.map((line) => line.appealId));
        }
        expect({ kind, listed: new Set(found).size }).toEqual({ kind, listed: count });
      }
    }
    office.setTime(begun);
  });

  /** Who has heard that these are theirs no more, and which of them. */
  const lost = async (id: number, ids: readonly number[]) =>
    (await said(`takeover:${id}:former`))
      .filter(({ kind, params }) => kind === 'ofMany' && params['about'] === 'takenAway')
      .map(({ who, params }) => ({
        who,
        ids: (params['appeals'] as { id: number }[]).map((one) => one.id).filter((one) => ids.includes(one)),
      }))
      .filter((one) => one.ids.length > 0)
      .sort((one, other) => one.who - other.who);

  test('whoever had the appeals hears in one message that they are theirs no more, and so when that is taken back', async () => {
    const { executor, executor2, deputy } = office.people;
    const ids = [await office.register(), await office.register()];
    for (const appealId of ids) {
      await assign(appealId);
      await says(appealId, { executor: nameOf('executor2') });
    }
    const [absence] = await office.rows<{ id: number }>(
      `insert into absence (person_id, from_day, until_day, deputy_id, entered_by_id, entered_at) values ($1, '2026-11-20', '2026-12-20', $2, $1, now()) returning id`,
      [executor, deputy],
    );
    await start('executor', 'assign');
    const id = await run();
    await office.rows('delete from absence where id = $1', [absence!.id]);
    expect(await lost(id, ids)).toEqual([executor, deputy].map((who) => ({ who, ids })));
    expect(await undoTakeover(office.desk, await office.actor('coordinator'), id)).toBe('started');
    const undo = await run();
    expect(await lost(undo, ids)).toEqual([{ who: executor2, ids }]);
    for (const appealId of ids) await answer(appealId, 'executor', 'keep');
  });

  test('whoever stands in for the former executor and has the appeals now does not hear that they are theirs no more', async () => {
    const { executor, executor2 } = office.people;
    const appealId = await office.register();
    await assign(appealId);
    await says(appealId, { executor: nameOf('executor2') });
    const [absence] = await office.rows<{ id: number }>(
      `insert into absence (person_id, from_day, until_day, deputy_id, entered_by_id, entered_at) values ($1, '2026-11-20', '2026-12-20', $2, $1, now()) returning id`,
      [executor, executor2],
    );
    await start('executor', 'assign');
    const id = await run();
    await office.rows('delete from absence where id = $1', [absence!.id]);
    expect(await lost(id, [appealId])).toEqual([{ who: executor, ids: [appealId] }]);
  });

  test('what comes back to somebody who has left is told to the coordinators in one message', async () => {
    const ids = [await office.register(), await office.register()];
    for (const appealId of ids) {
      await assign(appealId);
      await says(appealId, { executor: nameOf('executor2') });
    }
    await start('executor', 'assign');
    const id = await run();
    expect(await heardOfLeft(ids)).toEqual([]);
    const coordinator = await office.actor('coordinator');
    await withoutAccount('executor', async () => {
      expect(await undoTakeover(office.desk, coordinator, id)).toBe('started');
      await run();
    });
    expect(await heardOfLeft(ids)).toEqual([
      expect.objectContaining({ who: office.people.coordinator, name: nameOf('executor'), count: 2 }),
      expect.objectContaining({ who: office.people.coordinator2, name: nameOf('executor'), count: 2 }),
    ]);
    for (const appealId of ids) await answer(appealId, 'executor', 'keep');
  });

  test('one appeal that always throws is put aside and told of, the others go on', async () => {
    const [bad, good] = [await office.register(), await office.register()];
    for (const appealId of [bad, good]) await says(appealId, { executor: nameOf('executor') });
    await office.rows(
      `create function refuse() returns trigger language plpgsql as $$ begin raise exception 'never'; end $$`,
    );
    await office.rows(
      `create trigger refuse before update on appeal for each row when (old.id = ${bad}) execute function refuse()`,
    );
    await start('assigned');
    await expect(run()).rejects.toThrow('never');
    const [{ id }] = (await office.rows('select max(id) as id from registry_takeover')) as [{ id: number }];
    expect(await putAside(office.desk, id)).toEqual([expect.objectContaining({ message: 'never' })]);
    await run();
    await office.rows('drop trigger refuse on appeal');
    expect(await appealOf(good)).toMatchObject({ stage: 'in_progress' });
    expect(await appealOf(bad)).toMatchObject({ stage: 'coordination' });
    const done = (await said(`takeover:${id}`)).find(({ kind }) => kind === 'takeoverDone');
    expect(done!.params).toMatchObject({ failures: 1, failed: [{ id: bad }] });
    await answer(bad, 'assigned', 'keep');
  });

  test('terms of ПОС for all: each is journaled, and everybody hears of theirs in one silent message', async () => {
    const ids: number[] = [];
    for (let count = 0; count < 12; count += 1) {
      const appealId = await office.register();
      await assign(appealId);
      await says(appealId, { plannedDay: day(count === 0 ? '2026-11-24' : '2026-12-18') });
      ids.push(appealId);
    }
    const preview = (await readForMany(office.desk, await office.actor('coordinator'), TERM))!;
    expect(preview.terms.over).toBeGreaterThanOrEqual(1);
    expect(preview.terms.longer + preview.terms.shorter).toBe(preview.count);
    expect(await readForMany(office.desk, await office.actor('executor'), TERM)).toBeNull();
    await start('term');
    const id = await run();
    for (const appealId of ids) {
      expect(await kindsOf(appealId)).toEqual([]);
    }
    const entries = await office.rows(
      `select distinct appeal_id from journal_entry where appeal_id = any($1) and action = 'takeTermThere' and capacity = 'coordinator'`,
      [ids],
    );
    expect(entries).toHaveLength(12);
    const told = await said(`takeover:${id}`);
    const executors = told.filter(({ kind, who }) => kind === 'ofMany' && who === office.people.executor);
    expect(executors).toEqual([
      expect.objectContaining({ silent: true, params: expect.objectContaining({ about: 'termAsThere' }) as unknown }),
    ]);
    expect(executors[0]!.params['count']).toBeGreaterThanOrEqual(12);
    expect(told.map(({ kind }) => kind)).toContain('takeoverDone');
    const alone = await office.rows(
      `select from outbox_message where kind = 'notice' and params ->> 'notice' = 'termAsThere' and (params ->> 'id')::int = any($1)`,
      [ids],
    );
    expect(alone).toEqual([]);
  });

  test('«Вернуть как было» takes a press for many back, but for what somebody has acted on since', async () => {
    const ids: number[] = [];
    for (let count = 0; count < 4; count += 1) {
      const appealId = await office.register();
      await assign(appealId);
      await says(appealId, { plannedDay: day('2026-12-17') });
      ids.push(appealId);
    }
    const dues = async () =>
      (await office.rows<{ due: Date }>('select due_at as due from appeal where id = any($1) order by id', [ids])).map(
        ({ due }) => due.getTime(),
      );
    const before = await dues();
    await start('term');
    const id = await run();
    const taken = await dues();
    expect(taken).not.toEqual(before);
    const coordinator = await office.actor('coordinator');
    expect(await undoTakeover(office.desk, await office.actor('executor'), id)).toBe('notYours');
    await office.must('executor', 'takeIntoWork', ids[3]!);
    expect(await undoTakeover(office.desk, coordinator, id)).toBe('started');
    const undo = await run();
    expect(await dues()).toEqual([...before.slice(0, 3), taken[3]]);
    for (const appealId of ids.slice(0, 3)) expect(await kindsOf(appealId)).toEqual(['term']);
    const done = (await said(`takeover:${undo}`)).find(({ kind }) => kind === 'takeoverDone');
    expect(done!.params).toMatchObject({ undoes: true, takeoverId: null });
    expect(done!.params['left']).toBeGreaterThanOrEqual(1);
    expect(await undoTakeover(office.desk, coordinator, id)).toBe('over');
    for (const appealId of ids.slice(0, 3)) await answer(appealId, 'term', 'keep');
  });

  test('a press for many is taken back where it has answered what was missed', async () => {
    const appealId = await office.register();
    await assign(appealId);
    office.setTime(msk('2027-01-20 09:00'));
    await runDueReminders(office.desk);
    const answered = () =>
      office.rows(`select answered_at is not null as answered from overdue where appeal_id = $1 and kind = 'whole'`, [
        appealId,
      ]);
    await says(appealId, { plannedDay: day('2027-02-01') });
    await start('term');
    const id = await run();
    expect(await answered()).toEqual([{ answered: true }]);
    expect(await undoTakeover(office.desk, await office.actor('coordinator'), id)).toBe('started');
    const undo = await run();
    expect(await answered()).toEqual([{ answered: false }]);
    const done = (await said(`takeover:${undo}`)).find(({ kind }) => kind === 'takeoverDone');
    expect(done!.params).toMatchObject({ left: 0 });
    await answer(appealId, 'term', 'keep');
  });

  test('«Оставить как есть» of all is taken back too', async () => {
    const appealId = await office.register();
    await assign(appealId);
    await says(appealId, { plannedDay: day('2026-12-11') });
    await start('term', 'keep');
    const id = await run();
    expect(await kindsOf(appealId)).toEqual([]);
    expect(await undoTakeover(office.desk, await office.actor('coordinator'), id)).toBe('started');
    await run();
    expect(await kindsOf(appealId)).toEqual(['term']);
    await answer(appealId, 'term', 'keep');
  });

  test('of many, too, whoever was to come to a visit hears that it will not be, and that it stands again', async () => {
    const appealId = await office.register();
    await assign(appealId);
    await office.must('executor', 'takeIntoWork', appealId);
    await office.must('executor', 'planVisit', appealId, {
      visitAt: msk('2026-11-26 14:00').toISOString(),
      visitPlace: 'ул. Ленина, 5',
      visitPeople: [office.people.executor2],
    });
    await says(appealId, { finished: true, answerType: 'resolved', finishedDay: day('2026-11-24') });
    const told = () =>
      office.rows<{ notice: string; who: number }>(
        `select params ->> 'notice' as notice, (params ->> 'personId')::int as who from outbox_message
         where kind = 'notice' and params ->> 'id' = $1 and params ->> 'visitId' is not null order by id`,
        [String(appealId)],
      );
    const { executor, executor2 } = office.people;
    const off = [executor, executor2].map((who) => ({ notice: 'visitCancelled', who }));
    await start('finished');
    const id = await run();
    expect(await told()).toEqual(off);
    office.setTime(msk('2026-11-25 10:05'));
    expect(await undoTakeover(office.desk, await office.actor('coordinator'), id)).toBe('started');
    await run();
    expect(await told()).toEqual([...off, ...[executor, executor2].map((who) => ({ notice: 'visitStands', who }))]);
    expect(await appealOf(appealId)).toMatchObject({ stage: 'in_progress' });
    await office.must('executor', 'recordVisit', appealId, {
      visitId: (await office.rows<{ id: number }>('select id from visit where appeal_id = $1', [appealId]))[0]!.id,
      result: 'осмотрено',
    });
    await answer(appealId, 'finished', 'keep');
  });

  test('answers that ПОС has finish all of theirs but what is on its way by another act', async () => {
    const ids = [await office.register(), await office.register()];
    for (const appealId of ids) {
      await assign(appealId);
      await says(appealId, { finished: true, answerType: 'resolved', finishedDay: day('2026-11-24') });
    }
    await start('finished');
    await run();
    for (const appealId of ids) expect(await appealOf(appealId)).toMatchObject({ stage: 'answered' });
  });
});

describe('appeals that are worked as one', () => {
  async function joined(): Promise<[leading: number, follower: number]> {
    const [leading, follower] = [await office.register(), await office.register()];
    await office.must('coordinator', 'join', follower, { joinIds: [leading], confirmed: true });
    return [leading, follower];
  }
  const offersOf = async (appealId: number, of: Difference) => {
    const view = await readAppealDifferences(office.desk, await office.actor('coordinator'), appealId);
    return view!.differences
      .find(({ kind }) => kind === of)!
      .offers.map((offer) => (offer.what === 'act' ? offer.action : offer.what));
  };
  const canTakeBack = async (appealId: number) =>
    (await readAppealDifferences(office.desk, await office.actor('coordinator'), appealId))!.canTakeBack;
  const runTakeovers = async () => {
    const [{ id }] = (await office.rows<{ id: number }>('select max(id) as id from registry_takeover')) as [
      { id: number },
    ];
    while (await workTakeover(office.desk, id)) continue;
    return id;
  };

  test('«Назначить как в ПОС» counts one piece of work once and leaves none of it behind', async () => {
    const before = (await readTakeover(office.desk, await office.actor('coordinator')))!.ready;
    const [leading, follower] = await joined();
    const executor = nameOf('executor');
    await says(leading, { executor });
    await says(follower, { executor, stage: 'Назначено' });
    const coordinator = await office.actor('coordinator');
    const { ready, list } = (await readTakeover(office.desk, coordinator))!;
    expect(ready).toBe(before + 1);
    expect(await startTakeover(office.desk, coordinator, ASSIGNED, list)).toBe('started');
    const id = await runTakeovers();
    for (const appealId of [leading, follower])
      expect(await appealOf(appealId)).toMatchObject({
        stage: 'in_progress',
        executor_id: office.people.executor,
        duty_due_at: null,
      });
    const [told] = await office.rows<{ params: Record<string, unknown> }>(
      `select params from outbox_message where key like $1 and params ->> 'left' is not null`,
      [`takeover:${id}%`],
    );
    expect(told!.params).toMatchObject({ left: 0 });
    expect(await kindsOf(follower)).toEqual([]);
  });

  test('a follower that ПОС has given to somebody is left to its leading one, and can be left as it is', async () => {
    const [leading, follower] = await joined();
    await says(follower, { executor: nameOf('executor2') });
    const { ready } = (await readTakeover(office.desk, await office.actor('coordinator')))!;
    expect(await offersOf(follower, 'assigned')).toEqual(['disjoin', 'keep']);
    expect(await answer(follower, 'assigned', 'assign')).toEqual({ ok: false, refusal: 'follows' });
    await says(leading, { executor: nameOf('executor') });
    expect((await readTakeover(office.desk, await office.actor('coordinator')))!.ready).toBe(ready + 1);
    expect(await answer(leading, 'assigned', 'assign')).toMatchObject({ ok: true });
    expect(await appealOf(follower)).toMatchObject({ stage: 'in_progress', executor_id: office.people.executor });
    await says(follower, { executor: nameOf('executor2') }, msk('2026-11-25 20:00'));
    expect(await kindsOf(follower)).toEqual(['executor']);
    expect(await offersOf(follower, 'executor')).toEqual(['disjoin', 'keep']);
    expect(await answer(follower, 'executor', 'keep')).toMatchObject({ ok: true });
    expect(await kindsOf(follower)).toEqual([]);
  });

  test.each([
    ['the leading one', 'term', 0],
    ['the leading one', 'keep', 0],
    ['a follower', 'term', 1],
    ['a follower', 'keep', 1],
  ] as const)('what was done to %s alone by «%s» is taken back of it alone', async (_which, remedy, index) => {
    const both = await joined();
    const [leading] = both;
    const appealId = both[index];
    await assign(leading);
    await says(appealId, { plannedDay: day('2026-12-17') });
    const dues = async () => [(await appealOf(both[0])).due_at, (await appealOf(both[1])).due_at];
    const before = await dues();
    const beside = (await latestEntry(both[1 - index]!)).action;
    expect(await answer(appealId, 'term', remedy)).toMatchObject({ ok: true });
    expect(await canTakeBack(appealId)).toBe(true);
    expect(await takeBackOne(office.desk, await office.actor('coordinator'), appealId)).toMatchObject({ ok: true });
    expect(await dues()).toEqual(before);
    expect(await kindsOf(appealId)).toEqual(['term']);
    expect((await latestEntry(both[1 - index]!)).action).toBe(beside);
    await answer(appealId, 'term', 'keep');
  });

  test('what was done to each is taken back of each, by the leading one', async () => {
    const [leading, follower] = await joined();
    await assign(leading);
    await says(leading, { executor: nameOf('executor2') });
    expect(await answer(leading, 'executor', 'assign')).toMatchObject({ ok: true });
    expect([await canTakeBack(leading), await canTakeBack(follower)]).toEqual([true, false]);
    const coordinator = await office.actor('coordinator');
    expect(await takeBackOne(office.desk, coordinator, follower)).toBeNull();
    expect(await takeBackOne(office.desk, coordinator, leading)).toMatchObject({ ok: true });
    for (const appealId of [leading, follower])
      expect(await appealOf(appealId)).toMatchObject({ executor_id: office.people.executor });
    await answer(leading, 'executor', 'keep');
  });

  test('«Ответ уже в ПОС» closes the follower alone, the leading one with its executor goes on', async () => {
    const [leading, follower] = await joined();
    await assign(leading);
    await says(
      follower,
      { finished: true, status: 'Отправлен ответ заявителю', executor: nameOf('executor') },
      msk('2026-11-25 20:00'),
    );
    expect(await offersOf(follower, 'finished')).toEqual(['answered', 'keep']);
    expect(await answer(follower, 'finished', 'answered')).toMatchObject({ ok: true });
    expect(await appealOf(follower)).toMatchObject({ stage: 'answered' });
    expect(await appealOf(leading)).toMatchObject({ stage: 'assigned', executor_id: office.people.executor });
    expect(await latestEntry(follower)).toMatchObject({ action: 'answeredThere' });
    // The answer of another is no act on this one.
    expect(await latestEntry(leading)).toMatchObject({ action: 'disjoin' });
    await office.must('executor', 'takeIntoWork', leading);
    expect(await appealOf(follower)).toMatchObject({ stage: 'answered' });
  });

  test.each([
    ['«Ответ уже в ПОС»', { finished: true, status: 'Отправлен ответ заявителю' }, 'finished', 'answered'],
    [
      '«Перенаправлено»',
      { finished: true, outcome: 'redirected', status: 'Перенаправлено' },
      'redirected',
      'redirected',
    ],
  ] as const)(
    '%s of the leading one: the earliest that is left leads on, with everything that is awaited',
    async (_said, said, kind, remedy) => {
      const [leading, next] = await joined();
      const last = await office.register();
      await office.must('coordinator', 'join', last, { joinIds: [leading], confirmed: true });
      await assign(leading);
      await office.must('executor', 'takeIntoWork', leading);
      await office.must('executor', 'report', leading, { supervisorId: office.people.agreeing });
      await office.must('agreeing', 'instruct', leading, {
        instruction: 'Осмотреть до пятницы',
        instructionDay: day('2026-11-27'),
      });
      await office.must('executor', 'planVisit', leading, {
        visitAt: msk('2026-11-26 14:00').toISOString(),
        visitPlace: 'ул. Ленина, 5',
        visitPeople: [office.people.executor2],
      });
      await office.must('executor', 'requestDocuments', leading, {
        requestBody: 'Водоканал',
        requestWhat: 'акт',
        requestBy: day('2026-11-30'),
      });
      await says(leading, said, msk('2026-11-25 20:00'));
      expect(await answer(leading, kind, remedy)).toMatchObject({ ok: true });
      expect(await appealOf(leading)).toMatchObject({ stage: remedy });
      expect(await takeBackOne(office.desk, await office.actor('coordinator'), leading)).toBeNull();
      for (const left of [next, last])
        expect(await appealOf(left)).toMatchObject({ stage: 'in_progress', executor_id: office.people.executor });
      const planned = (appealId: number) =>
        office.rows<{ reason: string }>(
          `select distinct reason from reminder where appeal_id = $1 and state = 'planned' and reason in ('visit_evening', 'visit_hour', 'documents', 'instruction')
           order by reason`,
          [appealId],
        );
      expect((await planned(next)).map(({ reason }) => reason)).toEqual([
        'documents',
        'instruction',
        'visit_evening',
        'visit_hour',
      ]);
      expect(await planned(leading)).toEqual([]);
      expect(await office.rows('select leading_id from joined_appeal where appeal_id = $1', [last])).toEqual([
        { leading_id: next },
      ]);
      const told = await office.rows(
        `select from outbox_message where kind = 'notice' and params ->> 'id' = any($1) and params ->> 'notice' = 'visitCancelled'`,
        [[leading, next, last].map(String)],
      );
      expect(told).toEqual([]);
      const [instruction] = await office.rows<{ id: number }>('select id from instruction where appeal_id = $1', [
        next,
      ]);
      await office.must('executor', 'fulfilInstruction', next, {
        instructionId: instruction!.id,
        instructionDone: 'осмотрено',
      });
      const [visit] = await office.rows<{ id: number }>('select id from visit where appeal_id = $1', [next]);
      await office.must('executor', 'recordVisit', next, { visitId: visit!.id, result: 'осмотрено' });
      const [request] = await office.rows<{ id: number }>('select id from document_request where appeal_id = $1', [
        next,
      ]);
      await office.must('executor', 'receiveDocuments', next, { requestId: request!.id });
    },
  );
});

test('rows and bytes of a file are forgotten after their term; what ПОС has said last of an appeal stays', async () => {
  const appealId = await office.register();
  await says(appealId, { status: 'На координации' });
  await says(appealId, { status: 'В работе' });
  await office.rows(`update registry_file set ended_at = taken_at`);
  const [{ files }] = (await office.rows('select count(*)::int as files from registry_file')) as [{ files: number }];
  const rows = async () =>
    (await office.rows<{ id: number }>('select file_id as id from registry_row order by file_id')).map(({ id }) => id);
  const kept = async () =>
    (await office.rows<{ id: number }>('select file_id as id from registry_record order by file_id')).map(
      ({ id }) => id,
    );
  office.setTime(msk('2027-02-22 12:00'));
  expect(await forgetImports(office.desk)).toBe(0);
  expect((await rows()).length).toBeGreaterThan((await kept()).length);
  const admin = (await officialById(office.desk, office.people.admin))!;
  await chooseAmount(office.desk, admin, 'importDays', 180);
  office.setTime(msk('2027-02-24 12:00'));
  expect(await forgetImports(office.desk)).toBe(0);
  await chooseAmount(office.desk, admin, 'importDays', 90);
  expect(await forgetImports(office.desk)).toBe(files);
  expect(await rows()).toEqual(await kept());
  expect(await forgetImports(office.desk)).toBe(0);
  expect(await kindsOf(appealId)).toEqual(['stage']);
  expect(await office.rows(`select from removed_file where sha256 = 'bytes'`)).toHaveLength(1);
  expect(
    await office.rows(
      `select journal_entry.told as details from journal_entry where action = 'changeOffice' and details ? 'importDays'`,
    ),
  ).toHaveLength(2);
});

test('a preview about which nobody has decided for a week is dropped, and so is what a killed command has left', async () => {
  const send = async (source: 'chat' | 'command' | 'trial', state: 'ready' | 'reading') => {
    const sentBy = { personId: office.people.coordinator, messenger: 'telegram', message: `1:${source}` };
    const sent = { source, name: 'выгрузка.csv', sha256: 'preview', ...(source === 'chat' && { sentBy }) };
    const { id } = await takeFile(office.fresh.database, sent, office.desk.clock.now());
    await office.rows(`update registry_file set state = $2 where id = $1`, [id, state]);
    await office.rows(`insert into registry_row (file_id, row, verdict, said) values ($1, 2, 'fresh', '{}')`, [id]);
    return id;
  };
  const [chat, command, trial] = [
    await send('chat', 'ready'),
    await send('command', 'reading'),
    await send('trial', 'reading'),
  ];
  const states = async () =>
    (
      await office.rows<{ id: number; state: string }>(
        'select id, state from registry_file where id = any($1) order by id',
        [[chat, command, trial]],
      )
    ).map(({ state }) => state);
  office.setTime(msk('2026-12-01 12:00'));
  await forgetImports(office.desk);
  expect(await states()).toEqual(['ready', 'reading', 'reading']);
  office.setTime(msk('2026-12-03 12:00'));
  await forgetImports(office.desk);
  expect(await states()).toEqual(['dropped', 'dropped']);
  const official = (await officialById(office.desk, office.people.coordinator))!;
  expect(await decideOnFile(office.desk, official, chat, 'loading')).toBe('over');
  expect(
    await office.rows(`select from outbox_message where kind = 'registryFile' and params ->> 'fileId' = $1`, [
      String(chat),
    ]),
  ).toHaveLength(1);
  office.setTime(msk('2027-03-04 12:00'));
  await forgetImports(office.desk);
  expect(await office.rows('select from registry_row where file_id = any($1)', [[chat, command, trial]])).toEqual([]);
});

test('a page of differences says how many there are in all, and one past the end is the last', async () => {
  for (let count = 0; count < DIFFERENCES_PAGE; count += 1)
    await says(await office.register(), { plannedDay: day('2026-12-09') });
  const coordinator = await office.actor('coordinator');
  const counts = await countDifferences(office.desk, coordinator);
  const count = counts!.find(({ kind }) => kind === 'term')!.count;
  const pages = Math.ceil(count / DIFFERENCES_PAGE);
  expect(await readDifferences(office.desk, coordinator, 'term', 0)).toMatchObject({ count, page: 0, pages });
  const last = await readDifferences(office.desk, coordinator, 'term', 99);
  expect(last).toMatchObject({ count, page: pages - 1, pages });
  expect(last!.lines).toHaveLength(count - (pages - 1) * DIFFERENCES_PAGE);
});

describe('whom a name of ПОС means is decided once', () => {
  const THERE = 'Хасанов Р.Ф.';
  const decide = async (who: PersonName | null, name = THERE, by: PersonName = 'coordinator') =>
    decideName(office.desk, await office.actor(by), name, who === null ? null : office.people[who]);
  const meaning = async (name: string) => (await peopleNamed(office.fresh.database, [name])).get(name);
  afterEach(() => office.rows('delete from registry_name'));

  test('for all appeals, however it is written, and it can be decided otherwise', async () => {
    const [one, other] = [await office.register(), await office.register()];
    await says(one, { executor: THERE });
    await says(other, { executor: 'Р. Ф. Хасанов' });
    expect(await meaning(THERE)).toEqual({ what: 'nobody', isDecided: false });
    expect(await decide('executor')).toBe('kept');
    for (const name of [THERE, 'Р.Ф. Хасанов'])
      expect(await meaning(name)).toMatchObject({ what: 'one', personId: office.people.executor, isDecided: true });
    expect(await decide('executor2')).toBe('kept');
    expect(await meaning(THERE)).toMatchObject({ what: 'one', personId: office.people.executor2 });
    const view = (await readAppealDifferences(office.desk, await office.actor('coordinator'), other))!;
    expect(view.differences.find(({ kind }) => kind === 'assigned')!.offers[0]).toEqual({
      what: 'assign',
      name: 'Сидоров С.С.',
    });
  });

  test('nobody of the bot is an answer too: the name asks for nobody any more, and what stands there is still told', async () => {
    const [waits, works] = [await office.register(), await office.register()];
    await assign(works);
    for (const id of [waits, works]) await says(id, { executor: THERE, status: 'Назначено исполнителю', stage: null });
    expect([await kindsOf(waits), await kindsOf(works)]).toEqual([['assigned'], ['executor']]);
    expect(await decide(null)).toBe('kept');
    expect(await meaning(THERE)).toEqual({ what: 'nobody', isDecided: true });
    expect([await kindsOf(waits), await kindsOf(works)]).toEqual([['stage'], []]);
    const takeover = (await readTakeover(office.desk, await office.actor('coordinator')))!;
    expect(takeover.nobody.map(({ name }) => name)).not.toContain(THERE);
    expect(await decide('executor2')).toBe('kept');
    expect([await kindsOf(waits), await kindsOf(works)]).toEqual([['assigned'], ['executor']]);
  });

  test('a name that is decided differs from whoever else has it here, alike or not', async () => {
    const appealId = await office.register();
    await assign(appealId);
    await says(appealId, { executor: 'Петров П.П.' });
    expect(await kindsOf(appealId)).toEqual([]);
    await decide('executor2', 'Петров П.П.');
    expect(await kindsOf(appealId)).toEqual(['executor']);
  });

  test('once they are no executor any more, nothing is decided', async () => {
    await decide('executor2');
    await office.rows(`update person set roles = '{supervisor}' where id = $1`, [office.people.executor2]);
    expect(await meaning(THERE)).toEqual({ what: 'nobody', isDecided: false });
    await office.rows(`update person set roles = '{executor}' where id = $1`, [office.people.executor2]);
  });

  test('two of the same initials are told apart by their whole names', async () => {
    const before = await office.rows<{ name: string }>('select name from person where id = $1', [office.people.deputy]);
    await office.rows(`update person set name = 'Петров Павел Петрович' where id = $1`, [office.people.deputy]);
    expect(await meaning('Петров П.П.')).toEqual({
      what: 'several',
      names: ['Петров Павел Петрович', 'Петров Пётр Петрович'],
    });
    const people = await readCandidates(office.desk, await office.actor('coordinator'), 'Петров П.П.');
    expect(people.slice(0, 2).map(({ name }) => name)).toEqual(['Петров Павел Петрович', 'Петров Пётр Петрович']);
    expect(people.map(({ name }) => name)).toContain('Сидоров С.С.');
    await decide('deputy', 'Петров П.П.');
    expect(await meaning('Петров П.П.')).toMatchObject({ what: 'one', name: 'Петров Павел Петрович' });
    await office.rows('update person set name = $2 where id = $1', [office.people.deputy, before[0]!.name]);
  });

  test('the list has every name with whom it means, what is not clear first; only coordinators see and decide', async () => {
    const appealId = await office.register();
    await says(appealId, { executor: THERE });
    const names = (await readNamesThere(office.desk, await office.actor('coordinator')))!;
    const at = (name: string) => names.findIndex((one) => one.name === name);
    expect(names[at(THERE)]).toMatchObject({ id: nameId(THERE), means: { what: 'nobody', isDecided: false } });
    expect(at(THERE)).toBeLessThan(at(nameOf('executor')) < 0 ? names.length : at(nameOf('executor')));
    expect(await nameOfId(office.desk, nameId(THERE))).toBe(THERE);
    expect(await readNamesThere(office.desk, await office.actor('executor'))).toBeNull();
    expect(await decide('executor', THERE, 'executor')).toBe('notYours');
    expect(await decide('curator')).toBe('gone');
  });
});

test('over ten days of files each list has as many lines on its pages as its button says, whatever is answered meanwhile', () =>
  played(async (random) => {
    const coordinator = await office.actor('coordinator');
    const oneOf = <Of>(all: readonly Of[]): Of => all[Math.floor(random() * all.length)]!;
    const SAID_OF: readonly Partial<SaidThere>[] = [
      { status: 'На координации' },
      { status: 'Назначено исполнителю', executor: nameOf('executor') },
      { status: 'В работе', executor: nameOf('executor2') },
      { status: 'Отложено', plannedDay: day('2027-01-20') },
      { status: 'На исполнении', plannedDay: day('2026-12-20') },
      { finished: true, answerType: 'resolved', finishedDay: day('2026-11-24') },
      { finished: true, outcome: 'redirected', status: 'Перенаправлено' },
      { finished: true, outcome: 'closed', status: 'Закрыто' },
    ];
    const appeals: number[] = [];
    for (let count = 0; count < 24; count += 1) {
      const appealId = await office.register();
      if (random() < 0.5) await assign(appealId);
      appeals.push(appealId);
    }
    let looked = 0;
    for (let days = 0; days < 10; days += 1) {
      const now = new Date(MORNING.getTime() + days * 86_400_000);
      office.setTime(now);
      for (const appealId of appeals.filter(() => random() < 0.7)) await says(appealId, oneOf(SAID_OF), now);
      // what is answered leaves one list, and may come into another
      for (const appealId of appeals.filter(() => random() < 0.2)) {
        const view = await readAppealDifferences(office.desk, coordinator, appealId);
        const [difference] = view?.differences ?? [];
        if (difference) await answer(appealId, difference.kind, 'keep');
      }
      for (const { kind, count } of (await countDifferences(office.desk, coordinator))!) {
        const first = (await readDifferences(office.desk, coordinator, kind, 0))!;
        const lines = [...first.lines];
        for (let page = 1; page < first.pages; page += 1)
          lines.push(...(await readDifferences(office.desk, coordinator, kind, page))!.lines);
        expect({ kind, count: first.count, lines: new Set(lines.map(({ appealId }) => appealId)).size }).toEqual({
          kind,
          count,
          lines: count,
        });
        // a button of a list that was longer
        expect((await readDifferences(office.desk, coordinator, kind, first.pages + 3))!.lines.length).toBeGreaterThan(
          0,
        );
        looked += 1;
      }
    }
    expect(looked).toBeGreaterThan(30);
  }));
