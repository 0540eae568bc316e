import { runDueReminders } from '../../../../src/jobs/tick';
import { registerAppeals } from '../../../../src/usecases/intake/register-appeals';
import { replanIfOfficeChanged } from '../../../../src/usecases/terms/replan';
import { officialById } from '../../../../src/usecases/kit/officials';
import { confirmStageShares } from '../../../../src/usecases/terms/calendar';
import { circumstances } from '../../../../src/usecases/kit/ports';
import { stampOf } from '../../../../src/usecases/kit/redraw';
import { readList, readLines } from '../../../../src/usecases/lists/lists';
import { readCard } from '../../../../src/usecases/card/read-card';
import { readHistory } from '../../../../src/usecases/card/history';
import { day, msk, openOffice, type PersonName, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.fresh.drop());

const id = (name: PersonName) => office.people[name];
const tick = () => runDueReminders(office.desk);
const shown = (at: Date | null) =>
  at && new Date(at.getTime() + 3 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

const stageDue = async (appealId: number) => {
  const [row] = await office.rows<{ due: Date | null }>('select stage_due_at as due from appeal where id = $1', [
    appealId,
  ]);
  return shown(row!.due);
};
/** What, until when, who held it, in an organization, the answer. */
const facts = async (appealId: number) =>
  (
    await office.rows<{
      kind: string;
      due: Date;
      holder: string | null;
      ids: number[];
      organization: string | null;
      answer: { reason: string; day: string | null } | null;
    }>(
      `select f.kind, f.due_at as due, f.holder, f.holder_ids as ids, o.name as organization, f.answered_by as answer
       from overdue f left join organization o on o.id = f.organization_id where appeal_id = $1 order by due_at, f.id`,
      [appealId],
    )
  ).map(({ kind, due, holder, ids, organization, answer }) => [
    kind,
    shown(due),
    holder === null ? 'nobody' : (organization ?? ids.map((one) => office.nameOf(one)).join()),
    answer && `${answer.reason} ${answer.day}`,
  ]);
const told = (appealId: number, reason: string) =>
  office.rows<{ at: string; threshold: string; who: string }>(
    `select to_char(r.due_at at time zone 'Europe/Moscow', 'MM-DD HH24:MI') as at, r.threshold, string_agg(p.name, ',' order by p.id) as who
     from nag n join reminder r on r.id = n.reminder_id join person p on p.id = n.person_id
     where r.appeal_id = $1 and r.reason = $2 group by r.id, 1, 2 order by r.due_at`,
    [appealId, reason],
  );

async function registered(registeredAt: Date, kind: 'appeal59' | 'message' = 'message'): Promise<number> {
  const [one] = await registerAppeals(office.desk, [{ number: 'EARLY-1', kind, registeredAt }], 'sample');
  return one!.id;
}
async function inWork(appealId: number): Promise<void> {
  await office.must('coordinator', 'assign', appealId, { executorId: id('executor') });
  await office.must('executor', 'takeIntoWork', appealId);
}
const answer = (appealId: number) =>
  office.must('executor', 'submitAnswer', appealId, {
    answerType: 'declined',
    answerText: 'Дорога федеральная',
    agreeingId: id('agreeing'),
  });

describe('a visit to a stage', () => {
  // 205 working hours from 25.11 10:00 to 25.12: 20 h 30 min to distribute, 20 h 30 min to take, 123 h to work.
  test('goes on from what the former ones have left, and is no second one when it is taken back', async () => {
    const appealId = await office.register();
    expect(await stageDue(appealId)).toBe('2026-11-27 12:30');
    await inWork(appealId);
    expect(await stageDue(appealId)).toBe('2026-12-14 16:00');
    office.setTime(msk('2026-11-26 10:00'));
    await answer(appealId);
    office.setTime(msk('2026-11-26 15:00'));
    await office.must('executor', 'withdrawDraft', appealId, { confirmed: true });
    // five hours were the supervisor's
    expect(await stageDue(appealId)).toBe('2026-12-15 12:00');
    await answer(appealId);
    office.setTime(msk('2026-11-27 10:00'));
    await office.must('agreeing', 'rejectAnswer', appealId, { reason: 'уточните' });
    // 9 hours are used: 114 are left, 7 of them on Friday, 99 in eleven days, 8 on 15.12
    expect(await stageDue(appealId)).toBe('2026-12-15 16:00');
  });

  test('taken back by whoever came in the executor’s place meanwhile is their own', async () => {
    const appealId = await office.register();
    await inWork(appealId);
    office.setTime(msk('2026-11-26 10:00'));
    await answer(appealId);
    await office.rows(
      'insert into absence (person_id, from_day, until_day, entered_by_id, entered_at) values ($1, $2, $2, $1, $3)',
      [id('executor'), '2026-11-26', msk('2026-11-26 10:00')],
    );
    await office.must('coordinator', 'replaceParticipant', appealId, {
      participant: 'executor',
      replacementId: id('executor2'),
      reason: 'болен',
    });
    await office.rows('update absence set cancelled_at = from_day where cancelled_at is null');
    office.setTime(msk('2026-11-27 10:00'));
    await office.must('executor2', 'withdrawDraft', appealId, { confirmed: true });
    expect(await office.rows('select stage_entered_at from appeal where id = $1', [appealId])).toEqual([
      { stage_entered_at: msk('2026-11-27 10:00') },
    ]);
    // 9 hours are used: 114 are left, 7 of them on Friday, 107 in twelve days
    expect(await stageDue(appealId)).toBe('2026-12-15 16:00');
  });

  test('an assignment that is undone puts back what was used before it', async () => {
    const appealId = await office.register();
    await inWork(appealId);
    office.setTime(msk('2026-11-26 10:00'));
    await office.must('executor', 'returnToCoordination', appealId, { reason: 'не наше' });
    const before = await office.rows('select visits, stage_due_at from appeal where id = $1', [appealId]);
    await office.must('coordinator', 'assign', appealId, { executorId: id('executor2') });
    await office.must('coordinator', 'undoAssignment', appealId);
    expect(await office.rows('select visits, stage_due_at from appeal where id = $1', [appealId])).toEqual(before);
  });

  test('the approver’s clock runs from the entry into ПОС, and with each new version again', async () => {
    const appealId = await office.register();
    await inWork(appealId);
    await answer(appealId);
    await office.must('agreeing', 'agreeAnswer', appealId, { approvingId: id('approving') });
    expect(await stageDue(appealId)).toBeNull();
    office.setTime(msk('2026-11-25 14:00'));
    await tick();
    expect(await told(appealId, 'entry')).toEqual([
      { at: '11-25 14:00', threshold: 'fourHours', who: 'coordinator,coordinator2,executor' },
    ]);
    office.setTime(msk('2026-11-26 10:00'));
    await office.must('coordinator', 'markEntered', appealId);
    // a tenth: 7 + 9 hours, and 4 h 30 min of Monday
    expect(await stageDue(appealId)).toBe('2026-11-30 12:30');
    office.setTime(msk('2026-11-27 10:00'));
    await office.must('approving', 'editDraft', appealId, { editedText: 'Дорога областная' });
    expect(await stageDue(appealId)).toBeNull();
    office.setTime(msk('2026-11-30 10:00'));
    await office.must('executor', 'markEntered', appealId);
    // 9 hours are used: 11 h 30 min are left
    expect(await stageDue(appealId)).toBe('2026-12-01 12:30');
  });

  test('one that the closing before the due ends is no fact of its own: the whole is', async () => {
    const appealId = await registered(msk('2026-10-27 09:00'));
    expect(await stageDue(appealId)).toBe('2026-11-26 17:00');
    office.setTime(msk('2026-11-27 09:00'));
    await tick();
    expect(await facts(appealId)).toEqual([['whole', '2026-11-26 23:59', 'coordinator,coordinator2', null]]);
    expect(await told(appealId, 'coordination')).not.toContainEqual(expect.objectContaining({ threshold: 'overdue' }));
  });

  test('nobody owes a report where there is no other supervisor', async () => {
    await office.rows(`update person set roles = array_remove(roles, 'supervisor') where id <> $1`, [id('everything')]);
    const appealId = await office.register();
    await office.must('coordinator', 'assign', appealId, { executorId: id('everything') });
    expect(await office.rows('select duty_due_at from appeal where id = $1', [appealId])).toEqual([
      { duty_due_at: null },
    ]);
  });
});

describe('the one working day, received on 25.11 at 10:00', () => {
  const redirect = (appealId: number) =>
    office.must('executor', 'redirect', appealId, {
      organizationId: office.organizations.highways,
      reason: 'не наше',
      notice: 'Перенаправлено',
      agreeingId: id('agreeing'),
    });
  const withdrawDraft = (appealId: number) => office.must('executor', 'withdrawDraft', appealId, { confirmed: true });
  const at = (time: string) => office.setTime(msk(`2026-11-${time}`));
  /** Facts of those who kept it, and of those who did not. */
  const outcome = async (appealId: number) => ({
    due: shown(
      (await office.rows<{ due: Date | null }>('select duty_due_at as due from appeal where id = $1', [appealId]))[0]!
        .due,
    ),
    kept: (await office.rows<{ at: Date }>('select done_at as at from duty_done where appeal_id = $1', [appealId])).map(
      (row) => shown(row.at),
    ),
    missed: (await facts(appealId)).filter(([kind]) => kind === 'duty').length,
  });

  test.each<[string, (appealId: number) => Promise<unknown>, { due: string | null; kept: string[]; missed: number }]>([
    [
      'a draft sent and taken back within a minute was no report',
      async (appealId) => {
        await answer(appealId);
        at('25 10:01');
        await withdrawDraft(appealId);
      },
      { due: '2026-11-26 10:00', kept: [], missed: 1 },
    ],
    [
      'nor was a redirect',
      async (appealId) => {
        await redirect(appealId);
        at('25 10:01');
        await office.must('executor', 'withdraw', appealId, { confirmed: true });
      },
      { due: '2026-11-26 10:00', kept: [], missed: 1 },
    ],
    [
      'sent anew in time it is one',
      async (appealId) => {
        await answer(appealId);
        at('25 10:01');
        await withdrawDraft(appealId);
        at('26 09:00');
        await answer(appealId);
      },
      { due: null, kept: ['2026-11-26 09:00'], missed: 0 },
    ],
    [
      'taken back after the supervisor has acted it stays one',
      async (appealId) => {
        await answer(appealId);
        at('25 11:00');
        await office.must('agreeing', 'editDraft', appealId, { editedText: 'Дорога областная' });
        await withdrawDraft(appealId);
      },
      { due: null, kept: ['2026-11-25 10:00'], missed: 0 },
    ],
    [
      'taken back after its own moment it stays one',
      async (appealId) => {
        await answer(appealId);
        at('26 10:01');
        await withdrawDraft(appealId);
      },
      { due: null, kept: ['2026-11-25 10:00'], missed: 0 },
    ],
    [
      'a report before stays a report',
      async (appealId) => {
        await office.must('executor', 'report', appealId, { supervisorId: id('agreeing') });
        await answer(appealId);
        at('25 10:01');
        await withdrawDraft(appealId);
      },
      { due: null, kept: ['2026-11-25 10:00'], missed: 0 },
    ],
    [
      'returned to coordination it is neither kept nor missed',
      async (appealId) => {
        await office.must('executor', 'returnToCoordination', appealId, { reason: 'не наше' });
      },
      { due: '2026-11-26 10:00', kept: [], missed: 0 },
    ],
  ])('%s', async (_what, done, expected) => {
    const appealId = await office.register();
    await inWork(appealId);
    await done(appealId);
    at('27 10:00');
    await tick();
    expect(await outcome(appealId)).toEqual(expected);
  });

  test('an answer sent to oneself is no report, and what has run out meanwhile is no fact', async () => {
    const appealId = await office.register();
    await office.must('coordinator', 'assign', appealId, { executorId: id('everything') });
    await office.must('everything', 'takeIntoWork', appealId);
    const toMyself = () =>
      office.must('everything', 'submitAnswer', appealId, {
        answerType: 'declined',
        answerText: 'Дорога федеральная',
        agreeingId: id('everything'),
      });
    await toMyself();
    at('25 11:00');
    await office.must('everything', 'withdrawDraft', appealId, { confirmed: true });
    expect(await outcome(appealId)).toEqual({ due: '2026-11-26 10:00', kept: [], missed: 0 });
    await toMyself();
    at('27 10:00');
    await office.must('everything', 'withdrawDraft', appealId, { confirmed: true });
    await tick();
    expect(await outcome(appealId)).toEqual({ due: null, kept: [], missed: 0 });
  });
});

describe('shares of stages that no admin has confirmed', () => {
  const confirm = async () =>
    confirmStageShares(
      office.desk,
      (await officialById(office.desk, id('admin')))!,
      stampOf(office.desk.office.shares),
    );
  const stageFacts = async (appealId: number) =>
    office.rows<{ holder: string | null; unnamed: string | null }>(
      `select holder, unnamed from overdue where appeal_id = $1 and kind = 'stage'`,
      [appealId],
    );
  const seen = async (appealId: number) => {
    const actor = await office.actor('executor');
    const [entries, at] = [[{ appealId, delivery: null }], circumstances(office.desk)] as const;
    const [own] = await readLines(office.fresh.database, entries, at, 'own');
    const [all] = await readLines(office.fresh.database, entries, at);
    const list = await readList(office.desk, actor, 'overdue', 0);
    return { own: own?.overdue?.now ?? false, all: all?.overdue?.now ?? false, listed: list?.count };
  };
  beforeEach(() => office.rows(`delete from setting where key = 'stage_shares'`));

  test('name nobody beside the lateness of a stage: the holder’s own nags and lists go on', async () => {
    const appealId = await office.register();
    await inWork(appealId);
    await office.must('executor', 'report', appealId, { supervisorId: id('agreeing') });
    office.setTime(msk('2026-12-15 09:00'));
    await tick();
    expect((await stageFacts(appealId)).at(-1)).toEqual({ holder: null, unnamed: 'assumed' });
    const due = await told(appealId, 'stage');
    expect(due.at(-1)).toMatchObject({ threshold: 'overdue' });
    expect(await seen(appealId)).toEqual({ own: true, all: false, listed: 1 });
    // a fact of before the confirmation stays nameless, and so does a visit that was entered before it
    await confirm();
    expect((await stageFacts(appealId)).at(-1)).toEqual({ holder: null, unnamed: 'assumed' });
    const other = await office.register();
    await inWork(other);
    office.setTime(msk('2027-01-29 09:00'));
    await tick();
    expect((await stageFacts(other)).at(-1)).toEqual({ holder: 'executor', unnamed: null });
  });

  test('a visit that began before the confirmation is nameless, also where it is taken up again', async () => {
    const appealId = await office.register();
    await inWork(appealId);
    await answer(appealId);
    await confirm();
    office.setTime(msk('2026-11-25 10:01'));
    await office.must('executor', 'withdrawDraft', appealId, { confirmed: true });
    office.setTime(msk('2026-12-15 09:00'));
    await tick();
    expect((await stageFacts(appealId)).at(-1)).toEqual({ holder: null, unnamed: 'assumed' });
  });
});

describe('an answer that is returned for re-examination', () => {
  async function answered(kind: 'appeal59' | 'message'): Promise<number> {
    const appealId = await registered(msk('2026-11-25 09:00'), kind);
    await inWork(appealId);
    await answer(appealId);
    await office.must('agreeing', 'agreeAnswer', appealId, { approvingId: id('approving') });
    await office.must('coordinator', 'markEntered', appealId);
    await office.must('approving', 'approveAnswer', appealId, { signedText: 'as_entered' });
    return appealId;
  }
  const back = (appealId: number) =>
    office.must('coordinator', 'returnForReexamination', appealId, {
      reexaminationReason: 'formal_answer',
      reexaminationText: 'Нет сроков работ',
    });
  const terms = async (appealId: number) => {
    const [row] = await office.rows<{ due: Date; duty: Date | null }>(
      'select due_at as due, duty_due_at as duty from appeal where id = $1',
      [appealId],
    );
    return { due: shown(row!.due), duty: shown(row!.duty) };
  };

  test.each<[string, 'appeal59' | 'message', string, string, string | null]>([
    ['a message has N days anew', 'message', '2026-12-21 10:00', '2027-01-20 23:59', '2026-12-22 10:00'],
    [
      'the days of 59-ФЗ run from the registration',
      'appeal59',
      '2026-12-21 10:00',
      '2026-12-25 23:59',
      '2026-12-22 10:00',
    ],
    [
      'and when they have passed it has N days anew',
      'appeal59',
      '2026-12-28 10:00',
      '2027-01-27 23:59',
      '2026-12-29 10:00',
    ],
    ['on its last day there is no report to make', 'appeal59', '2026-12-25 10:00', '2026-12-25 23:59', null],
  ])('%s', async (_what, kind, at, due, duty) => {
    const appealId = await answered(kind);
    office.setTime(msk(at));
    await back(appealId);
    expect(await terms(appealId)).toEqual({ due, duty });
  });

  test('on its last day what is missed is nobody’s, until somebody extends the term', async () => {
    const appealId = await answered('appeal59');
    office.setTime(msk('2026-12-25 10:00'));
    const before = await readCard(office.desk, appealId, await office.actor('coordinator'));
    expect(before?.card.round).toMatchObject({ kept: true, noDay: true, extendable: true });
    await back(appealId);
    const after = await readCard(office.desk, appealId, await office.actor('curator'));
    expect(after?.card.assumptions).toMatchObject({ noDay: true, due: { by: 'kept', first: '2026-12-25' } });
    // another executor owes no report either
    await office.must('coordinator', 'assign', appealId, { executorId: id('executor2') });
    expect(await terms(appealId)).toMatchObject({ duty: null });
    office.setTime(msk('2026-12-28 09:00'));
    await tick();
    expect((await facts(appealId)).filter(([kind]) => kind !== 'stage')).toEqual([
      ['whole', '2026-12-25 23:59', 'nobody', null],
    ]);
    expect(await office.rows(`select unnamed from overdue where appeal_id = $1`, [appealId])).toEqual([
      { unnamed: 'returned' },
    ]);
  });

  test('on its last day and extended, whoever is late then is named', async () => {
    const appealId = await answered('appeal59');
    office.setTime(msk('2026-12-25 10:00'));
    await back(appealId);
    await office.must('approving', 'extendTerm', appealId, {
      extensionDays: 10,
      confirmed: true,
      reason: 'осмотр',
      notice: 'Срок продлён',
    });
    expect(await terms(appealId)).toEqual({ due: '2027-01-04 23:59', duty: null });
    office.setTime(msk('2027-01-11 09:00'));
    await tick();
    expect((await facts(appealId)).filter(([kind]) => kind === 'whole')).toEqual([
      ['whole', '2027-01-04 23:59', 'executor', null],
    ]);
  });
});

describe('seven days of an appeal under 59-ФЗ', () => {
  test('are a fact of whoever asks for a redirect when they are over', async () => {
    const appealId = await office.register('appeal59');
    office.setTime(msk('2026-12-03 09:00'));
    await tick();
    // Nobody is late by the end of what nobody asks for.
    expect((await told(appealId, 'redirect')).map(({ threshold }) => threshold)).not.toContain('overdue');
    expect((await facts(appealId)).filter(([kind]) => kind === 'redirect')).toEqual([]);
    await inWork(appealId);
    await office.must('executor', 'redirect', appealId, {
      organizationId: office.organizations.highways,
      reason: 'не наше',
      notice: 'Перенаправлено',
      agreeingId: id('agreeing'),
    });
    expect((await facts(appealId)).filter(([kind]) => kind === 'redirect')).toEqual([
      ['redirect', '2026-12-02 23:59', 'executor', null],
    ]);
  });

  test('asked for in time and not made are a fact of whoever holds it at their end', async () => {
    const appealId = await office.register('appeal59');
    await office.must('coordinator', 'redirect', appealId, {
      organizationId: office.organizations.highways,
      reason: 'не наше',
      notice: 'Перенаправлено',
      redirectBy: 'approval',
      approvingId: id('approving'),
    });
    office.setTime(msk('2026-12-03 09:00'));
    await tick();
    expect((await facts(appealId)).filter(([kind]) => kind === 'redirect')).toEqual([
      ['redirect', '2026-12-02 23:59', 'approving', null],
    ]);
  });

  test('are late no longer when the redirect is rejected', async () => {
    const appealId = await office.register('appeal59');
    await office.must('coordinator', 'redirect', appealId, {
      organizationId: office.organizations.highways,
      reason: 'не наше',
      notice: 'Перенаправлено',
      redirectBy: 'approval',
      approvingId: id('approving'),
    });
    office.setTime(msk('2026-12-03 09:00'));
    await tick();
    const ended = async () =>
      (
        await office.rows<{ ended: Date | null }>(
          `select ended_at as ended from overdue where appeal_id = $1 and kind = 'redirect'`,
          [appealId],
        )
      ).map(({ ended }) => shown(ended));
    expect(await ended()).toEqual([null]);
    office.setTime(msk('2026-12-03 10:00'));
    await office.must('approving', 'rejectRedirect', appealId, { reason: 'наша дорога' });
    expect(await ended()).toEqual(['2026-12-03 10:00']);
    office.setTime(msk('2026-12-03 11:00'));
    await office.must('coordinator', 'assign', appealId, { executorId: id('executor') });
    expect(await ended()).toEqual(['2026-12-03 10:00']);
  });

  test('over before the receipt are nobody’s, and nobody is nagged of them', async () => {
    const appealId = await registered(msk('2026-11-02 09:00'), 'appeal59');
    office.setTime(msk('2026-11-26 12:00'));
    await tick();
    expect(await told(appealId, 'redirect')).toEqual([]);
    await office.must('coordinator', 'passToSubordinate', appealId, { organizationId: office.organizations.water });
    expect(await facts(appealId)).toEqual([['redirect', '2026-11-09 23:59', 'nobody', null]]);
  });
});

describe('what an organization has', () => {
  const passed = async () => {
    const appealId = await registered(msk('2026-11-03 09:00'));
    await office.must('coordinator', 'passToSubordinate', appealId, { organizationId: office.organizations.water });
    office.setTime(msk('2026-12-04 09:00'));
    await tick();
    expect((await facts(appealId)).map(([kind, due, , said]) => [kind, due, said])).toEqual([
      ['whole', '2026-12-03 23:59', null],
    ]);
    const [{ name }] = (await office.rows('select name from organization where id = $1', [
      office.organizations.water,
    ])) as [{ name: string }];
    expect((await facts(appealId))[0]![2]).toBe(name);
    return appealId;
  };

  test('answered in time and entered later is answered by a second entry, and in no counter any more', async () => {
    const appealId = await passed();
    await office.must(
      'coordinator',
      'organizationAnsweredApplicant',
      appealId,
      { answeredOn: day('2026-12-03') },
      { documents: 1 },
    );
    expect((await facts(appealId)).map(([kind, , , said]) => [kind, said])).toEqual([
      ['whole', 'organization 2026-12-03'],
    ]);
    const read = await readCard(office.desk, appealId, await office.actor('curator'));
    expect(read?.card.outcome).toMatchObject({ stage: 'answered', day: '2026-12-03', daysLate: 0 });
    const history = await readHistory(office.desk, await office.actor('curator'), appealId, 0, 20);
    const entry = history?.lines.find(({ action }) => action === 'answerTerm');
    expect(entry?.facts).toMatchObject({
      missed: 'whole',
      answeredBy: { reason: 'organization', day: '2026-12-03' },
    });
  });

  test('taken back within the minute it is as it was: stage, due, fact, card, task and what will be told', async () => {
    const appealId = await passed();
    const standing = async () => ({
      appeal: await office.rows(
        `select stage, due_at, stage_due_at, stage_entered_at, visits, organization_id, finished_at from appeal where id = $1`,
        [appealId],
      ),
      work: await office.rows('select * from open_work where appeal_id = $1', [appealId]),
      facts: await office.rows('select * from overdue where appeal_id = $1', [appealId]),
      tasks: await office.rows('select id, placed_at, withdrawn_at from delivery where appeal_id = $1', [appealId]),
      planned: await office.rows(
        `select key, due_at from reminder where appeal_id = $1 and state = 'planned' and reason <> 'undo_over' order by key`,
        [appealId],
      ),
    });
    const before = await standing();
    const version = (await office.rows('select version from appeal where id = $1', [appealId]))[0]!.version as number;
    const answers = () =>
      office.must(
        'coordinator',
        'organizationAnsweredApplicant',
        appealId,
        { answeredOn: day('2026-12-03') },
        { documents: 1 },
      );
    await answers();
    expect(
      (await readCard(office.desk, appealId, (await officialById(office.desk, id('coordinator')))!))?.card
        .organizationAnswer,
    ).toBeTruthy();
    await office.must('coordinator', 'undoOrganizationAnswer', appealId);
    const after = await standing();
    const unversioned = (rows: Record<string, unknown>[]) => rows.map(({ version: _version, ...row }) => row);
    expect({ ...after, work: unversioned(after.work) }).toEqual({ ...before, work: unversioned(before.work) });
    expect((await office.rows('select version from appeal where id = $1', [appealId]))[0]!.version).toBe(version + 2);
    expect(
      (await readCard(office.desk, appealId, (await officialById(office.desk, id('coordinator')))!))?.card
        .organizationAnswer,
    ).toBeNull();

    await answers();
    expect(await office.act('coordinator2', 'undoOrganizationAnswer', appealId)).toMatchObject({ ok: false });
    office.setTime(new Date(office.desk.clock.now().getTime() + 60_001));
    expect(await office.act('coordinator', 'undoOrganizationAnswer', appealId)).toMatchObject({
      ok: false,
      refusal: 'undoTooLate',
    });
  });

  test('answered when the term was over stays a fact', async () => {
    const appealId = await passed();
    await office.must(
      'coordinator',
      'organizationAnsweredApplicant',
      appealId,
      { answeredOn: day('2026-12-04') },
      { documents: 1 },
    );
    expect((await facts(appealId)).map(([kind, , , said]) => [kind, said])).toEqual([['whole', null]]);
    const read = await readCard(office.desk, appealId, await office.actor('curator'));
    expect(read?.card.outcome).toMatchObject({ stage: 'answered', day: '2026-12-04', daysLate: 1 });
  });

  test('neither the fact nor its answer can be changed or erased', async () => {
    await passed();
    await expect(office.rows(`update overdue set rules = 1`)).rejects.toThrow('A missed term is a fact');
    await expect(office.rows('delete from overdue')).rejects.toThrow('A missed term is a fact');
  });
});

describe('the first start after the update', () => {
  /** The appeal as the former version has left it: a share of calendar time, nothing remembered of stages. */
  async function asBefore(appealId: number, due: Date): Promise<void> {
    await office.rows('update appeal set visits = null, stage_due_at = $2 where id = $1', [appealId, due]);
    await office.rows('update open_work set stage_due_at = $2 where appeal_id = $1', [appealId, due]);
    await office.rows(`insert into setting (key, value) values ('plan_basis', '{"zone":"Europe/Moscow"}')
      on conflict (key) do update set value = excluded.value`);
  }

  test('counts the stages of what is open anew, and tells each admin in one message', async () => {
    const appealId = await office.register();
    await inWork(appealId);
    office.setTime(msk('2026-11-26 10:00'));
    await answer(appealId);
    office.setTime(msk('2026-11-27 10:00'));
    await office.must('agreeing', 'rejectAnswer', appealId, { reason: 'уточните' });
    const due = await stageDue(appealId);
    await asBefore(appealId, msk('2026-12-13 18:24'));
    await replanIfOfficeChanged(office.desk);
    await replanIfOfficeChanged(office.desk);
    await tick();
    // what the journal tells of the visits is remembered as if it had always been
    expect(await stageDue(appealId)).toBe(due);
    expect(
      await office.rows(
        `select chat_id, params ->> 'count' as count from outbox_message where kind = 'termsCountedAnew' order by 1`,
      ),
    ).toEqual([
      { chat_id: '1010', count: '1' },
      { chat_id: '1013', count: '1' },
    ]);
  });

  test('a fact by the former rules stays with its mark, and ends where the term is ahead again', async () => {
    const appealId = await office.register();
    await asBefore(appealId, msk('2026-11-26 16:30'));
    office.setTime(msk('2026-11-26 18:00'));
    await office.rows(
      `insert into overdue (appeal_id, kind, term, stage, due_at, holder, holder_ids, rules, noted_at)
       select id, 'stage', 'stage:coordination:2026-11-25T07:00:00.000Z', stage, stage_due_at, 'coordinator', '{}', 1, $2 from appeal where id = $1`,
      [appealId, msk('2026-11-26 16:30')],
    );
    await replanIfOfficeChanged(office.desk);
    await tick();
    expect(await stageDue(appealId)).toBe('2026-11-27 12:30');
    const noted = () =>
      office.rows('select rules, ended_at is not null as ended from overdue where appeal_id = $1 order by id', [
        appealId,
      ]);
    expect(await noted()).toEqual([{ rules: 1, ended: true }]);
    // missed by the present rules too, it is a fact of its own
    office.setTime(msk('2026-11-27 13:00'));
    await tick();
    expect(await noted()).toEqual([
      { rules: 1, ended: true },
      { rules: 2, ended: false },
    ]);
  });
});
