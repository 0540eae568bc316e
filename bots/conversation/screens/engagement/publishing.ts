import { escapeHtml, type Words } from '../../../../src/i18n';
import { dayOf } from '../../../../src/regulation/calendar';
import type { EngagementResults } from '../../../../src/regulation/engagement/results';
import { leadersOf, sharesOf } from '../../../../src/regulation/engagement/shares';
import type { EngagementCard } from '../../../../src/usecases/engagement/engagements';
import { button, only, type Screen } from '../../screen';
import type { Reading } from '../../turn';
import { clockTime, fullDay } from '../dates';
import { COPY_LIMIT, inParts } from '../fit';
import { grouped, votesSaid } from './results-words';

// What an office's own people put on its site and into its channels. The bot tells citizens nothing itself (41-ФЗ).

/** A text of one of these, as it is copied; in plain words. */
export interface Post {
  readonly name: 'announcement' | 'results';
  readonly text: string;
}

/** What there is to publish now. @param summary how it ended; null: nobody has said */
export function postsOf({ facts, results }: EngagementCard, summary: string | null, reading: Reading): readonly Post[] {
  const { words, calendar } = reading;
  const { plain } = words;
  const { content, placed } = facts;
  const { title, text, options, questions, opensOn, closesOn, heldAt, venue, link } = content;
  const held = heldAt === null ? null : new Date(heldAt);
  const choices = [
    ...options.map(({ name, about }) => (about === '' ? name : `${name}, ${about}`)),
    ...questions.map((one) => one.text),
  ];
  const announcement = [
    title,
    ...(text === '' ? [] : ['', text]),
    ...(choices.length === 0 ? [] : ['', ...choices.map((one) => `• ${one}`)]),
    '',
    ...(held === null
      ? []
      : [
          plain('results:publish.held', {
            day: fullDay(dayOf(held, calendar)),
            hour: clockTime(held, calendar),
            venue,
          }),
        ]),
    ...(opensOn === null || closesOn === null
      ? []
      : [plain('results:publish.days', { from: fullDay(opensOn), to: fullDay(closesOn) })]),
    ...(link === '' ? [] : [plain('engagement:card.link', { url: link })]),
    ...(placed === null ? [] : [plain('results:publish.there', { address: placed.address })]),
  ].join('\n');
  return [
    { name: 'announcement', text: announcement.trim() },
    ...(results === null ? [] : [{ name: 'results' as const, text: resultsPost(title, results, summary, words) }]),
  ];
}

function resultsPost(title: string, results: EngagementResults, summary: string | null, words: Words): string {
  const { plain } = words;
  const { participants, tallies, proposals } = results;
  return [
    plain('results:title', { title }),
    plain('results:participants', { said: grouped(participants) }),
    ...tallies.flatMap((tally) => {
      const shares = sharesOf(tally, participants);
      const leaders = leadersOf(tally).map(({ name }) => name);
      return [
        '',
        ...(tally.question === '' ? [] : [tally.question]),
        ...tally.counts.map(({ name, votes }, at) =>
          plain('results:publish.line', {
            mark: leaders.includes(name) ? '★' : '•',
            name,
            votes: votesSaid(votes, shares.counts[at] ?? null, words),
          }),
        ),
      ];
    }),
    ...(tallies.length > 0 ? [] : [plain('results:proposals', { count: proposals.length })]),
    ...(summary === null ? [] : ['', summary]),
  ].join('\n');
}

/** Pieces to be copied, and the way to have all of it as a file. What one message has no room for follows in messages of its own. */
export function publishingScreens(
  card: EngagementCard,
  posts: readonly Post[],
  { html, plain }: Words,
): { readonly main: Screen; readonly more: readonly Screen[] } {
  const isShort = posts.map(({ text }) => text.length).reduce((sum, length) => sum + length, 0) <= COPY_LIMIT;
  const pieces = posts.flatMap(({ name, text }) =>
    inParts(text, COPY_LIMIT).map((part, index, { length: count }) =>
      [
        html(`results:publish.${name}`),
        ...(count === 1 ? [] : [html('engagement:part', { number: index + 1, count })]),
        `<pre>${escapeHtml(part)}</pre>`,
      ].join('\n'),
    ),
  );
  return {
    main: {
      text: [
        `<b>${html('results:publish.title', { title: card.facts.content.title })}</b>`,
        html('results:publish.hint'),
        ...(isShort ? pieces : []),
      ].join('\n'),
      buttons: [
        [button(plain('results:publish.file'), { kind: 'publishingFile', engagementId: card.id })],
        [button(plain('engagement:button.card'), { kind: 'engagement', engagementId: card.id })],
      ],
    },
    more: isShort ? [] : pieces.map(only),
  };
}
