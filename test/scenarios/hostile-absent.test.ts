import { failedUpdates, rows } from '../support/evidence';
import { until } from '../support/until';
import { PEOPLE, World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
  // That somebody is gone is learnt from the refusal.
  world.expectsRefusals(/bot was blocked by the user|user is deactivated/);
});
afterAll(() => world.stop());

const control = (who: keyof typeof PEOPLE, verb: 'block' | 'unblock' | 'deactivate') =>
  world.stand.control('POST', `people/${PEOPLE[who].telegramId}/${verb}`);

async function assignTo(name: string): Promise<string> {
  const number = await world.appeal();
  const coordinator = world.phone('coordinator');
  await coordinator.press('Назначить исполнителя', number);
  await coordinator.press(name, number);
  await world.quiet();
  return number;
}

test('an executor who has blocked the bot: it stands beside the name, and what waits comes when they let it in again', async () => {
  await control('otherExecutor', 'block');
  const number = await assignTo('Сидоров С.С.');
  expect(await world.phone('coordinator').text(number)).toMatch(/Сидоров С\.С\. \(бот заблокирован\)/);
  expect((await world.phone('otherExecutor').messages()).some(({ text }) => text?.includes(number))).toBe(false);
  const second = await assignTo('Сидоров С.С.');
  await control('otherExecutor', 'unblock');
  await world.quiet();
  for (const one of [number, second])
    expect(await world.phone('otherExecutor').buttons(one)).toContain('▶️ Взять в работу');
  expect((await world.phone('otherExecutor').messages()).filter(({ text }) => text?.includes(number))).toHaveLength(1);
  // Nothing comes twice.
  await world.phone('otherExecutor').say('/start');
  expect((await world.phone('otherExecutor').messages()).filter(({ text }) => text?.includes(number))).toHaveLength(1);
  expect(await world.phone('coordinator').text(number)).toContain('Исполнитель: Сидоров С.С.');
  expect(await world.phone('coordinator').text(number)).not.toContain('бот заблокирован');
});

test('a card from before the blocking says what has happened meanwhile', async () => {
  const number = await assignTo('Сидоров С.С.');
  await control('otherExecutor', 'block');
  const coordinator = world.phone('coordinator');
  await coordinator.press('Назначить исполнителя', number);
  await coordinator.press('Петров П.П.', number);
  await world.quiet();
  await control('otherExecutor', 'unblock');
  await world.quiet();
  expect(await world.phone('otherExecutor').text(number)).toContain('Петров П.П.');
  expect(await world.phone('otherExecutor').buttons(number)).not.toContain('▶️ Взять в работу');
});

test('somebody who has never started the bot: said beside the name, met with what waits when they start it', async () => {
  await rows(world, `update account set started_at = null where user_id = $1::text`, [PEOPLE.worker.telegramId]);
  await rows(world, `delete from card where person_id = (select person_id from account where user_id = $1::text)`, [
    PEOPLE.worker.telegramId,
  ]);
  await control('worker', 'block');
  const number = await assignTo('Мастеров М.М.');
  expect(await world.phone('coordinator').text(number)).toMatch(/Мастеров М\.М\. \(бот заблокирован\)/);
  await control('worker', 'unblock');
  await world.phone('worker').say('/start');
  await world.quiet();
  expect(await world.phone('worker').buttons(number)).toContain('▶️ Взять в работу');
  expect((await world.phone('worker').messages()).filter(({ text }) => text?.includes(number))).toHaveLength(1);
});

test('whoever blocks the bot in the middle of a press stops nobody: no retries, no alarm to the admin', async () => {
  const number = await assignTo('Петров П.П.');
  const executor = world.phone('executor');
  const take = await executor.remember('Взять в работу', number, 10_000);
  await world.stand.control('POST', 'faults', { kind: 'slow', method: 'answerCallbackQuery', delayMs: 400, times: 1 });
  const press = take();
  await until(
    'the act is done, its answer on the way',
    async () => (await world.status(number)).stage === 'in_progress',
  );
  await control('executor', 'block');
  await press.catch(() => undefined);
  await world.quiet();
  expect((await world.status(number)).stage).toBe('in_progress');
  expect(await failedUpdates(world)).toEqual([]);
  await control('executor', 'unblock');
  await world.quiet();
  expect(await executor.text(number)).toContain('В работе');
});

test('a stranger, or somebody who is switched off, blocks the bot before they are answered: no retries, no alarm to the admin', async () => {
  const [stranger, former] = [1090, PEOPLE.otherExecutor.telegramId];
  await world.stand.control('PUT', `people/${stranger}`, { name: 'Прохожий', languageCode: 'ru' });
  await rows(
    world,
    `update person set disabled_at = now() where id = (select person_id from account where user_id = $1::text)`,
    [former],
  );
  for (const id of [stranger, former]) {
    const { body } = await world.stand.control('POST', `people/${id}/send`, { text: 'Здравствуйте' });
    await world.quiet();
    await world.stand.control('POST', `people/${id}/block`);
    await world.quiet();
    // As if it were handled only now.
    await rows(
      world,
      `update inbox_update set state = 'new', done_at = null,
         payload = jsonb_build_object('update_id', place, 'message', $2::jsonb)
       where id = (select id from inbox_update where lane = $1::text order by id desc offset 1 limit 1)`,
      [id, JSON.stringify(body.messages[0])],
    );
    await world.phone('coordinator').say('/help');
  }
  expect(await failedUpdates(world)).toEqual([]);
});

test('a deleted account: said beside the name', async () => {
  await control('worker', 'deactivate');
  const number = await assignTo('Мастеров М.М.');
  expect(await world.phone('coordinator').text(number)).toMatch(/Мастеров М\.М\. \(.*удал/);
});
