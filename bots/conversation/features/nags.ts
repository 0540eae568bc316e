import { rootOf, snooze } from '../../../src/usecases/terms/snooze';
import type { Feature } from '../feature';
import { only } from '../screen';
import { moment } from '../screens/dates';
import { drawNags } from '../speech/draw-nags';
import type { Talk } from '../talk';

/** «Напомнить позже»: the message stays and says when it comes again. */
export function nagsFeature({ desk, voice }: Talk): Feature {
  return {
    presses: {
      async snooze({ official, words: { html, plain }, reading, message }, { reminderId, snooze: until }) {
        const result = await snooze(desk, official.personId, reminderId, until);
        const said = result.ok
          ? { toast: plain('nag:snooze.set', { moment: moment(result.at, reading.now, reading.calendar) }) }
          : { toast: plain(`nag:snooze.${result.refusal}`), alert: true };
        const root = await rootOf(desk, official.personId, reminderId);
        if (root === null) return said;
        const { screen } = await drawNags(desk, official, root, reading);
        if (screen === 'asItIs') return said;
        return screen
          ? { ...said, screen }
          : { ...said, after: () => voice.removeForSure(message, only(html('nag:gone'))) };
      },
    },
  };
}
