import { hasRight, type AppealList } from '../../../src/regulation/rights';
import { acceptInvitation } from '../../../src/usecases/administration/invitations';
import { endDialog } from '../../../src/usecases/forms/dialogs';
import { refreshOwnCommands } from '../../../src/usecases/people/command-menus';
import { readList } from '../../../src/usecases/reading/read-lists';
import type { Feature } from '../bot';
import { listScreen } from '../cards/list-screen';
import type { BotContext } from '../context';
import { listIn } from '../deep-links';
import type { BotDeps } from '../deps';
import type { Screen } from '../screen';
import { menuScreen } from './menu';
import { invitationIn } from './people/invitation-link';

const APPEAL = /^a([0-9a-z]{1,6})$/;
/** «Координатор» begins with a small letter there; «ОГ» stays as it is. */
const inSentence = (role: string): string => (role === role.toUpperCase() ? role : role.toLowerCase());

/**
 * /start: who one is here and what one may do. With a payload it is a link: an invitation, or a list or an appeal's card; a link carries
 * identity and never a right.
 */
export function startFeature(deps: BotDeps): Feature {
  const { desk, messenger } = deps;

  async function greeting({ official, words: { html, plain } }: BotContext, first: string | null): Promise<Screen> {
    const menu = await menuScreen(deps, official);
    const [surname = '', ...names] = official.name.split(' ');
    const roles = official.roles.map((role) => inSentence(plain(`people:role.${role}`))).join(', ');
    const lines = [
      ...(first === null ? [] : [first]),
      html('people:start.greeting', { name: names.length > 0 ? names.join(' ') : surname }),
      roles === '' ? html('people:start.noRoles') : html('people:start.roles', { roles }),
    ];
    return { text: [...lines, '', menu.text].join('\n'), keyboard: menu.keyboard };
  }

  /** The list of a group's link, as far as it is theirs; else the menu, which has what is. */
  async function listOf({ official, words: { html } }: BotContext, list: AppealList): Promise<Screen> {
    const page = await readList(desk, official, list, 0);
    if (page) return listScreen(page, messenger.readingFor(official));
    const menu = await menuScreen(deps, official);
    return { text: [html('list:notYours'), '', menu.text].join('\n'), keyboard: menu.keyboard };
  }

  /** Whatever stood open waits no more. */
  async function leaveDialog({ official }: BotContext): Promise<void> {
    const ended = await endDialog(desk, official.personId, 'cancelled');
    if (ended?.appealId != null) await messenger.redraw(official, 'appeal', ended.appealId);
    else if (ended?.messageRef != null) await messenger.remove(ended.messageRef);
  }

  return {
    commands: {
      start: async (ctx, payload) => {
        const { official, words } = ctx;
        await refreshOwnCommands(desk, official.personId);
        deps.wake();
        await leaveDialog(ctx);
        const appealId = APPEAL.exec(payload)?.[1];
        if (appealId !== undefined && hasRight(official, 'work')) {
          if ((await messenger.bring(official, 'appeal', parseInt(appealId, 36), { silent: true })) !== null) return;
          return void (await messenger.send(
            official.chatId,
            { text: words.html('refusal:notFound'), keyboard: [] },
            { silent: true },
          ));
        }
        const list = listIn(payload);
        if (list !== null)
          return void (await messenger.send(official.chatId, await listOf(ctx, list), { silent: true }));
        const secretHash = invitationIn(payload);
        // The person who has come by it meets it here once more: the middleware has let them in.
        const accepted = secretHash === null ? null : await acceptInvitation(desk, secretHash, official);
        const first =
          accepted === null
            ? null
            : accepted.ok
              ? words.html('people:start.linked')
              : words.html(`people:invitation.${accepted.refusal}`);
        await messenger.send(official.chatId, await greeting(ctx, first), { silent: true });
      },
    },
  };
}
