import { wordsOf } from '../../../src/i18n';
import { chooseLanguage } from '../../../src/usecases/people/choose-language';
import type { Feature } from '../feature';
import { helpScreen } from '../screens/office/help-screen';
import { languageScreen } from '../screens/office/language-screen';
import type { Talk } from '../talk';

/** /language and /help. */
export function languageFeature({ desk, voice, wake }: Talk): Feature {
  return {
    commands: {
      language: async ({ words, chatId }) => {
        await voice.send(chatId, languageScreen(words.locale, 'people:language.ask'), { silent: true });
      },
      help: async ({ official, words, chatId }) => {
        await voice.send(chatId, helpScreen(official.roles, voice, words), { silent: true });
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
