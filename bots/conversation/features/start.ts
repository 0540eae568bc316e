import { hasRight, maySee, type AppealList } from '../../../src/regulation/rights';
import { acceptInvitation } from '../../../src/usecases/office/invitations';
import { endDialog, openFormOf } from '../../../src/usecases/kit/form-engine';
import { refreshOwnCommands } from '../../../src/usecases/people/store';
import { readAccounts, startedHere } from '../../../src/usecases/people/home';
import { readList } from '../../../src/usecases/lists/lists';
import { drawMenu } from '../dialogs/draw-menu';
import { readSteps } from '../dialogs/draw-setup';
import type { Feature } from '../feature';
import { invitationIn } from '../invitation';
import { leaveAside } from '../leave-aside';
import { appealIn, listIn } from '../links';
import { only, type Screen } from '../screen';
import { listScreen } from '../screens/lists/list-screen';
import { greetingLines, withMenu } from '../screens/lists/menu-screen';
import { helpScreen } from '../screens/office/help-screen';
import { messengerName } from '../screens/messenger-name';
import { isSetUp, withSetup } from '../screens/office/setup-screens';
import { showList } from '../show-list';
import type { Talk } from '../talk';
import type { Turn } from '../turn';

/**
 * /start and /help: who one is here and what one may do. With a word it is a link: an invitation, or a list or an appeal's card; a link
 * carries identity and never a right.
 */
export function startFeature(talk: Talk): Feature {
  const { desk, voice, cards } = talk;
  const menu = (turn: Turn) => drawMenu(talk, turn);

  /** The list of a group's link, as far as it is theirs; else the menu, which has what is. */
  async function listOf(turn: Turn, list: AppealList): Promise<Screen> {
    const page = await readList(desk, turn.official, list, 0);
    return page ? listScreen(page, turn.reading) : withMenu([turn.words.html('list:notYours')], await menu(turn));
  }

  /** What came of the invitation by which they have come; null: they came by none. */
  async function invited({ official, words }: Turn, start: string): Promise<string | null> {
    const secretHash = invitationIn(start);
    if (secretHash === null) return null;
    // The person who has come by it meets it here once more: they were let in by it.
    const accepted = await acceptInvitation(desk, secretHash, official);
    return words.html(accepted.ok ? 'people:start.linked' : `people:invitation.${accepted.refusal}`);
  }

  async function answerTo(turn: Turn, start: string): Promise<Screen> {
    const list = listIn(start);
    if (list !== null) return listOf(turn, list);
    const first = await invited(turn, start);
    const lines = [...greetingLines(turn.official, turn.words), ...(await homeLines(talk, turn, start))];
    return offered(turn, withMenu(first === null ? lines : [first, ...lines], await menu(turn)));
  }

  /** At their first start an admin is shown what is still to be set up. */
  async function offered({ official, words }: Turn, screen: Screen): Promise<Screen> {
    if (official.startedAt !== null || !hasRight(official, 'administer')) return screen;
    const steps = await readSteps(talk);
    return isSetUp(steps) ? screen : withSetup(screen, steps, words);
  }

  /** Whatever stood open waits no more; what stands in no card keeps the way back to it. */
  async function leaveDialog(turn: Turn): Promise<void> {
    const { personId } = turn.official;
    const open = await openFormOf(desk, personId);
    const ended = await endDialog(desk, personId, open?.appealId === null ? 'displaced' : 'cancelled');
    if (ended) await leaveAside(talk, turn, ended);
  }

  return {
    commands: {
      async start(turn, start) {
        const { official, words, chatId } = turn;
        await refreshOwnCommands(desk, official.personId);
        talk.wake();
        await leaveDialog(turn);
        const appealId = appealIn(start);
        if (appealId !== null && maySee(official, 'card')) {
          if (await cards.bring(official, 'appeal', appealId)) return;
          return void (await voice.send(chatId, only(words.html('refusal:notFound')), { silent: true }));
        }
        await showList(talk, turn, await answerTo(turn, start));
      },
      help: async ({ official, words, chatId }) => {
        await voice.send(chatId, helpScreen(official.roles, voice, words), { silent: true });
      },
    },
  };
}

/** Start by itself, and no link into a list or a card, says where they want to be written to, until they choose. */
async function homeLines(
  { desk, wake }: Pick<Talk, 'desk' | 'wake'>,
  { official, words }: Turn,
  start: string,
): Promise<string[]> {
  if (start === '' && (await startedHere(desk, official))) wake();
  const accounts = await readAccounts(desk, official.personId);
  const home = accounts.find(({ isHome }) => isHome);
  if (!home || accounts.length < 2) return [];
  const messenger = messengerName(home.messenger, words);
  return [words.html(home.messenger === official.messenger ? 'people:home.here' : 'people:home.there', { messenger })];
}
