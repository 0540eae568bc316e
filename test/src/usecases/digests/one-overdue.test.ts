import { periodScreen } from '../../../../bots/conversation/statistics/report';
import { weeklyScreen, weeklySheets } from '../../../../bots/conversation/digests/weekly';
import { wordsOf } from '../../../../src/i18n';
import { sendGroupDigest } from '../../../../src/usecases/digests/group-digest';
import { tellMornings } from '../../../../src/usecases/digests/my-morning';
import { readWeeklyDetails, tellWeek } from '../../../../src/usecases/digests/weekly-report';
import { addGroup } from '../../../../src/usecases/digests/groups';
import { registerAppeals } from '../../../../src/usecases/intake/register-appeals';
import { paramsOf, type GroupDigest, type MorningList, type WeeklyReport } from '../../../../src/usecases/kit/messages';
import { noteLapses } from '../../../../src/usecases/terms/lapses';
import { officialById } from '../../../../src/usecases/kit/officials';
import { circumstances, today } from '../../../../src/usecases/kit/ports';
import { countLists, readList, readWork } from '../../../../src/usecases/lists/lists';
import { readPeriod, type PeriodReport } from '../../../../src/usecases/statistics/period';
import { missedByReport, unitAround } from '../../../../src/usecases/statistics/figures';
import { countAll } from '../statistics/counting';
import { day, msk, openOffice, type PersonName, type WorkingOffice } from '../working-office';

// domain.md, Terms: «просрочено сейчас» is an open appeal past its stage or its whole, «пропущено за период» the facts of the
// period; both are the same numbers wherever an office of a Monday morning shows them.

const MONDAY = msk('2026-11-23 09:00');

let office: WorkingOffice;
let report: PeriodReport;
let digest: GroupDigest;
let weekly: WeeklyReport;
const mornings = new Map<PersonName, MorningList>();

async function to(time: string): Promise<void> {
  office.setTime(msk(time));
  await noteLapses(office.desk, (_, error) => {
    throw error;
  });
}
async function registered(number: string, at: string): Promise<number> {
  const [row] = await registerAppeals(office.desk, [{ number, kind: 'message', registeredAt: msk(at) }], 'sample');
  return row!.id;
}
async function inWork(number: string, at: string, executor: PersonName): Promise<number> {
  const id = await registered(number, at);
  await office.must('coordinator', 'assign', id, { executorId: office.people[executor] });
  await office.must(executor, 'takeIntoWork', id);
  await office.must(executor, 'report', id, { supervisorId: office.people.agreeing });
  return id;
}
const drafted = (id: number, executor: PersonName, agreeing: PersonName, more: Record<string, unknown> = {}) =>
  office.must(executor, 'submitAnswer', id, {
    answerType: 'resolved',
    answerText: 'Яма заделана 24.11',
    withoutPhoto: 'не нужно',
    agreeingId: office.people[agreeing],
    ...more,
  });

/** In the order of time: what was late long ago, what is late now by one term or by both, and what only looks late. */
async function fillOffice(): Promise<void> {
  await to('2026-10-01 09:00');
  await registered('BOTH', '2026-10-01 09:00');
  const finished = await inWork('FINISHED', '2026-10-01 09:00', 'executor');
  await to('2026-10-12 09:00');
  const away = await registered('ORGANIZATION', '2026-10-12 09:00');
  await office.must('coordinator', 'passToSubordinate', away, { organizationId: office.organizations.water });
  const returned = await registered('ORGANIZATION-ANSWERED', '2026-10-12 09:00');
  await office.must('coordinator', 'passToSubordinate', returned, { organizationId: office.organizations.water });
  // a stage of theirs is over long before the whole
  await to('2026-11-02 09:00');
  await inWork('STAGE-OF-BOTH-ROLES', '2026-11-02 08:30', 'everything');
  const agreed = await inWork('AGREED-BY-BOTH-ROLES', '2026-11-02 08:30', 'executor');
  await drafted(agreed, 'executor', 'everything');
  await drafted(await inWork('AT-A-SUPERVISOR', '2026-11-02 08:30', 'executor'), 'executor', 'agreeing');
  const interim = await inWork('POSTPONED', '2026-11-02 08:30', 'executor');
  await drafted(interim, 'executor', 'agreeing', { answerType: 'postponed', postponedUntil: day('2026-11-30') });
  await office.must('agreeing', 'agreeAnswer', interim, { approvingId: office.people.approving });
  await office.must('coordinator', 'markEntered', interim);
  await office.must('approving', 'approveAnswer', interim, { signedText: 'as_entered', signature: 'unqualified' });
  await to('2026-11-16 09:00');
  await office.must(
    'coordinator',
    'organizationAnsweredApplicant',
    returned,
    { answeredOn: day('2026-11-16') },
    { documents: 1 },
  );
  await drafted(finished, 'executor', 'agreeing');
  await office.must('agreeing', 'agreeAnswer', finished, { approvingId: office.people.approving });
  await office.must('coordinator', 'markEntered', finished);
  await office.must('approving', 'approveAnswer', finished, {
    signedText: 'as_entered',
    signature: 'unqualified',
    doneOn: day('2026-11-16'),
  });
  // nobody reported, and nothing else is late
  await to('2026-11-19 09:00');
  const unreported = await registered('NO-REPORT', '2026-11-19 08:30');
  await office.must('coordinator', 'assign', unreported, { executorId: office.people.executor });
  await office.must('executor', 'takeIntoWork', unreported);
}
const LATE = ['AGREED-BY-BOTH-ROLES', 'AT-A-SUPERVISOR', 'BOTH', 'ORGANIZATION', 'STAGE-OF-BOTH-ROLES'];

beforeAll(async () => {
  office = await openOffice();
  await fillOffice();
  await to('2026-11-23 08:15');
  const { database } = office.fresh;
  await database.transaction((tx) => tellMornings(tx, office.desk, msk('2026-11-23 12:00')));
  await to('2026-11-23 08:30');
  const admin = (await officialById(office.desk, office.people.admin))!;
  const group = await addGroup(office.desk, admin, {
    messenger: 'telegram',
    chatId: '-100',
    threadId: null,
    title: 'Исполком',
  });
  if (!group.ok) throw new Error(group.refusal);
  await database.transaction((tx) => sendGroupDigest(tx, office.desk, group.id, msk('2026-11-23 08:30')));
  await to('2026-11-23 09:00');
  await countAll(office);
  await database.transaction((tx) => tellWeek(tx, office.desk, msk('2026-11-23 17:00')));
  report = await readMonth();
  const sent = await office.rows<{ kind: string; params: Record<string, unknown> }>(
    `select kind, params from outbox_message where kind in ('groupDigest', 'weekly', 'morning') order by id`,
  );
  for (const { kind, params } of sent) {
    if (kind === 'groupDigest') ({ digest } = paramsOf('groupDigest', params));
    else if (kind === 'weekly') weekly = paramsOf('weekly', params);
    else mornings.set(office.nameOf(Number(params.personId))!, paramsOf('morning', params));
  }
});
afterAll(() => office.fresh.drop());

async function readMonth(): Promise<PeriodReport> {
  await countAll(office);
  const month = unitAround('month', today(office.desk));
  const read = await readPeriod(office.desk, await office.actor('curator'), month);
  if (typeof read === 'string') throw new Error(read);
  return read;
}
const reading = () => {
  const { now, calendar } = circumstances(office.desk);
  return { words: wordsOf('ru'), now, calendar, longest: 4_096 };
};
const overdueOf = async (who: PersonName) =>
  (await readList(office.desk, await office.actor(who), 'overdue', 0))!.lines.map(({ number }) => number).sort();

test('the list of control is what is late by its stage or its whole, whoever has it', async () => {
  expect(circumstances(office.desk).now).toEqual(MONDAY);
  expect(await overdueOf('coordinator')).toEqual(LATE);
  expect(await overdueOf('curator')).toEqual(LATE);
});

test('«просрочено сейчас» is one number in the list, /report, the digest, the weekly report and its workbook', async () => {
  const sheets = weeklySheets(weekly, await readWeeklyDetails(office.desk, weekly), reading());
  const marked = sheets[2]!.rows.filter((row) => row.at(-1) !== null).map(([number]) => number);
  expect({
    list: (await countLists(office.desk, await office.actor('coordinator'))).get('overdue'),
    byStage: (await readWork(office.desk, await office.actor('coordinator'), 'stage'))!.reduce(
      (sum, { overdue }) => sum + overdue,
      0,
    ),
    byExecutor: (await readWork(office.desk, await office.actor('coordinator'), 'executor'))!.reduce(
      (sum, { overdue }) => sum + overdue,
      0,
    ),
    report: report.overdueNow,
    digest: digest.overdue?.all.count,
    holders: digest.overdue?.people.reduce((sum, { count }) => sum + count, 0),
    weekly: weekly.numbers.running.count,
  }).toEqual({ list: 5, byStage: 5, byExecutor: 5, report: 5, digest: 5, holders: 5, weekly: 5 });
  expect(sheets[0]!.rows).toContainEqual(['Просрочено сейчас', 5, expect.any(Number)]);
  expect([...marked].sort()).toEqual(LATE);
});

test('is said with the same words in all of them', () => {
  expect(periodScreen(report, reading()).text).toContain('Просрочено сейчас: 5\n');
  expect(weeklyScreen(weekly, reading())?.text).toContain('Просрочено сейчас: 5');
});

test('«пропущено за период» is one number too: the week’s in the report and on its sheet, the month’s in /report', async () => {
  const sheets = weeklySheets(weekly, await readWeeklyDetails(office.desk, weekly), reading());
  const facts = async (from: string, until: string) =>
    (
      await office.rows<{ count: number }>(
        'select count(*)::int as count from overdue where holder is not null and due_at >= $1 and due_at < $2',
        [msk(from), msk(until)],
      )
    )[0]!.count;
  const week = await facts('2026-11-16 00:00', '2026-11-23 00:00');
  expect(week).toBeGreaterThan(0);
  expect([weekly.numbers.missed.count, sheets[1]!.rows.length]).toEqual([week, week]);
  expect(missedByReport(report.figures)).toBe(await facts('2026-11-01 00:00', '2026-11-23 09:00'));
});

test('the digest names who has it: a person by every role, the coordinators, an organization', () => {
  expect(digest.overdue?.people.map(({ name, organization, count }) => [name, organization, count]).sort()).toEqual([
    [null, false, 1],
    ['agreeing', false, 1],
    ['everything', false, 2],
    ['water', true, 1],
  ]);
  expect(digest.overdue).toMatchObject({ duty: 1 });
});

test('one person’s morning list and own list agree, whatever else of theirs is late', async () => {
  expect(await overdueOf('agreeing')).toEqual(['AT-A-SUPERVISOR']);
  expect(mornings.get('agreeing')).toMatchObject({ overdue: { count: 1 }, late: { count: 0 } });
  expect(mornings.get('everything')).toMatchObject({ overdue: { count: 2 }, late: { count: 0 } });
  expect(await overdueOf('executor')).toEqual([]);
  expect(mornings.get('executor')).toMatchObject({ overdue: { count: 0 }, late: { count: 1 } });
});

test('an organization’s overdue names the organization, in the list and in the workbook', async () => {
  const page = await readList(office.desk, await office.actor('coordinator'), 'overdue', 0);
  expect(page!.lines.find(({ number }) => number === 'ORGANIZATION')).toMatchObject({
    holder: 'water',
    organization: true,
  });
  const [, , open] = weeklySheets(weekly, await readWeeklyDetails(office.desk, weekly), reading());
  expect(open!.rows.find(([number]) => number === 'ORGANIZATION')).toContain('организация: water');
});

test('a fact that a document has answered is in no counter any more', async () => {
  const before = await readMonth();
  const answered = await office.rows(
    `with answered as (
       update overdue o set answered_at = $1, answered_by = '{"reason": "corrected", "day": null}' from appeal a
       where a.id = o.appeal_id and a.number = 'AT-A-SUPERVISOR' returning o.appeal_id, o.stage)
     insert into journal_entry (at, appeal_id, action, capacity, from_stage, to_stage, details)
     select $1, appeal_id, 'answerTerm', 'clock', stage, stage, '{}' from answered returning id`,
    [MONDAY],
  );
  expect(await overdueOf('coordinator')).toEqual(LATE.filter((number) => number !== 'AT-A-SUPERVISOR'));
  const after = await readMonth();
  expect(after.overdueNow).toBe((before.overdueNow ?? 0) - 1);
  expect(missedByReport(after.figures)).toBe(missedByReport(before.figures) - answered.length);
});
