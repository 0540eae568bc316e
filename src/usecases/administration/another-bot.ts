import { z } from 'zod';
import { databaseOf, statement } from '../../database/database';
import type { Records } from '../ports';
import { holdSetting, keepSetting, settingOf } from '../settings';

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
