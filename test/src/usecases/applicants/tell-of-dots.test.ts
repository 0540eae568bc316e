import { NOTICE_SCREENS } from '../../../../bots/conversation/front/notices';
import { wordsOf } from '../../../../src/i18n';
import { tellOfDots } from '../../../../src/usecases/applicants/stored';
import { paramsOf } from '../../../../src/usecases/kit/messages';
import { openOffice, type WorkingOffice } from '../working-office';

let office: WorkingOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.fresh.drop());

const said = () =>
  office.rows<{ key: string; params: object }>(`select key, params from outbox_message where kind = 'dotsInTexts'`);
const settings = () => office.rows(`select value from setting where key = 'dots_told'`);

/** What an earlier version has left, a text in each place. */
async function appealWith(sql: string): Promise<string> {
  const id = await office.register();
  await office.rows(sql, [id]);
  return (await office.rows<{ number: string }>('select number from appeal where id = $1', [id]))[0]?.number ?? '';
}
const draft = (text: string) => `insert into answer_draft (appeal_id, author_id, type, text, written_at)
  select $1::int, min(id), 'resolved', '${text}', now() from person`;
const delivery = (placed: string) => `insert into delivery (appeal_id, kind, text, queued_at, placed_at)
  values ($1::int, 'answer', 'Звонить •••34', now(), ${placed})`;
const comment = `insert into journal_entry (appeal_id, at, action, details)
  values ($1::int, now(), 'comment', '{"comment": "Почта •••@•••"}')`;

test('at the first start after the update the admins hear once of every appeal with dots in its texts', async () => {
  await office.register();
  await appealWith(draft('Сделано: • раз • два'));
  await appealWith(delivery('now()'));
  const finished = await appealWith(draft('Звонить +7 ••• •••-••-34'));
  await office.rows('update appeal set finished_at = now() where number = $1', [finished]);
  const [placing, commented] = [await appealWith(delivery('null')), await appealWith(comment)];

  const admins = await office.rows<{ id: number }>(`select id from person where 'admin' = any(roles)`);
  await office.rows(`update person set disabled_at = now() where 'admin' = any(roles)`);
  await tellOfDots(office.desk);
  expect([await said(), await settings()]).toEqual([[], []]);

  await office.rows('update person set disabled_at = null');
  await tellOfDots(office.desk);
  await appealWith(comment);
  await tellOfDots(office.desk);
  expect(await said()).toEqual(
    admins.map(({ id: personId }) => ({
      key: `dotsInTexts:person:${personId}`,
      params: { personId, numbers: [commented, placing, finished], count: 3 },
    })),
  );
});

test('an office without such texts hears nothing, then or later', async () => {
  const other = await openOffice();
  await tellOfDots(other.desk);
  expect(await other.rows(`select key from setting where key <> 'stage_shares'`)).toEqual([{ key: 'dots_told' }]);
  expect(await other.rows('select kind from outbox_message')).toEqual([]);
  await other.fresh.drop();
});

test('the message names the numbers, and how many more there are', () => {
  const reading = { words: wordsOf('ru') } as never;
  const text = (count: number) =>
    NOTICE_SCREENS.dotsInTexts(
      paramsOf('dotsInTexts', { personId: 7, numbers: ['11', '12'], count }),
      reading,
    )?.text.split('\n')[1];
  expect([text(2), text(5)]).toEqual(['11, 12', '11, 12 и ещё 3.']);
});
