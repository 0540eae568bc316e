import { only } from '../screen';
import { commandMenu } from '../screens/office/command-menu';
import { type DeliveringDeps, type Renderers, skipped, done, toAnyAccount, say } from './renderer';

/** What an account has and loses: its menu, its messages, its end. */
export function accounts(deps: DeliveringDeps): Renderers<'remove' | 'commands' | 'accessEnded'> {
  const { voice, readingFor, readingForAll } = deps;
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
    commands: toAnyAccount(deps, async (official) => {
      await voice.setCommands(official.chatId, commandMenu(official, readingFor(official).words));
      return done;
    }),
  };
}
