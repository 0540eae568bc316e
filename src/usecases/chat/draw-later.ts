import { enqueue } from '../../outbox/enqueue';
import { redraw } from '../acts/announce';
import type { CardSubject } from './cards';
import type { Official } from '../people/officials';
import type { Desk } from '../ports';

/** A card that could not be drawn now, for want of a network: where it is, or anew at the bottom. @idempotent while it waits */
export async function drawLater(
  desk: Desk,
  { personId, chatId }: Official,
  subject: CardSubject,
  id: number,
  kind: 'card' | 'redraw',
): Promise<void> {
  const drawn = redraw(subject, id, { id: personId, chatId });
  const message = kind === 'redraw' ? drawn : { ...drawn, kind, key: `card:${subject}:${id}:person:${personId}` };
  await desk.database.transaction((tx) => enqueue(tx, [message], desk.clock.now()));
}
