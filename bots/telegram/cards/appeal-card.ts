import type { InlineKeyboardButton } from 'telegraf/types';
import { escapeHtml, type Words } from '../../../src/i18n';
import { dayOf, isLoaded, yearOf, type OfficeCalendar } from '../../../src/regulation/calendar';
import { isOverdue } from '../../../src/regulation/deadlines';
import type { Notice } from '../../../src/regulation/effects';
import { isFinal, type Action } from '../../../src/regulation/vocabulary';
import type { AppealCard, PersonName } from '../../../src/usecases/read-card';
import { moment, shortDay } from '../dates';
import { button, inRows, shorten, type Screen } from '../screen';

/** What a card needs beside its facts: whose words, what time it is, which days work. */
export interface Reading {
  readonly words: Words;
  readonly now: Date;
  readonly calendar: OfficeCalendar;
}

const TEXT_LIMIT = 1200;
const DRAFT_LIMIT = 1200;
const LINE_LIMIT = 250;

/**
 * The one card of an appeal: what is wanted, by when, whose turn, what was done; then the buttons the table allows.
 * @param notice why the card has come, as its first line; null when it is merely drawn anew
 */
export function appealCard(card: AppealCard, reading: Reading, notice: Notice | null): Screen {
  const blocks = [noticeLines(card, reading, notice), headLines(card, reading), problemLines(card), termLines(card, reading), peopleLines(card, reading), workLines(card, reading), answerLines(card, reading)];
  return { text: blocks.filter((lines) => lines.length > 0).map((lines) => lines.join('\n')).join('\n\n'), keyboard: keyboard(card, reading.words) };
}

/** Number and place: enough to know which appeal a form is about. */
export function appealHead(card: AppealCard, reading: Reading): string {
  const about = [...headLines(card, reading), ...(card.address ? [escapeHtml(shorten(card.address, LINE_LIMIT))] : [])];
  if (card.text) about.push(`<i>${escapeHtml(shorten(card.text, 300))}</i>`);
  return about.join('\n');
}

function noticeLines(card: AppealCard, { words }: Reading, notice: Notice | null): string[] {
  if (!notice) return [];
  const line = words.html(`notice:${notice}`, { number: card.number, name: card.latest?.by ?? '', moment: '', place: '' });
  return [`<b>${line}</b>`, ...(card.reason ? [`<blockquote>${escapeHtml(shorten(card.reason, 600))}</blockquote>`] : [])];
}

function headLines(card: AppealCard, { words }: Reading): string[] {
  const marks = [
    card.kind === 'appeal59' ? words.html('card:sign59') : null,
    card.fastTrackDays === null ? null : words.html('card:fastTrack', { count: card.fastTrackDays }),
  ].filter((mark) => mark !== null);
  const lines = [`<b>${words.html('card:title', { number: card.number })}</b> · ${words.html(`appeal:stage.${card.stage}`)}`];
  if (marks.length > 0) lines.push(marks.join(' · '));
  if (card.path.length > 0) lines.push(escapeHtml(shorten(card.path.join(' · '), LINE_LIMIT)));
  return lines;
}

function problemLines(card: AppealCard): string[] {
  const place = [card.settlement, card.address].filter((part) => part !== null && part !== '').join(', ');
  return [...(place ? [escapeHtml(shorten(place, LINE_LIMIT))] : []), ...(card.text ? [`<blockquote expandable>${escapeHtml(shorten(card.text, TEXT_LIMIT))}</blockquote>`] : [])];
}

function termLines(card: AppealCard, { words, now, calendar }: Reading): string[] {
  if (isFinal(card.stage)) return [];
  const today = dayOf(now, calendar);
  const dueDay = dayOf(card.due, calendar);
  const day = shortDay(dueDay, today);
  const lines: string[] = [];
  if (isOverdue(card.due, now)) lines.push(`<b>${words.html('card:overdueSince', { day })}</b>`);
  else if (card.shownDue) lines.push(words.html('card:dueShown', { day, workingDay: shortDay(card.shownDue, today) }));
  else lines.push(words.html('card:due', { day }));
  if (card.extended) lines.push(words.html('card:extended'));
  const year = yearOf(dueDay);
  if (!isLoaded(year, calendar)) lines.push(`<i>${words.html('card:dueCalendarMissing', { year })}</i>`);
  if (card.stageDue && card.stage !== 'postponed' && card.stage !== 'with_organization') {
    const stage = words.html(`appeal:stage.${card.stage}`);
    const at = moment(card.stageDue, now, calendar);
    lines.push(isOverdue(card.stageDue, now) ? `<b>${words.html('card:stageOverdue', { stage, moment: at })}</b>` : words.html('card:stageDue', { stage, moment: at }));
  }
  if (card.dutyDue) lines.push(words.html(isOverdue(card.dutyDue, now) ? 'card:dutyOverdue' : 'card:dutyDue', { moment: moment(card.dutyDue, now, calendar) }));
  if (card.stage === 'postponed' && card.postponedUntil) lines.push(words.html('card:postponedUntil', { day: shortDay(card.postponedUntil, today) }));
  return lines;
}

function peopleLines(card: AppealCard, { words, now, calendar }: Reading): string[] {
  const lines: string[] = [];
  if (card.executor) lines.push(words.html('card:executor', { name: person(card.executor, words) }));
  if (card.agreeing) lines.push(words.html('card:agreeing', { name: person(card.agreeing, words) }));
  if (card.approving) lines.push(words.html('card:approving', { name: person(card.approving, words) }));
  if (card.organization) lines.push(words.html(card.redirectReason ? 'card:redirectTo' : 'card:organizationHas', { name: card.organization }));
  if (card.redirectReason) lines.push(words.html('card:redirectReason', { reason: shorten(card.redirectReason, LINE_LIMIT) }));
  if (card.report) {
    lines.push(words.html(card.report.acknowledged ? 'card:reportAcknowledged' : 'card:reported', { moment: moment(card.report.at, now, calendar), name: card.report.to?.name ?? '' }));
  }
  if (card.reexaminations > 0) lines.push(words.html('card:reexaminations', { count: card.reexaminations }));
  return lines;
}

/** Delivery is visible: who can't be reached says so beside the name. */
export function person({ name, absent, unreachable }: PersonName, { plain }: Words): string {
  if (unreachable === 'never_started') return plain('card:neverStarted', { name });
  if (unreachable === 'blocked') return plain('card:blocked', { name });
  if (unreachable === 'deactivated') return plain('card:deactivated', { name });
  return absent ? plain('card:absent', { name }) : name;
}

function workLines(card: AppealCard, { words, now, calendar }: Reading): string[] {
  const at = (instant: Date) => moment(instant, now, calendar);
  const today = dayOf(now, calendar);
  const lines: string[] = [];
  if (card.progress) lines.push(words.html('card:progress', { progress: words.plain(`appeal:progress.${card.progress}`) }));
  if (card.comment?.text) lines.push(words.html('card:comment', { moment: at(card.comment.at), name: card.comment.by, text: shorten(card.comment.text, 300) }));
  const kept = [
    card.photos > 0 ? words.html('card:photos', { count: card.photos }) : null,
    card.files > 0 ? words.html('card:files', { count: card.files }) : null,
  ].filter((part) => part !== null);
  if (kept.length > 0) lines.push(kept.join(', '));
  for (const visit of card.visits.slice(-3)) {
    const line = words.html(`card:${visit.kind}`, { moment: at(visit.at), place: shorten(visit.place, 100) });
    lines.push(visit.result === null ? line : `${line}: ${words.html('card:visitResult', { result: shorten(visit.result, LINE_LIMIT) })}`);
  }
  for (const request of card.requests.slice(-3)) {
    lines.push(words.html(request.received ? 'card:requestReceived' : 'card:request', { body: shorten(request.body, 100), what: shorten(request.what, 100), day: shortDay(request.by, today) }));
  }
  return lines;
}

function answerLines(card: AppealCard, { words, now, calendar }: Reading): string[] {
  const lines: string[] = [];
  const shown = card.draft && ['answer_agreement', 'answer_approval', 'answered', 'postponed', 'in_progress', 'assigned'].includes(card.stage) ? card.draft : null;
  if (shown) {
    const key = card.stage === 'answered' || card.stage === 'postponed' ? 'card:answer' : shown.textBeforeEdit === null ? 'card:draft' : 'card:draftEdited';
    lines.push(words.html(key, { type: words.plain(`appeal:answerType.${shown.type}`), name: shown.author }));
    if (shown.postponedUntil && card.stage !== 'postponed') lines.push(words.html('card:postponedUntil', { day: shortDay(shown.postponedUntil, dayOf(now, calendar)) }));
    if (shown.withoutPhoto) lines.push(words.html('card:withoutPhoto', { reason: shorten(shown.withoutPhoto, LINE_LIMIT) }));
    lines.push(`<blockquote expandable>${escapeHtml(shorten(shown.text, DRAFT_LIMIT))}</blockquote>`);
  }
  for (const delivery of card.deliveries.slice(-4)) {
    const what = words.plain(`appeal:delivery.${delivery.kind}`);
    lines.push(delivery.placedAt === null ? words.html('card:notPlaced', { what }) : words.html('card:placed', { what, moment: moment(delivery.placedAt, now, calendar), name: delivery.placedBy ?? '' }));
  }
  return lines;
}

/** What a thumb wants first. The rest follows in the table's order. */
const PROMINENT: readonly Action[] = [
  'undoAssignment', 'takeIntoWork', 'comment', 'submitAnswer', 'agreeAnswer', 'approveAnswer', 'agreeRedirect', 'approveRedirect',
  'acknowledgeReport', 'organizationAnswered', 'resume', 'report', 'assign',
];
const ICONS: Partial<Record<Action, string>> = {
  assign: '👤', undoAssignment: '↩️', takeIntoWork: '▶️', comment: '📷', submitAnswer: '📝', agreeAnswer: '✅', approveAnswer: '✅',
  agreeRedirect: '✅', approveRedirect: '✅', rejectAnswer: '↩️', rejectRedirect: '↩️', report: '📣', acknowledgeReport: '👌',
};

function keyboard(card: AppealCard, { plain }: Words): InlineKeyboardButton[][] {
  const act = (action: Action) => {
    const caption = plain(`appeal:action.${action}`);
    const icon = ICONS[action];
    return button(icon ? `${icon} ${caption}` : caption, { kind: 'act', action, appealId: card.id, version: card.version });
  };
  const first = PROMINENT.filter((action) => card.actions.includes(action));
  const rest = card.actions.filter((action) => !PROMINENT.includes(action));
  const looks: InlineKeyboardButton[] = [];
  if (card.draft?.textBeforeEdit) looks.push(button(plain('card:button.difference'), { kind: 'difference', appealId: card.id }));
  if (card.photos + card.files > 0) looks.push(button(plain('card:button.photos'), { kind: 'files', appealId: card.id }));
  looks.push(button(plain('card:button.history'), { kind: 'history', appealId: card.id, page: 0 }));
  if (card.contacts) looks.push(button(plain('card:button.contacts'), { kind: 'contacts', appealId: card.id }));
  return [...first.map((action) => [act(action)]), ...pairs(rest.map(act)), ...inRows(looks, 2)];
}

/** Two short captions share a row; a long one gets its own, so that it is not cut on a narrow phone. */
function pairs(buttons: InlineKeyboardButton[]): InlineKeyboardButton[][] {
  const rows: InlineKeyboardButton[][] = [];
  let waiting: InlineKeyboardButton | null = null;
  for (const next of buttons) {
    if (next.text.length > 18) rows.push([next]);
    else if (waiting === null) waiting = next;
    else {
      rows.push([waiting, next]);
      waiting = null;
    }
  }
  if (waiting) rows.push([waiting]);
  return rows;
}
