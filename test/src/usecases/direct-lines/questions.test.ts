import { actOnQuestion } from '../../../../src/usecases/direct-lines/act-on-question';
import { gatherQuestions } from '../../../../src/usecases/direct-lines/gather';
import { readDirectLine, readQuestion } from '../../../../src/usecases/direct-lines/read-questions';
import { officialById, type Official } from '../../../../src/usecases/people/officials';
import { MORNING, openOffice, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
let official: Official;
beforeAll(async () => {
  office = await openOffice();
  await office.rows(`update person set roles = '{engagement}' where id = $1`, [office.people.stranger]);
  official = (await officialById(office.desk, office.people.stranger))!;
});
afterAll(() => office.fresh.drop());

/** A direct line that runs. */
async function running(): Promise<number> {
  const [line] = await office.rows<{ id: number }>(
    `with e as (insert into engagement (kind, level, stage, stage_at, version, number, author_id, created_at)
       values ('direct_line', 'municipal', 'running', $2, 1, 1, $1, $2) returning id)
     insert into engagement_version (engagement_id, number, content, written_by_id, written_at)
     select id, 1, '{"title": "Линия"}', $1, $2 from e returning engagement_id as id`,
    [official.personId, MORNING],
  );
  return line?.id ?? 0;
}
const asked = (key: string, text = `Вопрос ${key}`) => ({ key, text, askedAt: MORNING });
const questionsOf = async (lineId: number) =>
  (await readDirectLine(office.desk, official, lineId, null))?.questions ?? [];

test('ten thousand come in one go, numbered in their order', async () => {
  const line = await running();
  const many = Array.from({ length: 10_000 }, (_, at) => asked(`q${at + 1}`));
  const gathered = await gatherQuestions(office.desk, null, line, many, 'http');
  expect(Array.isArray(gathered) && [gathered.length, gathered[0], gathered.at(-1)]).toEqual([
    10_000,
    { key: 'q1', number: 1, result: 'created' },
    { key: 'q10000', number: 10_000, result: 'created' },
  ]);
});

test('several that send at the same moment get numbers without gaps and twins, and what both sent is one', async () => {
  const line = await running();
  const sender = (name: string) =>
    gatherQuestions(
      office.desk,
      null,
      line,
      ['both', ...Array.from({ length: 20 }, (_, at) => `${name}${at}`)].map((key) => asked(key)),
      'http',
    );
  await Promise.all(['a', 'b', 'c'].map(sender));
  expect((await questionsOf(line)).map(({ number }) => number)).toEqual(Array.from({ length: 61 }, (_, at) => at + 1));
});

test('two presses of one version: one is done, the other is stale', async () => {
  const line = await running();
  await gatherQuestions(office.desk, official, line, [asked('one')], 'by_hand');
  const [question] = await questionsOf(line);
  const press = () =>
    actOnQuestion(office.desk, official, { id: question?.id ?? 0, version: 1, act: 'makeMessage' }, {});
  const done = await Promise.all([press(), press()]);
  expect(done.map((one) => (one.ok ? 'done' : one.refusal)).sort()).toEqual(['done', 'stale']);
  expect(await office.rows(`select 1 from appeal where number = $1`, [`ПЛ-${line}-1`])).toHaveLength(1);
});

test('who works here no more is given nothing, and a repeat is joined to no repeat', async () => {
  const line = await running();
  await gatherQuestions(
    office.desk,
    official,
    line,
    ['1', '2', '3'].map((key) => asked(key)),
    'by_hand',
  );
  const ids = (await questionsOf(line)).map(({ id }) => id);
  const act = (at: number, what: 'give' | 'join', answers: object) =>
    actOnQuestion(office.desk, official, { id: ids[at] ?? 0, version: 1, act: what }, answers);
  await office.rows('update person set disabled_at = now() where id = $1', [office.people.deputy]);
  expect(await act(0, 'give', { personId: office.people.deputy, days: 1 })).toMatchObject({ refusal: 'noSuchPerson' });
  expect(await act(0, 'give', { personId: office.people.executor, days: 0 })).toMatchObject({ refusal: 'malformed' });
  expect(await act(1, 'join', { number: 1 })).toEqual({ ok: true });
  expect(await act(2, 'join', { number: 2 })).toMatchObject({ refusal: 'noSuchQuestion' });
  expect(await act(0, 'join', { number: 3 })).toMatchObject({ refusal: 'noSuchQuestion' });
  expect(await act(2, 'join', { number: 3 })).toMatchObject({ refusal: 'noSuchQuestion' });
  expect((await readQuestion(office.desk, official, ids[0] ?? 0))?.joined).toEqual([2]);
});
