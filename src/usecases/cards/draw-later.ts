import type { CardSubject, Viewer } from './card-places';
import type { Desk } from '../ports';
import { redraw } from './redraw';
import { NO_NEWS, say, type Message } from '../messages';
import { databaseOf } from '../../database';

/** A card that could not be drawn now, for want of a network: where it is, or anew at the bottom. @idempotent while it waits */
export async function drawLater(
  desk: Desk,
  { personId, chatId }: Viewer,
  subject: CardSubject,
  id: number,
  kind: 'card' | 'redraw',
): Promise<void> {
  const message: Message =
    kind === 'redraw'
      ? redraw(subject, id, { id: personId, chatId })
      : {
          key: `card:${subject}:${id}:person:${personId}`,
          chatId,
          kind,
          params: { subject, id, personId, ...NO_NEWS },
          silent: true,
          mergeable: true,
        };
  await databaseOf(desk).transaction((tx) => say(tx, [message], desk.clock.now()));
}
