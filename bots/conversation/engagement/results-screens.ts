import { escapeHtml, type Words, LOCALES, wordsOf, type Locale } from '../../../src/i18n';
import type { EngagementResults, ResultFault, Tally, Ballot } from '../../../src/regulation/engagement/results';
import { shareOf, sharesOf, wholeOf } from '../../../src/regulation/engagement/shares';
import type { SentTable, Sheet } from '../../../src/usecases/kit/sent-table';
import { maskPersonalData } from '../../../src/text/personal-data';
import { shorten, button, type Screen, type ScreenButton, only } from '../kit/screen';
import type { Reading, Turn } from '../kit/turn';
import { inOneMessage } from '../kit/fit';
import { hasQuestions } from '../../../src/regulation/engagement/line-questions';
import { mayGiveTasks } from '../../../src/regulation/engagement/tasks';
import { type EngagementCard, readEngagement, readSummary } from '../../../src/usecases/engagement/engagements';
import { type TaskView, tasksOf } from '../../../src/usecases/engagement/tasks';
import { papersOf } from '../../../src/usecases/engagement/papers';
import { fullDay, moment } from '../kit/calendar-words';
import { paperButtons } from './paper-screens';
import { tasksButton } from './tasks';
import type { Talk } from '../kit/talk';
import type { Ranking } from '../../../src/usecases/kit/charts';

const NAME = 80;
const FAULTS = 6;

/** «1 024» */
export const grouped = (count: number): string => count.toLocaleString('ru');

/** «512 (34,1 %)»; without a share where there is nothing of which it would be one. */
export function votesSaid(votes: number, share: number | null, { plain }: Words): string {
  return share === null
    ? grouped(votes)
    : plain('results:votes', { votes: grouped(votes), share: share.toLocaleString('ru') });
}

function faultLine(fault: ResultFault, { plain }: Words): string {
  // It may be what a citizen has written, where no own answers are taken.
  const name = 'name' in fault ? shorten(maskPersonalData(fault.name), NAME) : '';
  const numbers = Object.fromEntries(
    Object.entries(fault).map(([key, value]) => [
      key,
      typeof value === 'number' && key !== 'row' ? grouped(value) : value,
    ]),
  );
  const said = 'said' in fault ? { said: shorten(String(fault.said), NAME) } : {};
  // Of a vote the question has no words of its own.
  if (name === '' && (fault.kind === 'sumOverParticipants' || fault.kind === 'sumUnderParticipants'))
    return plain(`results:fault.${fault.kind}Here`, numbers);
  return plain(`results:fault.${fault.kind}`, { ...numbers, ...said, name });
}

/** Why results do not hold, in plain words, the first few. */
export function faultsSaid(faults: readonly ResultFault[], words: Words): string {
  const shown = faults.slice(0, FAULTS).map((fault) => faultLine(fault, words));
  const more = faults.length - shown.length;
  return [...shown, ...(more > 0 ? [words.plain('results:fault.more', { count: more })] : [])].join('\n');
}

/** Why a table that was sent could not be read, and what to do. */
export const refusalOfTable = (
  { refusal, params }: Extract<SentTable, { ok: false }>,
  { plain }: Pick<Words, 'plain'>,
): string => plain(`table:refused.${refusal}`, params);

/** A tally, line by line, in HTML. */
export function tallyLines(tally: Tally, participants: number, words: Words): string[] {
  const { html } = words;
  const shares = sharesOf(tally, participants);
  const whole = wholeOf(tally, participants);
  const line = (name: string, votes: number, share: number | null) =>
    html('results:line', { name: shorten(name, NAME), votes: votesSaid(votes, share, words) });
  return [
    ...(tally.question === '' ? [] : ['', `<b>${escapeHtml(shorten(tally.question, 2 * NAME))}</b>`]),
    ...tally.counts.map(({ name, votes }, at) => line(name, votes, shares.counts[at] ?? null)),
    ...(tally.own.length === 0 ? [] : [html('results:own', { count: tally.own.length })]),
    ...tally.own.slice(0, 3).map(({ name, votes }) => line(`— ${name}`, votes, shareOf(votes, whole))),
  ];
}

/** What a message has for results beside the rest of its screen: a summary, or a question. */
const AROUND_RESULTS = 1_300;

/** As much of it as one message takes; all of it is in the papers and in what is published. */
export const shortResultLines = (results: EngagementResults, { words, longest }: Reading): readonly string[] =>
  inOneMessage(resultLines(results, words), longest - AROUND_RESULTS, (count) =>
    words.html('engagement:more', { count }),
  );

/** All that was counted, in HTML. */
const resultLines = ({ participants, tallies, proposals }: EngagementResults, words: Words): string[] => [
  words.html('results:participants', { count: participants, said: grouped(participants) }),
  ...tallies.flatMap((tally) => tallyLines(tally, participants, words)),
  ...(tallies.length > 0
    ? []
    : [
        words.html('results:proposals', { count: proposals.length }),
        ...proposals
          .slice(0, 5)
          .map(({ text, decision }) =>
            decision === ''
              ? words.html('results:proposalOpen', { text: shorten(text, 2 * NAME) })
              : words.html('results:proposal', { text: shorten(text, 2 * NAME), decision: shorten(decision, NAME) }),
          ),
      ]),
];

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

/** How it ended; words alone where there is none for this person. */
export async function drawResults({ desk }: Talk, { official, words, reading }: Turn, id: number): Promise<Screen> {
  const card = await readEngagement(desk, official, id);
  if (!card) return only(words.html('engagement:refusal.gone'));
  const made = {
    summary: await readSummary(desk, official, id),
    tasks: await tasksOf(desk, official, id),
    papers: await papersOf(desk, official, id),
  };
  return resultsScreen(card, made, reading);
}

/** A picture of each ballot: its options and their bars, in the order in which they were offered. */
export function resultPictures(
  title: string,
  { participants, tallies }: EngagementResults,
  words: Words,
): readonly Ranking[] {
  const { plain } = words;
  return tallies.map((tally): Ranking => {
    const shares = sharesOf(tally, participants);
    const rows = [
      ...tally.counts.map((count, at) => ({ ...count, share: shares.counts[at] ?? null })),
      // Answers of citizens' own are as many as there are words: the picture has their sum.
      ...(tally.own.length === 0
        ? []
        : [
            {
              name: plain('results:paper.ownAnswer'),
              votes: tally.own.reduce((sum, { votes }) => sum + votes, 0),
              share: shares.own,
            },
          ]),
    ];
    return {
      shape: 'ranking',
      title: tally.question === '' ? title : tally.question,
      note: [
        ...(tally.question === '' ? [] : [title]),
        plain('results:participants', { count: participants, said: grouped(participants) }),
        plain(tally.choosing === 'several' ? 'results:ofParticipants' : 'results:ofVotes'),
      ].join('. '),
      empty: plain('results:nobody'),
      series: [plain('results:template.votes')],
      rows: rows.map(({ name, votes, share }) => ({
        label: name,
        bars: [{ value: votes, said: votesSaid(votes, share, words) }],
      })),
    };
  });
}
