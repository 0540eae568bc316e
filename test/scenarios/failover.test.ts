import { failedUpdates, rows } from '../support/evidence';
import { card } from '../support/office-work';
import { startTwoServers, type TwoServers } from '../support/two-servers';
import { until } from '../support/until';
import { World, type Who } from '../support/world';

// Whoever presses while the database is away has words, and what they have pressed is done when another server has taken its place.

const WORDS = 'Связь плохая, ничего не потеряно';

let servers: TwoServers;
let world: World;
beforeAll(async () => {
  servers = await startTwoServers();
  world = await World.start({ database: servers.office });
});
afterAll(() => world.stop());

const assigned = async (): Promise<string> => {
  const number = await world.appeal();
  await world.phone('coordinator').press('Назначить исполнителя', number);
  await world.phone('coordinator').press('Петров П.П.', number);
  return number;
};
const health = async (): Promise<number> => (await fetch(new URL('/health', world.application.address))).status;
const saying = async (who: Who, part: string) =>
  (await world.phone(who).messages()).filter(({ text }) => text?.includes(part));
const acts = (number: string) =>
  rows<{ action: string }>(
    world,
    `select j.action from journal_entry j join appeal a on a.id = j.appeal_id where a.number = $1 order by j.id`,
    [number],
  );
const TAKEN = ['register', 'assign', 'takeIntoWork'];
/** Not through the address, which leads nowhere for a while. */
const isTaken = (number: string) =>
  until('it is done', async () => {
    const done = await acts(number).catch(() => []);
    return done.some(({ action }) => action === 'takeIntoWork');
  });
/** What was pressed before the database went, is done once. */
async function isDone(number: string): Promise<void> {
  await isTaken(number);
  await world.quiet();
  expect((await acts(number)).map(({ action }) => action)).toEqual(TAKEN);
  expect(await failedUpdates(world)).toEqual([]);
  await until('whoever watches is told that all is well', async () => (await health()) === 200);
}

test('a leader is killed: presses have words, then the standby goes on where it stood', async () => {
  const [number, other] = [await assigned(), await assigned()];
  const press = await world.phone('executor').remember('Взять в работу', card(number));
  const again = await world.phone('executor').remember('Взять в работу', card(other));
  servers.leader.kill();
  servers.address.turn('refused');
  expect(await press()).toMatchObject({ text: expect.stringContaining(WORDS) });
  await world.stand.control('POST', `people/${world.phone('coordinator').id}/send`, { text: '/my' });
  await until('whoever writes is told', async () => (await saying('coordinator', WORDS)).length > 0);
  expect(await health()).toBe(503);
  // The standby is there, and takes no writes yet: that is no fault of a press.
  servers.address.turn(servers.standby);
  expect(await again()).toMatchObject({ text: expect.stringContaining(WORDS) });
  await servers.standby.run('select pg_promote()');
  await isDone(number);
  await isDone(other);
  expect(await saying('coordinator', WORDS)).toHaveLength(1);
});

// From here on the standby of before leads.
test('a leader that takes no writes any more, and leaves its sessions standing, is left', async () => {
  const number = await assigned();
  const press = await world.phone('executor').remember('Взять в работу', card(number));
  const readOnly = async (how: 'on' | 'off') => {
    await servers.standby.run(`alter system set default_transaction_read_only = ${how}`);
    await servers.standby.run('select pg_reload_conf()');
    // Only asked for by that. A session that is new has it once all the others were told.
    await until(`writes are refused: ${how}`, async () => {
      const [row] = await servers.standby.run<{ now: string }>(
        `select current_setting('default_transaction_read_only') as now`,
      );
      return row?.now === how;
    });
  };
  await readOnly('on');
  expect(await press()).toMatchObject({ text: expect.stringContaining(WORDS) });
  await until('whoever watches is told', async () => (await health()) === 503);
  await readOnly('off');
  await isDone(number);
});

test('a network that swallows everything is given up, and what is there again is found', async () => {
  const number = await assigned();
  const press = await world.phone('executor').remember('Взять в работу', card(number));
  servers.address.turn('silent');
  expect(await press()).toMatchObject({ text: expect.stringContaining(WORDS) });
  // The former connections stay as they are: nobody tells the bot that they lead nowhere.
  servers.address.turn(servers.standby);
  await isDone(number);
});
