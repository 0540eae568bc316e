import { z } from 'zod';
import { Account } from '../../../entities/account';
import { EngagementPaper } from '../../../entities/engagement-paper';
import { repositoryOf, type Transaction } from '../../database/database';
import { dayOf } from '../../regulation/calendar';
import { rowOfPaper } from '../../regulation/engagement/papers';
import { nextMorning } from '../../regulation/engagement/task-moments';
import { say } from '../messages';
import { circumstances, type Desk } from '../ports';
import { planReminders } from '../reminders/plan-reminders';
import { settleReminders, workOff, type DueReminder, type OnReminderFailure } from '../reminders/work-off';
import { loadEngagement } from './engagement-store';
import { supervisorsIn } from './supervisors';

/** Whoever is to sign it hears of it again each working morning, as long as it waits and they may sign it. @idempotent */
export async function planPaper(tx: Transaction, desk: Desk, paperId: number, personId: number): Promise<void> {
  const { now, calendar } = circumstances(desk);
  const key = `engagementPaper:${paperId}:waits:${dayOf(now, calendar)}`;
  const dueAt = nextMorning(now, calendar);
  await planReminders(tx, [{ key, reason: 'engagement_paper', appealId: null, personId, dueAt, params: { paperId } }]);
}

const told = z.object({ paperId: z.int() });

/** @returns how much was told */
export const remindOfPapers = (desk: Desk, onFailure: OnReminderFailure): Promise<number> =>
  workOff(desk, ['engagement_paper'], (tx, batch) => remind(tx, desk, batch), onFailure);

async function remind(tx: Transaction, desk: Desk, batch: readonly DueReminder[]): Promise<number> {
  const now = desk.clock.now();
  for (const { params } of batch) {
    const { paperId } = told.parse(params);
    const paper = await repositoryOf(tx, EngagementPaper).findOneBy({ id: paperId, state: 'waiting' });
    const kept = paper && (await loadEngagement(tx, paper.engagementId));
    if (!paper || !kept) continue;
    const { id, what, signerId: personId } = paper;
    const facts = { ...paper, stage: kept.row.stage, stageAt: kept.row.stageAt };
    const canApprove = (await supervisorsIn(tx, desk, true)).some((one) => one.id === personId);
    const sign = rowOfPaper('sign', facts, { personId, isOfficial: false, canApprove }, desk.office.fourEyes);
    // Its results were told anew: it will be signed never. Who lost the right to sign may have it again.
    if (sign === 'reopened') continue;
    await planPaper(tx, desk, id, personId);
    const account = await repositoryOf(tx, Account).findOneBy({ personId, isHome: true });
    if (!account || typeof sign === 'string') continue;
    await say(
      tx,
      [
        {
          key: `engagementPaper:${id}:waits:${now.toISOString()}`,
          to: { messenger: account.messenger, chatId: account.chatId },
          kind: 'engagementPaper',
          params: { personId, paperId: id, title: kept.content.title, what, news: 'waits', by: null, reason: null },
          silent: false,
        },
      ],
      now,
    );
  }
  await settleReminders(
    tx,
    batch.map(({ id }) => ({ id, state: 'done' })),
  );
  return batch.length;
}
