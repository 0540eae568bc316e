import { rootOf, snooze } from '../../../src/usecases/nags/snooze';
import type { Feature } from '../bot';
import { readNagsScreen } from '../cards/nags-screen';
import { moment } from '../dates';
import { refOf } from '../calls';
import type { BotDeps } from '../deps';

/** «Отложить напоминание»: the message stays and says when it comes again. */
export function nagsFeature({ desk, messenger }: BotDeps): Feature {
  return {
    presses: {
      snooze: async ({ official, words: { html, plain }, callbackQuery }, data, queryId) => {
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
        const root = await rootOf(desk, official.personId, data.reminderId);
        if (!message || root === null) return;
        const screen = await readNagsScreen(desk, official.personId, root, reading);
        if (screen) await messenger.edit(refOf(message.chat.id, message.message_id), screen);
        else
          await messenger.removeForSure(refOf(message.chat.id, message.message_id), {
            text: html('nag:gone'),
            keyboard: [],
          });
      },
    },
  };
}
