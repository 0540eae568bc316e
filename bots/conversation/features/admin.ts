import { hasRight } from '../../../src/regulation/rights';
import type { Feature } from '../../telegram/bot';
import type { BotDeps } from '../talk';
import { languageSections } from './language';
import { absenceDialog } from '../dialogs/absence';
import { adminScreen, bookSections } from './books';
import { calendarSections } from './calendar';
import { disableSections } from './disable';
import { groupSections } from './groups';
import { personSections } from './people';
import type { SectionPress } from '../screens/pager';
import { wordsDialog } from '../dialogs/office-words';

/** /admin with its screens, and «Отсутствие». */
export function peopleFeature(deps: BotDeps): Feature {
  const { messenger } = deps;
  const absence = absenceDialog(deps);
  const words = wordsDialog(deps);
  const groups = groupSections(deps);
  const calendar = calendarSections(deps);
  const sections = {
    ...languageSections(deps),
    ...bookSections(deps),
    ...personSections(deps),
    ...disableSections(deps),
    ...words.sections,
    ...absence.sections,
    ...groups.sections,
    ...calendar.sections,
  };

  return {
    commands: {
      admin: async ({ official, words: { html } }) => {
        const screen = hasRight(official, 'administer')
          ? await adminScreen(deps, official)
          : { text: html('people:admin.notYours'), buttons: [] };
        await messenger.send(official.chatId, screen, { silent: true });
      },
    },
    dialogs: [absence.dialog, words.dialog, groups.dialog, calendar.dialog],
    presses: {
      people: async (ctx, data, queryId) => {
        const { official, words: said } = ctx;
        const section =
          data.kind === 'people' && Object.hasOwn(sections, data.section)
            ? sections[data.section as keyof typeof sections]
            : undefined;
        if (data.kind !== 'people' || section === undefined)
          return messenger.answer(queryId, said.plain('refusal:oldButton'), true);
        if (section.right !== null && !hasRight(official, section.right))
          return messenger.answer(queryId, said.plain('people:admin.notYours'), true);
        const message = ctx.callbackQuery?.message;
        const press: SectionPress = {
          ctx,
          about: data.about,
          messageId: message?.message_id ?? null,
          answer: (text, alert) => messenger.answer(queryId, text, alert),
          draw: async (screen) => {
            if (!message || !(await messenger.edit(message.chat.id, message.message_id, screen)))
              await messenger.send(official.chatId, screen, { silent: true });
          },
        };
        await section.run(press);
      },
    },
  };
}
