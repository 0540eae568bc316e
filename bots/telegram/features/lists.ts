import { hasRight, listsFor, type AppealList } from '../../../src/regulation/rights';
import { readList } from '../../../src/usecases/reading/read-lists';
import type { Feature } from '../bot';
import { listScreen } from '../cards/list-screen';
import { refOf } from '../calls';
import type { BotContext } from '../context';
import type { BotDeps } from '../deps';
import type { Screen } from '../screen';
import { controlScreen, menuScreen } from './menu';

/** /my, /control, and the pages of every list. */
export function listsFeature(deps: BotDeps): Feature {
  const { desk, messenger } = deps;
  const say = async ({ official }: BotContext, screen: Screen) =>
    void (await messenger.send(official.chatId, screen, { silent: true }));

  async function my(ctx: BotContext): Promise<void> {
    // Whoever holds no appeals of their own begins with the list they do have: a coordinator with what is to be distributed.
    const [first] = listsFor(ctx.official).keys();
    const page = first === undefined ? null : await readList(desk, ctx.official, first, 0);
    return say(ctx, page ? listScreen(page, messenger.readingFor(ctx.official)) : await menuScreen(deps, ctx.official));
  }

  async function turn(ctx: BotContext, list: AppealList, page: number, queryId: string): Promise<void> {
    const shown = await readList(desk, ctx.official, list, page);
    if (!shown)
      return messenger.answer(
        queryId,
        ctx.words.plain(list === 'found' ? 'list:find.forgotten' : 'list:notYours'),
        true,
      );
    await messenger.answer(queryId);
    const screen = listScreen(shown, messenger.readingFor(ctx.official));
    const message = ctx.callbackQuery?.message;
    if (!message || !(await messenger.edit(refOf(message.chat.id, message.message_id), screen))) await say(ctx, screen);
  }

  return {
    commands: {
      my,
      control: async (ctx) => {
        if (hasRight(ctx.official, 'control')) return say(ctx, await controlScreen(deps, ctx.official));
        return say(ctx, { text: ctx.words.html('list:controlNotYours'), keyboard: [] });
      },
    },
    presses: {
      list: async (ctx, data, queryId) => (data.kind === 'list' ? turn(ctx, data.list, data.page, queryId) : undefined),
    },
  };
}
