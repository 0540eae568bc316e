import { countNewCategories } from '../../../src/usecases/office/new-categories';
import { countQuestionsGivenTo } from '../../../src/usecases/lines/questions';
import { countEngagements } from '../../../src/usecases/engagement/list';
import { papersToSign } from '../../../src/usecases/engagement/papers';
import { countTasksGivenTo } from '../../../src/usecases/engagement/tasks';
import { countLists, readList } from '../../../src/usecases/lists/lists';
import { hasReflections } from '../../../src/usecases/lists/reflections';
import { countOwnViolations } from '../../../src/usecases/violations/read-violations';
import { type Screen, only, messengerName } from '../kit/screen';
import { isInMenu, menuScreen, greetingLines, withMenu } from '../lists/menu';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';
import type { Words } from '../../../src/i18n';
import { commandsFor, hasRight, maySee, type AppealList } from '../../../src/regulation/rights';
import type { Role } from '../../../src/regulation/vocabulary';
import type { Voice } from '../kit/voice';
import { acceptInvitation } from '../../../src/usecases/office/invitations';
import { endDialog, openFormOf } from '../../../src/usecases/kit/form-engine';
import { refreshOwnCommands } from '../../../src/usecases/people/store';
import { readAccounts, startedHere } from '../../../src/usecases/people/home';
import { readSteps, isSetUp, withSetup } from '../office/setup';
import type { Feature } from '../kit/feature';
import { invitationIn, appealIn, listIn } from '../kit/links';
import { leaveAside } from '../kit/cards';
import { listScreen } from '../lists/list';
import { showList } from '../kit/list-place';

/** /menu as it is now. */
export async function drawMenu({ desk }: Talk, { official, words }: Turn): Promise<Screen> {
  const [counts, newCategories] = [await countLists(desk, official, isInMenu), await countNewCategories(desk)];
  const [reflects, engagements] = [await hasReflections(desk, official), await countEngagements(desk, official)];
  const ownViolations = await countOwnViolations(desk, official);
  const lineQuestions = await countQuestionsGivenTo(desk, official);
  const [tasks, toSign] = [await countTasksGivenTo(desk, official), (await papersToSign(desk, official)).length];
  const waiting = { newCategories, reflects, engagements, ownViolations, lineQuestions, tasks, toSign };
  return menuScreen(counts, waiting, official, words);
}

/** /help: the commands of whoever asks, what their roles are for, and what does not reach the bot by this messenger. */
export function helpScreen(
  roles: readonly Role[],
  { name, limits }: Pick<Voice, 'name' | 'limits'>,
  words: Words,
): Screen {
  const { html, plain } = words;
  return only(
    [
      `<b>${html('people:help.title')}</b>`,
      ...commandsFor({ roles }).map((command) =>
        html('people:help.command', { command, what: plain(`people:command.${command}`) }),
      ),
      '',
      ...roles.map((role) => html(`people:help.${role}`)),
      ...(roles.includes('executor') ? [html('people:help.photo')] : []),
      ...(limits.handsOverSpeech ? [] : [html('people:help.speech', { messenger: messengerName(name, words) })]),
      html('people:help.inclusive'),
      html('people:help.cancel'),
    ].join('\n'),
  );
}

/**
 * /start and /help: who one is here and what one may do. With a word it is a link: an invitation, or a list or an appeal's card; a link
 * carries identity and never a right.
 */
export function startFeature(talk: Talk): Feature {
  const { desk, voice, cards } = talk;

  /** The list of a group's link, as far as it is theirs; else the menu, which has what is. */
  async function listOf(turn: Turn, list: AppealList): Promise<Screen> {
    const page = await readList(desk, turn.official, list, 0);
    return page
      ? listScreen(page, turn.reading)
      : withMenu([turn.words.html('list:notYours')], await drawMenu(talk, turn));
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
    return offered(turn, withMenu(first === null ? lines : [first, ...lines], await drawMenu(talk, turn)));
  }

  /** At their first start an admin is shown what is still to be set up. */
  async function offered({ official, words }: Turn, screen: Screen): Promise<Screen> {
    if (official.startedAt !== null || !hasRight(official, 'administer')) return screen;
    const steps = await readSteps(talk);
    return isSetUp(steps) ? screen : withSetup(screen, steps, words);
  }

  return {
    commands: {
      async start(turn, start) {
        const { official, words, chatId } = turn;
        await refreshOwnCommands(desk, official.personId);
        talk.wake();
        await leaveDialog(talk, turn);
        const appealId = appealIn(start);
        if (appealId !== null && maySee(official, 'card')) {
          if (await cards.bring(official, 'appeal', appealId)) return;
          return void (await voice.send(chatId, only(words.html('refusal:notFound')), { silent: true }));
        }
        await showList(talk, turn, await answerTo(turn, start));
      },
      help: async ({ official: { roles }, words, chatId }) =>
        void (await voice.send(chatId, helpScreen(roles, voice, words), { silent: true })),
    },
  };
}

/** Whatever stood open waits no more; what stands in no card keeps the way back to it. */
async function leaveDialog(talk: Talk, turn: Turn): Promise<void> {
  const { desk } = talk;
  const { personId } = turn.official;
  const open = await openFormOf(desk, personId);
  const ended = await endDialog(desk, personId, open?.appealId === null ? 'displaced' : 'cancelled');
  if (ended) await leaveAside(talk, turn, ended);
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
