import type { QuestionAct } from '../../../../src/regulation/engagement/line-questions';
import {
  actOnQuestions,
  MOST_AT_ONCE,
  readChoosing,
  type Choosing,
} from '../../../../src/usecases/lines/act-on-questions';
import { gatherQuestions } from '../../../../src/usecases/lines/gather';
import { beginDialog } from '../../../../src/usecases/kit/form-engine';
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

/** A direct line that runs, with these questions. */
async function lineOf(...texts: readonly string[]): Promise<number> {
  const [line] = await office.rows<{ id: number }>(
    `with e as (insert into engagement (kind, level, stage, stage_at, version, number, author_id, created_at)
       values ('direct_line', 'municipal', 'running', $2, 1, 1, $1, $2) returning id)
     insert into engagement_version (engagement_id, number, content, written_by_id, written_at)
     select id, 1, '{"title": "Линия"}', $1, $2 from e returning engagement_id as id`,
    [official.personId, MORNING],
  );
  const id = line?.id ?? 0;
  const asked = texts.map((text, at) => ({ key: `q${at}`, text, askedAt: MORNING, address: `улица Мира, ${at + 1}` }));
  await gatherQuestions(office.desk, null, id, asked, 'http');
  return id;
}
const choose = async (lineId: number, query = '', ticked: readonly number[] = [], page = 0): Promise<Choosing> => {
  const rows = await office.rows<{ id: number; version: number }>(
    `select id, version from line_question where engagement_id = $1 and number = any($2::int[])`,
    [lineId, ticked],
  );
  return (await readChoosing(office.desk, official, { lineId, state: null, query, page, chosen: rows }))!;
};
const formOf = async () => (await beginDialog(office.desk, official, 'lineMany', {})).form.id;
async function act(lineId: number, what: QuestionAct, numbers: readonly number[], answers = {}) {
  const { chosen } = await choose(lineId, '', numbers);
  const formId = await formOf();
  return actOnQuestions(office.desk, official, { lineId, act: what, chosen, formId }, answers);
}
const statesOf = async (lineId: number) =>
  (
    await office.rows<{ state: string }>(`select state from line_question where engagement_id = $1 order by number`, [
      lineId,
    ])
  ).map(({ state }) => state);

test('they are found by words, a place and numbers, and others like those chosen are offered', async () => {
  const line = await lineOf(
    'Когда починят мост через речку Вятку?',
    'Мост через речку Вятку когда починят?',
    'Будет ли каток?',
    'Где мост?',
  );
  const numbersOf = async (query: string) => (await choose(line, query)).shown.map(({ number }) => number);
  expect(await numbersOf('мосты речка')).toEqual([]);
  expect(await numbersOf('мост речку')).toEqual([1, 2]);
  expect(await numbersOf('каток')).toEqual([3]);
  expect(await numbersOf('мира, 4')).toEqual([4]);
  expect(await numbersOf('2-3, 1')).toEqual([1, 2, 3]);
  expect(await numbersOf('9999')).toEqual([]);
  const { alike, acts } = await choose(line, '', [1]);
  expect([alike.length, acts]).toEqual([1, ['answer', 'give', 'decline', 'makeMessage', 'makeAppeal59']]);
  expect((await choose(line, '', [1, 2])).acts).toContain('join');
});

test('what each may be done with all may, and one act of a form is done once', async () => {
  const line = await lineOf('Первый?', 'Второй?', 'Третий?', 'Четвёртый?');
  expect(await act(line, 'join', [3, 2, 4])).toEqual({ done: [3, 4], left: [] });
  // The leading one repeats none itself: it has repeats of its own.
  expect(await act(line, 'join', [1, 2])).toEqual({ done: [], left: [2] });
  expect((await choose(line, '', [1, 3])).acts).toEqual([]);
  expect(await statesOf(line)).toEqual(['new', 'new', 'joined', 'joined']);
  expect(await act(line, 'reopen', [3, 4])).toEqual({ done: [3, 4], left: [] });
  const { chosen } = await choose(line, '', [1, 2, 3, 4]);
  const formId = await formOf();
  const asked = { lineId: line, act: 'decline', chosen, formId } as const;
  expect(await actOnQuestions(office.desk, official, asked, { text: '' })).toBe('malformed');
  expect(await statesOf(line)).toEqual(['new', 'new', 'new', 'new']);
  expect(await actOnQuestions(office.desk, official, asked, { text: 'Не к нам' })).toMatchObject({ left: [] });
  expect(await actOnQuestions(office.desk, official, asked, { text: 'Не к нам' })).toBe('stale');
});

test('those of another line are left alone, and nobody without the role chooses any', async () => {
  const [line, other] = [await lineOf('Наш?'), await lineOf('Не наш?')];
  const { chosen } = await choose(other, '', [1]);
  const formId = await formOf();
  const asked = { lineId: line, act: 'decline', chosen, formId } as const;
  expect(await actOnQuestions(office.desk, official, asked, { text: 'Нет' })).toEqual({ done: [], left: [] });
  expect(await statesOf(other)).toEqual(['new']);
  const stranger = { ...official, roles: ['executor' as const] };
  expect(await actOnQuestions(office.desk, stranger, asked, { text: 'Нет' })).toBe('notYours');
  expect(await readChoosing(office.desk, stranger, { lineId: line, state: null, query: '', page: 0, chosen: [] })).toBe(
    null,
  );
});

test('of ten thousand a page is read, and no more are found than may be acted on at once', async () => {
  const line = await lineOf(...Array.from({ length: 10_000 }, (_, at) => `Когда почистят двор дома ${at} на Садовой?`));
  const first = Array.from({ length: 20 }, (_, at) => at + 1);
  const read = await choose(line, 'садовой', first, 999);
  expect([read.count, read.found.length, read.page, read.alike.length]).toEqual([
    10_000,
    MOST_AT_ONCE,
    999,
    MOST_AT_ONCE,
  ]);
});
