import { enqueue } from '../../outbox/enqueue';
import type { CardSubject, Viewer } from './card-places';
import type { Desk } from '../ports';
import { redraw } from './redraw';

/** A card that could not be drawn now, for want of a network: where it is, or anew at the bottom. @idempotent while it waits */
export async function drawLater(
  desk: Desk,
  { personId, chatId }: Viewer,
  subject: CardSubject,
  id: number,
  kind: 'card' | 'redraw',
): Promise<void> {
  const drawn = redraw(subject, id, { id: personId, chatId });
  const message = kind === 'redraw' ? drawn : { ...drawn, kind, key: `card:${subject}:${id}:person:${personId}` };
  await desk.database.transaction((tx) => enqueue(tx, [message], desk.clock.now()));
}
