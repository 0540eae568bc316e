import { z } from 'zod';
import { Account } from '../../../entities/account';
import { EngagementTask } from '../../../entities/engagement-task';
import { repositoryOf, type Transaction } from '../../database/database';
import { toPlainDate } from '../../regulation/calendar';
import { taskMoments, type TaskNag } from '../../regulation/engagement/task-moments';
import { say } from '../messages';
import { circumstances, type Desk } from '../ports';
import { planReminders } from '../reminders/plan-reminders';
import { settleReminders, workOff, type DueReminder, type OnReminderFailure } from '../reminders/work-off';
import { loadEngagement } from './engagement-store';

type Task = Readonly<Pick<EngagementTask, 'id' | 'state' | 'givenToId' | 'dueOn' | 'version'>>;

/** All that time will say of a task, as it stands now. What has lost its reason by then says nothing: its version is another. @idempotent */
export async function planTask(
  tx: Transaction,
  desk: Desk,
  { id, state, givenToId, dueOn, version }: Task,
): Promise<void> {
  if (state !== 'given') return;
  await planReminders(
    tx,
    taskMoments(toPlainDate(dueOn), circumstances(desk)).map(({ what, at }) => ({
      key: `engagementTask:${id}:v${version}:${what}:${at.toISOString()}`,
      reason: 'engagement_task',
      ...{ appealId: null, personId: givenToId, dueAt: at, params: { taskId: id, version, what } },
    })),
  );
}

const told = z.object({ taskId: z.int(), version: z.int(), what: z.enum(['soon', 'today', 'late']) });

/** Tells whoever has a task that its day comes, or is over. @returns how much */
export const tellTasks = (desk: Desk, onFailure: OnReminderFailure): Promise<number> =>
  workOff(desk, ['engagement_task'], (tx, batch) => tell(tx, desk, batch), onFailure);

async function tell(tx: Transaction, desk: Desk, batch: readonly DueReminder[]): Promise<number> {
  for (const { params } of batch) {
    const { taskId, version, what } = told.parse(params);
    const task = await repositoryOf(tx, EngagementTask).findOneBy({ id: taskId, version, state: 'given' });
    if (task) await remind(tx, desk, task, what);
  }
  await settleReminders(
    tx,
    batch.map(({ id }) => ({ id, state: 'done' })),
  );
  return batch.length;
}

async function remind(tx: Transaction, desk: Desk, task: EngagementTask, news: TaskNag): Promise<void> {
  const now = desk.clock.now();
  const { id, engagementId, text, givenToId: personId, dueOn } = task;
  const kept = await loadEngagement(tx, engagementId);
  const account = await repositoryOf(tx, Account).findOneBy({ personId, isHome: true });
  if (kept && account)
    await say(
      tx,
      [
        {
          key: `engagementTask:${id}:${news}:${now.toISOString()}`,
          to: { messenger: account.messenger, chatId: account.chatId },
          kind: 'engagementTask',
          params: { personId, taskId: id, title: kept.content.title, text, news, dueOn: toPlainDate(dueOn) },
          silent: false,
        },
      ],
      now,
    );
  await planTask(tx, desk, task);
}
