import { isKeyOf } from '../../../src/regulation/lists';
import type { Words } from '../../../src/i18n';
import { dayOf } from '../../../src/regulation/calendar';
import { daysLate } from '../../../src/regulation/deadlines';
import { hasEnd } from '../../../src/regulation/terms';
import { isFinal, type Stage } from '../../../src/regulation/vocabulary';
import type { AheadEvent, Hearers } from '../../../src/usecases/terms/ahead-events';
import type { Ahead, MissedFact, RunningTerm } from '../../../src/usecases/terms/ahead';
import { button, shorten, type Screen, pager } from '../kit/screen';
import type { Reading } from '../kit/turn';
import { markLines, type Span, clockTime, moment, namedDay, shortDay, until } from '../kit/calendar-words';
import { visibleLength } from '../kit/fit';

/** Characters of a page, without its title and the marks of its dates: two thumbs of scrolling. */
const PAGE = 1_800;
const NAME = 60;
const NAMES = 6;
const PLACE = 150;
const BAR = 10;

/** A line and what it stands under: its section and, in the future, its day. */
interface Line {
  readonly section: string;
  readonly day: string | null;
  readonly text: string;
  /** Its dates, for what is doubtful about them. */
  readonly span: Span;
  /** What its end was counted from: a share of the term, the whole term; null: neither. */
  readonly rests: 'share' | 'whole' | null;
}

/** What was missed, what runs, and then day by day what comes if nobody does anything. */
export function aheadScreen(ahead: Ahead, appealId: number, asked: number, reading: Reading): Screen {
  const { html, plain } = reading.words;
  const pages = pagesOf([
    ...missedLines(ahead, reading),
    ...runningLines(ahead, reading),
    ...futureLines(ahead, reading),
  ]);
  // Time goes on between two presses, and what has come is no line any more.
  const page = Math.min(asked, pages.length - 1);
  const lines = pages[page] ?? [];
  const text = [`<b>${html('nag:ahead.title', { number: ahead.number })}</b> · ${html(`appeal:stage.${ahead.stage}`)}`];
  text.push(...drawn(lines));
  if (isFinal(ahead.stage)) text.push(html('nag:ahead.finished'));
  else if (ahead.events.length === 0) text.push(html('nag:ahead.nothing'));
  const marks = markLines(
    lines.map(({ span }) => span),
    reading,
  );
  const notes = [...assumed(ahead, lines, reading), ...marks];
  if (notes.length > 0) text.push(notes.join('\n'));
  return {
    text: text.join('\n\n'),
    buttons: [
      ...pager({ page, pages: pages.length }, reading.words, (to) => ({ kind: 'ahead', appealId, page: to })),
      [button(plain('history:back'), { kind: 'card', appealId })],
    ],
  };
}

/** What of this page stands on our reading alone. */
function assumed({ assumptions: { shares, due, noDay } }: Ahead, lines: readonly Line[], reading: Reading): string[] {
  const { html } = reading.words;
  const day = due === null ? '' : shortDay(due.first, dayOn(reading.now, reading));
  return [
    ...(shares && lines.some(({ rests }) => rests === 'share') ? [html('nag:ahead.sharesAssumed')] : []),
    ...(due !== null && lines.some(({ rests }) => rests === 'whole') ? [html(`card:assumed.${due.by}`, { day })] : []),
    ...(noDay ? [html('card:assumed.noDay')] : []),
  ].map((line) => `<i>${line}</i>`);
}

function pagesOf(lines: readonly Line[]): Line[][] {
  const pages: Line[][] = [[]];
  let room = PAGE;
  for (const line of lines) {
    const length = visibleLength(line.text);
    if (length > room) {
      pages.push([]);
      room = PAGE;
    }
    pages.at(-1)?.push(line);
    room -= length;
  }
  return pages;
}

/** Paragraphs; a heading is said where it begins, and again on a new page. */
function drawn(lines: readonly Line[]): string[] {
  const paragraphs: string[] = [];
  for (const [index, line] of lines.entries()) {
    const before = lines[index - 1];
    if (line.section !== before?.section) paragraphs.push(`<b>${line.section}</b>`);
    if (line.day !== null && (line.day !== before?.day || line.section !== before.section))
      paragraphs.push(`<b>${line.day}</b>\n${line.text}`);
    else paragraphs.push(`${paragraphs.pop() ?? ''}\n${line.text}`);
  }
  return paragraphs;
}

const dayOn = (instant: Date, { calendar }: Reading) => dayOf(instant, calendar);
const spanOf = (from: Date, to: Date, reading: Reading): Span => [dayOn(from, reading), dayOn(to, reading)];

// ── Behind and now ──────────────────────────────────────────────────────────

function missedLines({ missed }: Ahead, reading: Reading): Line[] {
  const { words, now } = reading;
  return missed.map((fact) => ({
    section: `❗️ ${words.html('nag:ahead.missed')}`,
    day: null,
    text: missedText(fact, reading),
    span: spanOf(fact.due, fact.endedAt ?? now, reading),
    rests: fact.kind === 'stage' ? 'share' : null,
  }));
}

function missedText(fact: MissedFact, reading: Reading): string {
  const { kind, stage, due, endedAt } = fact;
  const { words, now, calendar } = reading;
  const term = words.plain(kind === 'stage' ? `nag:ahead.term.stage.${stage}` : `nag:ahead.term.${kind}`);
  const late = lateBy(due, endedAt ?? now, reading);
  const text = words.html(endedAt === null ? 'nag:ahead.late' : 'nag:ahead.wasLate', {
    term,
    moment: until(due, now, calendar),
    late,
  });
  return [`• ${text}`, ...missedMarks(fact, reading), heldBy(fact, reading)].join('\n');
}

/** What takes the weight from it: the document by which it was kept, and the rules that are over. */
function missedMarks({ answeredBy, byFormerRules }: MissedFact, { words, now, calendar }: Reading): string[] {
  const day = answeredBy?.day ? shortDay(answeredBy.day, dayOf(now, calendar)) : '';
  return [
    ...(answeredBy ? [words.html(`nag:ahead.answered.${answeredBy.reason}`, { day })] : []),
    ...(byFormerRules ? [words.html('nag:ahead.formerRules')] : []),
  ];
}

/** Whose a missed term is, or why nobody's. In HTML. */
export function heldBy({ heldBy: who, due, receivedAt, unnamed }: MissedFact, { words }: Reading): string {
  if (typeof who === 'string') return words.html('nag:ahead.heldByOrganization', { name: shorten(who, NAME) });
  if (who !== null) return words.html('nag:ahead.heldBy', { names: names(who, words) });
  if (unnamed !== null) return words.html(`nag:ahead.unnamed.${unnamed}`);
  return words.html(due <= receivedAt ? 'nag:ahead.before' : 'nag:ahead.nobodys');
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** «2 дня», as every list and file counts them; on the day of the term hours, or a minute at least. */
function lateBy(due: Date, ended: Date, { words: { plain }, calendar }: Reading): string {
  const days = daysLate(due, dayOf(ended, calendar), calendar);
  if (days > 0) return plain('nag:ahead.days', { count: days });
  const late = ended.getTime() - due.getTime();
  if (late >= HOUR) return plain('nag:ahead.hours', { count: Math.floor(late / HOUR) });
  return plain('nag:ahead.minutes', { count: Math.max(1, Math.floor(late / MINUTE)) });
}

function runningLines({ running }: Ahead, reading: Reading): Line[] {
  const { words } = reading;
  return running.map((term) => ({
    section: words.html('nag:ahead.running'),
    day: null,
    text: runningText(term, reading),
    span: spanOf(term.since, hasEnd(term) ? term.due : term.since, reading),
    rests: restsOn(term.reason),
  }));
}

function runningText({ reason, stage, since, due, overdue, passed }: RunningTerm, reading: Reading): string {
  const { words, now, calendar } = reading;
  const term = termName(reason, stage, words);
  if (!hasEnd({ due })) return `• ${words.html('nag:ahead.spanAlone', { term, since: moment(since, now, calendar) })}`;
  if (overdue)
    return `❗️ ${words.html('nag:ahead.late', { term, moment: until(due, now, calendar), late: lateBy(due, now, reading) })}`;
  const span = { term, since: moment(since, now, calendar), until: until(due, now, calendar) };
  const full = Math.floor(passed * BAR);
  const bar = '▓'.repeat(full) + '░'.repeat(BAR - full);
  const percent = Math.floor(passed * 100);
  return `• ${words.html('nag:ahead.span', span)}\n${words.html('nag:ahead.passed', { bar, percent })}`;
}

/** Tasks for ПОС and the organization's answer end with the whole; a day of one's own rests on nothing. */
const RESTS: { readonly [Of in RunningTerm['reason']]?: 'share' | 'whole' } = {
  coordination: 'share',
  stage: 'share',
  overall: 'whole',
  organization: 'whole',
  delivery: 'whole',
  entry: 'whole',
  passing: 'whole',
  removal: 'whole',
};
const restsOn = (reason: RunningTerm['reason']): Line['rests'] => RESTS[reason] ?? null;

/** The whole term is the whole one under whichever row of the table; a stage's says what is to be done there. */
const TERM_NAMES = { coordination: 'stage', stage: 'stage', overall: 'whole' } as const;

function termName(reason: RunningTerm['reason'], stage: Stage, { plain }: Words): string {
  const name = isKeyOf(TERM_NAMES, reason) ? TERM_NAMES[reason] : reason;
  return name === 'stage' ? plain(`nag:ahead.term.stage.${stage}`) : plain(`nag:ahead.term.${name}`);
}

// ── Ahead ───────────────────────────────────────────────────────────────────

function futureLines({ events }: Ahead, reading: Reading): Line[] {
  const { words, now, calendar } = reading;
  const today = dayOf(now, calendar);
  return events
    .filter((event) => !isToldAtOnce(event, events))
    .map((event) => {
      const day = dayOf(event.at, calendar);
      return {
        section: words.html('nag:ahead.future'),
        day: namedDay(day, today, words),
        text: eventText(event, reading),
        span: [day, 'due' in event && hasEnd(event) ? dayOf(event.due, calendar) : day],
        rests: 'reason' in event ? restsOn(event.reason) : null,
      };
    });
}

/** An end in working time and the nag of it, a second later, are one line. */
const isToldAtOnce = (event: AheadEvent, events: readonly AheadEvent[]): boolean =>
  event.what === 'end' &&
  events.some(
    (other) =>
      other.what === 'nag' &&
      other.threshold === 'overdue' &&
      other.reason === event.reason &&
      other.at.getTime() - event.at.getTime() === 1_000,
  );

function eventText(event: AheadEvent, reading: Reading): string {
  const { words, calendar } = reading;
  const what = eventWords(event, reading);
  // The morning list comes at its own minute.
  const line = event.what === 'mornings' ? what : `${clockTime(event.at, calendar)} ${what}`;
  return 'to' in event ? `${line}\n${hearers(event.to, words)}` : line;
}

function eventWords(event: AheadEvent, { words, now, calendar }: Reading): string {
  const { html, plain } = words;
  switch (event.what) {
    case 'resume':
      return html('nag:ahead.resume');
    case 'visit': {
      const { kind, at, place } = event.visit;
      const what = plain(`notice:what.${kind}`, { moment: moment(at, now, calendar), place: shorten(place, PLACE) });
      return html(`nag:ahead.visit.${event.threshold}`, { what });
    }
    case 'end':
    case 'mornings':
      return html(`nag:ahead.${event.what}`, { term: termName(event.reason, event.stage, words) });
    case 'nag': {
      const term = termName(event.reason, event.stage, words);
      return event.threshold === 'overdue'
        ? html('nag:ahead.overdue', { term })
        : html('nag:ahead.nag', { term, left: plain(`nag:ahead.left.${event.threshold}`) });
    }
  }
}

function hearers(to: Hearers, words: Words): string {
  return to.people.length + to.crowds.length === 0
    ? words.html('nag:ahead.nobody')
    : words.html('nag:ahead.to', { names: names(to, words) });
}

function names({ people, crowds }: Hearers, { plain }: Words): string {
  // the line of a deputy names whoever is absent too
  const shown = people.filter(({ name }) => !people.some(({ insteadOf }) => insteadOf === name));
  const more = shown.length - NAMES;
  return [
    ...shown.slice(0, NAMES).map(({ name, insteadOf }) => {
      const who = shorten(name, NAME);
      return insteadOf === null ? who : plain('nag:ahead.instead', { name: who, absent: shorten(insteadOf, NAME) });
    }),
    ...(more > 0 ? [plain('nag:ahead.others', { size: more })] : []),
    ...crowds.map(({ role, size }) => plain(`nag:ahead.crowd.${role}`, { size })),
  ].join(', ');
}
