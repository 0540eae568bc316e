import type { Words } from '../../../../src/i18n';
import { commandsFor } from '../../../../src/regulation/rights';
import type { Role } from '../../../../src/regulation/vocabulary';
import { only, type Screen } from '../../screen';
import type { Voice } from '../../voice';
import { messengerName } from '../messenger-name';

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
