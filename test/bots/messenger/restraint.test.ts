import { createRestraint } from '../../../bots/messenger/restraint';
import { pause } from '../../support/until';

const tooMany = { status: 429, retryAfter: undefined };
const taken = { status: 200, retryAfter: undefined };

test('who is refused without a word for how long waits 1 s, then 2, and 1 again once something was taken', async () => {
  const restrained = createRestraint();
  expect(restrained(tooMany).retryAfter).toBe(1);
  // of many that were refused together each waits for the same moment
  for (let other = 0; other < 30; other += 1) expect(restrained(tooMany).retryAfter).toBe(1);
  await pause(1_050);
  const { retryAfter = 0 } = restrained(tooMany);
  expect(retryAfter).toBeGreaterThan(1.5);
  await pause(retryAfter * 1_000 + 50);
  expect(restrained(taken)).toBe(taken);
  expect(restrained(tooMany).retryAfter).toBe(1);
});

test('what the server has said itself holds', () => {
  const restrained = createRestraint();
  expect(restrained({ status: 429, retryAfter: 7 }).retryAfter).toBe(7);
});
