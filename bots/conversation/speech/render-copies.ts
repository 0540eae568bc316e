import { hasRight } from '../../../src/regulation/rights';
import { readWaiting } from '../../../src/usecases/upkeep/after-restore';
import { sendingWaitsScreen } from '../screens/notices/copies-screens';
import { type DeliveringDeps, type Renderers, skipped, toPerson, say } from './renderer';

/** What is asked after a restore. */
export function copies(deps: DeliveringDeps): Renderers<'sendingWaits'> {
  return {
    sendingWaits: toPerson(deps, async (official, _, message) =>
      hasRight(official, 'administer')
        ? say(deps, message, sendingWaitsScreen(await readWaiting(deps.desk), deps.readingFor(official)))
        : skipped('they are no admin any more'),
    ),
  };
}
