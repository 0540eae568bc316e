import { EngagementTask } from '../../../entities/engagement-task';
import { LineQuestion } from '../../../entities/line-question';
import { Person } from '../../../entities/person';
import { databaseOf, repositoryOf, type Transaction } from '../../database/database';
import { dayOf, isWorkingTime, nextWorkingDay, toPlainDate, type PlainDate } from '../../regulation/calendar';
import { hasRight } from '../../regulation/rights';
import { listenersOfDuty } from '../engagement/duty-hearers';
import { actOnTaskIn } from '../engagement/tasks';
import { say, type Message, type Params } from '../messages';
import { shortName } from '../people/names';
import type { Official } from '../people/officials';
import { circumstances, type Desk } from '../ports';
import { actOnQuestionIn } from './act-on-question';
import { unheldDuties, type UnheldDuties } from './unheld-duties';

/** Each is a key under `engagement:duty.refusal`. */
type PassingRefusal = 'notYours' | 'nothing' | 'noSuchPerson';
/** Papers name their signer: they are drawn anew, and pass to nobody. */
type PassedDuties = Readonly<Record<'questions' | 'tasks', number>>;

/** What stands with nobody since this person is away or was switched off; null: nothing does, or it is not the reader's matter. */
export async function readUnheld(desk: Desk, official: Official, holderId: number): Promise<UnheldDuties | null> {
  if (!hasRight(official, 'engage')) return null;
  return (await unheldDuties(databaseOf(desk), desk, holderId))[0] ?? null;
}

/**
 * Gives all questions and tasks that stand with nobody to somebody else, in one transaction: the days stay; what is late gets the next working
 * day. Both hear of it in one message each.
 * @idempotent: the second time nothing is left to be given
 */
export async function passDuties(
  desk: Desk,
  official: Official,
  holderId: number,
  toId: number,
): Promise<PassedDuties | PassingRefusal> {
  if (!hasRight(official, 'engage')) return 'notYours';
  return databaseOf(desk).transaction(async (tx) => {
    const to = await repositoryOf(tx, Person).findOneBy({ id: toId });
    if (to === null || to.disabledAt !== null || to.roles.length === 0 || toId === holderId) return 'noSuchPerson';
    const [found] = await unheldDuties(tx, desk, holderId);
    const passed = found
      ? {
          questions: await passQuestions(tx, desk, official, found, toId),
          tasks: await passTasks(tx, desk, official, found, toId),
        }
      : { questions: 0, tasks: 0 };
    if (found === undefined || passed.questions + passed.tasks === 0) return 'nothing';
    await tell(tx, desk, official, toId, { news: 'given', name: found.name, ...passed });
    await tell(tx, desk, official, holderId, { news: 'taken', name: shortName(to.name), ...passed });
    return passed;
  });
}

/** The last day as it was; what is over gets the next working day. */
function lastDay(dueOn: string | null, desk: Desk): PlainDate {
  const { now, calendar } = circumstances(desk);
  const next = nextWorkingDay(dayOf(now, calendar), calendar);
  const day = dueOn === null ? next : toPlainDate(dueOn);
  return day < dayOf(now, calendar) ? next : day;
}

async function passQuestions(
  tx: Transaction,
  desk: Desk,
  official: Official,
  { questions }: UnheldDuties,
  personId: number,
): Promise<number> {
  let passed = 0;
  for (const id of questions) {
    const { version, dueOn } = await repositoryOf(tx, LineQuestion).findOneByOrFail({ id });
    const answers = { personId, passedUntil: lastDay(dueOn, desk) };
    // Somebody else has just acted on the others.
    if ((await actOnQuestionIn(tx, desk, official, { id, version, act: 'give' }, answers)).ok) passed += 1;
  }
  return passed;
}

async function passTasks(
  tx: Transaction,
  desk: Desk,
  official: Official,
  { tasks }: UnheldDuties,
  personId: number,
): Promise<number> {
  let passed = 0;
  for (const id of tasks) {
    const { version, dueOn } = await repositoryOf(tx, EngagementTask).findOneByOrFail({ id });
    const answers = { personId, passedUntil: lastDay(dueOn, desk) };
    if ((await actOnTaskIn(tx, desk, official, { id, version, act: 'give' }, answers)) === null) passed += 1;
  }
  return passed;
}

async function tell(
  tx: Transaction,
  desk: Desk,
  { personId: actorId }: Official,
  ofId: number,
  said: Omit<Params<'dutiesPassed'>, 'personId'>,
): Promise<void> {
  const { now, calendar } = circumstances(desk);
  const listeners = (await listenersOfDuty(tx, desk, ofId, 'tasks')).filter((one) => one.id !== actorId);
  const messages = listeners.map(({ id: personId, absent: _, ...to }): Message => ({
    key: `dutiesPassed:${ofId}:${said.news}:${now.toISOString()}:person:${personId}`,
    to,
    kind: 'dutiesPassed',
    params: { personId, ...said },
    silent: said.news === 'taken' || !isWorkingTime(now, calendar),
  }));
  await say(tx, messages, now);
}
