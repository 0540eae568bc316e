import { LOCALES, wordsOf, type Locale, type Words } from '../../../../src/i18n';
import { hasQuestions } from '../../../../src/regulation/engagement/line-questions';
import { mayGiveTasks } from '../../../../src/regulation/engagement/tasks';
import type { Ballot } from '../../../../src/regulation/engagement/results';
import type { EngagementCard } from '../../../../src/usecases/engagement/engagements';
import type { TaskView } from '../../../../src/usecases/engagement/tasks';
import type { papersOf } from '../../../../src/usecases/engagement/papers';
import type { Sheet } from '../../../../src/usecases/kit/sent-table';
import { button, type Screen, type ScreenButton } from '../../screen';
import type { Reading } from '../../turn';
import { fullDay, moment } from '../dates';
import { paperButtons } from './paper-screens';
import { shortResultLines } from './results-words';
import { tasksButton } from './task-screens';

/** What was made of results so far. */
export interface MadeOfResults {
  readonly summary: string | null;
  readonly tasks: readonly TaskView[];
  readonly papers: Awaited<ReturnType<typeof papersOf>>;
}

/** The way from a card to its results; none while there are none. */
export function resultsButtons(
  { id, facts, results, acts, returned }: EngagementCard,
  { plain }: Words,
): ScreenButton[][] {
  const hasAny = results !== null || (facts.kind === 'direct_line' && hasQuestions(facts.stage));
  const see = button(plain('results:button.see'), { kind: 'engagementResults', engagementId: id });
  const tell = button(plain('engagement:action.tellResults'), { kind: 'tellResults', engagementId: id });
  const publish = button(plain('results:publish.button'), { kind: 'publishing', engagementId: id });
  const row = [...(acts.has('tellResults') && results === null ? [tell] : []), ...(hasAny ? [see] : [])];
  // Whoever only agrees to it has no act any more, and these are not theirs.
  if (acts.size === 0) return [];
  const home = button(plain('results:returned.button'), { kind: 'returnedResults', engagementId: id });
  return [
    ...(returned === null ? [] : [[home]]),
    ...(row.length === 0 ? [] : [row]),
    ...(facts.placed === null ? [] : [[publish]]),
  ];
}

/** How it ended, and what is made of it. */
export function resultsScreen(card: EngagementCard, made: MadeOfResults, reading: Reading): Screen {
  const { id, facts, results, acts } = card;
  const { words } = reading;
  const { html, plain } = words;
  const hasBars = (results?.tallies ?? []).length > 0;
  const picturesIn = (locale: Locale) =>
    button(wordsOf(locale).plain('results:button.pictures'), { kind: 'resultPictures', engagementId: id, locale });
  return {
    text: [
      `<b>${html('results:title', { title: facts.content.title })}</b>`,
      ...(results === null ? [] : shortResultLines(results, reading)),
      ...(made.summary === null ? [] : ['', html('results:summary', { text: made.summary })]),
    ].join('\n'),
    buttons: [
      ...(hasBars ? [LOCALES.map(picturesIn)] : []),
      ...(mayGiveTasks(facts.stage) ? [[tasksButton(id, made.tasks, words)]] : []),
      ...paperButtons(card, made.papers, reading),
      ...(acts.has('tellResults')
        ? [[button(plain('results:button.again'), { kind: 'tellResults', engagementId: id })]]
        : []),
      [button(plain('engagement:button.card'), { kind: 'engagement', engagementId: id })],
    ],
  };
}

/** What came home from ПОС, and becomes the results by one press. */
export function returnedScreen({ id: engagementId, facts, returned }: EngagementCard, reading: Reading): Screen {
  const { words, now, calendar } = reading;
  const { html, plain } = words;
  const toCard = button(plain('engagement:button.card'), { kind: 'engagement', engagementId });
  const title = `<b>${html('results:title', { title: facts.content.title })}</b>`;
  if (returned === null) return { text: [title, html('results:returned.none')].join('\n'), buttons: [[toCard]] };
  const { id: returnedId, results, countedOn, source, receivedAt } = returned;
  return {
    text: [
      title,
      html('results:returned.came', { moment: moment(receivedAt, now, calendar) }),
      html('results:returned.counted', { day: fullDay(countedOn) }),
      html('results:returned.source', { address: source }),
      ...shortResultLines(results, reading),
      '',
      html('results:returned.ask'),
    ].join('\n'),
    buttons: [
      [
        button(plain('results:returned.take'), { kind: 'takeReturned', engagementId, returnedId }),
        button(plain('results:returned.decline'), { kind: 'declineReturned', engagementId, returnedId }),
      ],
      [toCard],
    ],
  };
}

/** A table to be filled in: what was asked is there, the numbers are not. */
export function resultsTemplate(ballots: readonly Ballot[], { plain }: Words): Sheet {
  const hasQuestions = ballots.some(({ question }) => question !== '');
  const rows = ballots.flatMap(({ question, options }) =>
    options.map(({ name }) => [...(hasQuestions ? [question] : []), name, null]),
  );
  return {
    name: plain('results:template.sheet'),
    columns: [
      ...(hasQuestions ? [{ heading: plain('results:template.question'), type: 'text' as const, width: 50 }] : []),
      { heading: plain('results:template.option'), type: 'text', width: 50 },
      { heading: plain('results:template.votes'), type: 'number', width: 14 },
    ],
    rows: [...rows, [...(hasQuestions ? [''] : []), plain('results:template.participants'), null]],
  };
}
