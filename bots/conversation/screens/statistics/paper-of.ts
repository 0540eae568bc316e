import type { LateCause, Lateness } from '../../../../src/regulation/lateness';
import { entriesOf } from '../../../../src/regulation/lists';
import type { MissedRow } from '../../../../src/usecases/statistics/period-rows';
import type { PeriodDetails } from '../../../../src/usecases/statistics/period';
import type { Addressees } from '../../../../src/usecases/answers/given-files';
import { missedByReport, sumOfAnswers, type Figures, type Part } from '../../../../src/usecases/statistics/figures';
import type { Reading } from '../../turn';
import { addresseeWords } from '../addressee-words';
import { causesInWords } from '../appeals/late-words';
import { fullDay, momentIn } from '../dates';
import { answeredAs, numberWords, partWords, TENTHS_FROM } from './figure-words';
import { heldParagraphs } from './held-words';
import { partLines } from './part-words';
import { tablesOf } from './paper-tables';
import { daysWords, periodWords } from './period-words';

/**
 * A report on paper, but for its pictures and the office's head: two paragraphs in plain words, tables, and where they come from.
 * @param late into what the time of missed terms went: of those whose ids are there, and of all together, unless nobody has added that up
 */
export function paperOf(
  details: PeriodDetails,
  missed: readonly MissedRow[],
  to: Addressees,
  reading: Reading,
  late: LateOfPaper = { each: new Map(), causes: null },
) {
  const { report } = details;
  const { words } = reading;
  const { plain } = words;
  return {
    title: plain('statistics:paper.title', { period: periodWords(report.named, words) }),
    addressee: addresseeWords(plain('statistics:paper.to'), to.head, to, words),
    paragraphs: [
      ...partLines(report.parts, words).map((line) => `${line}.`),
      workOf(report, reading),
      [termsOf(report.figures, reading), ...(late.causes === null ? [] : [spentOn(late.causes, reading)])].join(' '),
      ...heldParagraphs(report, words),
    ],
    tables: tablesOf(details, missed, late.each, reading),
    note: plain('statistics:paper.asOf', { moment: momentIn(report.asOf, { ...reading, onPaper: true }) }),
  };
}

interface LateOfPaper {
  readonly each: ReadonlyMap<string, Lateness>;
  readonly causes: Readonly<Record<LateCause, number>> | null;
}

type Report = PeriodDetails['report'];

/** What came, what was done, what is left. */
function workOf({ named, counted, figures, before }: Report, { words }: Reading): string {
  const { plain } = words;
  const period = periodWords(named, words);
  const { received, open, backlog } = figures;
  const came =
    received === 0
      ? plain('statistics:paper.receivedNone', { period })
      : plain('statistics:paper.received', { period, count: received });
  const answered = sumOfAnswers(figures);
  const types = answeredAs(figures).map(([type, count]) =>
    plain('statistics:paper.type', { type: plain(`statistics:type.${type}`), count }),
  );
  const others = (
    [
      ['elseRedirected', figures.redirected],
      ['elsePostponed', figures.postponed],
      ['elseClosed', figures.closed],
      ['elseReexamined', figures.reexamined],
    ] as const
  ).flatMap(([key, count]) => (count === 0 ? [] : [plain(`statistics:paper.${key}`, { count })]));
  const day = fullDay(counted.to);
  return [
    before?.figures
      ? plain('statistics:paper.than', { text: came, days: daysWords(before.period), count: before.figures.received })
      : plain('statistics:paper.ends', { text: came }),
    answered === 0
      ? plain('statistics:paper.ends', { text: plain('statistics:paper.answeredNone') })
      : plain('statistics:paper.types', {
          text: plain('statistics:paper.answered', { count: answered }),
          types: types.join(', '),
        }),
    ...(others.length === 0 ? [] : [plain('statistics:paper.else', { what: others.join(', ') })]),
    open === 0 ? plain('statistics:paper.openNone', { day }) : plain('statistics:paper.open', { day, count: open }),
    ...(backlog === 0 ? [] : [plain('statistics:paper.backlog', { count: backlog })]),
  ].join(' ');
}

/** The most first. */
function spentOn(summed: Readonly<Record<LateCause, number>>, { words }: Reading): string {
  const causes = entriesOf(summed).flatMap(([cause, time]) => (time > 0 ? [{ cause, time }] : []));
  return words.plain('statistics:paper.spent', { list: causesInWords({ causes }, words) });
}

/** What was late, what was kept, how long it took. */
function termsOf(figures: Figures, reading: Reading): string {
  const { missed, inTerm, duty, working } = figures;
  const total = missedByReport(figures);
  const { words } = reading;
  const { plain } = words;
  const byStage = Object.values<number>(missed.byStage).reduce((sum, count) => sum + count, 0) - missed.assumed;
  const kinds = (
    [
      ['missedWhole', missed.whole],
      ['missedStage', byStage],
      ['missedDuty', missed.duty],
      ['missedRedirect', missed.redirect],
    ] as const
  ).flatMap(([key, count]) => (count === 0 ? [] : [plain(`statistics:paper.${key}`, { count })]));
  const keptOf = (part: Part) => partWords(part, words);
  const [finished, reported] = [keptOf(inTerm), keptOf(duty)];
  return [
    total === 0
      ? plain('statistics:paper.missedNone')
      : plain('statistics:paper.missedOf', {
          text: plain('statistics:paper.missed', { count: total }),
          kinds: kinds.join(', '),
        }),
    ...(missed.assumed === 0 ? [] : [`${plain('statistics:assumed', { count: missed.assumed })}.`]),
    ...(finished === null
      ? []
      : [
          inTerm.kept === inTerm.of
            ? plain('statistics:paper.inTermAll')
            : plain('statistics:paper.inTerm', { part: finished }),
        ]),
    ...(reported === null ? [] : [plain('statistics:paper.duty', { part: reported })]),
    ...timesOf(working, reading),
  ].join(' ');
}

/** How long answers took; of few only what few can tell. */
function timesOf({ median, p90, of }: Figures['working'], reading: Reading): string[] {
  const { plain } = reading.words;
  if (median === null || p90 === null) return [];
  const half = longTime(median, reading);
  if (of === 1) return [plain('statistics:paper.timeOfOne', { median: half })];
  return of < TENTHS_FROM
    ? [plain('statistics:paper.timesOfFew', { median: half, count: of })]
    : [plain('statistics:paper.times', { median: half, p90: longTime(p90, reading) })];
}

/** «3,9 рабочего дня»: what is counted is what is read, so a number is rounded before its word is chosen. */
function longTime(minutes: number, { words: { plain }, calendar: { opensAt, closesAt } }: Reading): string {
  if (Math.round(minutes) < 1) return plain('statistics:paper.lessThanMinute');
  const day = closesAt - opensAt;
  const [unit, value] =
    minutes < 60
      ? (['minutes', Math.round(minutes)] as const)
      : minutes < day
        ? (['hours', rounded(minutes / 60)] as const)
        : (['days', rounded(minutes / day)] as const);
  return plain(`statistics:paper.${unit}`, { count: value, value: numberWords(value) });
}
const rounded = (value: number): number => Math.round(value * 10) / 10;
