import type { Words } from '../../../../src/i18n';
import { commandsFor } from '../../../../src/regulation/rights';
import type { Official } from '../../../../src/usecases/kit/officials';
import type { MenuCommand } from '../../voice';

/** What a person's command menu shows, each command with what it does. */
export function commandMenu(official: Official, { plain }: Words): MenuCommand[] {
  if (official.disabled) return [];
  return commandsFor(official).map((command) => ({ command, description: plain(`people:command.${command}`) }));
}
