import type { LineProtocol, ProtocolPart, ProtocolQuestion } from '../../../src/usecases/lines/protocol';
import { type Words, escapeHtml } from '../../../src/i18n';
import { dayOf } from '../../../src/regulation/calendar';
import { wasTakenAway } from '../../../src/regulation/engagement/line-questions';
import { withoutInsults } from '../../../src/regulation/engagement/moderation';
import type { Minutes, MinutesPart } from '../../../src/usecases/kit/ports';
import type { Reading } from '../kit/turn';
import { fullDay, moment } from '../kit/calendar-words';
import { numbersOf, drawLine } from './line-screens';
import type { OnPaper } from '../engagement/result-minutes';
import {
  type ReadQuestionTable,
  loadQuestions,
  tryQuestions,
  type QuestionTables,
  type TriedQuestions,
} from '../../../src/usecases/lines/gather';
import { shorten } from '../kit/screen';
import { lastFileOfForm } from '../../../src/usecases/kit/attachments';
import { confirm } from '../kit/choice-question';
import { wordsRefused, type Question } from '../kit/question';
import type { Talk } from '../kit/talk';
import type { Step } from '../kit/dialog';
import { TableDialog } from '../kit/table-dialog';
import { lineOf } from './act-dialog';

/** Which part of a protocol it is. */
export interface PartOnPaper {
  /** From 1. */
  readonly part: number;
  /** All of them, in their order. */
  readonly parts: readonly ProtocolPart[];
  /** Of the second and those after it, in their order, where the first is to be signed for all of them. */
  readonly sums: readonly string[];
  readonly isToBeSigned: boolean;
}

const paragraph = (text: string): MinutesPart => ({ as: 'paragraph', text });

/** The protocol of a direct line as a paper, or a part of it: what was asked, and what became of each question. */
export function lineMinutes(protocol: LineProtocol, of: PartOnPaper, around: OnPaper, reading: Reading): Minutes {
  const { words, now, calendar } = reading;
  const { plain, locale } = words;
  const { title, questions } = protocol;
  const { head, signer, preparedBy } = around;
  const { part, parts } = of;
  const isFirst = part === 1;
  return {
    locale,
    head,
    title: plain('results:paper.protocol.direct_line'),
    of:
      parts.length === 1
        ? plain('results:paper.of', { title })
        : plain('line:paper.ofPart', { title, part, parts: parts.length }),
    date: fullDay(dayOf(now, calendar)),
    parts: [
      ...(isFirst ? lineLines(protocol, reading).map(paragraph) : []),
      ...partLines(of, words).map(paragraph),
      // What was asked and what was answered are read together.
      ...questions.map((question): MinutesPart => ({ as: 'together', lines: questionLines(question, reading) })),
    ],
    signer: isFirst ? signer : null,
    note: [
      plain('line:paper.note', { moment: moment(now, now, calendar) }),
      plain('line:paper.preparedBy', { name: preparedBy }),
    ].join(' '),
    issuedAt: now,
  };
}

/** What is said of the line as a whole. */
function lineLines({ answering, opensOn, closesOn, counts }: LineProtocol, { words: { plain } }: Reading): string[] {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return [
    plain('line:paper.answering', { name: answering }),
    ...(opensOn === null || closesOn === null
      ? []
      : [plain('line:paper.days', { from: fullDay(opensOn), to: fullDay(closesOn) })]),
    plain('line:paper.counts', { ...counts, all, open: counts.new + counts.given }),
  ];
}

/** Which questions are here, and where the others are; a signature under the first part stands for those whose sums it names. */
function partLines({ part, parts, sums, isToBeSigned }: PartOnPaper, { plain }: Words): string[] {
  if (parts.length === 1) return [];
  const here = parts[part - 1];
  const others = parts.slice(1).map((other, index) => {
    const said = plain('line:paper.otherPart', { part: index + 2, numbers: rangeOf(other) });
    const sum = sums[index];
    return sum === undefined ? said : `${said}\n${plain('line:paper.sum', { sum })}`;
  });
  return [
    ...(here ? [plain('line:paper.here', { numbers: rangeOf(here) })] : []),
    ...(part === 1 ? others : []),
    ...(isToBeSigned ? [plain(part === 1 ? 'line:paper.signsAll' : 'line:paper.signedByFirst')] : []),
  ];
}

const rangeOf = ({ from, to }: ProtocolPart): string => (from === to ? String(from) : `${from}–${to}`);

function questionLines(question: ProtocolQuestion, { words }: Reading): string[] {
  const { plain } = words;
  const { number, text, repeats } = question;
  return [
    wasTakenAway(question)
      ? plain('line:paper.takenAway', { number })
      : plain('line:paper.question', { number, text: withoutInsults(text, plain('results:paper.insult')) }),
    ...(repeats.length === 0 ? [] : [plain('line:paper.repeats', { numbers: numbersOf(repeats, words) })]),
    ...(wasTakenAway(question) ? [] : [outcomeOf(question, words)]),
  ];
}

function outcomeOf({ state, answer, reason, appeal }: ProtocolQuestion, { plain }: Reading['words']): string {
  switch (state) {
    case 'answered':
      return plain('line:paper.answer', { text: answer ?? '' });
    case 'declined':
      return plain('line:paper.declined', { reason: reason ?? '' });
    case 'appeal':
      return plain('line:paper.appeal', { number: appeal ?? '' });
    case 'new':
    case 'given':
      return plain('line:paper.open');
  }
}

/** What one reads at a glance; whoever mends a table mends these first. */
const MOST_FAULTS = 10;
const MOST_REPEATS = 30;
const LONGEST_FAULT = 240;

/** What a file of questions would bring, and the rows in error; in HTML. */
export function triedQuestionLines({ rows, repeats, faults, faulty }: ReadQuestionTable, words: Words): string[] {
  const { html } = words;
  const [first] = faults;
  if (first?.row === null) return [`⚠️ ${escapeHtml(shorten(first.reason, LONGEST_FAULT))}`];
  const shown = faults.slice(0, MOST_FAULTS);
  return [
    html('line:file.found', { count: rows.length }),
    ...(repeats.length === 0
      ? []
      : [html('line:file.repeats', { count: repeats.length, rows: rowsSaid(repeats, words) })]),
    ...(faulty === 0 ? [] : [html('line:file.faulty', { count: faulty })]),
    ...shown.map(({ row, reason }) =>
      html('line:file.fault', { row: row ?? 0, reason: shorten(reason, LONGEST_FAULT) }),
    ),
    ...(faulty > shown.length ? [html('line:file.rest', { count: faulty - shown.length })] : []),
  ];
}

function rowsSaid(rows: readonly number[], { plain }: Words): string {
  const shown = rows.slice(0, MOST_REPEATS).join(', ');
  const more = rows.length - MOST_REPEATS;
  return more > 0 ? `${shown} ${plain('line:file.rest', { count: more })}` : shown;
}

declare module '../kit/talk' {
  interface Talk {
    readonly questionTables: QuestionTables;
  }
}

interface State {
  /** Of the file that has come last; null: none has. */
  readonly sha256: string | null;
  readonly tried: TriedQuestions | null;
}

/** Another file takes the place of the one before: a mistake is mended there and sent again. */
const takes = { files: true, caption: false } as const;
const sending: Question<State> = { takes, rows: () => [], pressed: () => null, typed: wordsRefused };

const isLoadable = ({ tried }: State): boolean => tried !== null && tried !== 'notYours' && tried.rows.length > 0;

const steps: readonly Step<State>[] = [
  {
    name: 'file',
    when: (_, state) => !isLoadable(state),
    ask: ({ state: { tried }, reading: { words } }) =>
      [
        ...(tried === null
          ? []
          : tried === 'notYours'
            ? [words.html('line:refusal.notYours')]
            : triedQuestionLines(tried, words)),
        words.html('line:file.ask'),
      ].join('\n'),
    question: sending,
  },
  {
    name: 'load',
    when: (_, state) => isLoadable(state),
    ask: ({ state: { tried }, reading: { words } }) =>
      tried === null || tried === 'notYours' ? '' : triedQuestionLines(tried, words).join('\n'),
    question: { ...confirm<State>('load', ({ reading }) => reading.words.plain('line:file.load')), takes },
  },
];

/** Questions of a direct line from a spreadsheet: it comes, it is looked at, and one press takes its good rows. */
export function lineFileDialog(talk: Talk): TableDialog<State> {
  const { desk, questionTables } = talk;
  return new TableDialog<State>(talk, {
    subject: 'lineFile',
    steps,
    async read({ official, words }, _answers, formId) {
      const sha256 = await lastFileOfForm(desk, formId);
      const tried = sha256 === null ? null : await tryQuestions(desk, questionTables, official, sha256, words.locale);
      return { sha256, tried };
    },
    head: ({ reading: { words } }) => [`<b>${words.html('line:file.title')}</b>`],
    async finish(turn, _form, { answers, state: { sha256, tried } }) {
      const { plain, locale } = turn.words;
      if (sha256 === null) return { complaint: plain('line:file.gone') };
      const gathered = await loadQuestions(desk, questionTables, turn.official, lineOf(answers), sha256, locale);
      if (gathered === 'gone') return { complaint: plain('line:refusal.gone') };
      if (gathered === 'notYours') return { complaint: plain('line:refusal.notYours') };
      if (gathered === 'closed') return { complaint: plain('line:list.closed') };
      const created = gathered.filter(({ result }) => result === 'created').length;
      const within = tried === null || tried === 'notYours' ? 0 : tried.repeats.length;
      const toast = [
        plain('line:file.loaded', { count: created, repeated: gathered.length - created }),
        ...(within === 0 ? [] : [plain('line:file.within', { count: within })]),
      ].join(' ');
      return { toast, alert: true, screen: await drawLine(talk, turn, lineOf(answers), 'new') };
    },
    cancelled: (turn, answers) => drawLine(talk, turn, lineOf(answers), 'all'),
  });
}
