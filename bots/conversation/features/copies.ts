import { allowSending } from '../../../src/usecases/upkeep/after-restore';
import { refusal, type Feature } from '../feature';
import { only } from '../screen';
import type { Talk } from '../talk';

/** «Разрешить отправку», after a restore. */
export function copiesFeature({ desk, wake }: Talk): Feature {
  return {
    presses: {
      allowSending: async ({ words, official }) => {
        const allowed = await allowSending(desk, official);
        if (allowed === 'notAdmin') return refusal(words.plain('people:admin.notYours'));
        wake();
        const key = allowed === 'allowed' ? 'backup:notice.allowed' : 'backup:notice.allowedBefore';
        return { toast: words.plain(key), screen: only(words.html(key)) };
      },
    },
  };
}
