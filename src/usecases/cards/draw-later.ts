import { databaseOf } from '../../database/database';
import { NO_NEWS, say, type Message } from '../messages';
import type { Desk } from '../ports';
import type { CardSubject, Viewer } from './card-places';
import { redraw } from './redraw';

/** A card that could not be drawn now, for want of a network: where it is, or anew at the bottom. @idempotent while it waits */
export async function drawLater(
  desk: Desk,
  viewer: Viewer,
  subject: CardSubject,
  id: number,
  kind: 'card' | 'redraw',
): Promise<void> {
  const { personId } = viewer;
  const message: Message =
    kind === 'redraw'
      ? redraw(subject, id, { ...viewer, id: personId })
      : {
          key: `card:${subject}:${id}:person:${personId}`,
          to: viewer,
          kind,
          params: { subject, id, personId, ...NO_NEWS },
          silent: true,
          mergeable: true,
        };
  await databaseOf(desk).transaction((tx) => say(tx, [message], desk.clock.now()));
}
