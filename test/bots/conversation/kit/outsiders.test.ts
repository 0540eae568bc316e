import { createOutsiders } from '../../../../bots/conversation/kit/messengers';
import { openSmallTalk, type SmallTalk } from '../small-talk';

describe('the budget of strangers', () => {
  let now = Date.parse('2026-11-25T10:00:00Z');
  const clock = { now: () => new Date(now) };
  const later = (minutes: number) => (now += minutes * 60_000);

  test('each is answered once a day', async () => {
    const { once } = createOutsiders({ clock });
    let said = 0;
    const hear = () => once('7', async () => (said += 1));
    for (let time = 0; time < 50; time += 1) await hear();
    expect(said).toBe(1);
    later(24 * 60 - 1);
    await hear();
    expect(said).toBe(1);
    later(1);
    await hear();
    expect(said).toBe(2);
  });

  test('a thousand get no more answers a minute than ten, and those left out are answered later', async () => {
    const { once } = createOutsiders({ clock });
    const said = new Set<number>();
    const everybody = () =>
      Promise.all(Array.from({ length: 1_000 }, (_, id) => once(String(id), async () => said.add(id))));
    await everybody();
    expect(said.size).toBe(10);
    later(1);
    await everybody();
    expect(said.size).toBe(20);
  });

  test('what was not said is said when it is tried again', async () => {
    const { once } = createOutsiders({ clock });
    let said = 0;
    await expect(once('7', () => Promise.reject(new Error('no network')))).rejects.toThrow('no network');
    await once('7', async () => (said += 1));
    expect(said).toBe(1);
  });

  test('it remembers so many, and forgets the longest known', async () => {
    const { once } = createOutsiders({ clock, remembered: 3, perMinute: 100 });
    const said: string[] = [];
    for (const key of ['1', '2', '3', '4', '2', '1']) await once(key, async () => said.push(key));
    expect(said).toEqual(['1', '2', '3', '4', '1']);
  });
});

describe('a crowd at the door', () => {
  let small: SmallTalk;
  const greeted: string[] = [];
  beforeAll(async () => {
    small = await openSmallTalk(() => [
      { commands: { start: async ({ official }) => void greeted.push(official.name) } },
    ]);
  });
  afterAll(() => small.close());

  test('hundreds of strangers are turned away within their budget, and staff are heard as ever', async () => {
    const crowd = Array.from({ length: 300 }, (_, index) => `stranger ${index}`);
    for (const who of crowd) await small.toy.say(who, '/start');
    for (const who of crowd) await small.toy.say(who, '/start');
    await small.toy.say('coordinator', '/start');
    expect(crowd.filter((who) => small.toy.messages(who).length > 0)).toHaveLength(10);
    expect(crowd.every((who) => small.toy.messages(who).length <= 1)).toBe(true);
    expect(greeted).toHaveLength(1);
  });
});
