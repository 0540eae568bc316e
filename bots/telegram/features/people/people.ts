import { hasRight } from '../../../../src/regulation/rights';
import type { Feature } from '../../bot';
import { refOf } from '../../calls';
import type { BotDeps } from '../../deps';
import { languageSections } from '../language';
import { absenceDialog } from './absence-dialog';
import { adminScreen, bookSections } from './book-sections';
import { calendarSections } from './calendar-sections';
import { disableSections } from './disable-sections';
import { groupSections } from './group-sections';
import { personSections } from './person-sections';
import type { SectionPress } from './section';
import { wordsDialog } from './words-dialog';

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
          : { text: html('people:admin.notYours'), keyboard: [] };
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
          message: message ? refOf(message.chat.id, message.message_id) : null,
          answer: (text, alert) => messenger.answer(queryId, text, alert),
          draw: async (screen) => {
            if (!message || !(await messenger.edit(refOf(message.chat.id, message.message_id), screen)))
              await messenger.send(official.chatId, screen, { silent: true });
          },
        };
        await section.run(press);
      },
    },
  };
}
