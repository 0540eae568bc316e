import type { Words } from '../../../src/i18n';
import { dayOf, toPlainDate, type PlainDate } from '../../../src/regulation/calendar';
import type { EngagementContent } from '../../../src/regulation/engagement/content';
import { withoutInsults } from '../../../src/regulation/engagement/moderation';
import type { EngagementPaperKind, PaperedKind } from '../../../src/regulation/engagement/papers';
import {
  PROPOSALS_OF,
  votesOf,
  type EngagementResults,
  type Proposal,
  type Tally,
} from '../../../src/regulation/engagement/results';
import { leadersOf, sharesOf } from '../../../src/regulation/engagement/shares';
import type { TaskView } from '../../../src/usecases/engagement/tasks';
import { inOneLine } from '../../../src/text/addressee';
import type { Letter, Minutes, MinutesPart } from '../../../src/usecases/kit/ports';
import type { Reading } from '../kit/turn';
import { clockTime, fullDay } from '../kit/calendar-words';
import { grouped } from './results-screens';

/** What minutes are made of. */
export interface Ended {
  readonly kind: PaperedKind;
  readonly content: EngagementContent;
  /** Where it stood in ПОС; null: nowhere. */
  readonly address: string | null;
  readonly results: EngagementResults | null;
  /** How it ended, in the official's words; empty: nobody has said yet. */
  readonly summary: string;
  readonly tasks: readonly TaskView[];
  /** Of the conclusion of hearings: the number of the protocol that it follows from, and its day; null: none was sent to be signed. */
  readonly protocol: { readonly number: string; readonly day: PlainDate | null };
  /** A picture of each ballot, in their order. */
  readonly pictures: readonly Uint8Array[];
}
/** Around the words. */
export interface OnPaper {
  readonly head: Letter['head'] | null;
  readonly signer: Letter['signer'];
  readonly preparedBy: string;
}

const paragraph = (text: string): MinutesPart => ({ as: 'paragraph', text });
const heading = (text: string): MinutesPart => ({ as: 'heading', text });

/** The protocol says all that was counted, the conclusion what came of it. @param reading in the language of the paper */
export function resultMinutes(
  what: EngagementPaperKind,
  ended: Ended,
  { head, signer, preparedBy }: OnPaper,
  reading: Reading,
): Minutes {
  const { words, now, calendar } = reading;
  const { plain, locale } = words;
  const body = what === 'protocol' ? protocolParts(ended, words) : conclusionParts(ended, words);
  return {
    locale,
    head,
    title: plain(`results:paper.${what}.${ended.kind}`),
    of: plain('results:paper.of', { title: ended.content.title }),
    date:
      ended.kind === 'hearings' && what === 'protocol'
        ? plain('results:paper.numbered', { date: fullDay(dayOf(now, calendar)), number: ended.protocol.number })
        : fullDay(dayOf(now, calendar)),
    parts: [
      ...(ended.kind === 'hearings' ? hearingsParts(what, ended, head, reading) : heldParts(ended, reading)),
      ...body,
      ...decisionParts(what, ended, words),
      ...(ended.kind === 'hearings' && what === 'protocol' ? [paragraph(plain('results:paper.listOfPeople'))] : []),
    ],
    signer,
    note: plain('results:paper.note', {
      moment: `${fullDay(dayOf(now, calendar))} ${clockTime(now, calendar)}`,
      name: preparedBy,
    }),
    issuedAt: now,
  };
}

/** What ГрК РФ art. 5.1 asks of the papers of hearings: whose they are, how they were announced, of which territory, by which protocol. */
function hearingsParts(
  what: EngagementPaperKind,
  ended: Ended,
  head: OnPaper['head'],
  reading: Reading,
): MinutesPart[] {
  const { plain } = reading.words;
  const { title, text, opensOn, closesOn, notice, territory } = ended.content;
  const { number, day } = ended.protocol;
  const said = (value: string) => (value === '' ? plain('results:paper.blank') : value);
  const organizer = head === null ? '' : inOneLine(head.name[0] ?? '');
  const common = [
    plain('results:paper.organizer', { name: said(organizer) }),
    ...(what === 'conclusion'
      ? [
          plain('results:paper.project', { title }),
          plain('results:paper.byProtocol', {
            number,
            day: day === null ? plain('results:paper.blank') : fullDay(day),
          }),
        ]
      : []),
    plain('results:paper.notice', { notice: said(notice) }),
    plain('results:paper.territory', { territory: said(territory) }),
    ...(opensOn === null || closesOn === null
      ? []
      : [plain('results:paper.taken', { from: fullDay(opensOn), to: fullDay(closesOn) })]),
  ].map(paragraph);
  const announced =
    what === 'protocol' && text !== '' ? [heading(plain('results:paper.announced')), paragraph(text)] : [];
  return [...common, ...heldParts({ ...ended, content: { ...ended.content, opensOn: null } }, reading), ...announced];
}

/** What was held, when, where, by how many. */
function heldParts({ content, address, results }: Ended, { words, calendar }: Reading): MinutesPart[] {
  const { plain } = words;
  const { opensOn, closesOn, heldAt, venue } = content;
  const held = heldAt === null ? null : new Date(heldAt);
  const lines = [
    ...(opensOn === null || closesOn === null
      ? []
      : [plain('results:paper.days', { from: fullDay(opensOn), to: fullDay(closesOn) })]),
    ...(held === null
      ? []
      : [
          plain('results:paper.held', {
            day: fullDay(dayOf(held, calendar)),
            hour: clockTime(held, calendar),
            venue,
          }),
        ]),
    ...(address === null ? [] : [plain('results:paper.placed', { address })]),
    ...(results === null ? [] : [plain('results:participants', { said: grouped(results.participants) })]),
  ];
  return lines.map(paragraph);
}

function protocolParts({ results, pictures, kind }: Ended, words: Words): MinutesPart[] {
  const { plain } = words;
  if (results === null) return [paragraph(plain('results:paper.notTold'))];
  const { tallies, proposals, participants } = results;
  return [
    ...tallies.flatMap((tally, index) => {
      const png = pictures[index];
      return [
        heading(tally.question === '' ? plain('results:paper.votes') : tally.question),
        tallyTable(tally, participants, words),
        ...ownTable(tally, words),
        paragraph(leaderLine(tally, words)),
        ...(png === undefined ? [] : [{ as: 'picture' as const, caption: shareNote(tally, words), png }]),
      ];
    }),
    ...(tallies.length === 0 || proposals.length > 0 ? proposalParts(results, kind, words) : []),
  ];
}

function conclusionParts({ results, kind }: Ended, words: Words): MinutesPart[] {
  const { plain } = words;
  if (results === null) return [paragraph(plain('results:paper.notTold'))];
  const { tallies, proposals } = results;
  const leaders = tallies.flatMap((tally) => [
    ...(tally.question === '' ? [] : [heading(tally.question)]),
    paragraph(plain('results:paper.allVotes', { votes: grouped(votesOf(tally)) })),
    paragraph(leaderLine(tally, words)),
  ]);
  return tallies.length > 0 && proposals.length === 0 ? leaders : [...leaders, ...proposalParts(results, kind, words)];
}

const shareNote = ({ choosing }: Tally, { plain }: Words): string =>
  plain(choosing === 'several' ? 'results:ofParticipants' : 'results:ofVotes');

function tallyTable(tally: Tally, participants: number, words: Words): MinutesPart {
  const { plain } = words;
  const shares = sharesOf(tally, participants);
  const share = (of: number | null = null) =>
    of === null ? '' : plain('results:paper.percent', { share: of.toLocaleString('ru') });
  const own = tally.own.reduce((sum, { votes }) => sum + votes, 0);
  const rows = [
    ...tally.counts.map(({ name, votes }, at) => [name, grouped(votes), share(shares.counts[at])]),
    ...(tally.own.length === 0 ? [] : [[plain('results:paper.ownAnswer'), grouped(own), share(shares.own)]]),
    [plain('results:paper.total'), grouped(votesOf(tally)), ''],
  ];
  return {
    as: 'table',
    columns: [plain('results:template.option'), plain('results:template.votes'), plain('results:paper.share')],
    rows,
  };
}

/** Each answer of citizens' own, by how many gave it. */
const ownTable = ({ own }: Tally, { plain }: Words): MinutesPart[] =>
  own.length === 0
    ? []
    : [
        {
          as: 'table',
          columns: [plain('results:paper.ownAnswer'), plain('results:template.votes')],
          rows: own.map(({ name, votes }) => [withoutInsults(name, plain('results:paper.insult')), grouped(votes)]),
        },
      ];

function leaderLine(tally: Tally, { plain }: Words): string {
  const leaders = leadersOf(tally);
  const [first] = leaders;
  if (first === undefined) return plain('results:nobody');
  const votes = grouped(first.votes);
  return leaders.length === 1
    ? plain('results:paper.leader', { name: first.name, votes })
    : plain('results:paper.draw', { names: leaders.map(({ name }) => `«${name}»`).join(', '), votes });
}

/** Of hearings those of residents stand apart from others'. */
function proposalParts({ proposals }: EngagementResults, kind: PaperedKind, { plain }: Words): MinutesPart[] {
  if (kind !== 'hearings' || proposals.length === 0)
    return [
      heading(plain('results:paper.proposals')),
      proposals.length === 0
        ? paragraph(plain('results:paper.noProposals'))
        : proposalTable(proposals, plain('results:paper.decided'), plain),
    ];
  return [...PROPOSALS_OF, null].flatMap((whose) => {
    const theirs = proposals.filter(({ of = null }) => of === whose);
    if (theirs.length === 0 && whose === null) return [];
    return [
      heading(plain(`results:paper.proposalsOf.${whose ?? 'nobody'}`)),
      theirs.length === 0
        ? paragraph(plain('results:paper.noneOfThem'))
        : proposalTable(theirs, plain('results:paper.recommended'), plain),
    ];
  });
}

const proposalTable = (proposals: readonly Proposal[], decided: string, plain: Words['plain']): MinutesPart => ({
  as: 'table',
  columns: [plain('results:paper.proposal'), decided],
  rows: proposals.map(({ text, decision }) => [
    withoutInsults(text, plain('results:paper.insult')),
    decision === '' ? plain('results:notSaid') : decision,
  ]),
});

/** What was decided, and who does what by when. */
function decisionParts(what: EngagementPaperKind, { kind, summary, tasks }: Ended, { plain }: Words): MinutesPart[] {
  const standing = tasks.filter(({ state }) => state !== 'cancelled');
  return [
    ...(summary === ''
      ? []
      : [
          heading(
            plain(
              kind === 'hearings' && what === 'conclusion' ? 'results:paper.conclusions' : 'results:paper.decision',
            ),
          ),
          paragraph(summary),
        ]),
    ...(standing.length === 0
      ? []
      : [
          heading(plain('results:paper.tasks')),
          {
            as: 'table' as const,
            columns: [plain('results:paper.task'), plain('results:paper.holder'), plain('results:paper.dueOn')],
            rows: standing.map(({ text, holder, dueOn }) => [text, holder, fullDay(toPlainDate(dueOn))]),
          },
        ]),
  ];
}
