import type { LineProtocol, ProtocolQuestion } from '../../../../src/usecases/direct-lines/line-protocol';
import { dayOf } from '../../../../src/regulation/calendar';
import type { Minutes } from '../../../../src/usecases/ports';
import type { Reading } from '../../turn';
import { fullDay, moment } from '../dates';
import { numbersOf } from './line-screens';
import type { OnPaper } from './result-minutes';

/** The protocol of a direct line as a paper: what was asked, and what became of each question. */
export function lineMinutes(protocol: LineProtocol, { head, signer, preparedBy }: OnPaper, reading: Reading): Minutes {
  const { words, now, calendar } = reading;
  const { plain, locale } = words;
  const { title, answering, opensOn, closesOn, counts, questions } = protocol;
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const lines = [
    plain('line:paper.answering', { name: answering }),
    ...(opensOn === null || closesOn === null
      ? []
      : [plain('line:paper.days', { from: fullDay(opensOn), to: fullDay(closesOn) })]),
    plain('line:paper.counts', { ...counts, all, open: counts.new + counts.given }),
    ...questions.map((question) => questionLines(question, reading).join('\n')),
  ];
  return {
    locale,
    head,
    title: plain('results:paper.protocol.direct_line'),
    of: plain('results:paper.of', { title }),
    date: fullDay(dayOf(now, calendar)),
    parts: lines.map((text) => ({ as: 'paragraph', text })),
    signer,
    note: [
      plain('line:paper.note', { moment: moment(now, now, calendar) }),
      plain('line:paper.preparedBy', { name: preparedBy }),
    ].join(' '),
    issuedAt: now,
  };
}

function questionLines(question: ProtocolQuestion, { words }: Reading): string[] {
  const { plain } = words;
  const { number, text, repeats } = question;
  return [
    plain('line:paper.question', { number, text }),
    ...(repeats.length === 0 ? [] : [plain('line:paper.repeats', { numbers: numbersOf(repeats, words) })]),
    outcomeOf(question, words),
  ];
}

function outcomeOf({ state, answer, reason, appeal }: ProtocolQuestion, { plain }: Reading['words']): string {
  switch (state) {
    case 'answered':
      return plain('line:paper.answer', { text: answer ?? '' });
    case 'declined':
      return plain('line:paper.declined', { reason: reason ?? plain('line:card.takenAway') });
    case 'appeal':
      return plain('line:paper.appeal', { number: appeal ?? '' });
    case 'new':
    case 'given':
      return plain('line:paper.open');
  }
}
