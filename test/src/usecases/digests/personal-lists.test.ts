import type { OutboxMessage } from '../../../../entities/messages';
import { runDueReminders } from '../../../../src/jobs/tick';
import { tellMornings } from '../../../../src/usecases/digests/my-morning';
import { tellBeforeWeekend } from '../../../../src/usecases/digests/personal-digests';
import { paramsOf } from '../../../../src/usecases/kit/messages';
import { openOffice, msk, type PersonName, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.fresh.drop());

/** Registered and assigned at this moment of Moscow's. */
async function assigned(at: string, executor: PersonName = 'executor'): Promise<number> {
  office.setTime(msk(at));
  const appealId = await office.register();
  await office.must('coordinator', 'assign', appealId, { executorId: office.people[executor] });
  return appealId;
}

async function messagesOf(kind: 'morning' | 'weekend', day: string): Promise<OutboxMessage[]> {
  return office.rows(
    'select chat_id, silent, params from outbox_message where kind = $1 and key like $2 order by chat_id',
    [kind, `${kind}:${day}:%`],
  );
}

/** What people get at this moment, by whom they are. */
async function mornings(at: string) {
  office.setTime(msk(at));
  await office.fresh.database.transaction((tx) => tellMornings(tx, office.desk, msk(`${at.slice(0, 10)} 12:00`)));
  const lists = (await messagesOf('morning', at.slice(0, 10))).map(({ params }) => paramsOf('morning', params));
  return Object.fromEntries(lists.map((list) => [String(office.nameOf(list.personId)), list]));
}

async function weekend(at: string) {
  office.setTime(msk(at));
  await office.fresh.database.transaction((tx) => tellBeforeWeekend(tx, office.desk, msk(`${at.slice(0, 10)} 17:00`)));
  const lists = (await messagesOf('weekend', at.slice(0, 10))).map(({ params }) => paramsOf('weekend', params));
  return Object.fromEntries(lists.map((list) => [String(office.nameOf(list.personId)), list]));
}

/** «12 duty! overall»: the appeal, and why it is a line; «!» is overdue. */
const said = (
  list:
    | {
        readonly lines: readonly {
          readonly appealId: number;
          readonly terms: readonly { readonly reason: string; readonly overdue: boolean }[];
        }[];
      }
    | undefined,
) =>
  list?.lines.map(
    ({ appealId, terms }) =>
      `${appealId} ${terms.map(({ reason, overdue }) => `${reason}${overdue ? '!' : ''}`).join(' ')}`,
  );

describe('the morning list', () => {
  test('has what is over first, the oldest before the rest, then what ends today, and nothing else', async () => {
    const old = await assigned('2026-11-16 10:00');
    const late = await assigned('2026-11-16 11:00');
    const today = await assigned('2026-11-17 10:00');
    const reported = await assigned('2026-11-17 10:30');
    await office.must('executor', 'report', reported, { supervisorId: office.people.agreeing });
    await assigned('2026-11-17 09:00', 'executor2');
    const { executor } = await mornings('2026-11-18 08:15');
    // 20 h 30 min to take it into work: 7 on Monday, 9 on Tuesday, until 12:30 on Wednesday
    expect(said(executor)).toEqual([`${old} duty! stage`, `${late} duty! stage`, `${today} duty`]);
    // a report that is late is no «просрочено»
    expect([executor?.overdue.count, executor?.late.count, executor?.due.count, executor?.more]).toEqual([0, 2, 1, 0]);
  });

  test('names an appeal once, with all that is late or due of it', async () => {
    const appealId = await assigned('2026-11-16 10:00');
    const { executor } = await mornings('2026-11-19 08:15');
    expect(said(executor)).toEqual([`${appealId} duty! stage!`]);
  });

  test('has one line for appeals that are worked as one, with the nearest term of each kind, over or not; they are counted as they are everywhere', async () => {
    office.setTime(msk('2026-10-23 09:00'));
    const early = await office.register('appeal59');
    office.setTime(msk('2026-10-25 10:00'));
    const leading = await office.register();
    const follower = await office.register();
    await office.must('coordinator', 'join', leading, { joinIds: [early, follower], confirmed: true });
    await office.must('coordinator', 'assign', early, { executorId: office.people.executor });
    await office.must('executor', 'report', early, { supervisorId: office.people.agreeing });
    await office.must('executor', 'takeIntoWork', early);
    // the due of the first was on Sunday 22.11, that of the others is on Tuesday 24.11
    const [number] = await office.rows<{ number: string }>('select number from appeal where id = $1', [leading]);
    const { executor } = await mornings('2026-11-24 08:15');
    expect(said(executor)).toEqual([`${early} stage! overall! overall`]);
    expect(executor?.lines[0]).toMatchObject({ follows: null, beside: [number?.number, expect.any(String)] });
    expect([executor?.overdue.count, executor?.late.count, executor?.more]).toEqual([1, 2, 0]);
    await office.must('coordinator', 'disjoin', early, { confirmed: true });
    expect(said((await mornings('2026-11-25 08:15')).executor)).toHaveLength(3);
  });

  test('is silent, and nobody gets an empty one', async () => {
    await assigned('2026-11-17 10:00');
    expect(Object.keys(await mornings('2026-11-18 08:15'))).toEqual(['executor']);
    expect((await messagesOf('morning', '2026-11-18')).map(({ silent }) => silent)).toEqual([true]);
  });

  test('says to each admin how many changes of access wait for their word, and to whoever has made them nothing', async () => {
    const { admin, approving, everything, executor } = office.people;
    const change = (personId: number, byId: number, state: string) =>
      office.rows(
        `insert into access_change (matter, person_id, by_id, source, is_started, state, asked_at, due_at)
         values ('approve', $1, $2, 'chat', false, $3, $4, $4)`,
        [personId, byId, state, msk('2026-11-17 10:00')],
      );
    await change(approving, admin, 'waits');
    await change(executor, admin, 'waits');
    await change(everything, admin, 'waits');
    await change(approving, admin, 'done');
    const lists = await mornings('2026-11-18 08:15');
    // neither of their own right
    expect(Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list.access]))).toEqual({
      everything: 2,
    });
  });

  test('shows coordinators and curators what is overdue at others from the working day after it was told', async () => {
    await assigned('2026-11-19 10:00');
    const friday = await mornings('2026-11-20 11:00');
    expect(Object.keys(friday)).toEqual(['executor']);
    const monday = await mornings('2026-11-23 08:15');
    expect(Object.keys(monday)).toEqual(['coordinator', 'coordinator2', 'executor', 'curator', 'everything']);
    expect(monday.coordinator).toMatchObject({
      lines: [],
      escalated: { count: 1 },
      holders: [{ name: 'executor', count: 1 }],
    });
  });

  test('what ended in the night was told this morning, so it is no line of control yet', async () => {
    const appealId = await assigned('2026-11-16 10:00');
    await office.must('executor', 'report', appealId, { supervisorId: office.people.agreeing });
    await office.rows(`update appeal set stage_due_at = $2 where id = $1`, [appealId, msk('2026-11-18 23:00')]);
    await office.rows(
      `update reminder set due_at = $2 where appeal_id = $1 and reason = 'lapse' and term like 'stage:%'`,
      [appealId, msk('2026-11-18 23:00:01')],
    );
    expect(Object.keys(await mornings('2026-11-19 08:15'))).toEqual(['executor']);
    expect(Object.keys(await mornings('2026-11-20 08:15'))).toContain('curator');
  });

  test('by shares that no admin has confirmed the holder’s list goes on, and to control it names nobody', async () => {
    await office.rows(`delete from setting where key = 'stage_shares'`);
    const appealId = await assigned('2026-11-16 10:00');
    await office.must('executor', 'report', appealId, { supervisorId: office.people.agreeing });
    office.setTime(msk('2026-11-19 17:00'));
    await runDueReminders(office.desk);
    const lists = await mornings('2026-11-20 08:15');
    expect(said(lists.executor)).toEqual([`${appealId} stage!`]);
    expect(lists.executor?.overdue.count).toBe(1);
    expect(lists.curator?.holders).toEqual([
      {
        name: null,
        nameless: true,
        unnamed: 'assumed',
        away: false,
        count: 1,
        appeals: [{ appealId, number: expect.any(String) }],
      },
    ]);
  });

  test.each([
    [null, null, true],
    ['deputy', 'deputy', false],
  ] as const)('of somebody away whose deputy is %s it names %s', async (deputy, name, isAway) => {
    const appealId = await assigned('2026-11-16 10:00');
    await office.must('executor', 'report', appealId, { supervisorId: office.people.agreeing });
    await office.rows(
      'insert into absence (person_id, from_day, until_day, deputy_id, entered_by_id, entered_at) values ($1, $2, $3, $4, $1, $5)',
      [office.people.executor, '2026-11-17', '2026-11-25', deputy && office.people[deputy], msk('2026-11-16 12:00')],
    );
    office.setTime(msk('2026-11-19 17:00'));
    await runDueReminders(office.desk);
    const lists = await mornings('2026-11-20 08:15');
    expect(lists.curator?.holders).toEqual([
      {
        name,
        nameless: false,
        // The fact says it already: whoever had it then was away.
        unnamed: isAway ? 'absent' : null,
        away: false,
        count: 1,
        appeals: [{ appealId, number: expect.any(String) }],
      },
    ]);
  });

  test('of coordination is every coordinator’s own, and the curators’ to control', async () => {
    office.setTime(msk('2026-11-16 10:00'));
    const appealId = await office.register();
    const lists = await mornings('2026-11-20 08:15');
    expect(Object.keys(lists)).toEqual(['coordinator', 'coordinator2', 'curator', 'everything']);
    expect(said(lists.coordinator2)).toEqual([`${appealId} coordination!`]);
    expect(lists.curator?.holders).toEqual([
      {
        name: null,
        nameless: false,
        unnamed: null,
        away: false,
        count: 1,
        appeals: [{ appealId, number: expect.any(String) }],
      },
    ]);
  });

  test('tells coordinators of what an organization must answer today', async () => {
    office.setTime(msk('2026-10-19 10:00'));
    const appealId = await office.register();
    await office.must('coordinator', 'passToSubordinate', appealId, { organizationId: office.organizations.water });
    const lists = await mornings('2026-11-18 08:15');
    expect(Object.keys(lists)).toEqual(['coordinator', 'coordinator2']);
    expect(said(lists.coordinator)).toEqual([`${appealId} organization passing`]);
  });

  test('goes to the deputy too while somebody is away, and says for whom', async () => {
    const appealId = await assigned('2026-11-17 10:00');
    await office.rows(
      `insert into absence (person_id, from_day, until_day, deputy_id, entered_by_id, entered_at) values ($1, '2026-11-18', '2026-11-20', $2, $1, now())`,
      [office.people.executor, office.people.deputy],
    );
    const { executor, deputy } = await mornings('2026-11-18 08:15');
    expect(executor?.lines).toMatchObject([{ appealId, absent: null }]);
    expect(deputy?.lines).toMatchObject([{ appealId, absent: 'executor' }]);
  });

  test('tells of documents on their day and after it', async () => {
    const appealId = await assigned('2026-11-16 10:00');
    await office.must('executor', 'report', appealId, { supervisorId: office.people.agreeing });
    await office.must('executor', 'takeIntoWork', appealId);
    await office.must('executor', 'requestDocuments', appealId, {
      requestBody: 'Росреестр',
      requestWhat: 'выписка',
      requestBy: '2026-11-18',
    });
    // the report, which came without a sound, is a line of the supervisor's
    expect(Object.keys(await mornings('2026-11-17 08:15'))).toEqual(['agreeing']);
    expect(said((await mornings('2026-11-18 08:15')).executor)).toEqual([`${appealId} documents`]);
    expect(said((await mornings('2026-11-19 08:15')).executor)).toEqual([`${appealId} documents!`]);
  });

  test('compares with the last working day, when there was one', async () => {
    await assigned('2026-11-19 10:00');
    await assigned('2026-11-20 10:00');
    expect((await mornings('2026-11-20 11:00')).executor).toMatchObject({
      late: { count: 1, change: null },
      due: { count: 0, change: null },
    });
    expect((await mornings('2026-11-23 08:15')).executor).toMatchObject({
      late: { count: 1, change: 0 },
      due: { count: 1, change: 1 },
    });
    expect((await mornings('2026-11-24 08:15')).coordinator).toMatchObject({ escalated: { count: 2, change: 1 } });
  });

  test('has a row of nothing to compare with', async () => {
    await mornings('2026-11-17 08:15');
    await assigned('2026-11-17 09:00');
    expect((await mornings('2026-11-18 08:15')).executor?.due).toEqual({ count: 1, change: 1 });
  });

  test('of a day comes once, whatever is missed later that morning', async () => {
    await assigned('2026-11-17 10:00');
    const first = await mornings('2026-11-18 08:15');
    expect(await mornings('2026-11-18 10:30')).toEqual(first);
  });

  test('shows twenty lines, counts the others, and hides personal data in places', async () => {
    for (let index = 0; index < 22; index += 1) await assigned('2026-11-17 10:00');
    await office.rows(`update appeal set address = 'ул. Советская, 15, тел. 8 917 123-45-67'`);
    const { executor } = await mornings('2026-11-18 08:15');
    expect([executor?.lines.length, executor?.more, executor?.due.count]).toEqual([20, 2, 22]);
    expect(executor?.lines[0]?.place).toBe('ул. Советская, 15, тел. +7 ••• •••-••-67');
  });

  test('leaves out what is done', async () => {
    const appealId = await assigned('2026-11-16 14:00');
    office.setTime(msk('2026-11-17 12:00'));
    await office.must('executor', 'report', appealId, { supervisorId: office.people.agreeing });
    expect(said((await mornings('2026-11-18 08:15')).executor)).toEqual([`${appealId} stage`]);
    await office.must('executor', 'takeIntoWork', appealId);
    office.setTime(msk('2026-11-18 12:00'));
    expect(await mornings('2026-11-19 08:15')).toEqual({});
  });
});

describe('«к выходным»', () => {
  /** In work and reported, so that its own end is all that is left. */
  async function endingOn(day: string): Promise<number> {
    const appealId = await assigned('2026-04-06 10:00');
    await office.must('executor', 'report', appealId, { supervisorId: office.people.agreeing });
    await office.must('executor', 'takeIntoWork', appealId);
    const due = msk(`${day} 23:59:59`);
    const term = `whole:${due.toISOString()}`;
    await office.rows('update appeal set due_at = $2, stage_due_at = $2 where id = $1', [appealId, due]);
    await office.rows(
      `update reminder set due_at = $2, term = $3 where appeal_id = $1 and reason = 'lapse' and term like 'whole:%'`,
      [appealId, new Date(due.getTime() + 1_000), term],
    );
    return appealId;
  }

  test.each([
    ['2026-04-30 13:00', '2026-05-04', ['2026-04-30', '2026-05-01', '2026-05-03', '2026-05-04'], '2026-05-05'],
    ['2026-12-30 14:00', '2027-01-11', ['2026-12-30', '2026-12-31', '2027-01-08', '2027-01-11'], '2027-01-12'],
  ])('before days off from %s has all that ends by %s', async (at, firstWorkingDay, ends, after) => {
    const appeals: number[] = [];
    for (const day of ends) appeals.push(await endingOn(day));
    await endingOn(after);
    const { executor } = await weekend(at);
    expect(executor?.firstWorkingDay).toBe(firstWorkingDay);
    expect(executor?.lines.map(({ appealId }) => appealId)).toEqual(appeals);
    expect(executor?.lines[0]?.terms.map(({ reason }) => reason)).toContain('overall');
  });

  test('leaves out what ends before closing, counts what is over, and is nobody’s who has nothing ending', async () => {
    // in work, so that only the duty ends soon
    const begun = async (at: string) => {
      const appealId = await assigned(at);
      await office.must('executor', 'takeIntoWork', appealId);
      return appealId;
    };
    await begun('2026-04-28 10:00');
    await begun('2026-04-29 15:00');
    expect(Object.keys(await weekend('2026-04-30 13:00'))).toEqual([]);
    const appealId = await begun('2026-04-30 13:30');
    const { executor, ...others } = await weekend('2026-04-30 13:40');
    expect(said(executor)).toEqual([`${appealId} duty`]);
    expect([executor?.overdue.count, executor?.late.count]).toEqual([0, 1]);
    expect(Object.keys(others)).toEqual([]);
  });
});
