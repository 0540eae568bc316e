import { databaseOf } from '../../database/database';
import { NO_NEWS, say } from '../messages';
import type { Desk } from '../ports';
import type { Viewer } from './card-places';

/** Long enough for the rest of an album, short enough to be an answer. */
const SETTLE_MS = 1_000;

/** Brings a card with its form to the bottom of the chat, once for everything that comes within a second. */
export async function showFormBelow(desk: Desk, viewer: Viewer, appealId: number): Promise<void> {
  const { personId } = viewer;
  const now = desk.clock.now();
  await databaseOf(desk).transaction((tx) =>
    say(
      tx,
      [
        {
          key: `form-below:${appealId}:person:${personId}:${viewer.messenger}`,
          to: viewer,
          kind: 'card',
          params: { subject: 'appeal', id: appealId, personId, ...NO_NEWS },
          silent: true,
          mergeable: true,
          notBefore: new Date(now.getTime() + SETTLE_MS),
        },
      ],
      now,
    ),
  );
}
