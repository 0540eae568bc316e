import type { Words } from '../../../src/i18n';
import {
  type Removal,
  checkRemoval,
  removeAccount,
  type RemovalRefusal,
} from '../../../src/usecases/office/disable-person';
import { shortName, officialIn } from '../../../src/usecases/kit/officials';
import { button, type Screen, messengerName, only } from '../kit/screen';
import { drawPerson } from './admin-screens';
import { refusal, type Feature, type Reply } from '../kit/feature';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';
import { readAccess, speakerOf } from '../../../src/usecases/office/access';
import { linkMade } from '../../../src/usecases/office/invitations';
import { hashOf, invitationStart, newSecret } from '../kit/links';
import { moment } from '../kit/calendar-words';
import { cardLeftScreen } from '../people/account-notices';
import { accessScreen, FORMER, newcomerScreen } from './access';
import { commandMenu } from '../people/language';
import {
  type DeliveringDeps,
  type Renderer,
  type Renderers,
  skipped,
  done,
  toAnyAccount,
  toPerson,
  say,
} from '../kit/renderer';

/** What becomes of a person who loses this messenger, and the button that does it. */
export function removeAccountScreen({ name, removed, home, isOnly }: Removal, words: Words): Screen {
  const { html, plain } = words;
  const { personId, messenger } = removed;
  return {
    text: [
      `<b>${html('people:home.remove.title', { messenger: messengerName(messenger, words), name: shortName(name) })}</b>`,
      home === null
        ? html(isOnly ? 'people:home.remove.askLost' : 'people:home.remove.askLast')
        : html('people:home.remove.ask', { home: messengerName(home.messenger, words) }),
    ].join('\n'),
    buttons: [
      [button(plain('people:disable.confirm'), { kind: 'confirmRemoveAccount', messenger, personId })],
      [button(plain('people:admin.button.back'), { kind: 'person', personId })],
    ],
  };
}

/** One messenger of a person is shut out, as when its phone is stolen: asked once. */
export function removeAccountFeature(talk: Talk): Feature {
  const { desk, wake } = talk;

  const refused = async (turn: Turn, personId: number, why: RemovalRefusal): Promise<Reply> => ({
    ...refusal(turn.words.plain(`people:refusal.${why}`)),
    screen: await drawPerson(talk, turn, personId),
  });

  return {
    presses: {
      removeAccount: async (turn, { messenger, personId }) => {
        const removal = await checkRemoval(desk, turn.official, personId, messenger);
        if (!removal.ok) return refused(turn, personId, removal.refusal);
        return { screen: removeAccountScreen(removal, turn.words) };
      },
      confirmRemoveAccount: async (turn, { messenger, personId }) => {
        const { official, words } = turn;
        const removal = await removeAccount(desk, official, personId, messenger);
        wake();
        if (!removal.ok) return refused(turn, personId, removal.refusal);
        return {
          toast: words.plain('people:home.remove.done', { messenger: messengerName(messenger, words) }),
          screen: await drawPerson(talk, turn, personId),
        };
      },
    },
  };
}

/** What an account has and loses: its menu, its messages, its end. */
export function accounts(
  deps: DeliveringDeps,
): Renderers<'remove' | 'commands' | 'accessEnded' | 'accessTold' | 'invitedInto' | 'cardLeft'> {
  const { desk, voice, messengers, readingFor, readingForAll } = deps;
  return {
    remove: async ({ message, instead }) => {
      if (instead === 'placeAsked') {
        await voice.unaskPlace(message, only(readingForAll().words.html('form:place.notAsked')));
        return done;
      }
      await voice.removeForSure(
        message,
        only(readingForAll().words.html(instead === 'moved' ? 'card:moved' : 'card:contactsGone')),
      );
      return done;
    },
    // It is said to whoever has no access any more, so to nobody else.
    accessEnded: toAnyAccount(deps, async (official, { formEnded }, message) => {
      if (!official.disabled) return skipped('the account is on again');
      const { html } = readingFor(official).words;
      const ended = html('common:disabled');
      return say(deps, message, only(formEnded ? `${ended}\n${html('notice:notSent')}` : ended));
    }),
    accessTold: accessTold(deps),
    // Its secret is made now: a message that waits holds none, and of two that were sent the later one opens.
    invitedInto: toPerson(deps, async (official, { messenger, invitationId }, message) => {
      const secret = newSecret();
      const address = await messengers.linkInto(messenger, invitationStart(secret));
      const until = await linkMade(desk, official.personId, invitationId, hashOf(secret));
      if (until === null) return skipped('the invitation is over');
      const { words, now, calendar } = readingFor(official);
      const said = { messenger: messengerName(messenger, words), moment: moment(until, now, calendar), address };
      return say(deps, message, only(words.html('people:home.invitation', said)));
    }),
    // The chat may be a stranger's by now: its cards lose their buttons all the more.
    cardLeft: async (params, message) => {
      const official = await officialIn(desk, params.personId, message);
      const reading = official ? readingFor(official) : readingForAll();
      return (await voice.edit(params.message, cardLeftScreen(params, reading)))
        ? done
        : skipped('the card is no more');
    },
    commands: toAnyAccount(deps, async (official) => {
      await voice.setCommands(official.chatId, commandMenu(official, readingFor(official).words));
      return done;
    }),
  };
}

/** To accounts that are nobody's any more, or not yet, too: those hear it as any stranger would. */
function accessTold(deps: DeliveringDeps): Renderer<'accessTold'> {
  const { desk, readingFor, readingForAll } = deps;
  const toTheirs = toPerson<'accessTold'>(deps, async (official, { changeId }, message) => {
    const change = await readAccess(desk, changeId);
    return say(deps, message, change && accessScreen(change, speakerOf(official, change), readingFor(official)));
  });
  return async (params, message) => {
    const { changeId, reader, personId } = params;
    if (reader === 'person' || reader === 'admin') return toTheirs(params, message);
    const change = await readAccess(desk, changeId);
    const official = await officialIn(desk, personId, message);
    const reading = official ? readingFor(official) : readingForAll();
    const screenOf = reader === 'former' ? accessScreen : newcomerScreen;
    return say(deps, message, change && screenOf(change, FORMER, reading));
  };
}
