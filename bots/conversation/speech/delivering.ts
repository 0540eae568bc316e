import type { ClaimedMessage, Delivery } from '../../../src/outbox/delivery';
import { isMessageKind, paramsOf, type MessageKind } from '../../../src/usecases/kit/messages';
import type { DeliveringDeps, Renderers } from './renderer';
import { accounts } from './render-accounts';
import { cards, questions } from './render-cards';
import { copies } from './render-copies';
import { folders } from './render-folders';
import { nags } from './render-nags';
import { notices, uncovered } from './render-notices';
import { saidAnew } from './render-said';
import { registry } from './render-registry';
import { reports, lists, groups } from './render-reports';
import { parked, trouble } from './render-trouble';
import { violations } from './render-violations';

/** Says what the outbox hands out; a kind of the book without a renderer does not compile. */
export function createDelivering(deps: DeliveringDeps): (message: ClaimedMessage) => Promise<Delivery> {
  const renderers: Renderers = {
    redrawSaid: saidAnew(deps, (voice) => createDelivering({ ...deps, voice })),
    ...cards(deps),
    ...questions(deps),
    ...nags(deps),
    ...parked(deps),
    ...accounts(deps),
    ...reports(deps),
    ...lists(deps),
    ...folders(deps),
    ...registry(deps),
    ...groups(deps),
    ...violations(deps),
    ...trouble(deps),
    ...copies(deps),
    ...notices(deps),
    ...uncovered(deps),
  };
  return async (message) =>
    isMessageKind(message.kind)
      ? render(renderers, message.kind, message)
      : { outcome: 'dead', error: `no version of this program knows a message of the kind ${message.kind}` };
}

const render = <Kind extends MessageKind>(
  renderers: Renderers<Kind>,
  kind: Kind,
  message: ClaimedMessage,
): Promise<Delivery> => renderers[kind](paramsOf(kind, message.params), message);
