import { type Words, escapeHtml } from '../../../src/i18n';
import { clauseOf, type AccountStep, type TermAccount, type AccountedTerm } from '../../../src/regulation/account';
import { dayOf, type PlainDate } from '../../../src/regulation/calendar';
import { DAY_SOURCES, inWeeks, type DayRun, type WeeksRun } from '../../../src/regulation/day-runs';
import type { PastAccount } from '../../../src/regulation/past-accounts';
import type { Reading } from '../kit/turn';
import { timeWords, clauseWords, fullDay, moment, namedDay, shortDay, until } from '../kit/calendar-words';
import type { Accounts, PastAccounts } from '../../../src/usecases/card/account';
import { button, inRows, shorten, type Screen, type ScreenButton, PAGE, pageOf, pager } from '../kit/screen';
import { fitted } from '../kit/fit';

/** The account of one term in plain words: on a screen, and on paper. */
export interface AccountWords {
  readonly title: string;
  /** What happened to the end, the days that were counted, and where it led. */
  readonly steps: readonly {
    readonly text: readonly string[];
    readonly days: readonly string[];
    readonly leads: string | null;
  }[];
  readonly notes: readonly string[];
}

/** What became of a term that is over, in plain words. */
export function endedWords({ of, leftAt, missed }: PastAccount, { words: { plain }, now, calendar }: Reading): string {
  if (leftAt === null) return plain('account:past.never');
  const name = of === 'duty' ? 'duty' : 'stage';
  return plain(missed ? `account:past.${name}Late` : `account:past.${name}`, { moment: moment(leftAt, now, calendar) });
}

/** Terms that end with a day, and not at an hour of it. */
const WHOLE_DAYS: readonly TermAccount['of'][] = ['whole', 'redirect'];

export function accountWords(account: TermAccount, reading: Reading): AccountWords {
  const { plain } = reading.words;
  const until = untilOf(account, reading);
  const title = plain(`account:of.${account.of}`, {
    moment: until(account.due),
    stage: plain(`appeal:stage.${account.stage}`),
  });
  return {
    title,
    steps: account.steps.map((step) => ({
      text: stepLines(step, reading),
      days: inWeeks(step.runs).map((run) => runLine(run, reading)),
      leads: account.steps.length > 1 ? plain('account:leads', { moment: until(step.due) }) : null,
    })),
    notes: notesOf(account, reading),
  };
}

const untilOf =
  ({ of }: TermAccount, reading: Reading) =>
  (due: Date) =>
    WHOLE_DAYS.includes(of)
      ? reading.words.plain('account:inclusive', { day: fullDay(dayOf(due, reading.calendar)) })
      : until(due, reading.now, reading.calendar);

// ── Steps ───────────────────────────────────────────────────────────────────

/** What has happened, on which clause; then what else it rests on. */
function stepLines(step: AccountStep, reading: Reading): string[] {
  const [first = '', ...others] = said(step, reading);
  const clause = clauseOf(step);
  const { plain } = reading.words;
  return [
    clause === null ? first : plain('account:clause', { text: first, clause: clauseWords(clause, reading.words) }),
    ...others,
  ];
}

function said(step: AccountStep, reading: Reading): string[] {
  const { words, now, calendar } = reading;
  const { plain } = words;
  const at = moment(step.at, now, calendar);
  const day = shortDay(dayOf(step.at, calendar), dayOf(now, calendar));
  switch (step.by) {
    case 'registered':
      return [plain(step.fastTrack ? 'account:step.fastTrack' : 'account:step.registered', { count: step.count })];
    case 'returned':
      return [step.kept ? plain('account:step.kept', { day }) : plain('account:step.returned', { count: step.count })];
    case 'chosen':
      return [plain('account:step.chosen', { day })];
    case 'extended':
    case 'resumed':
      return [plain(`account:step.${step.by}`, { day, count: step.days })];
    case 'postponed':
      return [postponedWords(step, day, reading)];
    case 'sevenDays':
      return [plain('account:step.sevenDays', { count: step.count })];
    case 'share':
      return shareWords(step, reading);
    case 'takenBack':
      return [
        plain('account:step.takenBack', {
          moment: at,
          spent: timeWords(step.spent, words),
          left: timeWords(step.left, words),
        }),
        ...(step.morning ? [plain('account:step.morning')] : []),
      ];
    case 'oneDay':
      return [plain(step.within ? 'account:step.within' : 'account:step.outside', { moment: at })];
    case 'backlog':
    case 'date':
    case 'ofWhole':
    case 'closing':
    case 'nearest':
    case 'otherwise':
      return [plain(`account:step.${step.by}`)];
  }
}

function postponedWords(step: Extract<AccountStep, { by: 'postponed' }>, day: string, reading: Reading): string {
  const { plain } = reading.words;
  const until = shortDay(step.until, dayOf(reading.now, reading.calendar));
  if (step.stays) return plain('account:step.stays', { day, until });
  return step.reserve
    ? plain('account:step.reserve', { day, until })
    : plain('account:step.postponed', { day, until, count: step.days });
}

function shareWords(step: Extract<AccountStep, { by: 'share' }>, reading: Reading): string[] {
  const { words, now, calendar } = reading;
  const { plain } = words;
  const today = dayOf(now, calendar);
  const { share, whole, used, least, duty, morning, allowance } = step;
  return [
    plain('account:step.share', {
      percent: percents.format(share * 100),
      from: moment(step.countedFrom, now, calendar),
      until: shortDay(dayOf(step.countedTo, calendar), today),
      whole: timeWords(whole, words),
      own: timeWords(share * whole, words),
    }),
    ...(used === null ? [] : [plain('account:step.used', { used: timeWords(used, words) })]),
    ...(least && !duty ? [plain('account:step.least', { allowance: timeWords(allowance, words) })] : []),
    ...(duty ? [plain('account:step.secondDay')] : []),
    ...(morning ? [plain('account:step.morning')] : []),
    plain('account:step.counted', { moment: moment(step.at, now, calendar) }),
  ];
}

const percents = new Intl.NumberFormat('ru', { maximumFractionDigits: 2 });

// ── Days ────────────────────────────────────────────────────────────────────

function runLine(run: DayRun | WeeksRun, reading: Reading): string {
  const { words } = reading;
  const { plain } = words;
  const days = daysWords(run.from, run.to, reading);
  const time = timeWords(run.time ?? 0, words);
  if (run.why === 'weeks') return plain('account:day.weeks', { days, working: run.working, off: run.off, time });
  const line = dayLine(run, days, time, words);
  const noted = run.note === null ? line : plain('account:day.note', { text: line, note: run.note });
  return run.provisional ? plain('account:day.provisional', { text: noted }) : noted;
}

function dayLine(run: DayRun, days: string, time: string, words: Words): string {
  const { plain } = words;
  const { why, counted, kind, part, days: count } = run;
  switch (why) {
    case 'first':
    case 'outOfHours':
      return plain(`account:day.${why}`, { days });
    case 'calendar':
      return plain('account:day.calendar', { days, count });
    case 'weekday':
      if (!counted) return plain('account:day.off', { days, why: plain('account:day.weekend') });
      return part ? plain('account:day.part', { days, time }) : plain('account:day.working', { days, count, time });
    default:
      return counted
        ? plain('account:day.special', { days, kind: plain(`calendar:kind.${kind}`), time, why: whyWords(why, words) })
        : plain('account:day.off', { days, why: whyWords(why, words) });
  }
}

/** An admin's own decision has no other source than itself. */
function whyWords(why: keyof typeof DAY_SOURCES, { plain }: Words): string {
  const source = DAY_SOURCES[why];
  const reason = plain(`calendar:reason.${why}`);
  return source === 'office' ? reason : plain('account:day.why', { reason, source: plain(`account:source.${source}`) });
}

function daysWords(from: PlainDate, to: PlainDate, { words, now, calendar }: Reading): string {
  const today = dayOf(now, calendar);
  if (from === to) return namedDay(from, today, words);
  return words.plain('account:day.range', { from: shortDay(from, today), until: shortDay(to, today) });
}

// ── What else it rests on ───────────────────────────────────────────────────

function notesOf(account: TermAccount, reading: Reading): string[] {
  const { words, now, calendar } = reading;
  const { plain } = words;
  const today = dayOf(now, calendar);
  const due = dayOf(account.due, calendar);
  const short = (instant: Date) => shortDay(dayOf(instant, calendar), today);
  const countsWorkingDays = !WHOLE_DAYS.includes(account.of) || account.lastWorkingDay !== null;
  return [
    ...(account.lastWorkingDay === null
      ? []
      : [
          plain('account:lastWorkingDay', {
            day: namedDay(due, today, words),
            workingDay: namedDay(account.lastWorkingDay, today, words),
          }),
        ]),
    ...account.corrections.map(({ at, before, after }) =>
      plain('account:correction', { day: short(at), before: short(before), after: short(after) }),
    ),
    ...(countsWorkingDays ? account.years.map((year) => yearWords(year, words)) : []),
  ];
}

const yearWords = ({ year, sources }: TermAccount['years'][number], { plain }: Words): string =>
  sources === null ? plain('calendar:missing', { year }) : plain('account:year', { year, sources: sources.join('; ') });

/** Characters of a line. */
const LINE = 300;

/** «Почему такой срок»: one term at a time, the others a press away. */
export function accountScreen(accounts: Accounts, appealId: number, asked: AccountedTerm, reading: Reading): Screen {
  const { html, plain } = reading.words;
  const shown = accounts.terms.find(({ of }) => of === asked) ?? accounts.terms[0];
  const others = accounts.terms.filter((term) => term !== shown);
  const tabs = [
    ...others.map(({ of }) => button(plain(`account:tab.${of}`), { kind: 'why', appealId, term: of })),
    button(plain('account:past.button'), { kind: 'pastStages', appealId, page: 0 }),
  ];
  const title = `<b>${html('account:title', { number: accounts.number })}</b>`;
  const back: ScreenButton[] = [button(plain('history:back'), { kind: 'card', appealId })];
  if (shown === undefined) return { text: title, buttons: [back] };
  const text = accountText(title, shown, assumedLines(accounts, shown.of, reading), reading);
  return { text, buttons: [...inRows(tabs, 2), back] };
}

/** @param beside in HTML */
function accountText(title: string, shown: TermAccount, beside: readonly string[], reading: Reading): string {
  const words = accountWords(shown, reading);
  const notes = [...words.notes.map(escapeHtml), ...beside];
  // What an admin has written beside a day is as long as it is.
  return fitted(reading.longest, (room) => {
    const line = (plainWords: string) => escapeHtml(shorten(plainWords, room(LINE)));
    const steps = words.steps.map((step) =>
      [
        ...step.text.map(line),
        ...step.days.map((day) => `• ${line(day)}`),
        ...(step.leads ? [line(step.leads)] : []),
      ].join('\n'),
    );
    const last = notes.length === 0 ? [] : [notes.map((note) => `<i>${note}</i>`).join('\n')];
    return [title, `<b>${escapeHtml(words.title)}</b>`, ...steps, ...last].join('\n\n');
  });
}

/** «Прошлые этапы»: each with when it had to end and when it did, its account a press away. */
export function pastStagesScreen(
  { number, terms }: PastAccounts,
  appealId: number,
  page: number,
  reading: Reading,
): Screen {
  // prettier-ignore
  const { html, plain } = reading.words;
  const view = pageOf(terms, page);
  const first = view.page * PAGE;
  const lines = view.shown.map((term, index) => {
    const { title } = accountWords(term, reading);
    return `${term.missed ? '❗️ ' : ''}<b>${first + index + 1}. ${escapeHtml(title)}</b>\n${escapeHtml(endedWords(term, reading))}`;
  });
  return {
    text: [
      `<b>${html('account:past.title', { number })}</b>`,
      ...(lines.length === 0 ? [html('account:past.empty')] : lines),
    ].join('\n\n'),
    buttons: [
      ...inRows(
        view.shown.map((_, index) =>
          button(plain('account:past.open', { place: first + index + 1 }), {
            kind: 'pastStage',
            appealId,
            place: first + index,
          }),
        ),
        3,
      ),
      ...pager(view, reading.words, (to) => ({ kind: 'pastStages', appealId, page: to })),
      [
        button(plain('account:button'), { kind: 'why', appealId, term: 'whole' }),
        button(plain('history:back'), { kind: 'card', appealId }),
      ],
    ],
  };
}

/** One of them; a place that is none any more is the list. */
export function pastStageScreen(past: PastAccounts, appealId: number, place: number, reading: Reading): Screen {
  const { html, plain } = reading.words;
  const term = past.terms[place];
  if (!term) return pastStagesScreen(past, appealId, 0, reading);
  const title = `<b>${html('account:title', { number: past.number })}</b>`;
  return {
    text: accountText(title, term, [escapeHtml(endedWords(term, reading))], reading),
    buttons: [
      [button(plain('account:past.button'), { kind: 'pastStages', appealId, page: Math.floor(place / PAGE) })],
      [button(plain('history:back'), { kind: 'card', appealId })],
    ],
  };
}

/** What of this term stands on our reading alone. In HTML. */
function assumedLines(
  { assumptions: { shares, due, noDay } }: Pick<Accounts, 'assumptions'>,
  of: AccountedTerm,
  { words: { html }, now, calendar }: Reading,
): string[] {
  const day = due === null ? '' : shortDay(due.first, dayOf(now, calendar));
  return [
    ...(of === 'stage' && shares ? [html('nag:ahead.sharesAssumed')] : []),
    ...(of === 'whole' && due !== null ? [html(`card:assumed.${due.by}`, { day })] : []),
    ...(of === 'duty' && noDay ? [html('card:assumed.noDay')] : []),
  ];
}
