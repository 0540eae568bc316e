import type { LineProtocol, ProtocolPart, ProtocolQuestion } from '../../../../src/usecases/lines/protocol';
import type { Words } from '../../../../src/i18n';
import { dayOf } from '../../../../src/regulation/calendar';
import { wasTakenAway } from '../../../../src/regulation/engagement/line-questions';
import { withoutInsults } from '../../../../src/regulation/engagement/moderation';
import type { Minutes, MinutesPart } from '../../../../src/usecases/kit/ports';
import type { Reading } from '../../turn';
import { fullDay, moment } from '../dates';
import { numbersOf } from './line-screens';
import type { OnPaper } from './result-minutes';

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
