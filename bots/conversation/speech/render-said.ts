import type { ClaimedMessage, Delivery } from '../../../src/outbox/delivery';
import { saidIn } from '../../../src/usecases/kit/redraw';
import { only } from '../screen';
import type { Voice } from '../voice';
import { done, skipped, toAnyAccount, type DeliveringDeps, type Renderer } from './renderer';

/**
 * Its words have changed since it was said: it is said anew where it stands, as it would be said now. What would not be said any more, since its
 * reader has gone or its reason has, loses its words all the same.
 */
export const saidAnew = (
  deps: DeliveringDeps,
  deliverBy: (voice: Voice) => (message: ClaimedMessage) => Promise<Delivery>,
): Renderer<'redrawSaid'> =>
  toAnyAccount(deps, async (official, { messageId }, claimed) => {
    const { desk, voice, readingFor } = deps;
    const said = await saidIn(desk, messageId);
    if (!said) return skipped('what was said is in no message');
    const { message, ...kept } = said;
    let stands = true;
    const deliver = deliverBy({
      ...voice,
      async send(_chatId, screen) {
        stands = await voice.edit(message, screen);
        return message;
      },
    });
    const again = await deliver({ ...claimed, ...kept });
    if (again.outcome === 'skipped') {
      await voice.removeForSure(message, only(readingFor(official).words.html('applicant:wordsGone')));
      return done;
    }
    if (again.outcome !== 'sent') return again;
    return stands ? done : skipped('the message is no more');
  });
