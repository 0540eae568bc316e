import { actOnQuestion } from '../../../../src/usecases/lines/act-on-question';
import { gatherQuestions } from '../../../../src/usecases/lines/gather';
import { readQuestion } from '../../../../src/usecases/lines/questions';
import { officialById, type Official } from '../../../../src/usecases/kit/officials';
import { readList } from '../../../../src/usecases/lists/lists';
import { counted, register, rowOf } from '../statistics/counting';
import { MORNING, openOffice, type WorkingOffice } from '../working-office';
import { officialOf, runningLine } from './running-line';

let office: WorkingOffice;
let official: Official;
let line: number;
beforeAll(async () => {
  office = await openOffice();
  official = await officialOf(office);
  line = await runningLine(office);
});
afterAll(() => office.fresh.drop());

async function asked(key: string): Promise<number> {
  await gatherQuestions(
    office.desk,
    official,
    line,
    [{ key, text: `Когда починят ${key}?`, askedAt: MORNING }],
    'by_hand',
  );
  const [row] = await office.rows<{ id: number }>('select id from line_question where key = $1', [key]);
  return row!.id;
}
const act = (id: number, version: number, action: 'makeMessage' | 'takeBack') =>
  actOnQuestion(office.desk, official, { id, version, act: action });

test('an appeal that was taken back has come in no figure and is in no list, and its number stays used', async () => {
  await register(office);
  const id = await asked('фонарь');
  expect(await act(id, 1, 'makeMessage')).toMatchObject({ ok: true });
  const received = async () => rowOf(await counted(office, '2026-11-01', '2026-12-31'), null);
  expect(await received()).toMatchObject({ received: 2 });
  expect(await act(id, 2, 'takeBack')).toMatchObject({ ok: true });
  expect(await received()).toMatchObject({ received: 1, closed: 0 });
  const coordinator = (await officialById(office.desk, office.people.coordinator))!;
  expect(await readList(office.desk, coordinator, 'closed', 0)).toMatchObject({ count: 0 });
  expect(await act(id, 3, 'makeMessage')).toMatchObject({ ok: true });
  expect((await readQuestion(office.desk, official, id))?.appeal?.number).toBe(`ПЛ-${line}-1-2`);
});

test('whoever assigns it at the same moment is first or second, and nothing is done twice', async () => {
  const id = await asked('колодец');
  await act(id, 1, 'makeMessage');
  const appealId = (await readQuestion(office.desk, official, id))!.appealId!;
  const [taken, assigned] = await Promise.all([
    act(id, 2, 'takeBack'),
    office.act('coordinator', 'assign', appealId, { executorId: office.people.executor }),
  ]);
  expect(taken.ok).toBe(!assigned.ok);
  expect(await office.stage(appealId)).toBe(taken.ok ? 'closed' : 'assigned');
  const twice = await Promise.all([act(id, 2, 'takeBack'), act(id, 2, 'takeBack')]);
  expect(twice.map(({ ok }) => ok)).toEqual([false, false]);
});
