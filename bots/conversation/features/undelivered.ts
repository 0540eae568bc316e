import { sendUndeliveredAgain } from '../../../src/usecases/upkeep/undelivered';
import type { Feature } from '../feature';
import { momentOf, sentAgainScreen } from '../screens/notices/undelivered-screen';
import type { Talk } from '../talk';

/** «Отправить ещё раз», of what was given up. */
export function undeliveredFeature({ desk, wake }: Talk): Feature {
  return {
    presses: {
      sendAgain: async ({ words, reading }, { sinceMinute }) => {
        const count = await sendUndeliveredAgain(desk, momentOf(sinceMinute));
        wake();
        return { toast: words.plain('notice:undelivered.sent', { count }), screen: sentAgainScreen(count, reading) };
      },
    },
  };
}
