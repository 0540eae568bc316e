import { DATABASE, databaseOf, type Database, type Queries } from '../../../../src/database/database';
import { answerAct } from '../../../../src/usecases/acts/answer-act';
import { nearRepeat } from '../../../../src/usecases/answers/check-answer';
import type { Desk } from '../../../../src/usecases/kit/ports';
import { officialById } from '../../../../src/usecases/kit/officials';
import { openOffice, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.fresh.drop());

const TEXT =
  'Яма на ул. Советской, 15 засыпана асфальтобетонной смесью 24 ноября, работы принял мастер участка МКУ «Благоустройство», ограждение снято.';

async function inWork(): Promise<number> {
  const id = await office.register();
  await office.must('coordinator', 'assign', id, { executorId: office.people.executor });
  await office.must('executor', 'takeIntoWork', id);
  return id;
}
const submission = (text: string) => ({
  answerType: 'not_resolved',
  answerText: text,
  agreeingId: office.people.agreeing,
});

/** The database, with the names of what is asked within transactions and outside of them. */
function listening(): { readonly desk: Desk; readonly within: string[]; readonly outside: string[] } {
  const real = databaseOf(office.desk);
  const [within, outside] = [[] as string[], [] as string[]];
  const noting = (queries: Queries, names: string[]): Queries['query'] => {
    return (asked, values) => {
      names.push(asked.name);
      return queries.query(asked, values);
    };
  };
  const database: Database = {
    query: noting(real, outside),
    dataSource: real.dataSource,
    transaction: (work) => real.transaction((tx) => work({ query: noting(tx, within), manager: tx.manager })),
  };
  return { desk: { ...office.desk, [DATABASE]: database }, within, outside };
}

test('what takes longest of a check is done before the act locks the appeal, and its finding is kept with the draft', async () => {
  const first = await inWork();
  await office.must('executor', 'submitAnswer', first, submission(TEXT));
  const second = await inWork();
  const version = await office.version(second);
  const formId = await office.fill('executor', 'submitAnswer', second, version, {
    ...submission(TEXT.replace('снято', 'убрано')),
    passed: ['answerType', 'answerText', 'photos'],
  });
  const { desk, within, outside } = listening();
  const outcome = await answerAct(desk, {
    actor: (await officialById(office.desk, office.people.executor))!,
    formId,
    revision: 0,
    change: () => ({ passes: true }),
  });
  expect(outcome.kind).toBe('performed');
  expect(outside.filter((name) => name === 'drafts-alike')).toHaveLength(1);
  expect(within).toContain('insert-formal-check');
  expect(within).not.toContain('drafts-alike');
  expect(
    await office.rows(
      `select o.appeal_id as "of" from formal_check c join answer_draft d on d.id = c.draft_id join answer_draft o on o.id = c.repeats_id
       where d.appeal_id = $1`,
      [second],
    ),
  ).toEqual([{ of: first }]);
});

test('an appeal that is examined anew does not repeat its own former answer', async () => {
  const id = await inWork();
  const text = 'Светильник на ул. Лесной, 3 заменён 20 ноября, работы принял мастер участка, акт № 7 подписан.';
  await office.must('executor', 'submitAnswer', id, submission(text));
  await office.must('agreeing', 'rejectAnswer', id, { reason: 'Фото не то' });
  expect(await nearRepeat(databaseOf(office.desk), id, text)).toBeNull();
  await office.must('executor', 'submitAnswer', id, submission(text));
  expect(
    await office.rows(
      `select c.repeats_id as repeats from formal_check c join answer_draft d on d.id = c.draft_id where d.appeal_id = $1`,
      [id],
    ),
  ).toEqual([{ repeats: null }, { repeats: null }]);
});
