import { LOCALES, wordsOf, type Locale } from '../../../src/i18n';
import { commandsFor } from '../../../src/regulation/rights';
import { chooseLanguage } from '../../../src/usecases/people/choose-language';
import type { Feature } from '../../telegram/bot';
import type { BotDeps } from '../talk';
import { button } from '../screen';
import { to, type SectionPress, type Sections } from '../screens/pager';

/** The press of /language: a section of the same kind as the screens of people. */
export function languageSections(deps: BotDeps): Sections {
  async function choose(press: SectionPress): Promise<void> {
    const { ctx } = press;
    const locale = LOCALES.find((one) => one === press.about[0]);
    if (locale === undefined) return press.answer(ctx.words.plain('refusal:oldButton'), true);
    await chooseLanguage(deps.desk, ctx.official, locale);
    deps.wake();
    const words = wordsOf(locale);
    await press.answer(words.plain('people:language.chosen'));
    await press.draw({ text: words.html('people:language.chosen'), buttons: languageButtons(locale) });
  }
  return { language: { right: null, run: choose } };
}

function languageButtons(chosen: Locale) {
  const { plain } = wordsOf(chosen);
  return [
    LOCALES.map((locale) => {
      const name = plain(`people:language.${locale}`);
      return button(locale === chosen ? plain('people:person.held', { what: name }) : name, to('language', locale));
    }),
  ];
}

/** /language and /help. */
export function languageFeature({ messenger, defaultLocale }: BotDeps): Feature {
  return {
    commands: {
      language: async ({ official, words }) =>
        void (await messenger.send(
          official.chatId,
          { text: words.html('people:language.ask'), buttons: languageButtons(official.locale ?? defaultLocale) },
          { silent: true },
        )),
      help: async ({ official, words: { html, plain } }) => {
        const text = [
          `<b>${html('people:help.title')}</b>`,
          ...commandsFor(official).map((command) =>
            html('people:help.command', { command, what: plain(`people:command.${command}`) }),
          ),
          '',
          ...official.roles.map((role) => html(`people:help.${role}`)),
          ...(official.roles.includes('executor') ? [html('people:help.photo')] : []),
          html('people:help.cancel'),
        ];
        await messenger.send(official.chatId, { text: text.join('\n'), buttons: [] }, { silent: true });
      },
    },
  };
}
