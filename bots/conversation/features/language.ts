import { LOCALES, wordsOf, type Locale } from '../../../src/i18n';
import { chooseLanguage } from '../../../src/usecases/people/store';
import type { Feature } from '../feature';
import { button, type Screen } from '../screen';
import { ticked } from '../screens/office/ticked';
import type { Talk } from '../talk';

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
