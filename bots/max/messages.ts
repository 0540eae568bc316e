import type { MessageRef } from '../../src/usecases/kit/ports';
import type { Screen } from '../conversation/kit/screen';
import type { Voice } from '../conversation/kit/voice';
import { keyboardOf, textOf, type Body, type LinkTo } from './body';
import { SHORT_LIMIT_MS } from './call';
import { isMessageGone, outcomeOf } from './errors';
import { isGroup } from './limits';
import { messageOf } from './message-ref';
import type { Requests } from './requests';
import type { Shown } from './shown';

/** What is said, what it shows later, and what a press is answered with. */
export function createMessages(
  requests: Requests,
  linkTo: LinkTo,
  shown: Shown,
): Pick<Voice, 'send' | 'edit' | 'answer'> {
  const bodyOf = async ({ text, buttons }: Screen): Promise<Body> => ({
    ...textOf(text),
    // an empty list takes away the buttons that are there
    attachments: await keyboardOf(buttons, linkTo),
  });
  const edit: Voice['edit'] = async (message, screen) => {
    const { mid } = messageOf(message);
    if (mid === '') return false;
    const body = await bodyOf(screen);
    if (shown.stands(mid, body)) return true;
    try {
      await shown.draws(mid, body, () => requests.edit(message, body));
      return true;
    } catch (error) {
      if (isMessageGone(error)) return false;
      throw error;
    }
  };

  return {
    edit,
    async send(chatId, screen, { silent = false } = {}) {
      const body = await bodyOf(screen);
      const isSent = shown.sends(body);
      const { ref } = await requests.send(chatId, { ...body, notify: !silent });
      isSent(messageOf(ref).mid);
      return ref;
    },
    /** Toast and redraw are one call. No app of MAX is known to show a toast: a refusal, and one that is all that comes, is said in the chat. */
    async answer(pressId, { toast, alert = false, alone = false, otherwise = '…', draw }) {
      const [chatId = '', callbackId = ''] = pressId.split(/\/(.*)/s);
      const { mid } = draw ? messageOf(draw.message) : { mid: '' };
      const body = draw ? await bodyOf(draw.screen) : null;
      // MAX takes no answer of nothing
      const message = body && !(toast !== undefined && shown.stands(mid, body)) ? body : null;
      const answer = {
        ...(toast === undefined ? (message ? {} : { notification: otherwise }) : { notification: toast }),
        ...(message ? { message } : {}),
      };
      const ask = () => requests.answer(chatId, callbackId, answer, SHORT_LIMIT_MS);
      const isDrawn = await answered(() => (message ? shown.draws(mid, message, ask) : ask()));
      const isToBeSaid = alert || (alone && message === null);
      // in a group it would be everybody's business
      if (toast !== undefined && isToBeSaid && !isGroup(chatId))
        await sayToo(requests, chatId, alert ? `⚠️ ${toast}` : toast);
      return !draw || isDrawn || edit(draw.message, draw.screen);
    },
  };
}

/** How messages go, and how somebody is asked where they are: by a message with a button, which goes as others do. */
export function createRemoval(
  requests: Requests,
  edit: Voice['edit'],
  shown: Shown,
): Pick<Voice, 'remove' | 'removeForSure' | 'askPlace' | 'unaskPlace'> {
  const remove = (message: MessageRef) => shown.draws(messageOf(message).mid, null, () => requests.remove(message));
  const removeForSure: Voice['removeForSure'] = async (message, instead) => {
    try {
      await remove(message);
    } catch (error) {
      if (isMessageGone(error)) return;
      if (outcomeOf(error, 'edit', '').outcome === 'retry') throw error;
      await edit(message, instead);
    }
  };
  return {
    removeForSure,
    unaskPlace: removeForSure,
    async remove(message, instead) {
      if (messageOf(message).mid === '') return true;
      try {
        await remove(message);
        return true;
      } catch (error) {
        if (outcomeOf(error, 'edit', '').outcome === 'retry') return false;
        // gone already, or a person's own, which stays in a dialog
        if (!instead || isMessageGone(error)) return true;
        return edit(message, instead).then(
          () => true,
          () => false,
        );
      }
    },
    async askPlace(chatId, { text, caption }) {
      const buttons = [[{ type: 'request_geo_location', text: caption, quick: true }]];
      const attachments = [{ type: 'inline_keyboard', payload: { buttons } }] as const;
      return (await requests.send(chatId, { ...textOf(text), attachments, notify: false })).ref;
    },
  };
}

/** The finger has heard it: what can't be said now is lost, and undoes nothing. */
async function sayToo(requests: Requests, chatId: string, text: string): Promise<void> {
  try {
    await requests.send(chatId, { text, notify: false });
  } catch (error) {
    if (outcomeOf(error, 'send', chatId).outcome === 'dead') throw error;
  }
}

/** False: it came too late or for the second time, and nothing was drawn. A toast that is lost undoes nothing. */
async function answered(answer: () => Promise<void>): Promise<boolean> {
  try {
    await answer();
    return true;
  } catch (error) {
    // it is not said to a chat, so none can be unreachable
    if (!isMessageGone(error) && outcomeOf(error, 'edit', '').outcome === 'dead') throw error;
    return false;
  }
}
