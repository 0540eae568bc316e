import { readNags } from '../../../src/usecases/nags/read-nags';
import { snooze } from '../../../src/usecases/nags/snooze';
import { rootKey } from '../../../src/usecases/nags/tell-nags';
import type { Feature } from '../bot';
import { nagsScreen } from '../cards/nags-screen';
import { moment } from '../dates';
import type { BotDeps } from '../deps';

/** «Отложить напоминание»: the message stays and says when it comes again. */
export function nagsFeature({ desk, messenger }: BotDeps): Feature {
  return {
    presses: {
      snooze: async ({ official, words: { plain }, callbackQuery }, data, queryId) => {
        if (data.kind !== 'snooze') return;
        const result = await snooze(desk, official.personId, data.reminderId, data.snooze);
        const reading = messenger.readingFor(official);
        await messenger.answer(
          queryId,
          result.ok
            ? plain('nag:snooze.set', { moment: moment(result.at, reading.now, reading.calendar) })
            : plain(`nag:snooze.${result.refusal}`),
          !result.ok,
        );
        const message = callbackQuery?.message;
        if (!result.ok || !message) return;
        const lines = await readNags(desk, official.personId, rootKey(data.reminderId, official.personId));
        const screen = nagsScreen(lines, data.reminderId, result.at, reading);
        if (screen) await messenger.edit(message.chat.id, message.message_id, screen);
      },
    },
  };
}
