import { LOCALES, wordsOf, type Locale } from '../../../../src/i18n';
import { button, type Screen } from '../../screen';
import { ticked } from './ticked';

/** In the language that is chosen. */
export function languageScreen(chosen: Locale, text: 'people:language.ask' | 'people:language.chosen'): Screen {
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
