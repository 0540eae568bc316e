import { databaseOf, statement, type Transaction } from '../../database/database';
import type { Circumstances } from '../../regulation/facts';
import { say, type Message } from '../messages';
import { holdersOfRole } from '../people/officials';
import { soundsForAll } from '../people/on-duty';
import { circumstances, type Desk } from '../ports';
import { forgetSetting, hasSetting, keepSetting } from '../settings';
import { askToPlace } from '../deeds/ask-to-place';

const queueEntries = statement(
  'queue-entries-of-former-drafts',
  `insert into delivery (appeal_id, kind, text, draft_id, queued_at)
   select a.id, 'draft_entry', d.text, d.id, $1 from appeal a join answer_draft d on d.id = a.draft_id
   where a.stage = 'answer_approval' and a.entered_draft_id is distinct from a.draft_id
     and not exists (select from delivery y where y.draft_id = d.id and y.kind = 'draft_entry' and y.withdrawn_at is null)
   order by a.due_at, a.id returning id`,
);

const withdrawEntries = statement(
  'withdraw-entries-where-signed-here',
  `update delivery set withdrawn_at = $1 where kind = 'draft_entry' and placed_at is null and withdrawn_at is null`,
);

/**
 * At the first start after an update, once: an earlier version let a draft be approved before it stood in ПОС. What waits for
 * its approver gets the task that every draft has now. Where answers are signed here nothing is entered: those tasks are taken back,
 * and an office that signs in ПОС again gets them anew.
 * @idempotent by the setting and by the draft
 */
export async function enterFormerDrafts(desk: Desk): Promise<void> {
  const around = circumstances(desk);
  await databaseOf(desk).transaction(async (tx) => {
    if (around.signatures === 'verify') {
      await tx.query(withdrawEntries, [around.now]);
      return forgetSetting(tx, 'drafts_to_enter');
    }
    if (await hasSetting(tx, 'drafts_to_enter')) return;
    const queued = await tx.query<{ id: number }>(queueEntries, [around.now]);
    if (queued.length > 1) await tellOfSeveral(tx, queued.length, around);
    else
      await askToPlace(
        tx,
        queued.map(({ id }) => ({ id, kind: 'draft_entry', carriers: [] })),
        around,
      );
    await keepSetting(tx, 'drafts_to_enter', {});
  });
}

/** One message for several: the list «Не размещено в ПОС» has them. */
async function tellOfSeveral(tx: Transaction, count: number, around: Circumstances): Promise<void> {
  const people = await holdersOfRole(tx, 'coordinator');
  const sounds = await soundsForAll(tx, around);
  await say(
    tx,
    people.map(({ id, ...to }): Message => ({
      key: `draftsToEnter:person:${id}`,
      to,
      kind: 'draftsToEnter',
      params: { personId: id, count },
      silent: !sounds(id),
    })),
    around.now,
  );
}
