import { hasRight } from '../../../src/regulation/rights';
import { readUndelivered } from '../../../src/usecases/upkeep/undelivered';
import { keyOfNotice, messageOfParked } from '../../../src/usecases/upkeep/parked';
import { readMailFailure } from '../../../src/usecases/delivery/settle-engagement';
import { only } from '../screen';
import { mailFailureScreen } from '../screens/notices/mail-failure-screen';
import { undeliveredScreen } from '../screens/notices/undelivered-screen';
import { drawParked } from './draw-parked';
import { type DeliveringDeps, type Renderers, skipped, done, toPerson, say } from './renderer';

/** Updates that were set aside. */
export function parked(deps: DeliveringDeps): Renderers<'parked' | 'redrawParked'> {
  const { desk, voice, readingFor } = deps;
  return {
    parked: toPerson(deps, async (official, { updateId, messenger, hour }, message) => {
      const reading = readingFor(official);
      if (hour === null) return say(deps, message, only(reading.words.html('notice:parked', { updateId })));
      return say(deps, message, await drawParked(deps, { messenger, hour }, reading));
    }),
    redrawParked: toPerson(deps, async (official, { messenger, hour }) => {
      const of = hour === null ? null : { messenger, hour };
      const message = of && (await messageOfParked(desk, keyOfNotice(of, official.personId), official));
      if (!of || !message) return skipped('what was set aside is told in no message');
      const isThere = await voice.edit(message, await drawParked(deps, of, readingFor(official)));
      return isThere ? done : skipped('the message is no more');
    }),
  };
}

/** What did not arrive. */
export function trouble(deps: DeliveringDeps): Renderers<'undelivered' | 'mailFailed'> {
  return {
    mailFailed: toPerson(deps, async (official, { shipmentId }, message) => {
      const failure = hasRight(official, 'tasks') ? await readMailFailure(deps.desk, shipmentId) : null;
      return say(deps, message, failure && mailFailureScreen(failure, deps.readingFor(official)));
    }),
    undelivered: toPerson(deps, async (official, params, message) =>
      hasRight(official, 'administer')
        ? say(
            deps,
            message,
            undeliveredScreen(params, await readUndelivered(deps.desk, params.since), deps.readingFor(official)),
          )
        : skipped('they are no admin any more'),
    ),
  };
}
