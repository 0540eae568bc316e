import type { LineProtocol, ProtocolQuestion } from '../../../../src/usecases/direct-lines/line-protocol';
import type { ReportPaper } from '../../../../src/usecases/ports';
import type { Reading } from '../../turn';
import { fullDay, moment } from '../dates';
import { numbersOf } from './line-screens';

/** The protocol of a direct line as a paper: what was asked, and what became of each question. */
export function linePaper(protocol: LineProtocol, preparedBy: string, reading: Reading): ReportPaper {
  const { words, now, calendar } = reading;
  const { plain, locale } = words;
  const { head, title, answering, opensOn, closesOn, counts, questions } = protocol;
  const names = [head.nameRu, head.nameTt].filter((name) => name !== '');
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return {
    locale,
    head: names.length === 0 ? null : { name: names, contacts: head.contacts },
    title: plain('line:paper.title', { title }),
    addressee: plain('line:paper.answering', { name: answering }),
    paragraphs: [
      ...(opensOn === null || closesOn === null
        ? []
        : [plain('line:paper.days', { from: fullDay(opensOn), to: fullDay(closesOn) })]),
      plain('line:paper.counts', { ...counts, all, open: counts.new + counts.given }),
      ...questions.map((question) => questionLines(question, reading).join('\n')),
    ],
    note: plain('line:paper.note', { moment: moment(now, now, calendar) }),
    pictures: [],
    preparedBy: plain('line:paper.preparedBy', { name: preparedBy }),
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
      return plain('line:paper.declined', { reason: reason ?? '' });
    case 'appeal':
      return plain('line:paper.appeal', { number: appeal ?? '' });
    case 'new':
    case 'given':
      return plain('line:paper.open');
  }
}
