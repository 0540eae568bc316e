import {
  actOnTask,
  countTasksGivenTo,
  readTask,
  tasksGivenTo,
  type TaskView,
} from '../../../../src/usecases/engagement/tasks';
import type { TaskAct } from '../../../../src/regulation/engagement/tasks';
import { officialById, type Official } from '../../../../src/usecases/kit/officials';
import { MORNING, openOffice, type PersonName, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
let official: Official;
beforeEach(async () => {
  office = await openOffice();
  await office.rows(`update person set roles = '{engagement}' where id = $1`, [office.people.stranger]);
  official = await officialOf('stranger');
});
afterEach(() => office.fresh.drop());

const officialOf = async (who: PersonName): Promise<Official> => (await officialById(office.desk, office.people[who]))!;

async function given(to: PersonName): Promise<number> {
  const [task] = await office.rows<{ id: number }>(
    `with e as (insert into engagement (kind, level, stage, stage_at, version, number, author_id, created_at)
       values ('site_vote', 'municipal', 'finished', $3, 1, 1, $1, $3) returning id),
     v as (insert into engagement_version (engagement_id, number, content, written_by_id, written_at)
       select id, 1, '{"title": "Парк"}', $1, $3 from e)
     insert into engagement_task (engagement_id, text, state, version, given_to_id, given_by_id, due_on, form_id, given_at)
     select id, 'Составить смету', 'given', 1, $2, $1, '2026-12-01', (select coalesce(max(form_id), 0) + 1 from engagement_task), $3
     from e returning id`,
    [official.personId, office.people[to], MORNING],
  );
  return task?.id ?? 0;
}
const seen = async (id: number): Promise<TaskView> => (await readTask(office.desk, official, id))!;
const act = async (id: number, name: TaskAct, answers = {}) =>
  actOnTask(office.desk, official, { id, version: (await seen(id)).version, act: name }, answers);

test.each<[string, string]>([
  ['was switched off', `update person set disabled_at = now() where id = $1`],
  ['has no role any more', `update person set roles = '{}' where id = $1`],
])('what was cancelled is not reopened for somebody who %s, and is given to another', async (_, goes) => {
  const id = await given('executor');
  expect(await act(id, 'cancel', { text: 'Смета уже есть' })).toBeNull();
  await office.rows(goes, [office.people.executor]);
  expect(await act(id, 'reopen')).toBe('noSuchPerson');
  expect(await seen(id)).toMatchObject({ state: 'cancelled', acts: ['give', 'reopen'] });
  expect(await act(id, 'give', { personId: office.people.executor2, days: 3 })).toBeNull();
  expect(await seen(id)).toMatchObject({ state: 'given', dueOn: '2026-11-30' });
  expect(await tasksGivenTo(office.desk, await officialOf('executor2'))).toMatchObject([{ id }]);
});

test('whoever works here has what is reopened, as before', async () => {
  const id = await given('executor');
  expect(await act(id, 'cancel', { text: 'Смета уже есть' })).toBeNull();
  expect(await act(id, 'reopen')).toBeNull();
  expect(await seen(id)).toMatchObject({ state: 'given', dueOn: '2026-12-01' });
});

test('as many are counted as are listed: what waits for them, and not what is done or another’s', async () => {
  const executor = await officialOf('executor');
  expect(await countTasksGivenTo(office.desk, executor)).toBe(0);
  await given('executor');
  await given('executor2');
  const cancelled = await given('executor');
  await given('executor');
  await act(cancelled, 'cancel', { text: 'Не нужно' });
  expect(await countTasksGivenTo(office.desk, executor)).toBe(2);
  expect(await tasksGivenTo(office.desk, executor)).toHaveLength(2);
  expect(await countTasksGivenTo(office.desk, { ...executor, personId: office.people.executor2 })).toBe(1);
});
