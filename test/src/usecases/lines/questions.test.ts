import { actOnQuestion } from '../../../../src/usecases/lines/act-on-question';
import { gatherQuestions } from '../../../../src/usecases/lines/gather';
import { partsOfProtocol, readLineProtocol, type ProtocolPart } from '../../../../src/usecases/lines/protocol';
import { readDirectLine, readQuestion, type QuestionLine } from '../../../../src/usecases/lines/questions';
import type { QuestionState } from '../../../../src/regulation/engagement/line-questions';
import { officialById, type Official } from '../../../../src/usecases/kit/officials';
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
const pageOf = async (lineId: number, page = 0, state: QuestionState | null = null) =>
  (await readDirectLine(office.desk, official, lineId, state, page))?.questions ?? { shown: [], page: 0, pages: 0 };
async function questionsOf(lineId: number): Promise<QuestionLine[]> {
  const { shown, pages } = await pageOf(lineId);
  const others = await Promise.all(Array.from({ length: pages - 1 }, (_, at) => pageOf(lineId, at + 1)));
  return [shown, ...others.map((page) => page.shown)].flat();
}

const partsOf = async (line: number) => (await partsOfProtocol(office.desk, official, line)) ?? [];
const protocolOf = (line: number, part: ProtocolPart) => readLineProtocol(office.desk, official, line, part);

test('ten thousand come in one go, numbered in their order', async () => {
  const line = await running();
  const many = Array.from({ length: 10_000 }, (_, at) => asked(`q${at + 1}`));
  const gathered = await gatherQuestions(office.desk, null, line, many, 'http');
  expect(Array.isArray(gathered) && [gathered.length, gathered[0], gathered.at(-1)]).toEqual([
    10_000,
    { key: 'q1', number: 1, result: 'created' },
    { key: 'q10000', number: 10_000, result: 'created' },
  ]);
  // A screen has its page, however many there are; one past the end is the last.
  expect(await pageOf(line, 1)).toMatchObject({ page: 1, pages: 1_667, shown: { length: 6, 0: { number: 7 } } });
  expect(await pageOf(line, 9_999, 'new')).toMatchObject({ page: 1_666, shown: { length: 4, 3: { number: 10_000 } } });
  expect(await pageOf(line, 3, 'answered')).toEqual({ page: 0, pages: 1, shown: [] });
  expect((await readDirectLine(office.desk, official, line, null))?.line.counts).toMatchObject({
    new: 10_000,
    given: 0,
  });
  // So many are several files, and each question is in one of them; repeats are a line each.
  const parts = await partsOf(line);
  expect(parts).toEqual([
    { from: 1, to: 2_000 },
    { from: 2_001, to: 4_000 },
    { from: 4_001, to: 6_000 },
    { from: 6_001, to: 8_000 },
    { from: 8_001, to: 10_000 },
  ]);
  const numbers: number[] = [];
  for (const part of parts)
    numbers.push(...((await protocolOf(line, part))?.questions ?? []).map(({ number }) => number));
  expect(numbers).toEqual(many.map((_, at) => at + 1));
  await office.rows(
    `update line_question q set state = 'joined', joined_to_id = l.id from line_question l
     where q.engagement_id = $1 and q.number > 2000 and l.engagement_id = $1 and l.number = 2000`,
    [line],
  );
  const [part, ...others] = await partsOf(line);
  expect([part, others]).toEqual([{ from: 1, to: 2_000 }, []]);
  expect(await protocolOf(line, part!)).toMatchObject({
    counts: { new: 2_000, joined: 8_000 },
    questions: { length: 2_000, 0: { repeats: [] }, 1_999: { number: 2_000, repeats: { length: 8_000, 0: 2_001 } } },
  });
});

test('a question in bold letters of Unicode comes with the others of its file, and is found as theirs are', async () => {
  const line = await running();
  const bold = 'Когда 𝗼𝘁𝗿𝗲𝗺𝗼𝗻𝘁𝗶𝗿𝘂𝘆𝘂𝘁 𝘃𝗼𝗱𝗼𝗽𝗿𝗼𝘃𝗼𝗱?';
  const gathered = await gatherQuestions(
    office.desk,
    official,
    line,
    [asked('1', bold), asked('2'), asked('3', `${bold} 𝗦𝗮𝗱𝗼𝘃𝗮𝘆𝗮`)],
    'file',
  );
  expect(gathered).toMatchObject([{ number: 1 }, { number: 2 }, { number: 3, result: 'created' }]);
  const last = (await questionsOf(line)).at(-1);
  expect((await readQuestion(office.desk, official, last?.id ?? 0))?.like).toEqual({ number: 1, text: bold });
});

test('a part of a protocol has no more words than can be drawn, those of answers and repeats included', async () => {
  const line = await running();
  expect(await partsOf(line)).toEqual([{ from: 1, to: 0 }]);
  // 3,900 characters each
  const long = 'Яма на дороге. '.repeat(260).trimEnd();
  const many = Array.from({ length: 400 }, (_, at) => asked(`q${at}`, long));
  await gatherQuestions(office.desk, null, line, many, 'http');
  expect(await partsOf(line)).toEqual([
    { from: 1, to: 102 },
    { from: 103, to: 204 },
    { from: 205, to: 306 },
    { from: 307, to: 400 },
  ]);
  await office.rows(
    `update line_question set state = 'answered', answer = text, answered_by_id = $2, answered_at = asked_at
     where engagement_id = $1 and number <= 100`,
    [line, official.personId],
  );
  expect((await partsOf(line))[0]).toEqual({ from: 1, to: 51 });
  expect(await partsOfProtocol(office.desk, { ...official, roles: [] }, line)).toBeNull();
});

describe('what a moderator is told', () => {
  let line = 0;
  beforeAll(async () => {
    line = await running();
    await gatherQuestions(
      office.desk,
      official,
      line,
      [
        asked('1', 'Когда отремонтируют водопровод на улице Садовой?'),
        asked('2', 'Будет ли автобус до Секинеси по выходным?'),
        asked('3', 'Почему не горит фонарь у дома 15 по улице Ленина?'),
      ],
      'by_hand',
    );
  });
  test.each<[string, number | null]>([
    ['Скажите пожалуйста, когда же отремонтируют водопровод на Садовой улице, воды нет неделю', 1],
    ['Автобус до Секинеси будет в выходные?', 2],
    ['Почему не горит фонарь у дома 17 по улице Гагарина?', null],
    ['Когда?', null],
  ])('«%s» is like %p', async (text, like) => {
    const key = `asked:${text}`;
    await gatherQuestions(office.desk, official, line, [asked(key, text)], 'by_hand');
    const [row] = await office.rows<{ id: number }>(
      'select id from line_question where engagement_id = $1 and key = $2',
      [line, key],
    );
    expect((await readQuestion(office.desk, official, row?.id ?? 0))?.like?.number ?? null).toBe(like);
    await office.rows('delete from line_question where id = $1', [row?.id]);
  });

  test('a repeat is like nothing more, and of many repeats the first are named', async () => {
    const crowd = await running();
    const texts = Array.from({ length: 25 }, (_, at) =>
      asked(`q${at}`, `Когда уберут снег во дворе дома на Лесной? ${at}`),
    );
    await gatherQuestions(office.desk, official, crowd, texts, 'by_hand');
    await office.rows(
      `update line_question q set state = 'joined', joined_to_id = l.id from line_question l
       where q.engagement_id = $1 and q.number > 1 and l.engagement_id = $1 and l.number = 1`,
      [crowd],
    );
    const [first] = await questionsOf(crowd);
    const card = await readQuestion(office.desk, official, first?.id ?? 0);
    expect(card).toMatchObject({ like: null, joined: { count: 24, numbers: { length: 20, 0: 2, 19: 21 } } });
  });
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
  expect(await act(1, 'join', { number: 1 })).toMatchObject({ ok: true });
  expect(await act(2, 'join', { number: 2 })).toMatchObject({ refusal: 'noSuchQuestion' });
  expect(await act(0, 'join', { number: 3 })).toMatchObject({ refusal: 'noSuchQuestion' });
  expect(await act(2, 'join', { number: 3 })).toMatchObject({ refusal: 'noSuchQuestion' });
  expect((await readQuestion(office.desk, official, ids[0] ?? 0))?.joined).toEqual({ numbers: [2], count: 1 });
});
