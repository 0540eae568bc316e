import { escapeHtml, type Words } from '../../../src/i18n';
import { DUTIES } from '../../../src/regulation/engagement/duties';
import type { HeldOfEngagement, UnheldDuties } from '../../../src/usecases/lines/duties';
import type { DutyLine } from '../../../src/usecases/kit/engagement-params';
import type { Params } from '../../../src/usecases/kit/messages';
import type { PersonLine } from '../../../src/usecases/people/people';
import { button, CAPTION, shorten, type Screen, type ScreenButton, pageOf, pager } from '../kit/screen';
import type { Reading } from '../kit/turn';
import { namedDay, shortDay, todayOf } from '../kit/calendar-words';

const TITLE = 50;
/** A line and a button each. */
export const DUTIES_AT_MOST = 8;

type Counts = Partial<HeldOfEngagement>;
/** What is given to a person, and then what waits for their word. */
export const countLines = (counts: Counts, { html }: Pick<Words, 'html'>): string[] =>
  ([...DUTIES, 'agreements', 'approvals'] as const).flatMap((kind) => {
    const count = counts[kind] ?? 0;
    return count === 0 ? [] : [html(`engagement:duty.count.${kind}`, { count })];
  });

/** To ОГ: what somebody was given stands with nobody. To admins, who pass nothing on: nobody may sign it. */
export const unheldNotice = (
  { holderId, name, why, questions, tasks, papers, isUnsignable, hearers }: Params<'dutiesUnheld'>,
  { words }: Reading,
): Screen => ({
  text: [
    `<b>${words.html(`engagement:duty.unheld.${why}`, { name })}</b>`,
    ...countLines(hearers === 'admins' ? { papers } : { questions, tasks, papers }, words),
    ...unsignableLines(isUnsignable, words),
  ].join('\n'),
  buttons:
    hearers === 'admins'
      ? []
      : [[button(words.plain('engagement:duty.pass'), { kind: 'unheldDuties', personId: holderId, page: 0 })]],
});

const unsignableLines = (isUnsignable: boolean, { html }: Words): string[] =>
  isUnsignable ? [html('engagement:duty.unsignable')] : [];

/** To whoever has them now, or had them. */
export const passedNotice = ({ news, name, questions, tasks }: Params<'dutiesPassed'>, { words }: Reading): Screen => ({
  text: [
    `<b>${words.html(`engagement:duty.news.${news}`, { name })}</b>`,
    ...countLines({ questions, tasks }, words),
  ].join('\n'),
  buttons:
    news === 'taken'
      ? []
      : [
          ...(questions === 0
            ? []
            : [[button(words.plain('line:button.mine', { count: questions }), { kind: 'myLineQuestions', page: 0 })]]),
          ...(tasks === 0
            ? []
            : [[button(words.plain('results:task.menu', { count: tasks }), { kind: 'myTasks', page: 0 })]]),
        ],
});

/** What stands with nobody, and who may get it. Papers name their signer: each is looked at by itself. */
export function unheldScreen(
  { holderId: personId, name, why, questions, tasks, papers, isUnsignable }: UnheldDuties,
  people: readonly PersonLine[],
  page: number,
  words: Words,
): Screen {
  const { html, plain } = words;
  const isPassed = questions.length + tasks.length > 0;
  const view = pageOf(isPassed ? people : [], page);
  return {
    text: [
      `<b>${html(`engagement:duty.unheld.${why}`, { name })}</b>`,
      ...countLines({ questions: questions.length, tasks: tasks.length, papers: papers.length }, words),
      ...(papers.length === 0 ? [] : [html('engagement:duty.papersStay')]),
      ...unsignableLines(isUnsignable, words),
      ...(isPassed ? [html('engagement:duty.askWhom')] : []),
    ].join('\n'),
    buttons: [
      ...papers
        .slice(0, DUTIES_AT_MOST)
        .map((paperId, index) => [
          button(plain('engagement:duty.paper', { number: index + 1 }), { kind: 'engagementPaper', paperId }),
        ]),
      ...view.shown.map(({ id: toId, name: caption }) => [
        button(shorten(caption, CAPTION), { kind: 'passDuties', personId, toId }),
      ]),
      ...pager(view, words, (next) => ({ kind: 'unheldDuties', personId, page: next })),
      [button(plain('list:button.menu'), { kind: 'menu' })],
    ],
  };
}

/** A part of the morning list: what ОГ makes or has given, and is its reader's. @param atMost so many lines; the others are counted */
export function dutyBlock(duties: readonly DutyLine[], atMost: number, reading: Reading): string[] {
  if (duties.length === 0) return [];
  const { html } = reading.words;
  const rest = duties.length - atMost;
  return [
    [
      `<b>${html('engagement:title')}</b>`,
      ...duties.slice(0, atMost).map((duty) => lineOf(duty, reading)),
      ...(rest > 0 ? [html('engagement:duty.more', { count: rest })] : []),
    ].join('\n'),
  ];
}

function lineOf(duty: DutyLine, reading: Reading): string {
  const { words } = reading;
  const { html } = words;
  const today = todayOf(reading);
  const day = 'day' in duty && duty.day !== null ? duty.day : null;
  const named = day === null ? '' : namedDay(day, today, words);
  const short = day === null ? '' : shortDay(day, today);
  const absent =
    'absent' in duty && duty.absent !== null ? ` · ${html('digest:mine.absent', { name: duty.absent })}` : '';
  switch (duty.of) {
    case 'engagement':
      return `${titleOf(duty.title)}: ${html(`engagement:nag.${duty.what}`, { day: named })}${absent}`;
    case 'question':
      return `${html(`engagement:duty.question.${duty.what}`, { number: duty.number, day: short })} · ${titleOf(duty.title)}${absent}`;
    case 'task':
      return `${html(`results:task.news.${duty.what}`, { day: short })} · ${titleOf(duty.text)}${absent}`;
    case 'paper':
      return `${html('results:paper.news.waits', { what: words.plain(`results:paper.kind.${duty.what}`) })} · ${titleOf(duty.title)}${absent}`;
    case 'lateQuestions':
    case 'lateTasks':
      return `${titleOf(duty.title)}: ${html(`engagement:duty.${duty.of}`, { count: duty.count })}`;
  }
}

const titleOf = (text: string): string => escapeHtml(shorten(text.replace(/\s+/g, ' '), TITLE));

/** Each opens by itself; of one subject there is one button. */
export function dutyButtons(
  duties: readonly DutyLine[],
  atMost: number,
  { words: { plain } }: Reading,
): ScreenButton[][] {
  const buttons = duties.slice(0, atMost).map((duty): ScreenButton => {
    switch (duty.of) {
      case 'engagement':
        return button(shorten(duty.title, TITLE), { kind: 'engagement', engagementId: duty.id });
      case 'question':
        return button(plain('engagement:duty.open.question', { number: duty.number }), {
          kind: 'lineQuestion',
          questionId: duty.id,
        });
      case 'task':
        return button(shorten(duty.text.replace(/\s+/g, ' '), TITLE), { kind: 'engagementTask', taskId: duty.id });
      case 'paper':
        return button(shorten(`${plain(`results:paper.kind.${duty.what}`)}: ${duty.title}`, TITLE), {
          kind: 'engagementPaper',
          paperId: duty.id,
        });
      case 'lateQuestions':
        return button(plain('engagement:duty.open.lateQuestions'), {
          kind: 'lineQuestions',
          engagementId: duty.id,
          of: 'given',
          page: 0,
        });
      case 'lateTasks':
        return button(plain('engagement:duty.open.lateTasks'), {
          kind: 'engagementTasks',
          engagementId: duty.id,
          page: 0,
        });
    }
  });
  const known = new Set<string>();
  return buttons
    .filter((one) => {
      const key = JSON.stringify(one);
      if (known.has(key)) return false;
      known.add(key);
      return true;
    })
    .map((one) => [one]);
}
