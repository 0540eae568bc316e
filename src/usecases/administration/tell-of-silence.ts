import { Equal } from 'typeorm';
import { z } from 'zod';
import { Setting } from '../../../entities/setting';
import { databaseOf, repositoryOf } from '../../database/database';
import { say } from '../messages';
import { adminsWithChat } from '../people/officials';
import type { Records } from '../ports';
import { keepSetting } from '../settings';

/** A messenger keeps for a day what a bot has not fetched, then drops it without a word to anybody. */
const KEPT_MS = 24 * 3_600_000;
/** How exactly the last moment is known. */
const NOTED_EVERY_MS = 5 * 60_000;

const kept = z.object({ at: z.iso.datetime().transform((iso) => new Date(iso)) });

/**
 * Updates are being received now. After a silence of more than a day the admins hear of when what people sent is lost: the one
 * loss that no pause and no retry can mend. @idempotent by the setting and the message
 * @returns how many were told
 */
export async function noteReceiving(desk: Records): Promise<number> {
  const now = desk.clock.now();
  const before = await repositoryOf(databaseOf(desk), Setting).findOneBy({ key: Equal('receiving') });
  const last = before ? kept.parse(before.value).at : now;
  if (before && Math.abs(now.getTime() - last.getTime()) < NOTED_EVERY_MS) return 0;
  const lostUntil = new Date(now.getTime() - KEPT_MS);
  return databaseOf(desk).transaction(async (tx) => {
    const admins = last < lostUntil ? await adminsWithChat(tx) : [];
    await say(
      tx,
      admins.map(({ id, ...to }) => ({
        key: `silence:${last.toISOString()}:person:${id}`,
        to,
        kind: 'silence',
        params: { personId: id, since: last, until: lostUntil },
        silent: false,
      })),
      now,
    );
    await keepSetting(tx, 'receiving', { at: now.toISOString() });
    return admins.length;
  });
}
