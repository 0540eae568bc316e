import { confirmClock } from '../../../src/usecases/upkeep/after-restore';
import { refusal, type Feature } from '../kit/feature';
import { only } from '../kit/screen';
import type { Talk } from '../kit/talk';

/** «Часы верны», after the clock has stepped. */
export function clockFeature({ desk }: Talk): Feature {
  return {
    presses: {
      clockIsRight: async ({ words, official }) => {
        const confirmed = await confirmClock(desk, official);
        if (confirmed === 'notAdmin') return refusal(words.plain('people:admin.notYours'));
        const key = confirmed === 'confirmed' ? 'notice:clock.confirmed' : 'notice:clock.confirmedBefore';
        return { toast: words.plain(key), screen: only(words.html(key)) };
      },
    },
  };
}
