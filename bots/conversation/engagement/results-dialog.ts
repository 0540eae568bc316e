import { z } from 'zod';
import { escapeHtml } from '../../../src/i18n';
import {
  ballotsOf,
  faultsOfCounts,
  faultsOfProposals,
  LONGEST_SAID,
  MOST_PROPOSALS,
  MOST_VOTES,
  PROPOSALS_OF,
  proposalOf,
  readCounts,
  RESULTS_OF,
  undecidedOf,
  votesIn,
  votesOf,
  type Ballot,
  type EngagementResults,
  type Proposal,
  type ReadCounts,
} from '../../../src/regulation/engagement/results';
import { lengthInCharacters } from '../../../src/text/plain-text';
import { actOnEngagement } from '../../../src/usecases/engagement/act-on-engagement';
import { readEngagement, type EngagementCard } from '../../../src/usecases/engagement/engagements';
import {
  maskProposals,
  maskTallies,
  countsIn,
  countsTyped,
  proposalsIn,
} from '../../../src/usecases/engagement/sent-results';
import { lastFileOfForm } from '../../../src/usecases/kit/attachments';
import type { SentTable } from '../../../src/usecases/kit/sent-table';
import { confirm } from '../kit/choice-question';
import { entries } from '../kit/entries-question';
import { forward, type Asked, type Question } from '../kit/question';
import { line } from '../kit/writing-question';
import { button, shorten } from '../kit/screen';
import { faultsSaid, grouped, refusalOfTable, shortResultLines, drawResults } from './results-screens';
import type { Talk } from '../kit/talk';
import type { Turn } from '../kit/turn';
import type { Answers, Step } from '../kit/dialog';
import { TableDialog } from '../kit/table-dialog';
import { drawEngagement, engagementRefusal } from './engagement-screens';

const NAME = 60;

interface State {
  readonly card: EngagementCard | null;
  readonly ballots: readonly Ballot[];
  readonly counts: ReadCounts;
  /** Of a file, and those that were typed. */
  readonly proposals: { readonly sent: readonly Proposal[]; readonly typed: readonly Proposal[] };
  /** Why the file that came can't be taken, in plain words; null: it can, or none came. */
  readonly refusal: string | null;
  readonly hasFile: boolean;
}

const sentCount = z.object({
  row: z.int(),
  question: z.string(),
  option: z.string(),
  votes: z.string(),
  isTyped: z.literal(true),
});
const proposal = z.object({ text: z.string(), decision: z.string(), of: z.enum(PROPOSALS_OF).optional() });
/** What a form keeps of them; what is wrong here was written by us, so it throws. */
const keptSchema = z.object({
  typed: z.array(sentCount).default([]),
  proposals: z.array(proposal).default([]),
  participants: z.int().optional(),
});
const keptIn = (answers: Answers) => keptSchema.parse(answers);

const idOf = ({ engagementId }: Answers): number => (typeof engagementId === 'number' ? engagementId : 0);

const participantsOf = ({ answers, state }: Pick<Asked<State>, 'answers' | 'state'>): number | null =>
  state.counts.participants ?? keptIn(answers).participants ?? null;

const resultsOf = (asked: Pick<Asked<State>, 'answers' | 'state'>): EngagementResults => ({
  participants: participantsOf(asked) ?? 0,
  tallies: asked.state.counts.tallies,
  proposals: [...asked.state.proposals.sent, ...asked.state.proposals.typed],
});

/** What can be known of rows by themselves; whether all are there is asked at the end. */
const OF_A_ROW = ['unknownQuestion', 'unknownOption', 'notNumber'];

/** Votes: by file, or line by line as they are read aloud; a number is mended by typing it again. */
const counts: Question<State> = {
  takes: { files: true, caption: false },
  rows: (asked) => [
    ...(asked.state.counts.tallies.length > 0 && asked.state.counts.faults.length === 0
      ? [[button(forward(asked), asked.move('done'))]]
      : []),
    [
      button(asked.reading.words.plain('results:button.template'), {
        kind: 'resultsTemplate',
        engagementId: asked.state.card?.id ?? 0,
      }),
    ],
  ],
  soFar({ state: { ballots, counts: read, refusal, hasFile }, reading: { words } }, room) {
    // Of what nobody has said yet the list says so: it is nothing to be mended.
    const wrong = read.faults.filter(({ kind }) => kind !== 'missing');
    return [
      ...ballots.flatMap(({ question, options }, index) => [
        ...(question === '' ? [] : [`<b>${index + 1}. ${escapeHtml(shorten(question, room(NAME)))}</b>`]),
        ...options.map(({ name }, place) => {
          const number = question === '' ? `${place + 1}` : `${index + 1}.${place + 1}`;
          const votes = read.said[index]?.[place] ?? null;
          const said = votes === null ? words.plain('results:notSaid') : grouped(votes);
          return words.html('results:numbered', { number, name: shorten(name, room(NAME)), votes: said });
        }),
        ...sumLines(read, index, words),
      ]),
      ...(refusal === null ? [] : [`⚠️ ${escapeHtml(refusal)}`]),
      ...(hasFile && refusal === null && wrong.length > 0 ? [`⚠️ ${escapeHtml(faultsSaid(wrong, words))}`] : []),
      '',
    ];
  },
  pressed: (_, move) => (move === 'done' ? { view: {}, passes: true } : null),
  typed(asked, text) {
    const { words } = asked.reading;
    const rows = countsTyped(text, asked.state.ballots.length);
    const faults = readCounts(asked.state.ballots, rows).faults.filter(({ kind }) => OF_A_ROW.includes(kind));
    if (faults.length > 0) return { complaint: faultsSaid(faults, words) };
    return { answers: { ...asked.answers, typed: [...keptIn(asked.answers).typed, ...rows] } };
  },
};

/** What all votes of a ballot come to, once each option has some. */
function sumLines({ said, tallies }: ReadCounts, index: number, { html }: Turn['words']): string[] {
  const tally = tallies[index];
  const isWhole = said[index]?.every((votes) => votes !== null);
  return tally && isWhole ? [html('results:paper.allVotes', { votes: grouped(votesOf(tally)) })] : [];
}

const participants: Question<State> = line({
  key: 'participants',
  check(text, { reading: { words } }) {
    const value = votesIn(text);
    return value === null
      ? { complaint: words.plain('results:complaint.participants', { most: grouped(MOST_VOTES) }) }
      : { value };
  },
});

const typedProposals = entries<State, Proposal>({
  key: 'proposals',
  entriesIn: ({ state }) => state.proposals.typed,
  most: ({ state }) => MOST_PROPOSALS - state.proposals.sent.length,
  nameOf: ({ text }) => text,
  tooMany: (_, { reading }) => ({
    complaint: reading.words.plain('engagement:complaint.tooMany', { limit: MOST_PROPOSALS }),
  }),
  same: (name, { reading }) => ({
    complaint: reading.words.plain('engagement:complaint.same', { name: shorten(name, NAME) }),
  }),
  dropCaption: ({ reading }) => reading.words.plain('engagement:button.dropLast'),
  noteOf: ({ decision }) => decision,
  read: readProposal,
  mended(before, lines, asked) {
    const one = readProposal(lines, asked);
    return 'complaint' in one || lines.length > 1 ? one : { entry: { ...before, text: one.entry.text } };
  },
  askAnew: ({ reading }) => reading.words.html('results:ask.proposalAnew'),
});

function readProposal([text = '', ...rest]: readonly string[], { reading }: Asked<State>) {
  const of = proposalOf(rest.at(-1) ?? '') ?? undefined;
  const decision = (of === undefined ? rest : rest.slice(0, -1)).join('\n');
  const length = Math.max(lengthInCharacters(text), lengthInCharacters(decision));
  return length > LONGEST_SAID
    ? { complaint: reading.words.plain('engagement:complaint.tooLong', { length, limit: LONGEST_SAID }) }
    : { entry: { text, decision, of } };
}

/** By file, one by one, or none: of hearings to which nobody has come. */
const proposals: Question<State> = {
  ...typedProposals,
  takes: { files: true, caption: false },
  rows(asked) {
    const { sent, typed } = asked.state.proposals;
    if (typed.length > 0) return typedProposals.rows(asked);
    const caption = sent.length > 0 ? forward(asked) : asked.reading.words.plain('results:button.noProposals');
    return [[button(caption, asked.move('done'))]];
  },
  soFar: (asked, room) => {
    const { sent } = asked.state.proposals;
    const { html } = asked.reading.words;
    return [
      ...(sent.length === 0 ? [] : [html('results:sentProposals', { count: sent.length })]),
      ...(asked.state.refusal === null ? [] : [`⚠️ ${escapeHtml(asked.state.refusal)}`]),
      ...(typedProposals.soFar?.(asked, room) ?? []),
    ];
  },
  pressed: (asked, move, value) =>
    move === 'done' && value === '' ? { view: {}, passes: true } : typedProposals.pressed(asked, move, value),
};

const isCounted = (_: Answers, { card }: State): boolean => card !== null && RESULTS_OF[card.facts.kind] === 'counts';

/** What was good when it was answered: options may be others by now, or the file can't be read again. In plain words. */
function refuseAll(asked: Asked<State>): string | null {
  const { counts: read, refusal } = asked.state;
  if (!isCounted(asked.answers, asked.state)) return refusal;
  // Whoever has typed all of it needs no file.
  return read.faults.length > 0 ? (refusal ?? faultsSaid(read.faults, asked.reading.words)) : refuseParticipants(asked);
}

/** Why so many people can't have voted so; in plain words. */
function refuseParticipants(asked: Asked<State>): string | null {
  const people = participantsOf(asked);
  const faults = people === null ? [] : faultsOfCounts(asked.state.counts.tallies, people);
  return faults.length === 0 ? null : faultsSaid(faults, asked.reading.words);
}

/** Of hearings: what holds their conclusion back. */
function undecidedLines(asked: Asked<State>): string[] {
  const count = undecidedOf(resultsOf(asked)).length;
  const isHeldBack = asked.state.card?.facts.kind === 'hearings' && count > 0;
  return isHeldBack ? [asked.reading.words.html('results:undecided', { count })] : [];
}

const steps: readonly Step<State>[] = [
  {
    name: 'counts',
    question: counts,
    when: isCounted,
    ask: ({ reading, state: { ballots } }) =>
      reading.words.html(ballots.length > 1 ? 'results:ask.countsOfSeveral' : 'results:ask.counts'),
    refuse: (asked) =>
      asked.state.counts.faults.length > 0
        ? faultsSaid(asked.state.counts.faults, asked.reading.words)
        : refuseParticipants(asked),
  },
  {
    name: 'participants',
    question: participants,
    when: (_, state) => state.counts.participants === null,
    ask: ({ reading }) => reading.words.html('results:ask.participants'),
    refuse: refuseParticipants,
  },
  {
    name: 'proposals',
    question: proposals,
    when: (answers, state) => !isCounted(answers, state),
    ask: ({ reading, state: { card } }) =>
      reading.words.html(card?.facts.kind === 'hearings' ? 'results:ask.proposalsOfHearings' : 'results:ask.proposals'),
    refuse: ({ state: { refusal } }) => refusal,
  },
  {
    name: 'check',
    question: confirm('check', ({ reading }) => reading.words.plain('results:button.save')),
    ask: (asked) =>
      [
        ...shortResultLines(resultsOf(asked), asked.reading),
        '',
        ...undecidedLines(asked),
        asked.reading.words.html('results:ask.check'),
      ].join('\n'),
  },
];

/** How it ended, counted: by file or typed, looked at, and kept. */
export function resultsDialog(talk: Talk): TableDialog<State> {
  const { desk, sentTables } = talk;

  async function read({ official, words }: Turn, answers: Answers, formId: number): Promise<State> {
    const card = await readEngagement(desk, official, idOf(answers));
    const ballots = card === null ? [] : ballotsOf(card.facts.kind, card.facts.content);
    const isOfCounts = card !== null && RESULTS_OF[card.facts.kind] === 'counts';
    const sha256 = await lastFileOfForm(desk, formId);
    const table = sha256 === null ? null : await sentTables.read(sha256);
    const rows = table?.ok === true ? table.rows : [];
    const sentCounts = isOfCounts && rows.length > 0 ? countsIn(rows) : [];
    const sentProposals = !isOfCounts && rows.length > 0 ? proposalsIn(rows) : [];
    const { typed, proposals: kept } = keptIn(answers);
    // What a file says anew was there before.
    const own = kept.filter(({ text }) => !(sentProposals ?? []).some((one) => one.text === text));
    const counted = readCounts(ballots, [...(sentCounts ?? []), ...typed]);
    const tooMuch = faultsOfProposals(sentProposals ?? [], own.length);
    return {
      card,
      ballots,
      counts: { ...counted, tallies: maskTallies(counted.tallies) },
      proposals: { sent: maskProposals(sentProposals ?? []), typed: maskProposals(own) },
      refusal:
        refusalIn(table, sentCounts === null || sentProposals === null, isOfCounts, words) ??
        (tooMuch.length > 0 ? faultsSaid(tooMuch, words) : null),
      hasFile: table !== null,
    };
  }

  return new TableDialog<State>(talk, {
    subject: 'engagementResults',
    steps,
    read,
    head: ({ state: { card }, reading: { words } }) =>
      card ? [`<b>${words.html('results:title', { title: card.facts.content.title })}</b>`] : [],
    async finish(turn, { id: formId }, asked) {
      const complaint = refuseAll(asked);
      if (complaint !== null) return { complaint };
      const id = idOf(asked.answers);
      const answers = { results: resultsOf(asked) };
      const outcome = await actOnEngagement(desk, turn.official, {
        id,
        action: 'tellResults',
        version: null,
        answers,
        formId,
      });
      if (outcome.kind === 'done')
        return { toast: turn.words.plain('engagement:did.tellResults'), screen: await drawResults(talk, turn, id) };
      const screen = await drawEngagement(talk, turn, id);
      return { toast: engagementRefusal(outcome, asked.state.card, turn.words), alert: true, screen };
    },
    cancelled: (turn, answers) => drawEngagement(talk, turn, idOf(answers)),
  });
}

function refusalIn(
  table: SentTable | null,
  lacksHeadings: boolean,
  isOfCounts: boolean,
  words: Turn['words'],
): string | null {
  if (table === null) return null;
  if (!table.ok) return refusalOfTable(table, words);
  return lacksHeadings ? words.plain(isOfCounts ? 'results:noHeadings.counts' : 'results:noHeadings.proposals') : null;
}
