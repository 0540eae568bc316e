import type { InlineKeyboardButton } from 'telegraf/types';
import { CONTROL_LISTS, hasRight, type AppealList } from '../../../src/regulation/rights';
import type { Official } from '../../../src/usecases/people/officials';
import { countLists } from '../../../src/usecases/reading/read-lists';
import type { Feature } from '../bot';
import { refOf } from '../calls';
import type { BotDeps } from '../deps';
import { button, inRows, type Screen } from '../screen';

/** One's lists with their counts, then what else one may do. */
export async function menuScreen({ desk, messenger }: BotDeps, official: Official): Promise<Screen> {
  const { html, plain } = messenger.wordsFor(official);
  const counts = await countLists(desk, official);
  const overdue = counts.get('overdue') ?? 0;
  const text = [`<b>${html('list:menu.title')}</b>`];
  if (overdue > 0) text.push(html('list:menu.overdue', { count: overdue }));
  if (counts.size === 0 && !hasRight(official, 'administer')) text.push(html('list:menu.nothing'));

  const further: InlineKeyboardButton[] = [];
  if (hasRight(official, 'register')) further.push(button(plain('list:button.register'), { kind: 'register' }));
  if (hasRight(official, 'work')) further.push(button(plain('list:button.find'), { kind: 'find' }));
  if (hasRight(official, 'report')) further.push(button(plain('list:button.report'), { kind: 'report' }));
  if (hasRight(official, 'work'))
    further.push(button(plain('list:button.absence'), { kind: 'people', section: 'absence', about: [] }));
  if (hasRight(official, 'administer'))
    further.push(button(plain('list:button.admin'), { kind: 'people', section: 'admin', about: [] }));
  return { text: text.join('\n'), keyboard: [...listButtons([...counts], plain), ...inRows(further, 2)] };
}

/** «Контроль сроков» for those who have the right to it. */
export async function controlScreen({ desk, messenger }: BotDeps, official: Official): Promise<Screen> {
  const { html, plain } = messenger.wordsFor(official);
  const counts = await countLists(desk, official);
  const shown = CONTROL_LISTS.flatMap((list): [AppealList, number][] =>
    counts.has(list) ? [[list, counts.get(list) ?? 0]] : [],
  );
  return {
    text: `<b>${html('list:control')}</b>`,
    keyboard: [
      ...inRows(shown, 1).flatMap((one) => listButtons(one, plain)),
      [button(plain('list:button.menu'), { kind: 'menu' })],
    ],
  };
}

function listButtons(
  counts: readonly (readonly [AppealList, number])[],
  plain: ReturnType<BotDeps['messenger']['wordsFor']>['plain'],
): InlineKeyboardButton[][] {
  const caption = (list: AppealList, count: number) => {
    const name = plain(`list:name.${list}`);
    return count === 0 ? name : plain('list:caption', { name, count });
  };
  return inRows(
    counts.map(([list, count]) => button(caption(list, count), { kind: 'list', list, page: 0 })),
    2,
  );
}

/** /menu, and «Меню» that stands in for whatever list it is under. */
export function menuFeature(deps: BotDeps): Feature {
  const { messenger } = deps;
  return {
    commands: {
      menu: async ({ official }) =>
        void (await messenger.send(official.chatId, await menuScreen(deps, official), { silent: true })),
    },
    presses: {
      menu: async (ctx, _, queryId) => {
        await messenger.answer(queryId);
        const message = ctx.callbackQuery?.message;
        const screen = await menuScreen(deps, ctx.official);
        if (!message || !(await messenger.edit(refOf(message.chat.id, message.message_id), screen)))
          await messenger.send(ctx.official.chatId, screen, { silent: true });
      },
    },
  };
}
