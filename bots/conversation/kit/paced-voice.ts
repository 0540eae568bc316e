import { NotNowError, type Pace } from '../../../src/outbox/pace';
import type { Voice } from './voice';

/**
 * The voice of what is said directly: it waits for its turn, is counted, and tells what it has learnt. The finger that presses is
 * answered at once whatever its chat has to wait for.
 */
export function pacedVoice(voice: Voice, pace: Pace): Voice {
  const outcomeOf: Voice['outcomeOf'] = (error, call, chatId) =>
    error instanceof NotNowError ? error.delivery : voice.outcomeOf(error, call, chatId);

  /** Does what has had its turn. */
  async function heard<T>(chatId: string, call: 'send' | 'edit', say: () => Promise<T>): Promise<T> {
    try {
      const result = await say();
      pace.heard(chatId, { outcome: 'sent' });
      return result;
    } catch (error) {
      // What had to wait was not said: nothing is learnt of the messenger.
      if (!(error instanceof NotNowError)) pace.heard(chatId, voice.outcomeOf(error, call, chatId));
      throw error;
    }
  }
  async function inTurn<T>(chatId: string, call: 'send' | 'edit', say: () => Promise<T>): Promise<T> {
    await pace.turn(chatId, call === 'edit');
    return heard(chatId, call, say);
  }

  const edit: Voice['edit'] = (message, screen) =>
    inTurn(voice.chatOf(message), 'edit', () => voice.edit(message, screen));
  return {
    ...voice,
    outcomeOf,
    edit,
    send: (chatId, ...said) => inTurn(chatId, 'send', () => voice.send(chatId, ...said)),
    sendFile: (chatId, ...said) => inTurn(chatId, 'send', () => voice.sendFile(chatId, ...said)),
    sendPicture: (chatId, ...said) => inTurn(chatId, 'send', () => voice.sendPicture(chatId, ...said)),
    askPlace: (chatId, question) => inTurn(chatId, 'send', () => voice.askPlace(chatId, question)),
    sendPin: (chatId, pin) => inTurn(chatId, 'send', () => voice.sendPin(chatId, pin)),
    sendFiles: (chatId, files) => heard(chatId, 'send', () => voice.sendFiles(chatId, files, () => pace.turn(chatId))),
    async answer(pressId, { draw, ...said }) {
      if (!draw) return voice.answer(pressId, said);
      const chatId = voice.chatOf(draw.message);
      if (pace.isFree(chatId)) return inTurn(chatId, 'edit', () => voice.answer(pressId, { ...said, draw }));
      await voice.answer(pressId, { ...said, alone: false });
      return edit(draw.message, draw.screen);
    },
    async remove(message, instead) {
      try {
        const chatId = voice.chatOf(message);
        await pace.turn(chatId, true);
        const isDone = await voice.remove(message, instead);
        // The adapter keeps the error to itself: what failed shows that nobody is reached, not that somebody is.
        pace.heard(chatId, isDone ? { outcome: 'sent' } : { outcome: 'retry', error: 'not removed' });
        return isDone;
      } catch (error) {
        if (error instanceof NotNowError) return false;
        throw error;
      }
    },
    removeForSure: (message, instead) =>
      inTurn(voice.chatOf(message), 'edit', () => voice.removeForSure(message, instead)),
  };
}
