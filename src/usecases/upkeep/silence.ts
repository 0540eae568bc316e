import { Equal } from 'typeorm';
import { z } from 'zod';
import { Outage } from '../../../entities/installation';
import { Setting } from '../../../entities/office';
import { databaseOf, statement, repositoryOf } from '../../database/database';
import { say } from '../kit/messages';
import { adminsWithChat } from '../kit/officials';
import { type Records, circumstances, type Desk } from '../kit/ports';
import { holdSetting, keepSetting, settingOf } from '../kit/settings';
import { instant } from '../kit/wire';
import { judgeAgain } from '../terms/lapses';

const known = z.object({ id: z.string() });

// The new one knows no file of the old one. In the same chat it counts its messages anew: what names one of the old one's would change or
// remove another, and what comes in one would be taken for what had come before.
const FORGETTING = [
  ['sent-files', 'delete from sent_file where messenger = $1'],
  ['cards', 'delete from card where messenger = $1'],
  ['lists', 'update account set list_ref = null where messenger = $1 and list_ref is not null'],
  [
    'files-that-came',
    `update attachment set file_ref = null, message_ref = null
     where messenger = $1 and (file_ref is not null or message_ref is not null)`,
  ],
  [
    'registry-files',
    `update registry_file set message_ref = null, shown_ref = null
     where messenger = $1 and (message_ref is not null or shown_ref is not null)`,
  ],
  ['places', `update shared_place set message_ref = 'former:' || id where messenger = $1`],
  [
    'forms',
    `update form set message_ref = null, place_asked_ref = null
     where person_id in (select person_id from account where messenger = $1 and is_spoken_in)
       and (message_ref is not null or place_asked_ref is not null)`,
  ],
  [
    'words-in-forms',
    `update form set heard = '{}' where heard <> '{}' and person_id in (select person_id from account where messenger = $1)`,
  ],
  // Before the removals, of which a tick may write one at this moment. What is done goes too: it would keep the new one's from being planned.
  ['shown-contacts', `delete from reminder where reason = 'delete_contacts' and params ->> 'messenger' = $1`],
  ['messages', 'update outbox_message set message_ref = null where messenger = $1 and message_ref is not null'],
  ['changes-of-messages', `delete from outbox_message where messenger = $1 and kind in ('remove', 'cardLeft')`],
  ['updates', `delete from inbox_update where messenger = $1 and state = 'done'`],
].map(([name, sql]) => statement(`another-bot.${name}`, sql ?? ''));

/**
 * Who speaks in a messenger from now on: where it is another bot than before, all by which the old one's messages and files are known is
 * forgotten. The bytes are here, and go to the new one as they are shown. A new token of the same bot changes nothing.
 * @returns whether it is another one
 * @idempotent
 */
export async function meetBot(records: Records, messenger: string, id: string): Promise<boolean> {
  const key = `bot:${messenger}` as const;
  return databaseOf(records).transaction(async (tx) => {
    await holdSetting(tx, key);
    const before = known.safeParse(await settingOf(tx, key)).data;
    if (before?.id === id) return false;
    await keepSetting(tx, key, { id });
    if (before === undefined) return false;
    for (const forgetting of FORGETTING) await tx.query(forgetting, [messenger]);
    return true;
  });
}

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
