import { describeError, framesOf, type Log } from '../process/log';
import { doDueActs } from '../usecases/acts/perform';
import { expireForms } from '../usecases/acts/form-ends';
import { endTies } from '../usecases/lines/question-groups';
import { tellOfUnheld } from '../usecases/lines/duties';
import { turnEngagements } from '../usecases/engagement/returned-results';
import { settleDue } from '../usecases/office/access';
import { putReminderOff } from '../usecases/terms/snooze';
import { noteLapses } from '../usecases/terms/lapses';
import { openAwaitedCases } from '../usecases/terms/cases';
import { noteNags } from '../usecases/terms/note-nags';
import { replanOpen } from '../usecases/terms/replan';
import { tellNags } from '../usecases/terms/tell-nags';
import { passCommentsOn, releaseTasks, ringAll } from '../usecases/delivery/task-takers';
import { followExplanations } from '../usecases/violations/act-on-violation';
import type { Desk } from '../usecases/kit/ports';
import type { OnReminderFailure } from '../usecases/kit/reminders';

/**
 * Does what time is to do: first the acts, since what they end needs no nag; then the terms that are over; then who is to
 * hear of what, put together by person. Two instances share the work, and a crash gives it back.
 * @param log hears of what failed
 * @returns how much was done
 */
export async function runDueReminders(desk: Desk, log?: Log): Promise<number> {
  const onFailure: OnReminderFailure = (due, error) => {
    log?.error(
      { reason: describeError(error), at: framesOf(error), reminderId: due.id, reminder: due.reason },
      'a reminder failed and will be tried again',
    );
    return putReminderOff(desk, due);
  };
  const replanned = await replanOpen(desk, onFailure);
  const acted = await doDueActs(desk, onFailure);
  const turned = (await turnEngagements(desk, onFailure)) + (await endTies(desk));
  const { forms: expired } = await expireForms(desk, null);
  const lapsed = (await noteLapses(desk, onFailure)) + (await openAwaitedCases(desk));
  const released = (await releaseTasks(desk)) + (await ringAll(desk)) + (await passCommentsOn(desk));
  const letIn = await settleDue(desk);
  const explained = await followExplanations(desk);
  const until = desk.clock.now();
  const noted = await noteNags(desk, onFailure);
  const unheld = await tellOfUnheld(desk);
  const told = await tellNags(desk, until, onFailure);
  const done = [replanned, acted, turned, expired, lapsed, released, letIn, explained, noted, unheld, told];
  return done.reduce((sum, one) => sum + one, 0);
}
