import { databaseOf } from '../../database/database';
import { say } from '../messages';
import type { Desk } from '../ports';
import type { CardSubject, Viewer } from './card-places';
import { bring, redraw } from './redraw';

/** A card that could not be drawn now, for want of a network: where it is, or anew at the bottom. @idempotent while it waits */
export async function drawLater(
  desk: Desk,
  viewer: Viewer,
  subject: CardSubject,
  id: number,
  kind: 'card' | 'redraw',
): Promise<void> {
  const person = { ...viewer, id: viewer.personId };
  const message = kind === 'redraw' ? redraw(subject, id, person) : bring(subject, id, person);
  await databaseOf(desk).transaction((tx) => say(tx, [message], desk.clock.now()));
}
