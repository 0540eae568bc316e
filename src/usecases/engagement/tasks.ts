import { EngagementTask } from '../../../entities/engagement';
import { Person } from '../../../entities/person';
import { repositoryOf, type Transaction, databaseOf, statement, type Rows } from '../../database/database';
import { addWorkingDays, dayOf, type PlainDate, isWorkingTime, toPlainDate } from '../../regulation/calendar';
import { type DutyKind, dutyActorOf, inPlaceOf, isHeldBy } from '../../regulation/engagement/duties';
import {
  actsOnTask,
  maySeeTask,
  mayGiveTasks,
  rowOfTask,
  type TaskAct,
  type TaskState,
} from '../../regulation/engagement/tasks';
import { OFFICIAL } from '../../regulation/engagement/transitions';
import { hasRight } from '../../regulation/rights';
import { isMeaningful, lengthInCharacters } from '../../text/plain-text';
import { closeForm, lockForm } from '../kit/form-store';
import { addEngagementEntry } from '../kit/journal';
import { say, type Message, type Params } from '../kit/messages';
import { type Official, shortNamesOf } from '../kit/officials';
import { circumstances, type Desk } from '../kit/ports';
import { loadEngagement } from './engagement-store';
import { listenersOfDuty, officialsThere, type DutyListener } from './told';

// What an official is given by name, with a day: a task that follows from results, a question of a direct line.

/** To whom, and until when. */
export interface Giving {
  readonly personId?: number | undefined;
  /** Working days after today. */
  readonly days?: number | undefined;
  /** Of many at once: the last day itself; whoever gets them is told of all together. */
  readonly passedUntil?: PlainDate | undefined;
}

/** The last day, or why they can't have it. @param mostDays working days that an official gets at most */
export async function givenUntil(
  tx: Transaction,
  desk: Desk,
  { personId = 0, days = 0, passedUntil }: Giving,
  mostDays: number,
): Promise<PlainDate | { readonly refusal: 'malformed' | 'noSuchPerson' }> {
  if (passedUntil === undefined && (!Number.isInteger(days) || days < 1 || days > mostDays))
    return { refusal: 'malformed' };
  if (!(await worksHere(tx, personId))) return { refusal: 'noSuchPerson' };
  const { now, calendar } = circumstances(desk);
  return passedUntil ?? addWorkingDays(dayOf(now, calendar), days, calendar);
}

export async function worksHere(tx: Transaction, personId: number): Promise<boolean> {
  const person = await repositoryOf(tx, Person).findOneBy({ id: personId });
  return person !== null && person.disabledAt === null && person.roles.length > 0;
}

/** holder: whoever has it, or stands in for them. giver: whoever has given it, or ОГ in their place. Null: nobody. */
export interface Hearing<News> {
  readonly to: 'holder' | 'giver';
  readonly personId: number | null;
  readonly news: News;
}

/** Whoever is written to of it: all but the one who has done it. */
export async function listenersTo(
  tx: Transaction,
  desk: Desk,
  { to, personId }: Hearing<unknown>,
  { kind, actorId }: { readonly kind: DutyKind; readonly actorId: number },
): Promise<readonly DutyListener[]> {
  if (personId === null) return [];
  const listeners =
    to === 'giver'
      ? (await officialsThere(tx, desk, personId)).map((one) => ({ ...one, absent: null }))
      : await listenersOfDuty(tx, desk, personId, kind);
  return listeners.filter(({ id }) => id !== actorId);
}

/** Characters. */
export const LONGEST_TASK = 500;
export const LONGEST_REPORT = 1_000;
/** Working days that an official gets at most. */
export const MOST_TASK_DAYS = 120;

/** Why nothing was done; each is a key under `results:task.refusal`. */
export type TaskRefusal = 'gone' | 'stale' | 'notNow' | 'notYours' | 'noSuchPerson' | 'malformed';

export interface NewTask {
  readonly engagementId: number;
  readonly text: string;
  readonly personId: number;
  /** Working days after today. */
  readonly days: number;
  /** In which it was written; it makes one and ends. */
  readonly formId: number;
}

/** Gives an official something to do that follows from results. @returns its id, or why not */
export async function giveTask(desk: Desk, official: Official, task: NewTask): Promise<number | TaskRefusal> {
  if (!hasRight(official, 'engage')) return 'notYours';
  const { engagementId, text, personId, days, formId } = task;
  if (!isMeaningful(text) || lengthInCharacters(text) > LONGEST_TASK) return 'malformed';
  return databaseOf(desk).transaction(async (tx) => {
    const kept = await loadEngagement(tx, engagementId, 'wait');
    if (!kept) return 'gone';
    if ((await lockForm(tx, formId))?.state !== 'open') return 'stale';
    if (!mayGiveTasks(kept.row.stage)) return 'notNow';
    const dueOn = await givenUntil(tx, desk, { personId, days }, MOST_TASK_DAYS);
    if (typeof dueOn === 'object') return dueOn.refusal;
    const row = await repositoryOf(tx, EngagementTask).save({
      ...{ engagementId, text, state: 'given', version: 1, givenToId: personId, givenById: official.personId },
      ...{ dueOn, said: null, formId, givenAt: desk.clock.now() },
    } satisfies Omit<EngagementTask, 'id'>);
    await note(tx, desk, official, row, 'giveTask', { text, personId, dueOn });
    await tell(tx, desk, official, kept.content.title, row, [{ to: 'holder', personId, news: 'given' }]);
    await closeForm(tx, formId, null, desk.clock.now());
    return row.id;
  });
}

/** What an act on a task was told. */
export interface TaskAnswers extends Giving {
  /** finish: what was done. giveBack, cancel: why. */
  readonly text?: string | undefined;
}

type TaskRow = Readonly<Pick<EngagementTask, keyof EngagementTask>>;

interface TaskAction {
  readonly id: number;
  /** Of the task that was looked at; another one is stale. */
  readonly version: number;
  readonly act: TaskAct;
}

/** One act on a task in one transaction: the table, the row, the journal and whoever hears of it. @returns null: it is done */
export const actOnTask = (
  desk: Desk,
  official: Official,
  action: TaskAction,
  answers: TaskAnswers = {},
): Promise<TaskRefusal | null> =>
  databaseOf(desk).transaction((tx) => actOnTaskIn(tx, desk, official, action, answers));

/** The same beside others, in their transaction. */
export async function actOnTaskIn(
  tx: Transaction,
  desk: Desk,
  official: Official,
  { id, version, act }: TaskAction,
  answers: TaskAnswers,
): Promise<TaskRefusal | null> {
  const before = await repositoryOf(tx, EngagementTask).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
  const kept = before && (await loadEngagement(tx, before.engagementId));
  const actor = dutyActorOf(official);
  if (!before || !kept || !maySeeTask(before, actor)) return 'gone';
  if (before.version !== version) return 'stale';
  const row = rowOfTask(act, before, actor);
  if (row === null) return 'notNow';
  const said = answers.text ?? null;
  if (act !== 'give' && act !== 'reopen' && !isSaid(said)) return 'malformed';
  // What stands with nobody is no work: it is given to another.
  if (act === 'reopen' && !(await worksHere(tx, before.givenToId))) return 'noSuchPerson';
  const { personId = 0, passedUntil } = answers;
  const given = act === 'give' ? await givenUntil(tx, desk, answers, MOST_TASK_DAYS) : before.dueOn;
  if (typeof given === 'object') return given.refusal;
  const after: TaskRow = {
    ...before,
    ...{ state: row.to, version: version + 1, said, dueOn: given },
    ...(act === 'give' && { givenToId: personId, givenById: official.personId }),
  };
  await repositoryOf(tx, EngagementTask).save({ ...after });
  const onBehalfOfId = row.by === 'holder' ? inPlaceOf(before.givenToId, actor) : null;
  const details = { act, to: row.to, ...(said !== null && { said }) };
  await note(
    tx,
    desk,
    official,
    after,
    'workOnTask',
    details,
    row.by === 'holder' ? 'answering' : 'official',
    onBehalfOfId,
  );
  const isAlone = passedUntil === undefined;
  await tell(tx, desk, official, kept.content.title, after, isAlone ? heardOf(act, before, after) : []);
  return null;
}

const isSaid = (text: string | null): boolean =>
  text !== null && isMeaningful(text) && lengthInCharacters(text) <= LONGEST_REPORT;

type TaskHearing = Hearing<Params<'engagementTask'>['news']>;

function heardOf(act: TaskAct, before: TaskRow, after: TaskRow): readonly TaskHearing[] {
  const taken: TaskHearing = { to: 'holder', personId: before.givenToId, news: 'taken' };
  switch (act) {
    case 'finish':
      return [{ to: 'giver', personId: before.givenById, news: 'done' }];
    case 'giveBack':
      return [{ to: 'giver', personId: before.givenById, news: 'returned' }];
    case 'cancel':
      return [taken];
    case 'give':
    case 'reopen':
      return [
        { to: 'holder', personId: after.givenToId, news: 'given' },
        ...(before.givenToId === after.givenToId || before.state !== 'given' ? [] : [taken]),
      ];
  }
}

async function tell(
  tx: Transaction,
  desk: Desk,
  { personId: actorId }: Official,
  title: string,
  { id, version, text, dueOn }: TaskRow,
  hears: readonly TaskHearing[],
): Promise<void> {
  const { now, calendar } = circumstances(desk);
  for (const hearing of hears) {
    const { news } = hearing;
    const listeners = await listenersTo(tx, desk, hearing, { kind: 'tasks', actorId });
    const messages = listeners.map(({ id: personId, absent, ...to }): Message => ({
      key: `engagementTask:${id}:v${version}:${news}:person:${personId}`,
      to,
      kind: 'engagementTask',
      params: { personId, taskId: id, title, text, news, dueOn: toPlainDate(dueOn), absent },
      // Only what is theirs to do now sounds.
      silent: (news !== 'given' && news !== 'returned') || !isWorkingTime(now, calendar),
    }));
    await say(tx, messages, now);
  }
}

async function note(
  tx: Transaction,
  desk: Desk,
  official: Official,
  { id, engagementId }: TaskRow,
  action: 'giveTask' | 'workOnTask',
  details: Readonly<Record<string, unknown>>,
  capacity: 'official' | 'answering' = 'official',
  onBehalfOfId: number | null = null,
): Promise<void> {
  const kept = await loadEngagement(tx, engagementId);
  if (!kept) throw new Error(`The engagement ${engagementId} of the task ${id} is gone`);
  const { stage, version } = kept.row;
  await addEngagementEntry(tx, {
    ...{ at: desk.clock.now(), engagementId, action, personId: official.personId, capacity, onBehalfOfId },
    ...{ clause: OFFICIAL, fromStage: stage, toStage: stage, version },
    ...{ formId: null, details: { taskId: id, ...details } },
  });
}

/** A task as lists and its card show it. */
export interface TaskView {
  readonly id: number;
  readonly engagementId: number;
  readonly title: string;
  readonly text: string;
  readonly state: TaskState;
  readonly version: number;
  readonly holder: string;
  /** Its reader stands in for whoever has it. */
  readonly isInPlace: boolean;
  readonly dueOn: PlainDate;
  readonly said: string | null;
  readonly acts: readonly TaskAct[];
  readonly isOfficial: boolean;
}

const selectGiven = statement(
  'engagement-tasks-of-person',
  `select id from engagement_task where given_to_id = any($1::int[]) and state = 'given' order by due_on, id`,
);
const countGiven = statement(
  'count-engagement-tasks-of-person',
  `select count(*)::int as count from engagement_task where given_to_id = any($1::int[]) and state = 'given'`,
);
const selectOf = statement('engagement-tasks', 'select id from engagement_task where engagement_id = $1 order by id');

async function viewsOf(rows: Rows, official: Official, ids: readonly number[]): Promise<readonly TaskView[]> {
  const actor = dutyActorOf(official);
  const views: TaskView[] = [];
  for (const taskId of ids) {
    const task = await repositoryOf(rows, EngagementTask).findOneBy({ id: taskId });
    const kept = task && (await loadEngagement(rows, task.engagementId));
    if (!task || !kept || !maySeeTask(task, actor)) continue;
    const { id, engagementId, text, state, version, said, givenToId, dueOn } = task;
    const names = await shortNamesOf(rows, [givenToId]);
    views.push({
      ...{ id, engagementId, text, state, version, said, title: kept.content.title, isOfficial: actor.isOfficial },
      ...{ isInPlace: givenToId !== actor.personId && isHeldBy(givenToId, actor) },
      ...{ holder: names.get(givenToId) ?? '', dueOn: toPlainDate(dueOn), acts: actsOnTask(task, actor) },
    });
  }
  return views;
}

/** Null: there is none, or not for them. */
export const readTask = async (desk: Desk, official: Official, id: number): Promise<TaskView | null> =>
  (await viewsOf(databaseOf(desk), official, [id]))[0] ?? null;

const holdersOf = (official: Official): number[] => [official.personId, ...dutyActorOf(official).standsInFor];

/** How many wait for this person, or for whom they stand in. */
export async function countTasksGivenTo(desk: Desk, official: Official): Promise<number> {
  const [row] = await databaseOf(desk).query<{ count: number }>(countGiven, [holdersOf(official)]);
  return row?.count ?? 0;
}

/** The same themselves, the nearest day first. */
export async function tasksGivenTo(desk: Desk, official: Official): Promise<readonly TaskView[]> {
  const database = databaseOf(desk);
  const ids = await database.query<{ id: number }>(selectGiven, [holdersOf(official)]);
  return viewsOf(
    database,
    official,
    ids.map(({ id }) => id),
  );
}

/** Of an engagement, in the order in which they were given. */
export async function tasksOf(desk: Desk, official: Official, engagementId: number): Promise<readonly TaskView[]> {
  const database = databaseOf(desk);
  const ids = await database.query<{ id: number }>(selectOf, [engagementId]);
  return viewsOf(
    database,
    official,
    ids.map(({ id }) => id),
  );
}
