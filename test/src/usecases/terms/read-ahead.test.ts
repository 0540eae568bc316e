import { runDueReminders } from '../../../../src/jobs/tick';
import { overdueFrom } from '../../../../src/regulation/deadlines';
import { NAG_REASONS, NAGS } from '../../../../src/regulation/nags';
import { readAhead, type Ahead } from '../../../../src/usecases/terms/ahead';
import { nextReminderAt } from '../../../../src/usecases/kit/reminders';
import { day, MORNING, msk, openOffice, type PersonName, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
  // whoever has not begun is not reached, and others hear in their place
  await office.rows('update account set started_at = $1', [MORNING]);
  await office.rows('update person set supervisor_id = $1 where id = $2', [
    office.people.agreeing,
    office.people.executor,
  ]);
});
beforeEach(() => office.setTime(MORNING));
afterAll(() => office.fresh.drop());

const ahead = async (appealId: number, who: PersonName = 'coordinator'): Promise<Ahead> => {
  const read = await readAhead(office.desk, appealId, await office.actor(who));
  if (!read) throw new Error(`${who} sees nothing of ${appealId}`);
  return read;
};

const assigned = async (kind?: 'appeal59') => {
  const id = await office.register(kind);
  await office.must('coordinator', 'assign', id, { executorId: office.people.executor });
  return id;
};
const inProgress = async (kind?: 'appeal59') => {
  const id = await assigned(kind);
  await office.must('executor', 'takeIntoWork', id);
  return id;
};
const toAgree = async (kind?: 'appeal59', answers: Record<string, unknown> = {}) => {
  const id = await inProgress(kind);
  const answer = {
    answerType: 'not_resolved',
    answerText: 'Ответ.',
    withoutPhoto: 'Нет.',
    agreeingId: office.people.agreeing,
  };
  await office.must('executor', 'submitAnswer', id, { ...answer, ...answers });
  return id;
};
const postponed = async (kind?: 'appeal59') => {
  const id = await toAgree(kind, { answerType: 'postponed', postponedUntil: day('2026-12-11') });
  await office.must('agreeing', 'agreeAnswer', id, { approvingId: office.people.approving });
  await office.must('coordinator', 'markEntered', id);
  await office.must('approving', 'approveAnswer', id, { signedText: 'as_entered' });
  return id;
};
const withOrganization = async () => {
  const id = await office.register();
  await office.must('coordinator', 'passToSubordinate', id, { organizationId: office.organizations.water });
  return id;
};
const redirected = async () => {
  const id = await office.register('appeal59');
  await office.must('coordinator', 'redirect', id, {
    organizationId: office.organizations.highways,
    reason: 'Не наше.',
    notice: 'Ваше обращение перенаправлено.',
    agreeingId: office.people.agreeing,
  });
  return id;
};
const withVisitAndRequest = async () => {
  const id = await inProgress();
  await office.must('executor', 'planVisit', id, {
    visitAt: msk('2026-11-28 14:00'),
    visitPlace: 'ул. Советская, 15',
    visitPeople: [office.people.executor, office.people.executor2],
  });
  await office.must('executor', 'requestDocuments', id, {
    requestBody: 'Росреестр',
    requestWhat: 'выписка',
    requestBy: day('2026-12-02'),
  });
  return id;
};

const CASES = [
  ['a message that waits for its distribution', () => office.register()],
  ['an appeal under 59-ФЗ that waits for its distribution', () => office.register('appeal59')],
  ['an assigned appeal', () => assigned()],
  ['an appeal in work', () => inProgress()],
  ['an appeal in work with a visit and a request', withVisitAndRequest],
  ['an answer that waits for agreement', () => toAgree()],
  ['a redirect that waits for agreement', redirected],
  ['an appeal that an organization has', withOrganization],
  ['a postponed message', () => postponed()],
  ['a postponed appeal under 59-ФЗ', () => postponed('appeal59')],
] as const;

const times = (moments: readonly Date[]) => moments.map((moment) => moment.toISOString()).sort();
/** Two people's rows of one visit are one event. */
const distinct = (moments: readonly Date[]) =>
  times([...new Map(moments.map((moment) => [moment.getTime(), moment])).values()]);

/** The end of a term that is a fact when it is missed: the seven days are none while nobody has asked for a redirect. */
const isFact = (event: Ahead['events'][number]) =>
  event.what === 'end' &&
  NAGS[event.reason].fact !== null &&
  (event.reason !== 'redirect' || event.stage !== 'coordination');

describe.each(CASES)('%s', (_, begin) => {
  let id: number;
  let seen: Ahead;
  beforeAll(async () => {
    office.setTime(MORNING);
    id = await begin();
    seen = await ahead(id);
  });

  test('has its events at the moments of its planned reminders', async () => {
    const rows = await office.rows<{ reason: string; at: Date }>(
      `select reason, due_at as at from reminder where appeal_id = $1 and state = 'planned'`,
      [id],
    );
    const moments = (...reasons: readonly string[]) =>
      rows.filter(({ reason }) => reasons.includes(reason)).map(({ at }) => at);
    const [resumption] = moments('resume');
    const planned = seen.events.filter(({ at }) => !resumption || at <= resumption);
    const of = (what: string) => planned.filter((event) => event.what === what).map(({ at }) => at);
    const before = (moment: Date) => !resumption || moment <= resumption;
    expect(times(of('nag'))).toEqual(times(moments(...NAG_REASONS).filter(before)));
    expect(distinct(of('visit'))).toEqual(distinct(moments('visit_evening', 'visit_hour')));
    expect(of('resume')).toEqual(moments('resume'));
    const ends = seen.events.filter((event) => isFact(event) && before(event.at));
    expect(times(ends.map(({ at }) => overdueFrom(at)))).toEqual(times(moments('lapse').filter(before)));
  });

  test('then passes exactly so, for exactly these people', async () => {
    const until = msk('2027-03-01 00:00');
    for (let next = await nextReminderAt(office.desk, until); next; next = await nextReminderAt(office.desk, until)) {
      office.setTime(next > office.desk.clock.now() ? next : office.desk.clock.now());
      await runDueReminders(office.desk);
    }
    const nags = await office.rows<{ at: Date; names: string[] }>(
      `select r.due_at as at, array_agg(distinct p.name order by p.name) as names
       from reminder r join nag n on n.reminder_id = r.id join person p on p.id = n.person_id
       where r.appeal_id = $1 group by r.due_at, r.term, r.threshold, r.params ->> 'visitId' order by r.due_at`,
      [id],
    );
    const promised = seen.events.flatMap((event) =>
      event.what !== 'nag' && event.what !== 'visit'
        ? []
        : [
            {
              at: event.at,
              names: event.to.people.map(({ name }) => name).sort(),
            },
          ],
    );
    const told = (list: readonly { at: Date; names: string[] }[]) =>
      list.map(({ at, names }) => `${at.toISOString()} ${names.join(', ')}`).sort();
    expect(told(promised)).toEqual(told(nags));

    const late = await ahead(id);
    const facts = await office.rows<{ due: Date }>(
      'select due_at as due from overdue where appeal_id = $1 order by due_at, id',
      [id],
    );
    expect(late.missed.map(({ due }) => due)).toEqual(facts.map(({ due }) => due));
    const ends = seen.events.filter(isFact);
    expect(times(facts.map(({ due }) => due))).toEqual(times(ends.map(({ at }) => at)));
    // Nothing comes any more but the lists of each morning.
    expect(new Set(late.events.map(({ what }) => what))).toEqual(new Set(['mornings']));
  });
});

test('who takes no part in the work sees nothing of it', async () => {
  const id = await assigned();
  for (const who of ['coordinator', 'executor2', 'agreeing', 'curator'] as const)
    expect(await readAhead(office.desk, id, await office.actor(who))).toMatchObject({ stage: 'assigned' });
  for (const who of ['admin', 'stranger'] as const)
    expect(await readAhead(office.desk, id, await office.actor(who))).toBeNull();
  expect(await readAhead(office.desk, 1_000_000, await office.actor('coordinator'))).toBeNull();
});

test('a deputy stands in on the days of the absence and not after it', async () => {
  const id = await assigned();
  await office.rows(
    `insert into absence (person_id, from_day, until_day, deputy_id, entered_by_id, entered_at) values ($1, '2026-11-26', '2026-12-20', $2, $1, $3)`,
    [office.people.executor, office.people.deputy, MORNING],
  );
  const hearing = (await ahead(id)).events.flatMap((event) =>
    event.what === 'nag' && event.threshold !== 'overdue' ? [[event.at, event.to.people] as const] : [],
  );
  const executor = { name: 'executor', insteadOf: null };
  const deputy = { name: 'deputy', insteadOf: 'executor' };
  expect(hearing.map(([at, people]) => [at, people])).toEqual([
    // Half of the working day that the executor has; the absence begins tomorrow.
    [msk('2026-11-25 14:30'), [executor]],
    [msk('2026-11-26 09:00'), [executor, deputy]],
    // 80 % of 20 h 30 min
    [msk('2026-11-27 08:24'), [executor, deputy]],
    [msk('2026-12-22 08:00'), [executor]],
    [msk('2026-12-24 08:00'), [executor]],
    [msk('2026-12-25 08:00'), [executor]],
  ]);
  await office.rows('delete from absence');
});

test('three of a role are the role, two have names', async () => {
  const id = await assigned();
  const overdue = async () =>
    (await ahead(id)).events.find(
      (event) => event.what === 'nag' && event.reason === 'duty' && event.threshold === 'overdue',
    );
  expect(await overdue()).toMatchObject({
    to: {
      people: ['executor', 'coordinator', 'coordinator2', 'curator', 'everything'].map((name) => ({ name })),
      crowds: [],
    },
  });
  await office.rows(`update person set roles = '{coordinator}' where id = $1`, [office.people.stranger]);
  expect(await overdue()).toMatchObject({
    to: {
      people: ['executor', 'curator', 'everything'].map((name) => ({ name })),
      crowds: [{ role: 'coordinator', size: 3 }],
    },
  });
  await office.rows(`update person set roles = '{}' where id = $1`, [office.people.stranger]);
});

test('a missed term stays with who held it and by how much, after it was done and after the end', async () => {
  const id = await assigned();
  office.setTime(msk('2026-11-26 13:00'));
  await runDueReminders(office.desk);
  expect((await ahead(id)).missed).toEqual([
    {
      kind: 'duty',
      stage: 'assigned',
      unnamed: null,
      receivedAt: MORNING,
      answeredBy: null,
      byFormerRules: false,
      due: msk('2026-11-26 10:00'),
      endedAt: null,
      heldBy: { people: [{ name: 'executor', insteadOf: null }], crowds: [] },
    },
  ]);
  expect((await ahead(id)).running.map(({ reason }) => reason)).toEqual(['stage', 'overall']);
  await office.must('executor', 'report', id, { supervisorId: office.people.agreeing });
  await office.must('executor', 'takeIntoWork', id);
  expect((await ahead(id)).missed).toMatchObject([{ kind: 'duty', endedAt: msk('2026-11-26 13:00') }]);
  await office.must('executor', 'submitAnswer', id, {
    answerType: 'not_resolved',
    answerText: 'Ответ.',
    withoutPhoto: 'Нет.',
    agreeingId: office.people.agreeing,
  });
  await office.must('agreeing', 'agreeAnswer', id, { approvingId: office.people.approving });
  await office.must('coordinator', 'markEntered', id);
  await office.must('approving', 'approveAnswer', id, { signedText: 'as_entered' });
  expect(await ahead(id)).toMatchObject({ stage: 'answered', missed: [{ kind: 'duty' }], running: [], events: [] });
});

test('half of the duty has passed when its «half-way» comes, whatever nights lie between', async () => {
  office.setTime(msk('2026-11-27 16:00'));
  const id = await assigned();
  const half = (await ahead(id)).events.find((event) => event.what === 'nag' && event.reason === 'duty');
  expect(half).toMatchObject({ threshold: 'half' });
  office.setTime(half?.at ?? MORNING);
  expect((await ahead(id)).running.find(({ reason }) => reason === 'duty')).toMatchObject({
    passed: 0.5,
    overdue: false,
  });
});

test('the terms say what they rest on: shares that nobody has confirmed, a due that was moved', async () => {
  await office.rows(`delete from setting where key = 'stage_shares'`);
  expect((await ahead(await inProgress())).assumptions).toEqual({ shares: true, due: null, noDay: false });
  const id = await postponed();
  expect((await ahead(id)).assumptions.due).toMatchObject({ by: 'postponement' });
});
