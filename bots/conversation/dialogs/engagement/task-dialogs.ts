import { TASK_ACTS, type TaskAct } from '../../../../src/regulation/engagement/tasks';
import { isKeyOf } from '../../../../src/regulation/lists';
import {
  actOnTask,
  giveTask,
  LONGEST_REPORT,
  LONGEST_TASK,
  MOST_TASK_DAYS,
  readTask,
  tasksOf,
} from '../../../../src/usecases/engagement/tasks';
import { readEngagement } from '../../../../src/usecases/engagement/engagements';
import type { PersonLine } from '../../../../src/usecases/people/people';
import { daysCount } from '../../questions/amount';
import { textOf } from '../../questions/question';
import { writing } from '../../questions/writing';
import { only, type Screen } from '../../screen';
import { taskScreen, tasksScreen } from '../../screens/engagement/task-screens';
import type { Talk } from '../../talk';
import type { Turn } from '../../turn';
import type { Answers, Step } from '../dialog';
import { TableDialog } from '../table-dialog';
import { officialChoice, officialsHere } from './person-choices';

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
