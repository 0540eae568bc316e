import { retryParked } from '../../../src/usecases/upkeep/parked';
import type { Feature } from '../feature';
import { drawParked } from '../speech/draw-parked';
import type { Talk } from '../talk';

/** «Повторить» under the notice of what a fault of ours has set aside. */
export function parkedFeature(talk: Talk): Feature {
  return {
    presses: {
      async retryParked({ words: { plain }, reading }, { hour, messenger }) {
        const count = await retryParked(talk.desk, { hour, messenger });
        return {
          toast: plain(count === 0 ? 'notice:parkedUpdates.over' : 'notice:parkedUpdates.retried', { count }),
          screen: await drawParked(talk, { hour, messenger }, reading),
        };
      },
    },
  };
}
