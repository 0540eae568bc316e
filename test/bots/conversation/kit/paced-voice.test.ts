import { only } from '../../../../bots/conversation/kit/screen';
import { pacedVoice } from '../../../../bots/conversation/kit/paced-voice';
import type { Answer, Voice } from '../../../../bots/conversation/kit/voice';
import { NO_BUDGETS } from '../../../../src/outbox/budgets';
import type { Delivery } from '../../../../src/outbox/delivery';
import type { Pace } from '../../../../src/outbox/pace';
import { paceOf } from '../../../support/outbox-world';
import { ToyMessenger } from '../../../support/toy-messenger';

const CHAT = 'dialog of somebody';

const opened: Pace[] = [];
afterEach(() => {
  for (const pace of opened.splice(0)) pace.reach.stop();
});

/** The toy's voice with a harm, and nobody who answers the question whether it is reached. */
function open(harm: Partial<Voice>) {
  const toy = new ToyMessenger(async () => undefined);
  const pace = paceOf(NO_BUDGETS, async () => false);
  opened.push(pace);
  return { pace, toy, voice: pacedVoice({ ...toy.voice, ...harm }, pace) };
}

test('a message that could not be removed does not show that anybody is reached', async () => {
  const { pace, toy, voice } = open({ remove: async () => false });
  const message = await toy.voice.send(CHAT, only('a card'));
  expect(await voice.remove(message)).toBe(false);
  expect(pace.reach.state).toBe('closed');
});

test('files that have to wait for their turn are no pause that the messenger has asked for', async () => {
  const asked: string[] = [];
  const { pace, voice } = open({
    async sendFiles(_chat, _files, beforeEachOne) {
      await beforeEachOne?.();
      return [];
    },
  });
  pace.onPauseAsked((chatId) => asked.push(chatId));
  pace.hold(CHAT, 60);
  const failure: unknown = await voice.sendFiles(CHAT, []).catch((error: unknown) => error);
  expect(voice.outcomeOf(failure, 'send', CHAT)).toMatchObject<Partial<Delivery>>({ outcome: 'retry' });
  expect(asked).toEqual([]);
});

test('a toast whose drawing has to wait for its turn is not all that comes', async () => {
  const answers: Answer[] = [];
  const { pace, toy, voice } = open({ answer: async (_press, answer) => answers.push(answer) > 0 });
  const message = await toy.voice.send(CHAT, only('a card'));
  pace.hold(CHAT, 60);
  const draw = { message, screen: only('a card drawn anew') };
  await voice.answer('a press', { toast: 'Взято', alone: true, draw }).catch(() => undefined);
  expect(answers).toEqual([{ toast: 'Взято', alone: false }]);
});
