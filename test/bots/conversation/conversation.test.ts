import { officialById } from '../../../src/usecases/kit/officials';
import { MORNING } from '../../src/usecases/working-office';
import { openSmallTalk, type SmallTalk } from './small-talk';

let small: SmallTalk;
/** Cards of waiting work that the outbox had when the greeting was said. */
let waitedAtGreeting: number | null = null;

const cards = async (): Promise<{ dueAt: Date | null }[]> =>
  small.office.rows(`select due_at as "dueAt" from outbox_message where key like 'return:%'`);

beforeAll(async () => {
  small = await openSmallTalk(() => [
    {
      commands: {
        start: async () => {
          waitedAtGreeting = (await cards()).length;
        },
      },
    },
  ]);
  await small.office.register();
});
afterAll(() => small.close());

test('whoever comes for the first time is greeted before the cards of waiting work', async () => {
  await small.office.rows('update account set started_at = null', []);
  // what is on its way to them would not come twice
  await small.office.rows('delete from outbox_message', []);
  await small.toy.say('coordinator', '/start');
  expect(waitedAtGreeting).toBe(0);
  expect((await cards()).length).toBeGreaterThan(0);
});

test('and whoever lets the bot in again: their messenger says /start a moment later', async () => {
  await small.office.rows(`update account set unreachable = 'blocked'`, []);
  await small.office.rows('delete from outbox_message', []);
  await small.letIn('coordinator');
  const due = (await cards()).map(({ dueAt }) => dueAt?.getTime() ?? 0);
  expect(due.length).toBeGreaterThan(0);
  expect(Math.min(...due)).toBeGreaterThan(MORNING.getTime());
});

describe('a card that the outbox moves while its message is pressed', () => {
  const APPEAL = 1;
  const bring = async () => {
    const official = (await officialById(small.talk.desk, small.office.people.coordinator))!;
    await small.talk.cards.bring(official, 'appeal', APPEAL);
    return { official, message: small.toy.messages('coordinator').at(-1)!.id };
  };

  test.each([
    ['has moved', async () => void (await bring())],
    ['is moving', async () => void bring()],
  ])('is removed once when it %s', async (_, move) => {
    const { official, message } = await bring();
    await move();
    await small.talk.cards.redraw(official, 'appeal', APPEAL);
    await small.talk.cards.removeStray(official, 'appeal', APPEAL, message);
    expect(small.toy.messages('coordinator').filter(({ text }) => text.includes('№'))).toHaveLength(1);
    expect(small.toy.removedInVain).toEqual([]);
  });

  test('and one of which nobody knows is removed: a process has died between the message and its row', async () => {
    const { official } = await bring();
    const stray = await small.talk.voice.send(official.chatId, { text: '№ 0', buttons: [] });
    await small.talk.cards.removeStray(official, 'appeal', APPEAL, stray);
    expect(small.toy.messages('coordinator').filter(({ text }) => text.includes('№'))).toHaveLength(1);
  });
});
