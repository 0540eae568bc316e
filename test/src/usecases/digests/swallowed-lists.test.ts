import { tellMornings } from '../../../../src/usecases/digests/my-morning';
import { paramsOf } from '../../../../src/usecases/kit/messages';
import { listKey } from '../../../../src/usecases/terms/beside-morning';
import { MORNING, msk, openOffice, type WorkingOffice } from '../working-office';

// What ОГ are told once is told by the list of a morning: a list that nobody got has told nothing.
let office: WorkingOffice;
beforeEach(async () => {
  office = await openOffice();
  await office.rows(`update person set roles = '{engagement}' where id = $1`, [office.people.stranger]);
  await office.rows(
    `with e as (insert into engagement (kind, level, stage, stage_at, version, number, author_id, created_at)
       values ('direct_line', 'municipal', 'running', $2, 1, 1, $1, $2) returning id),
     v as (insert into engagement_version (engagement_id, number, content, written_by_id, written_at)
       select id, 1, '{"title": "О дорогах"}', $1, $2 from e)
     insert into line_question (engagement_id, number, key, text, stems, asked_at, source, state, version, given_to_id, given_by_id, due_on)
     select id, 1, 'q', 'Когда?', '{}', $2, 'by_hand', 'given', 1, $3, $1, '2026-11-30' from e`,
    [office.people.stranger, MORNING, office.people.executor],
  );
});
afterEach(() => office.fresh.drop());

/** What is said to ОГ of this day's morning. */
async function morning(day: string): Promise<string[]> {
  office.setTime(msk(`${day} 08:15`));
  await office.fresh.database.transaction((tx) => tellMornings(tx, office.desk, msk(`${day} 12:00`)));
  const [row] = await office.rows<{ params: unknown }>('select params from outbox_message where key = $1', [
    keyOf(day),
  ]);
  return row === undefined ? [] : paramsOf('morning', row.params).duties.map(({ of }) => of);
}
const keyOf = (day: string): string => listKey(day, office.people.stranger);
/** As its sender leaves it. */
const becomes = (key: string, state: 'sent' | 'skipped', at: string) =>
  office.rows('update outbox_message set state = $2, finished_at = $3 where key = $1', [key, state, msk(at)]);

test('what a list has told by noon is not told again', async () => {
  expect(await morning('2026-12-01')).toEqual(['lateQuestions']);
  await becomes(keyOf('2026-12-01'), 'sent', '2026-12-01 11:59');
  expect(await morning('2026-12-02')).toEqual([]);
  expect(await morning('2026-12-03')).toEqual([]);
});

test('a list that waited for its messenger until noon is caught up with by the next one, and by that alone', async () => {
  expect(await morning('2026-12-01')).toEqual(['lateQuestions']);
  await becomes(keyOf('2026-12-01'), 'skipped', '2026-12-01 12:40');
  expect(await morning('2026-12-02')).toEqual(['lateQuestions']);
  await becomes(keyOf('2026-12-02'), 'sent', '2026-12-02 08:15');
  expect(await morning('2026-12-03')).toEqual([]);
});

test('so it is after the days of an outage that is not over yet, and after a list that was sent before it', async () => {
  expect(await morning('2026-11-30')).toEqual([]);
  for (const day of ['2026-12-01', '2026-12-02', '2026-12-03'])
    expect([day, await morning(day)]).toEqual([day, ['lateQuestions']]);
});

test('what was sent after noon had the reminders alone', async () => {
  await morning('2026-12-01');
  await becomes(keyOf('2026-12-01'), 'sent', '2026-12-01 12:40');
  expect(await morning('2026-12-02')).toEqual(['lateQuestions']);
});

test('a list that came with what was told a little later was told', async () => {
  await morning('2026-12-01');
  await becomes(keyOf('2026-12-01'), 'skipped', '2026-12-01 08:25');
  const again = `${keyOf('2026-12-01')}:with:7`;
  await office.rows(
    `insert into outbox_message (key, mergeable, messenger, chat_id, kind, params, silent, created_at)
     select $2, false, messenger, chat_id, kind, params, silent, $3 from outbox_message where key = $1`,
    [keyOf('2026-12-01'), again, msk('2026-12-01 08:20')],
  );
  await becomes(again, 'sent', '2026-12-01 08:25');
  expect(await morning('2026-12-02')).toEqual([]);
});

test('what became late while the bot stood still for weeks is told by the first list after it, once', async () => {
  expect(await morning('2026-11-27')).toEqual([]);
  expect(await morning('2027-01-12')).toEqual(['lateQuestions']);
  await becomes(keyOf('2027-01-12'), 'sent', '2027-01-12 08:15');
  expect(await morning('2027-01-13')).toEqual([]);
});

test('so it is when the messenger took no list for weeks, and whoever is new hears of no former ones', async () => {
  expect(await morning('2026-11-27')).toEqual([]);
  for (const day of ['2026-12-01', '2026-12-14', '2026-12-21', '2026-12-28'])
    expect([day, await morning(day)]).toEqual([day, ['lateQuestions']]);
  await office.rows(`delete from digest where subject = $1`, [`person:${office.people.stranger}`]);
  expect(await morning('2026-12-29')).toEqual([]);
});
