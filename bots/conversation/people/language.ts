import { LOCALES, wordsOf, type Locale, type Words } from '../../../src/i18n';
import { chooseLanguage } from '../../../src/usecases/people/store';
import type { Feature } from '../kit/feature';
import { button, type Screen, ticked } from '../kit/screen';
import type { Talk } from '../kit/talk';
import { commandsFor } from '../../../src/regulation/rights';
import type { Official } from '../../../src/usecases/kit/officials';
import type { MenuCommand } from '../kit/voice';

/** /language */
export function languageFeature({ desk, voice, wake }: Talk): Feature {
  return {
    commands: {
      language: async ({ words, chatId }) => {
        await voice.send(chatId, languageScreen(words.locale, 'people:language.ask'), { silent: true });
      },
    },
    presses: {
      language: async ({ official }, { locale }) => {
        await chooseLanguage(desk, official, locale);
        wake();
        return {
          toast: wordsOf(locale).plain('people:language.chosen'),
          screen: languageScreen(locale, 'people:language.chosen'),
        };
      },
    },
  };
}

/** In the language that is chosen. */
function languageScreen(chosen: Locale, text: 'people:language.ask' | 'people:language.chosen'): Screen {
  const words = wordsOf(chosen);
  return {
    text: words.html(text),
    buttons: [
      LOCALES.map((locale) =>
        button(ticked(words.plain(`people:language.${locale}`), locale === chosen, words), {
          kind: 'language',
          locale,
        }),
      ),
    ],
  };
}

/** What a person's command menu shows, each command with what it does. */
export function commandMenu(official: Official, { plain }: Words): MenuCommand[] {
  if (official.disabled) return [];
  return commandsFor(official).map((command) => ({ command, description: plain(`people:command.${command}`) }));
}
