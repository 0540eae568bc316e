import { escapeHtml, type Words } from '../../../src/i18n';
import {
  type TaskView,
  actOnTask,
  giveTask,
  LONGEST_REPORT,
  LONGEST_TASK,
  MOST_TASK_DAYS,
  readTask,
  tasksOf,
} from '../../../src/usecases/engagement/tasks';
import type { Params } from '../../../src/usecases/kit/messages';
import { inPlaceLines } from './engagement-words';
import { button, CAPTION, inRows, shorten, type Screen, type ScreenButton, pageOf, pager, only } from '../kit/screen';
import type { Reading, Turn } from '../kit/turn';
import { shortDay, todayOf } from '../kit/calendar-words';
import type { Desk } from '../../../src/usecases/kit/ports';
import type { SupervisorChoice } from '../../../src/usecases/engagement/list';
import { listPeople, type PersonLine } from '../../../src/usecases/people/people';
import { ALL_WHEN_NONE_FITS, choice } from '../kit/choice-question';
import { answered, idIn, daysCount, textOf } from '../kit/question';
import { TASK_ACTS, type TaskAct } from '../../../src/regulation/engagement/tasks';
import { isKeyOf } from '../../../src/regulation/lists';
import { readEngagement } from '../../../src/usecases/engagement/engagements';
import { writing } from '../kit/writing-question';
import type { Talk } from '../kit/talk';
import type { Answers, Step } from '../kit/dialog';
import { TableDialog } from '../kit/table-dialog';

const captionOf = ({ text, state, dueOn }: TaskView, reading: Reading): string => {
  const { plain } = reading.words;
  const line = text.replace(/\s+/g, ' ');
  return shorten(
    state === 'given'
      ? plain('results:task.lineUntil', { text: line, day: shortDay(dueOn, todayOf(reading)) })
      : plain('results:task.line', { text: line, state: plain(`results:task.state.${state}`) }),
    CAPTION,
  );
};

const taskButtons = (tasks: readonly TaskView[], reading: Reading): ScreenButton[][] =>
  tasks.map((task) => [button(captionOf(task, reading), { kind: 'engagementTask', taskId: task.id })]);

/** What follows from the results of one. */
export function tasksScreen(
  engagementId: number,
  title: string,
  tasks: readonly TaskView[],
  page: number,
  reading: Reading,
): Screen {
  const { html, plain } = reading.words;
  const view = pageOf(tasks, page);
  return {
    text: [
      `<b>${html('results:task.list', { title })}</b>`,
      ...(tasks.length === 0 ? [html('results:task.none')] : []),
    ].join('\n'),
    buttons: [
      ...taskButtons(view.shown, reading),
      ...pager(view, reading.words, (next) => ({ kind: 'engagementTasks', engagementId, page: next })),
      [
        button(plain('results:task.new'), { kind: 'newTask', engagementId }),
        button(plain('results:button.see'), { kind: 'engagementResults', engagementId }),
      ],
    ],
  };
}

/** What waits for its reader. */
export function myTasksScreen(tasks: readonly TaskView[], page: number, reading: Reading): Screen {
  const { html, plain } = reading.words;
  const view = pageOf(tasks, page);
  return {
    text: [`<b>${html('results:task.mine')}</b>`, ...(tasks.length === 0 ? [html('results:task.noneMine')] : [])].join(
      '\n',
    ),
    buttons: [
      ...taskButtons(view.shown, reading),
      ...pager(view, reading.words, (next) => ({ kind: 'myTasks', page: next })),
      [button(plain('list:button.menu'), { kind: 'menu' })],
    ],
  };
}

/** One task: what is to be done, by whom, by when, and what may be done with it. */
export function taskScreen(task: TaskView, reading: Reading): Screen {
  const { html, plain } = reading.words;
  const { id: taskId, version, title, text, state, holder, dueOn, said, acts } = task;
  const today = todayOf(reading);
  return {
    text: [
      `<b>${html('results:task.title', { title })}</b>`,
      `<blockquote>${escapeHtml(text)}</blockquote>`,
      html(`results:task.stands.${state}`, { name: holder, day: shortDay(dueOn, today) }),
      ...(state === 'given' && dueOn < today ? [`⚠️ ${html('results:task.overdue')}`] : []),
      ...(said === null ? [] : [html('results:task.said', { text: said })]),
      ...inPlaceLines(task.isInPlace ? holder : null, reading.words),
    ].join('\n'),
    buttons: [
      ...inRows(
        acts.map((act) => button(plain(`results:task.act.${act}`), { kind: 'taskAct', taskId, version, act })),
        2,
      ),
      [
        task.isOfficial
          ? button(plain('results:task.toList'), { kind: 'engagementTasks', engagementId: task.engagementId, page: 0 })
          : button(plain('results:task.toMine'), { kind: 'myTasks', page: 0 }),
      ],
    ],
  };
}

/** The way to them, with how many are not done. */
export const tasksButton = (engagementId: number, tasks: readonly TaskView[], { plain }: Words): ScreenButton =>
  button(plain('results:task.button', { count: tasks.filter(({ state }) => state === 'given').length }), {
    kind: 'engagementTasks',
    engagementId,
    page: 0,
  });

/** What one hears of a task that is not in front of one. */
export function engagementTaskNotice(
  { taskId, title, text, news, dueOn, absent }: Params<'engagementTask'>,
  reading: Reading,
): Screen {
  const { html, plain } = reading.words;
  return {
    text: [
      `<b>${html(`results:task.news.${news}`, { day: shortDay(dueOn, todayOf(reading)) })}</b>`,
      escapeHtml(title),
      `<blockquote>${escapeHtml(text)}</blockquote>`,
      ...inPlaceLines(absent, reading.words),
    ].join('\n'),
    buttons: news === 'taken' ? [] : [[button(plain('notice:open'), { kind: 'engagementTask', taskId })]],
  };
}

/** To which supervisor something goes. */
export const supervisorChoice = choice<{ readonly supervisors: readonly SupervisorChoice[] }>({
  items: ({ state: { supervisors }, reading: { words } }) =>
    supervisors.map(({ id, name, isAway }) => {
      const caption = isAway ? words.plain('engagement:away', { name }) : name;
      return { value: String(id), caption, search: name };
    }),
  pick(asked, value) {
    const personId = idIn(value);
    return asked.state.supervisors.some(({ id }) => id === personId) ? answered(asked, { personId }) : null;
  },
  nothing: (_, { reading: { words } }) => [words.html('engagement:noSupervisor')],
});

/** Whose a question or a task is to be. */
export const officialChoice = choice<{ readonly people: readonly PersonLine[] }>({
  items: ({ state, reading: { words } }) =>
    state.people.map(({ id, name, absent }) => ({
      value: String(id),
      caption: absent ? words.plain('line:absent', { name }) : name,
      search: name,
    })),
  pick(asked, value) {
    const personId = idIn(value);
    return asked.state.people.some(({ id }) => id === personId) ? answered(asked, { personId }) : null;
  },
  ...ALL_WHEN_NONE_FITS,
});

/** Whoever works here, whatever they are. */
export const officialsHere = async (desk: Desk): Promise<readonly PersonLine[]> =>
  (await listPeople(desk)).filter(({ disabled, roles }) => !disabled && roles.length > 0);

interface State {
  readonly people: readonly PersonLine[];
}

const numberIn = (answers: Answers, key: string): number => {
  const value = answers[key];
  return typeof value === 'number' ? value : 0;
};
const actOf = ({ act }: Answers): TaskAct | null => (isKeyOf(TASK_ACTS, act) ? act : null);

/** What each act asks before it is done; the others are one press. */
export const ASKED_OF_TASK: Readonly<Partial<Record<TaskAct, readonly string[]>>> = {
  finish: ['text'],
  giveBack: ['text'],
  cancel: ['text'],
  give: ['personId', 'days'],
};
/** Of a new one; of an act on one that is there. */
const asks = (name: string) => (answers: Answers) => {
  const act = actOf(answers);
  return act === null || ASKED_OF_TASK[act]?.includes(name) === true;
};

const person: Step<State> = {
  name: 'personId',
  when: asks('personId'),
  ask: ({ reading }) => reading.words.html('results:task.ask.person'),
  question: officialChoice,
};
const days: Step<State> = {
  name: 'days',
  when: asks('days'),
  ask: ({ reading }) => reading.words.html('results:task.ask.days', { most: MOST_TASK_DAYS }),
  question: daysCount({ key: 'days', offered: [3, 5, 10, 20, 60], least: 1, most: MOST_TASK_DAYS }),
};
const people = async ({ desk }: Talk): Promise<State> => ({ people: await officialsHere(desk) });

/** Something that follows from results: what, who, by when. */
export function newTaskDialog(talk: Talk): TableDialog<State> {
  const { desk } = talk;
  return new TableDialog<State>(talk, {
    subject: 'newTask',
    steps: [
      {
        name: 'text',
        ask: ({ reading }) => reading.words.html('results:task.ask.text'),
        question: writing({ key: 'text', limit: LONGEST_TASK, inOneMessage: true }),
      },
      person,
      days,
    ],
    read: () => people(talk),
    async finish(turn, { id: formId }, { answers }) {
      const engagementId = numberIn(answers, 'engagementId');
      const given = await giveTask(desk, turn.official, {
        ...{ engagementId, formId, text: textOf(answers, 'text') },
        ...{ personId: numberIn(answers, 'personId'), days: numberIn(answers, 'days') },
      });
      talk.wake();
      if (given === 'malformed' || given === 'noSuchPerson')
        return { complaint: turn.words.plain(`results:task.refusal.${given}`) };
      return typeof given === 'string'
        ? {
            toast: turn.words.plain(`results:task.refusal.${given}`),
            alert: true,
            screen: await drawTasks(talk, turn, engagementId),
          }
        : { toast: turn.words.plain('results:task.did.give'), screen: await drawTasks(talk, turn, engagementId) };
    },
    cancelled: (turn, answers) => drawTasks(talk, turn, numberIn(answers, 'engagementId')),
  });
}

/** An act on a task that has to be told something first. */
export function taskActDialog(talk: Talk): TableDialog<State> {
  const { desk } = talk;
  return new TableDialog<State>(talk, {
    subject: 'taskAct',
    steps: [
      {
        name: 'text',
        when: asks('text'),
        ask: ({ answers, reading }) =>
          reading.words.html(actOf(answers) === 'finish' ? 'results:task.ask.report' : 'engagement:askAct.reason'),
        question: writing({ key: 'text', limit: LONGEST_REPORT, inOneMessage: true }),
      },
      person,
      days,
    ],
    read: (_, answers) => (actOf(answers) === 'give' ? people(talk) : Promise.resolve({ people: [] })),
    async finish(turn, _form, { answers }) {
      const { plain } = turn.words;
      const [id, version, act] = [numberIn(answers, 'taskId'), numberIn(answers, 'version'), actOf(answers)];
      if (act === null) return { complaint: plain('refusal:oldButton') };
      const text = textOf(answers, 'text');
      const refusal = await actOnTask(
        desk,
        turn.official,
        { id, version, act },
        {
          ...(act === 'give' && { personId: numberIn(answers, 'personId'), days: numberIn(answers, 'days') }),
          ...(text !== '' && { text }),
        },
      );
      talk.wake();
      if (refusal === 'malformed' || refusal === 'noSuchPerson')
        return { complaint: plain(`results:task.refusal.${refusal}`) };
      const screen = await drawTask(talk, turn, id);
      return refusal === null
        ? { toast: plain(`results:task.did.${act}`), screen }
        : { toast: plain(`results:task.refusal.${refusal}`), alert: true, screen };
    },
    cancelled: (turn, answers) => drawTask(talk, turn, numberIn(answers, 'taskId')),
  });
}

/** Words alone where there is no such task for this person. */
export async function drawTask({ desk }: Talk, { official, words, reading }: Turn, id: number): Promise<Screen> {
  const task = await readTask(desk, official, id);
  return task ? taskScreen(task, reading) : only(words.html('results:task.refusal.gone'));
}

export async function drawTasks({ desk }: Talk, turn: Turn, engagementId: number, page = 0): Promise<Screen> {
  const { official, words, reading } = turn;
  const card = await readEngagement(desk, official, engagementId);
  if (!card) return only(words.html('engagement:refusal.gone'));
  return tasksScreen(
    engagementId,
    card.facts.content.title,
    await tasksOf(desk, official, engagementId),
    page,
    reading,
  );
}
