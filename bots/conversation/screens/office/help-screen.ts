import type { Words } from '../../../../src/i18n';
import { commandsFor } from '../../../../src/regulation/rights';
import type { Role } from '../../../../src/regulation/vocabulary';
import { only, type Screen } from '../../screen';

/** /help: the commands of whoever asks, and what their roles are for. */
export function helpScreen(roles: readonly Role[], { html, plain }: Words): Screen {
  return only(
    [
      `<b>${html('people:help.title')}</b>`,
      ...commandsFor({ roles }).map((command) =>
        html('people:help.command', { command, what: plain(`people:command.${command}`) }),
      ),
      '',
      ...roles.map((role) => html(`people:help.${role}`)),
      ...(roles.includes('executor') ? [html('people:help.photo')] : []),
      html('people:help.inclusive'),
      html('people:help.cancel'),
    ].join('\n'),
  );
}
