import { maskPlace } from '../../../src/text/personal-data';
import { showContacts } from '../../../src/usecases/appeals/contacts';
import type { Feature } from '../feature';
import { only } from '../screen';
import type { Talk } from '../talk';

const REFUSED = { refused: 'refusal:notYours', elsewhere: 'card:contactsElsewhere' } as const;

/** «Показать контакты»: only where PERSONAL_DATA_IN_CHAT allows it, journaled, and the message goes after five minutes. */
export function contactsFeature({ desk, voice, wake }: Talk): Feature {
  return {
    presses: {
      async contacts({ official, words, chatId }, { appealId }) {
        const title = (number: string) => words.html('card:contacts', { number });
        const result = await showContacts(desk, official, appealId, {
          open: ({ number }) => voice.send(chatId, only(title(number)), { silent: true, protect: true }),
          fill(message, { number, name, phone, email, address, place }) {
            const lines = [name, phone, email, address, maskPlace(place) === place || place === address ? null : place]
              .filter((line) => line !== null)
              .map((line) => words.html('card:contactLine', { line }));
            return voice.edit(message, only([title(number), ...lines].join('\n')));
          },
        });
        wake();
        return result === 'shown' ? {} : { toast: words.plain(REFUSED[result]), alert: true };
      },
    },
  };
}
