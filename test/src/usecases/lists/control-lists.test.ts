import { databaseOf } from '../../../../src/database/database';
import type { AppealList } from '../../../../src/regulation/rights';
import { passCommentsOn } from '../../../../src/usecases/delivery/task-takers';
import { circumstances } from '../../../../src/usecases/kit/ports';
import { withFacts, type ListFact } from '../../../../src/usecases/lists/selections';
import { countLists, readList } from '../../../../src/usecases/lists/lists';
import { day, msk, openOffice, type PersonName, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
/** By what became of them. */
const appeals = new Map<string, number>();

const listed = async (list: AppealList, who: PersonName = 'curator') => {
  const page = await readList(office.desk, await office.actor(who), list, 0);
  const nameOf = (id: number) => [...appeals].find(([, appealId]) => appealId === id)?.[0];
  return page?.lines.map(({ id, delivery }) => [nameOf(id), delivery?.kind ?? null]) ?? null;
};
const inWork = async (name: string, executor: PersonName = 'executor') => {
  const id = await office.register();
  appeals.set(name, id);
  await office.must('coordinator', 'assign', id, { executorId: office.people[executor] });
  await office.must(executor, 'takeIntoWork', id);
  return id;
};
const drafted = (id: number, executor: PersonName, more: Record<string, unknown> = {}) =>
  office.must(executor, 'submitAnswer', id, {
    answerType: 'resolved',
    answerText: 'Яма заделана 24.11',
    withoutPhoto: 'не нужно',
    agreeingId: office.people.agreeing,
    ...more,
  });
const agreed = async (id: number, approving: PersonName) =>
  office.must('agreeing', 'agreeAnswer', id, { approvingId: office.people[approving] });
const approved = async (id: number, approving: PersonName) => {
  await agreed(id, approving);
  await office.must('coordinator', 'markEntered', id);
  await office.must(approving, 'approveAnswer', id, { signedText: 'as_entered', signature: 'unqualified' });
};
const returned = (id: number) =>
  office.must('curator', 'returnForReexamination', id, { reexaminationReason: 'other', reexaminationText: 'не то' });

beforeAll(async () => {
  office = await openOffice();
  office.setTime(msk('2026-11-23 09:00'));
  await drafted(await inWork('drafted'), 'executor');
  await agreed(await inWork('to enter').then(async (id) => (await drafted(id, 'executor'), id)), 'approving');
  const entered = await inWork('entered');
  await drafted(entered, 'executor');
  await agreed(entered, 'approving');
  await office.must('coordinator', 'markEntered', entered);
  const self = await inWork('by one person', 'everything');
  await drafted(self, 'everything');
  await approved(self, 'everything');
  const interim = await inWork('interim by one person', 'everything');
  await drafted(interim, 'everything', { answerType: 'postponed', postponedUntil: day('2026-12-07') });
  await approved(interim, 'everything');
  const again = await inWork('returned');
  await drafted(again, 'executor');
  await approved(again, 'approving');
  await returned(again);
  const redirected = await office.register();
  appeals.set('redirected', redirected);
  await office.must('coordinator', 'redirect', redirected, {
    organizationId: office.organizations.highways,
    reason: 'их дорога',
    notice: 'Ваше обращение перенаправлено.',
    agreeingId: office.people.agreeing,
  });
  await office.must('agreeing', 'agreeRedirect', redirected, { approvingId: office.people.approving });
  await office.must('approving', 'approveRedirect', redirected, { confirmed: true });
  const closed = { closure: 'withdrawn', reason: 'отозвано', confirmed: true };
  await office.must('coordinator', 'close', await inWork('closed'), closed);
  office.setTime(msk('2026-11-23 11:00'));
  await inWork('not reported');
  const told = await inWork('reported');
  await office.must('executor', 'report', told, { supervisorId: office.people.agreeing });
  await office.must('executor', 'comment', told, { comment: 'Осмотрено', progress: 'inspected' });
});
afterAll(() => office.fresh.drop());

test.each<[AppealList, [string, string | null][]]>([
  // the one that came back waits for a report again
  [
    'unreported',
    [
      ['returned', null],
      ['not reported', null],
    ],
  ],
  ['postponed', [['interim by one person', null]]],
  ['closed', [['closed', null]]],
  ['returned', [['returned', null]]],
  // what is open first, then what was approved last
  [
    'selfApproved',
    [
      ['interim by one person', null],
      ['by one person', null],
    ],
  ],
  // all of them say the same in a few words; the one that came back is being written anew
  [
    'formal',
    [
      ['drafted', null],
      ['entered', null],
      ['interim by one person', null],
      ['to enter', null],
      ['by one person', null],
    ],
  ],
])('%s', async (list, expected) => {
  expect(await listed(list)).toEqual(expected);
  expect((await countLists(office.desk, await office.actor('curator'))).get(list as 'work')).toBe(expected.length);
});

test('not in ПОС is what is on its way, drafts to enter and tasks not placed, each once', async () => {
  const theirs = ['reported', 'comment'];
  const all = [['redirected', 'redirect_notice'], theirs, ['to enter', 'draft_entry']];
  // until the next opening its author is the one who is asked
  expect((await listed('placing'))?.sort()).toEqual(all.filter((one) => one !== theirs));
  await office.rows(`update delivery set author_until = $1 where author_until is not null`, [office.desk.clock.now()]);
  expect(await passCommentsOn(office.desk)).toBe(1);
  expect((await listed('placing'))?.sort()).toEqual(all);
  // whoever took the task out of the way has not entered the draft by that
  await office.rows(
    `update delivery set withdrawn_at = now() where kind in ('draft_entry', 'redirect_notice') and placed_at is null`,
  );
  expect((await listed('placing'))?.sort()).toEqual([
    ['redirected', null],
    ['reported', 'comment'],
    ['to enter', null],
  ]);
  expect((await countLists(office.desk, await office.actor('coordinator'))).get('placing')).toBe(3);
});

test.each<PersonName>(['executor', 'agreeing', 'admin'])('none of them is open to %s', async (who) => {
  for (const list of ['unreported', 'work', 'postponed', 'placing', 'returned', 'selfApproved', 'formal'] as const)
    expect(await listed(list, who)).toBeNull();
});

describe('a line says for what it is there', () => {
  const factsOf = async (list: AppealList) =>
    (await readList(office.desk, await office.actor('curator'), list, 0))?.lines.map(({ fact }) => fact);

  test.each<[AppealList, ListFact]>([
    ['closed', { about: 'closed', closure: 'withdrawn' }],
    ['returned', { about: 'returned', reason: 'other' }],
    ['formal', { about: 'formal', signs: ['short', 'stranger'], repeats: null }],
    ['selfApproved', { about: 'selfApproved', name: expect.any(String) as string }],
  ])('%s', async (list, fact) => {
    const [first] = (await factsOf(list)) ?? [];
    expect(first).toEqual(fact);
  });

  test('the mark that a file has brought last, and each warning with how many photos it is of', async () => {
    const id = appeals.get('not reported') ?? 0;
    await office.rows('insert into registry_mark (file_id, appeal_id, mark) values (1, $1, 1), (2, $1, 2)', [id]);
    const photos = await office.rows<{ id: number }>(
      `insert into attachment (appeal_id, origin, kind, compressed, size, sha256, received_at)
       select $1, 'official', 'photo', false, 1, md5(n::text), $2 from generate_series(1, 3) n returning id`,
      [id, office.desk.clock.now()],
    );
    for (const [index, photo] of photos.entries())
      await office.rows(
        `insert into evidence (attachment_id, time, place, reuse, judged_at) values ($1, $2, 'elsewhere', 'none', now())`,
        [photo.id, index === 0 ? 'earlier' : 'confirmed'],
      );
    const database = databaseOf(office.desk);
    const facts = async (list: AppealList) =>
      (await withFacts(database, list, [{ id, unnamed: null }], circumstances(office.desk))).map(({ fact }) => fact);
    expect(await facts('lowMarks')).toEqual([{ about: 'mark', mark: 2 }]);
    expect(await facts('photoWarnings')).toEqual([{ about: 'photos', counts: { earlier: 1, elsewhere: 3 } }]);
    expect(await facts('work')).toEqual([null]);
  });
});
