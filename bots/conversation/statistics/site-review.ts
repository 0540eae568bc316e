import { yearOf } from '../../../src/regulation/calendar';
import { percentsOf } from '../../../src/regulation/percents';
import { toldAlone, toldLines, toldParts, type Told } from '../../../src/regulation/small-numbers';
import { ENGAGEMENT_KINDS } from '../../../src/regulation/engagement/vocabulary';
import type { EngagementFigures } from '../../../src/usecases/statistics/engagement-figures';
import type { ReviewedPeriod, ReviewFigures } from '../../../src/usecases/statistics/site-review';
import { nameOf } from '../../../src/usecases/statistics/period-rows';
import { type Figures, type Row, shifted, type Named } from '../../../src/usecases/statistics/figures';
import { MONTHS } from '../kit/calendar-words';
import type { Reading } from '../kit/turn';
import { numberWords, SHARE_FROM, HELD, daysWords, periodWords, quarterOf } from './figure-words';

/** A line of a table: a number, its share, and the same of the period before. Null: it is not told, or there is none. */
export interface ReviewRow {
  readonly name: string;
  readonly now: Told | null;
  /** In percent, to one decimal. */
  readonly share: number | null;
  readonly before: Told | null;
  /** Only where both numbers are told. */
  readonly difference: number | null;
}

export interface ReviewSection {
  readonly heading: string;
  readonly paragraphs: readonly string[];
  /** Null: there is nothing, or nothing that may be told. */
  readonly table: { readonly caption: string; readonly rows: readonly ReviewRow[] } | null;
}

/** What a district tells its citizens of a month or a quarter: all its files are made of this alone. */
export interface SiteReview {
  readonly title: string;
  readonly days: string;
  readonly sections: readonly ReviewSection[];
  /** How the periods stand above their columns; `before` null: there is nothing to stand beside. */
  readonly columns: { readonly now: string; readonly before: string | null };
  readonly note: string;
}

/** So many topics or places are read. */
const LINES = 15;

/** No names of people, no addresses, no numbers of appeals; what is small is not told, nor what would give it away (`small-numbers.ts`). */
export function siteReview(review: ReviewFigures, reading: Reading): SiteReview {
  const { named, before } = review;
  const { plain } = reading.words;
  const isAnything = [review.now, ...(before ? [before] : [])].some(({ figures }) => figures.received > 0);
  const isFinished = [review.now, ...(before ? [before] : [])].some(({ figures }) => figures.inTerm.of > 0);
  return {
    title: plain('review:title', { period: periodWords(named, reading.words) }),
    days: daysWords(named),
    sections: [
      overview(review, reading),
      ...(isAnything ? [lines('category', review, reading), lines('settlement', review, reading)] : []),
      ...(isFinished ? [outcomes(review, reading), terms(review, reading)] : []),
      ...held(review, reading),
    ],
    columns: { now: columnOf(named, reading), before: before && columnOf(shifted(named, -1), reading) },
    note: plain('review:note'),
  };
}

/** «Ноябрь 2026», «IV кв. 2026»: it stands above a narrow column. */
function columnOf(named: Named, { words: { plain } }: Reading): string {
  const year = yearOf(named.from);
  return named.unit === 'quarter'
    ? plain('review:column.quarter', { quarter: quarterOf(named.from), year })
    : plain('review:column.month', { month: plain(`common:month.${monthOf(named)}`), year });
}
const monthOf = ({ from }: Named): (typeof MONTHS)[number] => MONTHS[Number(from.slice(5, 7)) - 1] ?? '1';

// ── How many ────────────────────────────────────────────────────────────────

function overview(review: ReviewFigures, reading: Reading): ReviewSection {
  const { plain } = reading.words;
  const row = (name: string, of: (period: ReviewedPeriod) => Told | null) =>
    besides(name, of(review.now), review.before && of(review.before));
  const received = row(plain('review:row.received'), ({ figures }) => toldAlone(figures.received));
  const finished = row(plain('review:row.finished'), ({ figures }) => toldAlone(figures.inTerm.of));
  const closed = row(plain('review:row.closed'), ({ figures }) => toldAlone(figures.closed));
  const days = row(plain('review:row.days'), ({ figures }) => daysToAnswer(figures, reading));
  return {
    heading: plain('review:heading.overview'),
    paragraphs: [inWords('received', received, review, reading), inWords('finished', finished, review, reading)],
    table: {
      caption: plain('review:caption.overview'),
      rows: [received, finished, ...(isNothing(closed) ? [] : [closed]), ...(isNothing(days) ? [] : [days])],
    },
  };
}

/** Half of the answers were given sooner, in working days; null: of so few it would be the time of somebody. */
function daysToAnswer(figures: Figures, { calendar: { opensAt, closesAt } }: Reading): Told | null {
  const { median } = figures.working;
  const told = outcomesOf(figures);
  // what every reader sees to be enough, so that the line itself tells nothing of hidden numbers
  const answers = told ? [told.rest, ...told.parts.slice(0, -1)] : [];
  const seen = answers.reduce((sum, one) => sum + (one.as === 'few' ? 1 : one.count), 0);
  return median === null || toldAlone(seen).as === 'few' || seen === 0
    ? null
    : { as: 'exact', count: rounded(median / (closesAt - opensAt)) };
}

/** «За ноябрь 2026 года поступило 41 обращение, на 12 больше, чем в октябре.» */
function inWords(what: 'received' | 'finished', row: ReviewRow, { named }: ReviewFigures, reading: Reading): string {
  const { plain } = reading.words;
  const period = periodWords(named, reading.words);
  const { now, difference } = row;
  const text =
    now?.as !== 'exact'
      ? plain(`review:${what}.few`, { period })
      : now.count === 0
        ? plain(`review:${what}.none`, { period })
        : plain(`review:${what}.of`, { period, count: now.count, value: numberWords(now.count) });
  if (difference === null) return plain('review:than.nothing', { text });
  const when = thanWhen(named, reading);
  if (difference === 0) return plain('review:than.same', { text, when });
  const count = Math.abs(difference);
  return plain(difference > 0 ? 'review:than.more' : 'review:than.less', { text, when, count, value: numberWords(count) }); // prettier-ignore
}

/** «в октябре», «в декабре 2025 года»: the year where it is another one. */
function thanWhen(named: Named, { words: { plain } }: Reading): string {
  const than = shifted(named, -1);
  const when =
    named.unit === 'quarter'
      ? plain('review:when.quarter', { quarter: quarterOf(than.from) })
      : plain(`review:when.month.${monthOf(than)}`);
  const year = yearOf(than.from);
  return year === yearOf(named.from) ? when : plain('review:when.ofYear', { when, year });
}

// ── Of what, and from where ─────────────────────────────────────────────────

/** The most first; what is not told by itself stands together in the last line. */
function lines(by: 'category' | 'settlement', { now, before }: ReviewFigures, { words }: Reading): ReviewSection {
  const { plain } = words;
  const rowsOf = (period: ReviewedPeriod) => (by === 'category' ? period.categories : period.settlements);
  const told = toldIn(rowsOf(now));
  const earlier = before && toldIn(rowsOf(before));
  const shown = told ? rowsOf(now).filter(({ received }) => received >= told.from) : [];
  const earlierOf = ({ id }: Row): number | null => {
    const count = before ? (rowsOf(before).find((row) => row.id === id)?.received ?? 0) : 0;
    return earlier && (count === 0 || count >= earlier.from) ? count : null;
  };
  const isNamed = ({ key }: Row) => nameOf(by, key) ?? plain(`review:none.${by}`);
  const shares = sharesOf([...shown.map(({ received }) => received), told?.others ?? 0], now.figures.received);
  const named = shown.map((row, at) => {
    const count = earlierOf(row);
    return { ...besides(isNamed(row), exact(row.received), count === null ? null : exact(count)), share: shares(at) };
  });
  const others = {
    ...besides(
      plain(`review:others.${by}`),
      exact(told?.others ?? 0),
      earlier && before && exact(before.figures.received - shown.reduce((sum, row) => sum + (earlierOf(row) ?? 0), 0)),
    ),
    share: shares(shown.length),
    // they are not the same ones in both
    difference: null,
  };
  return {
    heading: plain(`review:heading.${by}`),
    paragraphs: named.length === 0 ? [plain('review:tooLittle')] : [],
    table:
      named.length === 0
        ? null
        : { caption: plain(`review:caption.${by}`), rows: isNothing(others) ? named : [...named, others] },
  };
}

const toldIn = (rows: readonly Row[]) =>
  toldLines(
    rows.map(({ received }) => received),
    LINES,
  );

// ── How they ended, and whether in time ─────────────────────────────────────

const OUTCOMES = ['resolved', 'notResolved', 'declined', 'other', 'redirected'] as const;

/** Together they are what was finished. */
const outcomesOf = ({ answered, redirected }: Figures) =>
  toldParts(answered.resolved, [answered.notResolved, answered.declined, answered.other, redirected]);
const termsOf = ({ inTerm: { kept, of } }: Figures) => toldParts(kept, [of - kept]);

const outcomes = (review: ReviewFigures, reading: Reading): ReviewSection =>
  parts(
    'outcomes',
    OUTCOMES.map((name) => reading.words.plain(`review:outcome.${name}`)),
    outcomesOf,
    review,
    reading,
  );

const terms = (review: ReviewFigures, reading: Reading): ReviewSection =>
  parts(
    'terms',
    (['kept', 'late'] as const).map((name) => reading.words.plain(`review:term.${name}`)),
    termsOf,
    review,
    reading,
  );

function parts(
  section: 'outcomes' | 'terms',
  names: readonly string[],
  toldOf: typeof outcomesOf,
  { now, before }: ReviewFigures,
  { words: { plain } }: Reading,
): ReviewSection {
  const told = toldOf(now.figures);
  const earlier = before && toldOf(before.figures);
  const cells = told && [told.rest, ...told.parts];
  const earlierCells = earlier && [earlier.rest, ...earlier.parts];
  // What is hidden is reckoned with as one, so that no rounding tells of it.
  const counts = told
    ? [told.lump, ...told.parts.map((one) => (one.as === 'exact' ? one.count : 0))]
    : names.map(() => 0);
  const shares = sharesOf(counts, now.figures.inTerm.of);
  const rows = names.map((name, at) => {
    const cell = cells?.[at] ?? null;
    return { ...besides(name, cell, earlierCells?.[at] ?? null), share: cell?.as === 'exact' ? shares(at) : null };
  });
  return {
    heading: plain(`review:heading.${section}`),
    paragraphs: told ? [] : [plain('review:tooLittle')],
    table:
      told === null && earlier === null
        ? null
        : { caption: plain(`review:caption.${section}`), rows: rows.filter((row) => !isNothing(row)) },
  };
}

// ── What else was held ──────────────────────────────────────────────────────

/** Polls and hearings are everybody's, so few of them are no secret; how many people came to them is. */
function held({ now, before }: ReviewFigures, { words: { plain } }: Reading): ReviewSection[] {
  const row = (name: string, of: (engagement: EngagementFigures) => Told) =>
    besides(name, of(now.engagement), before && of(before.engagement));
  const rows = [
    ...ENGAGEMENT_KINDS.flatMap((kind) =>
      kind === 'news'
        ? []
        : [row(plain(`review:held.${kind}`), ({ kinds }) => exact(kinds.find((one) => one.kind === kind)?.held ?? 0))],
    ),
    ...(
      [
        ['participants', 'review:held.participants'],
        ['asked', 'statistics:held.asked'],
        ['answered', 'review:held.answered'],
      ] as const
    ).map(([what, name]) => row(plain(name), (engagement) => toldAlone(HELD[what](engagement)))),
  ].filter((one) => !isNothing(one));
  const table = { caption: plain('review:caption.held'), rows };
  return rows.length === 0 ? [] : [{ heading: plain('statistics:heading.held'), paragraphs: [], table }];
}

// ── Lines ───────────────────────────────────────────────────────────────────

const exact = (count: number): Told => ({ as: 'exact', count });
const rounded = (value: number): number => Math.round(value * 10) / 10;

/** Beside the period before; no difference where either is hidden. */
const besides = (name: string, now: Told | null, before: Told | null): ReviewRow => ({
  name,
  now,
  share: null,
  before,
  difference: now?.as === 'exact' && before?.as === 'exact' ? rounded(now.count - before.count) : null,
});

const isNone = (told: Told | null): boolean => told === null || (told.as === 'exact' && told.count === 0);
const isNothing = ({ now, before }: ReviewRow): boolean => isNone(now) && isNone(before);

/** Which come to 100 together; null: of few a share says less than its two numbers. */
function sharesOf(counts: readonly number[], whole: number): (at: number) => number | null {
  const percents = whole < SHARE_FROM ? [] : percentsOf(counts, whole);
  return (at) => percents[at] ?? null;
}
