import { pastStageScreen, pastStagesScreen } from '../../../../bots/conversation/card/account';
import { wordsOf } from '../../../../src/i18n';
import type { PastAccount } from '../../../../src/regulation/past-accounts';
import { noteLapses } from '../../../../src/usecases/terms/lapses';
import { circumstances } from '../../../../src/usecases/kit/ports';
import { readPastAccounts, type PastAccounts } from '../../../../src/usecases/card/account';
import { MORNING, msk, openOffice, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.fresh.drop());

const at = (moment: string) => office.setTime(msk(moment));
const past = async (appealId: number): Promise<PastAccounts> => {
  const read = await readPastAccounts(office.desk, appealId, await office.actor('curator'));
  if (!read) throw new Error('a curator reads no accounts');
  return read;
};
const stageDue = async (appealId: number): Promise<Date | null> =>
  (await office.rows<{ due: Date | null }>('select stage_due_at as due from appeal where id = $1', [appealId]))[0]!.due;
const told = ({ of, stage, due, missed, steps }: PastAccount) => [of, stage, due, missed, steps.map(({ by }) => by)];

/** Every stage of a life by its own end, as the house had it when the stage was left. @param seen whose ends: of one that goes with it */
async function life(appealId: number, seen = appealId): Promise<[string, Date | null][]> {
  const { people } = office;
  const ends: [string, Date | null][] = [];
  const leave = async (stage: string, act: () => Promise<unknown>) => {
    ends.push([stage, await stageDue(seen)]);
    await act();
  };
  at('2026-11-25 11:00');
  await leave('coordination', () =>
    office.must('coordinator', 'assign', appealId, { executorId: people.executor }),
  );
  at('2026-11-25 12:00');
  await office.must('executor', 'report', appealId, { supervisorId: people.agreeing });
  await leave('assigned', () => office.must('executor', 'takeIntoWork', appealId));
  const answer = { answerType: 'resolved', answerText: 'Дорогу починили 27.11', agreeingId: people.agreeing, confirmed: true, withoutPhoto: 'нечего снимать' };
  at('2026-11-27 12:00');
  await leave('in_progress', () => office.must('executor', 'submitAnswer', appealId, answer));
  at('2026-11-27 12:30');
  // taken back by whoever has sent it: the stage goes on
  await leave('answer_agreement', () => office.must('executor', 'withdrawDraft', appealId, { confirmed: true }));
  at('2026-11-30 10:00');
  await leave('in_progress', () => office.must('executor', 'submitAnswer', appealId, answer));
  at('2026-11-30 11:00');
  await leave('answer_agreement', () => office.must('agreeing', 'rejectAnswer', appealId, { reason: 'Нет даты' }));
  return ends;
} // prettier-ignore

test('each visit that is over ends where the house had it, and says by which steps', async () => {
  const appealId = await office.register();
  const ends = await life(appealId);
  await office.rows(`delete from nag`);
  // What was planned is forgotten a year later: the ends are reckoned from the acts alone.
  await office.rows(`delete from reminder where appeal_id = $1`, [appealId]);
  const { terms } = await past(appealId);
  const stages = terms.filter(({ of }) => of === 'stage');
  // The visit that went on is one, as it ended at last.
  const [coordination, assigned, , agreement, work, second] = ends;
  expect(stages.map(({ stage, due }) => [stage, due])).toEqual([coordination, assigned, agreement, work, second]);
  expect(stages.every(({ steps, missed }) => !missed && steps.every(({ by }) => by !== 'otherwise'))).toBe(true);
  expect(terms.filter(({ of }) => of === 'duty').map(told)).toEqual([
    ['duty', expect.any(String), msk('2026-11-26 11:00'), false, ['oneDay']],
  ]);
});

test('a missed one has the end of its fact, and that it was missed', async () => {
  const appealId = await office.register();
  const due = await stageDue(appealId);
  at('2026-12-02 10:00');
  await noteLapses(office.desk, () => Promise.reject(new Error('a lapse failed')));
  await office.must('coordinator', 'assign', appealId, { executorId: office.people.executor });
  at('2026-12-04 10:00');
  await noteLapses(office.desk, () => Promise.reject(new Error('a lapse failed')));
  await office.must('executor', 'returnToCoordination', appealId, { reason: 'Не наше' });
  const read = await past(appealId);
  expect(read.terms.map(told)).toContainEqual(['stage', 'coordination', due, true, ['share']]);
  expect(read.terms.map(told)).toContainEqual(['duty', 'assigned', msk('2026-12-03 10:00'), true, ['oneDay']]);
  const reading = { ...circumstances(office.desk), words: wordsOf('ru'), longest: 4_096 };
  const list = pastStagesScreen(read, appealId, 0, reading);
  expect(list.text).toContain('❗️ <b>1. Этап «На координации»');
  expect(list.text).toContain('срок пропущен');
  expect(pastStageScreen(read, appealId, 0, reading).text).toContain('Этапу отведено 10 %');
});

test('an appeal at its first stage has none', async () => {
  office.setTime(MORNING);
  const appealId = await office.register();
  expect((await past(appealId)).terms).toEqual([]);
});

describe('of appeals that are worked as one', () => {
  /** One whose whole ends with 01.12, and another weeks later; joined on the morning of 25.11. */
  async function joined(): Promise<{ early: number; late: number }> {
    office.setTime(msk('2026-11-01 10:00'));
    const early = await office.register();
    office.setTime(MORNING);
    const late = await office.register();
    office.setTime(msk('2026-11-25 10:30'));
    await office.must('coordinator', 'join', late, { joinIds: [early], confirmed: true });
    return { early, late };
  }
  const forget = (appealId: number) => office.rows(`delete from reminder where appeal_id = $1`, [appealId]);

  test('a stage that ended by the nearest due of all says so, long after', async () => {
    const { early, late } = await joined();
    const ends = await life(early, late);
    await forget(late);
    const stages = (await past(late)).terms.filter(({ of }) => of === 'stage');
    const [coordination, assigned, , agreement, work, second] = ends;
    expect(stages.map(({ stage, due }) => [stage, due])).toEqual([coordination, assigned, agreement, work, second]);
    const by = stages.map(({ steps }) => steps.map((step) => step.by));
    expect(by.flat()).not.toContain('otherwise');
    expect(by[3]).toEqual(['takenBack', 'nearest']);
    const index = (await past(late)).terms.findIndex(({ steps }) => steps.some((step) => step.by === 'nearest'));
    const reading = { ...circumstances(office.desk), words: wordsOf('ru'), longest: 4_096 };
    expect(pastStageScreen(await past(late), late, index, reading).text).toContain('ближайшему из их сроков');
  });

  test('one that was set free before it was left ends by its own whole again', async () => {
    const { early, late } = await joined();
    office.setTime(msk('2026-11-25 10:45'));
    await office.must('coordinator', 'disjoin', early, { confirmed: true });
    const ends = await life(late);
    await forget(late);
    const stages = (await past(late)).terms.filter(({ of }) => of === 'stage');
    const [coordination, assigned, , agreement, work, second] = ends;
    expect(stages.map(({ stage, due }) => [stage, due])).toEqual([coordination, assigned, agreement, work, second]);
    expect(stages.flatMap(({ steps }) => steps.map(({ by }) => by))).not.toContain('nearest');
  });
});
