import { escapeHtml, type Words } from '../../../../src/i18n';
import type { TaskView } from '../../../../src/usecases/engagement/tasks';
import type { Params } from '../../../../src/usecases/kit/messages';
import { inPlaceLines } from './engagement-words';
import { button, CAPTION, inRows, shorten, type Screen, type ScreenButton } from '../../screen';
import type { Reading } from '../../turn';
import { shortDay, todayOf } from '../dates';
import { pageOf, pager } from '../pager';

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
