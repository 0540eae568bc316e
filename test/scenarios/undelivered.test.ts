import { databaseOf } from '../../src/database/database';
import { tellOfUndelivered } from '../../src/usecases/upkeep/undelivered';
import { rows } from '../support/evidence';
import { until } from '../support/until';
import { World } from '../support/world';

// What is given up is told by name, and a pause that Telegram asks for is kept by everything but the answer to a press.

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());
afterEach(async () => {
  await world.stand.control('DELETE', 'faults');
  await world.quiet();
});

interface Request {
  readonly at: number;
  readonly method: string;
  readonly chatId: number | null;
  readonly code: number;
}
const requests = async (): Promise<Request[]> =>
  (await world.stand.control('GET', 'requests?after=0')).body.requests as Request[];
const PAUSE_MS = 2_000;
/** Between the stand's word and the bot's hearing it. */
const JITTER_MS = 100;

test('an admin hears by name what was given up, and sends it again; the person gets it once', async () => {
  const number = await world.appeal();
  await world.quiet();
  const admin = world.phone('supervisor');
  // As the sender leaves them: two cards of the coordinators that nobody knows the fate of, and a redraw, which is no loss.
  const now = world.desk.clock.now();
  const lost = await rows<{ kind: string }>(
    world,
    `update outbox_message set state = 'ambiguous', finished_at = $2, reason = 'read ECONNRESET'
     where kind = 'card' and state = 'sent' and (params ->> 'id')::int = (select id from appeal where number = $1)
     returning kind`,
    [number, now],
  );
  expect(lost.length).toBeGreaterThan(0);
  await databaseOf(world.desk).transaction(async (tx) => {
    for (const message of [...lost, { kind: 'redraw' }]) await tellOfUndelivered(tx, message, now);
  });
  await world.quiet();
  const told = await admin.text('Не удалось доставить');
  expect(told).toContain(`• карточка обращения № ${number}: Кузнецова Ю.Ю., неизвестно, дошло ли`);
  expect((await admin.messages()).filter(({ text }) => text?.includes('Не удалось доставить'))).toHaveLength(1);

  const coordinator = world.phone('coordinator');
  const before = await coordinator.lastId();
  expect(await admin.press('Отправить ещё раз', 'Не удалось доставить')).toMatchObject({
    text: expect.stringMatching(/^Отправляю ещё раз: \d+ сообщени/u),
  });
  await world.quiet();
  await admin.sees('Отправляю ещё раз');
  expect(await coordinator.lastId()).toBeGreaterThan(before);
  expect((await coordinator.messages()).filter(({ text }) => text?.includes(number))).toHaveLength(1);
  expect(await rows(world, `select 1 from outbox_message where state in ('ambiguous', 'dead')`)).toEqual([]);
});

test('nobody but an admin sends it again', async () => {
  expect(await world.phone('executor').pressAnywhere('x:again:hmfls')).toMatchObject({ showAlert: true });
});

test('a pause that an edit was told of holds its chat: the next press is answered at once, and its card comes after the pause', async () => {
  const [first, second] = [await world.appeal(), await world.appeal()];
  await world.quiet();
  const coordinator = world.phone('coordinator');
  await world.stand.control('POST', 'faults', {
    kind: '429',
    method: 'editMessageText',
    times: 1,
    retryAfter: PAUSE_MS / 1_000,
  });
  const before: number = (await requests()).length;
  await coordinator.press('Назначить исполнителя', first);
  await coordinator.press('Назначить исполнителя', second);
  await until('both forms are there', async () => {
    const shown = (await coordinator.messages()).filter(({ text }) => text?.includes('Кому назначить'));
    return [first, second].every((number) => shown.some(({ text }) => text?.includes(number)));
  });
  const since = (await requests()).slice(before);
  const refusal = since.find(({ code }) => code === 429);
  const isIn = ({ at, chatId }: Request): boolean =>
    chatId === coordinator.id && at > refusal!.at && at < refusal!.at + PAUSE_MS - JITTER_MS;
  expect(since.filter(isIn).map(({ method }) => method)).toEqual([]);
});
