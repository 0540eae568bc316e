import type { Hindrance } from '../../../bots/messenger/meeting';
import { createHearing } from '../../../src/application/hearing';

const MORNING = new Date('2026-11-25T07:00:00Z');

const hear = async (hindrance: Hindrance | null) => {
  const reach = { silentSince: null, acceptedAt: null };
  const hearing = { messenger: 'telegram', reach, isOurs: () => true, answers: async () => true };
  const [heard] = createHearing([{ hearing, hindrance: () => hindrance }], { now: () => MORNING })();
  return { silentSince: heard?.silentSince, answers: await heard?.answers() };
};

test.each([
  ['nothing hinders', null, { silentSince: null, answers: true }],
  ['its token is refused, which is an answer', 'refused', { silentSince: MORNING, answers: false }],
  ['it has not been reached', 'silent', { silentSince: MORNING, answers: false }],
  ['only its updates do not come by themselves', 'webhook', { silentSince: null, answers: true }],
] as const)('a messenger is heard where %s', async (_, kind, expected) => {
  expect(await hear(kind && { kind, reason: '' })).toEqual(expected);
});
