import { Equal } from 'typeorm';
import { z } from 'zod';
import { Outage } from '../../../entities/outage';
import { Setting } from '../../../entities/setting';
import { databaseOf, repositoryOf } from '../../database/database';
import { instant } from '../instant';
import { say } from '../messages';
import { adminsWithChat } from '../people/officials';
import { judgeAgain } from '../nags/judge-again';
import { circumstances, type Desk } from '../ports';
import { keepSetting } from '../settings';

/** A messenger that brings us what people send. */
export interface Receiving {
  /** As accounts name it. */
  readonly messenger: string;
  /** As people call it. */
  readonly name: string;
  /** Until when it is known to bring it: now, or when that was last looked at. */
  readonly at: Date;
  /** How long it keeps what it could not bring, before it drops it without a word to anybody; null: nothing was dropped. */
  readonly keptMs: number | null;
  /** What is older than that is lost; else it may be, and so may what is newer. */
  readonly isCertain: boolean;
  /** What it has dropped was told. */
  readonly noted?: () => void;
}

/** How exactly the last moment is known. */
const NOTED_EVERY_MS = 5 * 60_000;
/** Nobody's term is missed by less, and a slow tick is no outage. */
const OUTAGE_MS = 2 * NOTED_EVERY_MS;

const kept = z.object({ at: instant });

const keyOf = (messenger: string) => `receiving:${messenger}` as const;

/**
 * Updates are being received. After a silence in which the messenger has dropped some, the admins hear of when what people sent is lost:
 * the one loss that no pause and no retry can mend. A shorter one is kept: whoever has missed a term meanwhile may not have been heard.
 * @idempotent by the setting and the message
 * @returns how many were told
 */
export async function noteReceiving(desk: Desk, receiving: Receiving): Promise<number> {
  const { messenger, name, at, keptMs, isCertain } = receiving;
  const now = desk.clock.now();
  const key = keyOf(messenger);
  const before = await repositoryOf(databaseOf(desk), Setting).findOneBy({ key: Equal(key) });
  const last = before ? kept.parse(before.value).at : at;
  if (before && Math.abs(at.getTime() - last.getTime()) < NOTED_EVERY_MS) return 0;
  const droppedUntil = keptMs === null ? last : new Date(at.getTime() - keptMs);
  const told = await databaseOf(desk).transaction(async (tx) => {
    const admins = last < droppedUntil ? await adminsWithChat(tx) : [];
    await say(
      tx,
      admins.map(({ id, ...to }) => ({
        key: `silence:${messenger}:${last.toISOString()}:person:${id}`,
        to,
        kind: 'silence',
        params: { personId: id, messenger: name, since: last, until: isCertain ? droppedUntil : at, isCertain },
        silent: false,
      })),
      now,
    );
    // Where nothing was dropped the messenger is only looked at more seldom.
    if (keptMs !== null && at.getTime() - last.getTime() >= OUTAGE_MS) {
      await repositoryOf(tx, Outage).upsert({ messenger, since: last, until: at }, ['messenger', 'since']);
      await judgeAgain(tx, { who: null, from: last, until: now }, circumstances(desk));
    }
    await keepSetting(tx, key, { at: at.toISOString() });
    return admins.length;
  });
  receiving.noted?.();
  return told;
}
