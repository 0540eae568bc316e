import { databaseOf, statement } from '../../database/database';
import { say } from '../messages';
import { adminsWithChat } from '../people/officials';
import type { Records } from '../ports';
import { hasSetting, keepSetting } from '../settings';

/** As many numbers as one message is read with. */
const NUMBERS = 60;

/** The journal keeps what every act was told, but for answers. Those that can still be mended come first. */
const withDots = statement(
  'appeals-with-dots',
  `select a.number, count(*) over ()::int as count from appeal a
   where a.id in (
     select appeal_id from answer_draft where text like '%••%' or without_photo like '%••%'
     union select appeal_id from delivery where placed_at is null and withdrawn_at is null and text like '%••%'
     union select j.appeal_id from journal_entry j join journal_words w on w.id = j.words_id where w.words like '%••%')
   order by a.finished_at is not null, a.id desc limit $1`,
);

/**
 * At start, once: an earlier version showed officials their own texts masked, and what was copied from there has kept the
 * dots. No new text gets any, so nobody need look again.
 * @idempotent by the message and the setting
 */
export async function tellOfDots(desk: Records): Promise<void> {
  await databaseOf(desk).transaction(async (tx) => {
    if (await hasSetting(tx, 'dots_told')) return;
    const found = await tx.query<{ number: string; count: number }>(withDots, [NUMBERS]);
    const admins = found.length === 0 ? [] : await adminsWithChat(tx);
    // Nobody to tell it to: the next start looks again.
    if (found.length > 0 && admins.length === 0) return;
    const told = { numbers: found.map(({ number }) => number), count: found[0]?.count ?? 0 };
    await say(
      tx,
      admins.map(({ id, ...to }) => ({
        key: `dotsInTexts:person:${id}`,
        to,
        kind: 'dotsInTexts',
        params: { personId: id, ...told },
        silent: false,
      })),
      desk.clock.now(),
    );
    await keepSetting(tx, 'dots_told', {});
  });
}
