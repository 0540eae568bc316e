import { escapeHtml, type Words } from '../../../src/i18n';
import { MISSED_TERMS } from '../../../src/regulation/nags';
import { STAGES } from '../../../src/regulation/vocabulary';
import { entriesOf } from '../../../src/regulation/lists';
import {
  type Beside,
  type PeriodReport,
  readParts,
  readPeriod,
  type NoReport,
} from '../../../src/usecases/statistics/period';
import {
  MARKS,
  missedByReport,
  sumOfAnswers,
  type Figures,
  type Named,
  unitAround,
} from '../../../src/usecases/statistics/figures';
import { type Screen, button } from '../kit/screen';
import type { Reading, Turn } from '../kit/turn';
import { moment, todayOf } from '../kit/calendar-words';
import { leftOutLines } from '../lists/left-out';
import {
  heldLines,
  answeredAs,
  numberWords,
  partWords,
  TENTHS_FROM,
  withinWords,
  daysWords,
  periodWords,
} from './figure-words';
import { partLines, reportButtons, behindScreen, partsScreen } from './report-buttons';
import { readBehind, type BehindWish } from '../../../src/usecases/statistics/read-behind';
import type { Cut, PartAsked } from '../../../src/usecases/statistics/period-rows';
import type { Talk } from '../kit/talk';
import { type NoReview, askForReport } from '../../../src/usecases/statistics/site-review';
import { askedParts, type ReportFormat } from '../../../src/usecases/kit/account-params';
import type { Button } from '../kit/buttons';
import { ownDaysDialog } from './own-days';
import { refusal, type Feature, type Reply } from '../kit/feature';
import { patiently, shownInTime } from '../kit/lately';

/** The figures of a period as text, beside those of the period before and of the year before. */
export function periodScreen(report: PeriodReport, reading: Reading): Screen {
  const blocks = [
    head(report, reading),
    moved(report, reading),
    missed(report, reading),
    kept(report, reading),
    times(report, reading),
    marks(report, reading),
    heldLines(report, reading.words),
  ];
  return {
    text: blocks
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n'),
    buttons: reportButtons(report, reading.words),
  };
}

/** What lags so long is said: a transaction of others may hold it up. */
const LAG_MS = 60_000;

function head(report: PeriodReport, reading: Reading): string[] {
  const { named, parts, asOf, lag, before, yearBefore } = report;
  const { words, now, calendar } = reading;
  const { html } = words;
  const days = compared(report).map(({ period }) => daysWords(period));
  return [
    `<b>${html('statistics:title', { period: periodWords(named, words) })}</b>`,
    ...partLines(parts, words).map((line) => `<b>${escapeHtml(line)}</b>`),
    html('statistics:asOf', { moment: moment(asOf, now, calendar) }),
    ...(lag > LAG_MS ? [html('statistics:lags')] : []),
    ...(before || yearBefore ? [`<i>${html('statistics:beside', { days: days.join('; ') })}</i>`] : []),
  ];
}

type Of = (figures: Figures) => string | null;

/** Those that there are, in the order in which their numbers stand in brackets. */
const compared = ({ before, yearBefore }: PeriodReport): Beside[] =>
  [before, yearBefore].flatMap((beside) => (beside === null ? [] : [beside]));

/** «Поступило: 41 (38; 35)»; null: there is no such figure. */
function line(report: PeriodReport, what: string, of: Of, { words: { html } }: Reading): string | null {
  const value = of(report.figures);
  if (value === null) return null;
  const beside = compared(report).map(({ figures }) => (figures && of(figures)) ?? '–');
  if (beside.length === 0) return html('statistics:line', { what, value });
  return html('statistics:compared', { what, value, beside: beside.join('; ') });
}

const number =
  (of: (figures: Figures) => number): Of =>
  (figures) =>
    numberWords(of(figures));
const present = (lines: readonly (string | null)[]): string[] => lines.flatMap((one) => (one === null ? [] : [one]));

function moved(report: PeriodReport, reading: Reading): string[] {
  const { figures, overdueNow, leftOut } = report;
  const { html, plain } = reading.words;
  const of = (name: Name) => plain(`statistics:figure.${name}`);
  const types = answeredAs(figures).map(([type, count]) => `${plain(`statistics:type.${type}`)} ${numberWords(count)}`);
  return present([
    line(
      report,
      of('received'),
      number((it) => it.received),
      reading,
    ),
    line(report, of('answered'), number(sumOfAnswers), reading),
    types.length === 0 ? null : types.join(', '),
    ...(['redirected', 'postponed', 'closed', 'reexamined'] as const).map((name) =>
      figures[name] === 0
        ? null
        : line(
            report,
            of(name),
            number((it) => it[name]),
            reading,
          ),
    ),
    line(
      report,
      of('open'),
      number((it) => it.open),
      reading,
    ),
    figures.backlog === 0
      ? null
      : html('statistics:line', { what: of('backlog'), value: numberWords(figures.backlog) }),
    overdueNow === null ? null : html('statistics:line', { what: of('overdueNow'), value: numberWords(overdueNow) }),
    ...leftOutLines(leftOut, reading.words),
  ]);
}
type Name = 'received' | 'answered' | 'redirected' | 'postponed' | 'closed' | 'reexamined' | 'open' | 'backlog' | 'overdueNow'; // prettier-ignore

/** Terms of every kind; of stages where they ended, once the shares by which they are late are confirmed. */
function missed(report: PeriodReport, reading: Reading): string[] {
  const { figures } = report;
  const { html, plain } = reading.words;
  const total = line(report, plain('statistics:heading.missed'), number(missedByReport), reading);
  const { assumed, byStage } = figures.missed;
  const one = (what: string, count: number | undefined) =>
    count ? html('statistics:line', { what, value: numberWords(count) }) : null;
  return present([
    total === null ? null : `<b>${total}</b>`,
    ...(assumed > 0
      ? [one(plain('statistics:missedBy.stages'), sumOf(byStage) - assumed)]
      : STAGES.map((stage) => one(plain(`appeal:stage.${stage}`), byStage[stage]))),
    ...MISSED_TERMS.map((kind) =>
      kind === 'stage' ? null : one(plain(`statistics:missedBy.${kind}`), figures.missed[kind]),
    ),
    assumed > 0 ? `<i>${html('statistics:assumed', { count: assumed })}</i>` : null,
  ]);
}

const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

function kept(report: PeriodReport, reading: Reading): string[] {
  const { words } = reading;
  const { plain } = words;
  const lines = present(
    (['inTerm', 'fastTrack', 'duty'] as const).map((name) =>
      line(report, plain(`statistics:kept.${name}`), (figures) => partWords(figures[name], words), reading),
    ),
  );
  return lines.length === 0 ? [] : [`<b>${words.html('statistics:heading.kept')}</b>`, ...lines];
}

/** Of everything, then of each stage. */
function times({ figures, parts }: PeriodReport, { words, calendar }: Reading): string[] {
  const { html, plain } = words;
  const within = (minutes: number) => withinWords(minutes, calendar, words);
  const one = (what: string, { median, p90, of }: Figures['working']) => {
    if (median === null || p90 === null) return null;
    if (of === 1) return html('statistics:timeOfOne', { what, median: within(median) });
    return of < TENTHS_FROM
      ? html('statistics:timesOfFew', { what, median: within(median), count: of })
      : html('statistics:times', { what, median: within(median), p90: within(p90) });
  };
  const whole = plain(parts.some(({ by }) => by === 'executor') ? 'statistics:wholeOfExecutor' : 'statistics:whole');
  const lines = present([
    one(whole, figures.working),
    ...STAGES.map((stage) => {
      const stays = figures.stages[stage];
      return stays ? one(plain(`appeal:stage.${stage}`), stays) : null;
    }),
  ]);
  return lines.length === 0 ? [] : [`<b>${html('statistics:heading.times')}</b>`, ...lines];
}

/** The best first, and why answers were returned. */
function marks({ figures }: PeriodReport, { words: { html, plain } }: Reading): string[] {
  const given = [...MARKS].reverse().filter((mark) => figures.marks[mark] > 0);
  const said = given.map((mark) => plain('statistics:mark', { mark, count: figures.marks[mark] }));
  const reasons = entriesOf(figures.reexaminedFor)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${plain(`statistics:reason.${reason}`)} ${count}`);
  return present([
    reasons.length === 0
      ? null
      : html('statistics:line', { what: plain('statistics:figure.reexamined'), value: reasons.join(', ') }),
    said.length === 0
      ? null
      : html('statistics:line', { what: plain('statistics:heading.marks'), value: said.join(', ') }),
  ]);
}

// The screens of statistics in which presses, /report and the dialog of one's own days end.

type Drawn = { readonly screen: Screen } | { readonly none: NoReport };

export async function drawReport(
  { desk }: Talk,
  { official, reading }: Turn,
  named: Named,
  parts: readonly PartAsked[] = [],
): Promise<Drawn> {
  const report = await readPeriod(desk, official, named, parts);
  return typeof report === 'string' ? { none: report } : { screen: periodScreen(report, reading) };
}

export async function drawParts(
  { desk }: Talk,
  { official, reading }: Turn,
  named: Named,
  by: Cut,
  within: readonly PartAsked[],
  page: number,
): Promise<Drawn> {
  const parts = await readParts(desk, official, named, by, within);
  return typeof parts === 'string' ? { none: parts } : { screen: partsScreen(named, by, within, parts, page, reading) };
}

export async function drawBehind({ desk }: Talk, { official, reading }: Turn, wish: BehindWish): Promise<Drawn> {
  const behind = await readBehind(desk, official, wish);
  return typeof behind === 'string' ? { none: behind } : { screen: behindScreen(behind, reading) };
}

/** In place of a report that there is not. */
export const noReport = (none: NoReport, { words: { html, plain } }: Turn): Screen => ({
  text: none === 'notYours' ? html('list:report.notYours') : html(`statistics:${none}`),
  buttons: none === 'counting' ? [[button(plain('list:button.report'), { kind: 'report' })]] : [],
});

/** /report: the figures of a period, what they were a period and a year before, the lists behind them, and the same as files. */
export function reportFeature(talk: Talk): Feature {
  const dialog = daysOfReport(talk);
  const { voice } = talk;

  const replied: Replied = (turn, drawing) =>
    shownInTime(
      talk,
      turn,
      drawing.then((drawn) => ('screen' in drawn ? drawn : refusal(noReportWords(drawn.none, turn)))),
    );

  /** It begins with this month: nothing is asked first. */
  async function show(turn: Turn): Promise<void> {
    const { chatId, words } = turn;
    const month = unitAround('month', todayOf(turn.reading));
    const drawn = await patiently(voice, chatId, words.html('statistics:works'), drawReport(talk, turn, month));
    const screen: Screen = 'screen' in drawn ? drawn.screen : noReport(drawn.none, turn);
    await voice.send(chatId, screen, { silent: true });
  }

  return {
    dialogs: [dialog],
    commands: { report: show },
    presses: {
      report: async (turn) => ({ after: () => show(turn) }),
      statistics: (turn, pressed) => replied(turn, drawReport(talk, turn, namedIn(pressed), partsIn(pressed))),
      periodNow: (turn, pressed) =>
        pressed.unit === 'own'
          ? dialog.beginHere(turn, { parts: partsIn(pressed) })
          : replied(turn, drawReport(talk, turn, unitAround(pressed.unit, todayOf(turn.reading)), partsIn(pressed))),
      statisticsBy: (turn, pressed) =>
        replied(turn, drawParts(talk, turn, namedIn(pressed), pressed.by, [], pressed.page)),
      behind: (turn, pressed) =>
        replied(
          turn,
          drawBehind(talk, turn, {
            named: namedIn(pressed),
            figure: pressed.figure,
            parts: partsIn(pressed),
            page: pressed.page,
          }),
        ),
      statisticsFile: (turn, pressed) => sendFile(talk, turn, namedIn(pressed), pressed.format, []),
      ...meetings(talk, replied),
      askPeriod: (turn, { parts = [] }) => dialog.beginHere(turn, { parts }),
    },
  };
}

type Replied = (turn: Turn, drawing: Promise<Drawn>) => Promise<Reply>;

/** The same where slices meet. */
const meetings = (talk: Talk, replied: Replied): NonNullable<Feature['presses']> => ({
  met: (turn, pressed) => replied(turn, drawReport(talk, turn, namedIn(pressed), pressed.parts)),
  metNow: (turn, { unit, parts }) =>
    replied(turn, drawReport(talk, turn, unitAround(unit === 'own' ? 'day' : unit, todayOf(turn.reading)), parts)),
  metBy: (turn, pressed) =>
    replied(turn, drawParts(talk, turn, namedIn(pressed), pressed.by, pressed.parts, pressed.page)),
  metBehind: (turn, pressed) =>
    replied(turn, drawBehind(talk, turn, { ...pressed, named: namedIn(pressed), parts: pressed.parts })),
  metFile: (turn, pressed) => sendFile(talk, turn, namedIn(pressed), pressed.format, pressed.parts),
});

async function sendFile(
  { desk, wake }: Talk,
  { official, words }: Turn,
  named: Named,
  format: ReportFormat,
  parts: readonly PartAsked[],
): Promise<Reply> {
  const asked = await askForReport(desk, official, named, format, parts);
  wake();
  if (asked === 'asked') return { toast: words.plain(`statistics:toast.${format}`) };
  return asked === 'underWay'
    ? { toast: words.plain('statistics:toast.underWay') }
    : refusal(noReportText(asked, words));
}

/** The report of days that somebody has chosen. */
const daysOfReport = (talk: Talk) =>
  ownDaysDialog(talk, {
    subject: 'ownDays',
    right: 'report',
    notYours: ({ plain }) => plain('list:report.notYours'),
    async show(turn, days, { parts }) {
      const drawn = await drawReport(talk, turn, days, askedParts.parse(parts));
      return 'screen' in drawn ? drawn : { complaint: noReport(drawn.none, turn).text };
    },
  });

const noReportWords = (none: NoReport, { words }: Turn): string => noReportText(none, words);
const noReportText = (none: NoReport | NoReview, { plain }: Words): string =>
  plain(none === 'notYours' ? 'list:report.notYours' : `statistics:${none}`);

/** What a button names by its first day: the last follows from it. Of own days both are given, in whichever order they were forged. */
function namedIn({ unit, from, to }: Pick<Button<'statistics'>, 'unit' | 'from' | 'to'>): Named {
  if (unit !== 'own') return unitAround(unit, from);
  return to < from ? { unit, from: to, to: from } : { unit, from, to };
}

const partsIn = ({ by, code }: Pick<Button<'statistics'>, 'by' | 'code'>): readonly PartAsked[] =>
  by === undefined || code === undefined ? [] : [{ by, code }];
