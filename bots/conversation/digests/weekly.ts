import {
  askForWeek,
  type Rows,
  type WeeklyDetails,
  readWeeklyDetails,
} from '../../../src/usecases/digests/weekly-report';
import { refusal, type Feature } from '../kit/feature';
import type { Talk } from '../kit/talk';
import type { Words } from '../../../src/i18n';
import { dayOf, timeOfDay, type OfficeCalendar } from '../../../src/regulation/calendar';
import { MISSED_TERMS } from '../../../src/regulation/nags';
import type { WeeklyReport } from '../../../src/usecases/kit/messages';
import { type WeekNumber, WEEK_NUMBERS } from '../../../src/usecases/kit/digest-params';
import { button, shorten, type Screen, only } from '../kit/screen';
import type { Reading } from '../kit/turn';
import { fullDay, shortDay } from '../kit/calendar-words';
import { withToldHead } from '../proof/head-words';
import { leftOutLines, namelessOf } from '../lists/left-out';
import { change } from './personal-digest';
import { daysLate } from '../../../src/regulation/deadlines';
import type { Sheet, SheetColumn } from '../../../src/usecases/kit/sent-table';
import type { AppealLine } from '../../../src/usecases/lists/lists';
import { safeFileName } from '../../../src/text/file-name';
import { hasRight } from '../../../src/regulation/rights';
import { readSubscribed } from '../../../src/usecases/digests/list-subscriptions';
import { readWholeList } from '../../../src/usecases/statistics/narrowed-lists';
import { readPeriod } from '../../../src/usecases/statistics/period';
import { inGroupScreen } from '../lines/group-screens';
import { groupDigestScreen } from './group-digest';
import { narrowedName, narrowedScreen } from '../statistics/narrowed';
import { listForGroup } from './subscriptions';
import { periodScreen } from '../statistics/report';
import { listSheet } from '../statistics/workbook';
import type { SendOptions } from '../kit/voice';
import { createReportFiles } from '../statistics/report-files';
import { type DeliveringDeps, type Renderers, skipped, done, toPerson, say } from '../kit/renderer';

/** The table of a week, under its report. */
export function weekFeature({ desk, wake }: Talk): Feature {
  return {
    presses: {
      async weekTable({ official, words }, { day }) {
        const asked = await askForWeek(desk, official, day);
        wake();
        if (asked === 'asked') return { toast: words.plain('statistics:toast.xlsx') };
        if (asked === 'underWay') return { toast: words.plain('statistics:toast.underWay') };
        return refusal(words.plain('digest:weekly.gone'));
      },
    },
  };
}

const NAME = 40;

/** Who held what was missed: a person, an organization, or all coordinators. */
export function holderName(
  { name, organization, deputy }: Pick<WeeklyReport['people'][number], 'name' | 'organization' | 'deputy'>,
  { plain }: Words,
): string {
  const shown = shorten(name ?? plain('digest:weekly.coordinators'), NAME);
  if (deputy !== null) return plain('digest:weekly.instead', { absent: shown, name: shorten(deputy, NAME) });
  return organization ? plain('list:organization', { name: shown }) : shown;
}

const isChanged = ({ change: by }: { readonly change: number | null }): boolean => by !== null && by !== 0;

/** The curators' report of the week; null: its day is over. */
export function weeklyScreen(report: WeeklyReport, reading: Reading): Screen | null {
  const { words, now, calendar } = reading;
  if (now >= report.until) return null;
  const { html, plain } = words;
  const line = (what: string, counted: WeeklyReport['numbers'][WeekNumber]) =>
    html('digest:weekly.line', { what, count: counted.count }) + change(counted);
  const number = (name: WeekNumber) => line(plain(`digest:weekly.row.${name}`), report.numbers[name]);
  const done = (['received', 'answered', 'redirected', 'reexaminations', 'dutyKept'] as const).map(number);
  const kinds = MISSED_TERMS.filter((kind) => report.missed[kind].count > 0 || isChanged(report.missed[kind]));
  const names = report.people.map((one) =>
    plain('digest:weekly.line', { what: holderName(one, words), count: one.count }),
  );
  const missed = [
    `<b>${number('missed')}</b>`,
    ...kinds.map((kind) => line(plain(`digest:weekly.term.${kind}`), report.missed[kind])),
    ...(names.length === 0 ? [] : [html('digest:weekly.holders', { names: names.join(', ') })]),
  ];
  const ahead = [number('running'), ...leftOutLines(report.leftOut, words), number('ending')];
  const changes = [...Object.values(report.numbers), ...Object.values(report.missed)].some(isChanged);
  const title = html('digest:weekly.title', { from: shortDay(report.from, report.to), to: fullDay(report.to) });
  const screen = {
    text: [
      [`<b>${title}</b>`, ...done],
      missed,
      ahead,
      ...(changes ? [[`<i>${html('digest:weekly.changes')}</i>`]] : []),
    ]
      .map((block) => block.join('\n'))
      .join('\n\n'),
    buttons: [
      (['overdue', 'soon'] as const).map((list) =>
        button(plain(`list:name.${list}`), { kind: 'list', list, page: 0 } as const),
      ),
      [button(plain('digest:weekly.table'), { kind: 'weekTable', day: dayOf(report.until, calendar) } as const)],
    ],
  };
  return withToldHead(screen, report.head, reading);
}

type Cell = Sheet['rows'][number][number];

/** What the report of the week is called as a file for a spreadsheet program. */
export const weeklyFileName = (report: WeeklyReport, { words: { plain } }: Reading): string =>
  plain('digest:weekly.file', { from: fullDay(report.from), to: fullDay(report.to) });

/** Its numbers as they were then, its lists as they are now. Names of officials, places of problems and numbers: nothing of any applicant. */
export const weeklySheets = (report: WeeklyReport, { missed, open }: WeeklyDetails, reading: Reading): Sheet[] => [
  {
    name: reading.words.plain('digest:weekly.sheet.summary'),
    columns: columns(reading, ['what', 'text', 48], ['count', 'number', 12], ['change', 'number', 18]),
    rows: summary(report, reading),
  },
  missedSheet(missed, reading),
  openSheet(open, reading),
];

const clock = (instant: Date | null, { calendar }: Reading) => instant && clockReading(instant, calendar);

function missedSheet(missed: WeeklyDetails['missed'], reading: Reading): Sheet {
  const { words, calendar, now } = reading;
  return {
    name: words.plain('digest:weekly.sheet.missed'),
    columns: columns(
      reading,
      ['number', 'text', 16],
      ['term', 'text', 28],
      ['stage', 'text', 30],
      ['due', 'moment', 18],
      ['ended', 'moment', 18],
      ['days', 'number', 18],
      ['holder', 'text', 26],
    ),
    rows: rowsOf(missed, reading, ({ number, kind, stage, due, endedAt, holder, organization, deputy }) => [
      number,
      words.plain(`digest:weekly.term.${kind}`),
      words.plain(`appeal:stage.${stage}`),
      clock(due, reading),
      clock(endedAt, reading),
      daysLate(due, dayOf(endedAt ?? now, calendar), calendar),
      holderName({ name: holder, organization, deputy }, words),
    ]),
  };
}

/** What is «просрочено сейчас» says by which term: its rows are as many as the summary counts. */
function openSheet(open: WeeklyDetails['open'], reading: Reading): Sheet {
  const { words } = reading;
  return {
    name: words.plain('digest:weekly.sheet.open'),
    columns: columns(
      reading,
      ['number', 'text', 16],
      ['kind', 'text', 20],
      ['stage', 'text', 30],
      ['place', 'text', 40],
      ['category', 'text', 28],
      ['holder', 'text', 26],
      ['stageDue', 'moment', 18],
      ['wholeDue', 'day', 14],
      ['overdue', 'text', 22],
    ),
    rows: rowsOf(open, reading, ({ overdue, ...line }) => [
      line.number,
      words.plain(`appeal:kind.${line.kind}`),
      words.plain(`appeal:stage.${line.stage}`),
      line.place,
      line.category,
      holderOf({ ...line, overdue }, words),
      clock(line.stageDue, reading),
      clock(line.due, reading),
      overdue?.now && !overdue.beside ? words.plain(`digest:weekly.term.${overdue.term}`) : null,
    ]),
  };
}

function holderOf(line: AppealLine, words: Reading['words']): string {
  const nobodys = namelessOf(line);
  if (nobodys !== null) return words.plain(`nag:ahead.unnamed.${nobodys}`);
  return holderName({ name: line.holder, organization: line.organization, deputy: null }, words);
}

function summary({ numbers, missed, leftOut, people }: WeeklyReport, { words }: Reading): Cell[][] {
  const { plain } = words;
  return [
    ...WEEK_NUMBERS.map((name) => [plain(`digest:weekly.row.${name}`), numbers[name].count, numbers[name].change]),
    ...leftOut.map(({ why, count }) => [
      plain('digest:weekly.row.leftOut', { why: plain(`nag:ahead.unnamed.${why}`) }),
      count,
      null,
    ]),
    ...MISSED_TERMS.map((kind) => [
      plain('digest:weekly.row.term', { what: plain(`digest:weekly.term.${kind}`) }),
      missed[kind].count,
      missed[kind].change,
    ]),
    ...people.map((one) => [plain('digest:weekly.row.person', { name: holderName(one, words) }), one.count, null]),
  ];
}

type Heading = 'what' | 'count' | 'change' | 'number' | 'term' | 'stage' | 'due' | 'ended' | 'days' | 'holder' | 'kind' | 'place' | 'category' | 'stageDue' | 'wholeDue' | 'overdue'; // prettier-ignore

const columns = (
  { words: { plain } }: Reading,
  ...described: readonly (readonly [Heading, SheetColumn['type'], number])[]
): SheetColumn[] =>
  described.map(([heading, type, width]) => ({ heading: plain(`digest:weekly.column.${heading}`), type, width }));

/** What did not go in is said in the last row. */
const rowsOf = <Row>(
  { rows, more }: Rows<Row>,
  { words: { plain } }: Reading,
  cells: (row: Row) => Cell[],
): Cell[][] => (more === 0 ? rows.map(cells) : [...rows.map(cells), [plain('digest:weekly.more', { count: more })]]);

/** What the office's clock shows, as if it were UTC: a spreadsheet knows no zones. */
function clockReading(instant: Date, calendar: OfficeCalendar): Date {
  const minutes = Math.floor(timeOfDay(instant, calendar));
  return new Date(Date.parse(`${dayOf(instant, calendar)}T00:00:00Z`) + minutes * 60_000);
}

/** What is read, and files that are made, when they are sent. */
export function reports(deps: DeliveringDeps): Renderers<'monthly' | 'weeklyFile' | 'statisticsFile'> {
  const { desk, voice, readingFor, writeWorkbook } = deps;
  const send = createReportFiles(deps);
  return {
    monthly: toPerson(deps, async (official, { from, to, until, head }, message) => {
      if (desk.clock.now() >= until) return skipped('the day of the report is over');
      const report = await readPeriod(desk, official, { unit: 'month', from, to });
      if (typeof report === 'string') return skipped(`no report: ${report}`);
      const reading = readingFor(official);
      return say(deps, message, withToldHead(periodScreen(report, reading), head, reading));
    }),
    weeklyFile: toPerson(deps, async (official, report, { chatId }) => {
      if (!hasRight(official, 'weekly')) return skipped('the report is not theirs any more');
      const reading = readingFor(official);
      if (reading.now >= report.until) return skipped('the day of the report is over');
      const bytes = await writeWorkbook(weeklySheets(report, await readWeeklyDetails(desk, report), reading));
      return { outcome: 'sent', message: await voice.sendFile(chatId, weeklyFileName(report, reading), bytes) };
    }),
    statisticsFile: toPerson(deps, async (official, asked, { chatId }) => {
      const sent = await send(official, asked, chatId);
      if ('none' in sent) return skipped(`no report: ${sent.none}`);
      return sent.message === null ? done : { outcome: 'sent', message: sent.message };
    }),
  };
}

/** What they show is of now, by the rights of now; a morning that is over is no news. */
export function lists(deps: DeliveringDeps): Renderers<'listMorning' | 'listMonday' | 'listFile'> {
  const { desk, voice, readingFor, readingForAll, writeWorkbook } = deps;
  const isOver = (until: Date) => desk.clock.now() >= until;
  return {
    listMorning: toPerson(deps, async (official, { subscriptionId, until }, message) => {
      const page = isOver(until) ? null : await readSubscribed(desk, subscriptionId);
      return say(deps, message, page && page.count > 0 ? narrowedScreen(page, readingFor(official)) : null);
    }),
    listMonday: async ({ subscriptionId, until, threadId }, message) => {
      const page = isOver(until) ? null : await readSubscribed(desk, subscriptionId);
      const options = threadId === undefined ? {} : { threadId };
      return say(deps, message, page && listForGroup(page, readingForAll()), options);
    },
    listFile: toPerson(deps, async (official, { list, to }, { chatId }) => {
      const whole = await readWholeList(desk, official, list, to);
      if (!whole) return skipped('the list is not theirs any more');
      const reading = readingFor(official);
      const { plain } = reading.words;
      const name = narrowedName(whole, reading.words);
      let message = null;
      let number = 0;
      for await (const rows of whole.parts) {
        number += 1;
        const file = number === 1 ? plain('list:file.xlsx', { name }) : plain('list:file.part', { name, number });
        message = await voice.sendFile(chatId, safeFileName(file), await writeWorkbook([listSheet(rows, reading)]));
      }
      return message === null ? done : { outcome: 'sent', message };
    }),
  };
}

/** What is said in chats of many. */
export function groups(deps: DeliveringDeps): Renderers<'groupDigest' | 'groupAdded' | 'lineInGroup'> {
  const { readingForAll } = deps;
  const topic = ({ threadId }: { readonly threadId?: string | undefined }): SendOptions =>
    threadId === undefined ? {} : { threadId };
  return {
    groupDigest: (params, message) =>
      say(deps, message, groupDigestScreen(params.digest, readingForAll()), topic(params)),
    groupAdded: (params, message) =>
      say(deps, message, only(readingForAll().words.html('digest:groups.welcome')), topic(params)),
    lineInGroup: (params, message) => say(deps, message, inGroupScreen(params, readingForAll().words), topic(params)),
  };
}
