import { escapeHtml } from '../../../../src/i18n';
import { dayOf } from '../../../../src/regulation/calendar';
import { ACTIONS, type Action } from '../../../../src/regulation/vocabulary';
import type { History, HistoryLine } from '../../../../src/usecases/reading/read-history';
import { button, shorten, type Screen } from '../../screen';
import type { Reading } from '../../turn';
import { moment, shortDay } from '../dates';
import { correctedLine } from './registration-words';
import { fitted, type Room } from '../fit';
import { pager } from '../pager';

export const HISTORY_PAGE = 8;

/** Who did what, when, in which role and on which clause; the newest first. */
export function historyScreen(history: History, appealId: number, page: number, reading: Reading): Screen {
  const { words } = reading;
  const pages = Math.max(1, Math.ceil(history.total / HISTORY_PAGE));
  const title = `<b>${words.html('history:title', { number: history.number })}</b>`;
  return {
    text: fitted(reading.longest, (room) =>
      [title, ...history.lines.map((line) => entry(line, reading, room))].join('\n\n'),
    ),
    buttons: [
      ...pager({ page, pages }, words, (to) => ({ kind: 'history', appealId, page: to })),
      [button(words.plain('history:back'), { kind: 'card', appealId })],
    ],
  };
}

/** Nearly every act stands on this point of the decree; only another one is worth a line. */
const ORDINARY = /^П1\/2(?!\d)/;
const isAction = (action: HistoryLine['action']): action is Action => action in ACTIONS;

function entry(line: HistoryLine, reading: Reading, room: Room): string {
  const { words, now, calendar } = reading;
  const { html, plain } = words;
  const what = isAction(line.action) ? plain(`appeal:action.${line.action}`) : plain(`history:event.${line.action}`);
  const title = `<b>${html('history:line', { moment: moment(line.at, now, calendar), what })}</b>`;
  const name = (text: string) => shorten(text, room(80));
  const capacity = line.capacity === null ? '' : capacityWords(line.capacity, words);
  const who = [
    line.by === null
      ? isAction(line.action)
        ? html('history:byClock')
        : null
      : html('history:by', { name: name(line.by), capacity }),
    line.onBehalfOf === null ? null : html('history:onBehalfOf', { name: name(line.onBehalfOf) }),
  ];
  const named = [line.organization, line.person].filter((one) => one !== null).map((one) => escapeHtml(name(one)));
  const stage = line.toStage === null ? [] : [html('history:to', { stage: plain(`appeal:stage.${line.toStage}`) })];
  const marks = [
    line.clause === null || ORDINARY.test(line.clause)
      ? null
      : html('history:clause', { clause: clauseWords(line.clause, words) }),
    line.selfApproved ? html('history:selfApproved') : null,
  ].filter((mark) => mark !== null);
  const rows = [
    title,
    who.filter((part) => part !== null).join(', '),
    [...stage, ...named].join(' · '),
    facts(line, reading, room),
    ...correctedLines(line, reading, room),
    ...(line.told.length === 0 ? [] : [html('history:told', { names: name(line.told.join(', ')) })]),
    ...(line.heldBy.length === 0 ? [] : [html('history:heldBy', { names: name(line.heldBy.join(', ')) })]),
  ];
  if (line.words) rows.push(`<i>${escapeHtml(shorten(line.words, room(250)))}</i>`);
  if (marks.length > 0) rows.push(`<i>${marks.join('; ')}</i>`);
  return rows.filter((row) => row !== '').join('\n');
}

/** What the act was told beside its words: a type, a date, how many photos. */
function facts({ facts: it }: HistoryLine, { words, now, calendar }: Reading, room: Room): string {
  const { html, plain } = words;
  const day = (date: NonNullable<typeof it.postponedUntil>) => shortDay(date, dayOf(now, calendar));
  return [
    it.missed && html(`history:fact.missed.${it.missed}`),
    it.formerRules && html('history:fact.formerRules'),
    it.answeredBy &&
      html(`history:fact.answered.${it.answeredBy.reason}`, { day: it.answeredBy.day ? day(it.answeredBy.day) : '' }),
    it.dueAt && html('history:fact.dueAt', { moment: moment(it.dueAt, now, calendar) }),
    it.answerType && html('history:fact.answerType', { type: plain(`appeal:answerType.${it.answerType}`) }),
    it.progress && html(`appeal:progress.${it.progress}`),
    it.reexaminationReason && html(`appeal:reexamination.${it.reexaminationReason}`),
    it.postponedUntil && html('history:fact.until', { day: day(it.postponedUntil) }),
    it.answeredOn && html('history:fact.on', { day: day(it.answeredOn) }),
    it.requestBody && escapeHtml(shorten(it.requestBody, room(80))),
    it.requestBy && html('history:fact.by', { day: day(it.requestBy) }),
    it.visitAt && moment(it.visitAt, now, calendar),
    it.extensionDays && html('history:fact.extension', { count: it.extensionDays }),
    it.photos > 0 && html('card:photos', { count: it.photos }),
    it.files > 0 && html('card:files', { count: it.files }),
    it.withoutPhoto && html('card:withoutPhoto', { reason: shorten(it.withoutPhoto, room(150)) }),
    it.edited && html('history:fact.edited'),
  ]
    .filter((part) => typeof part === 'string')
    .join(' · ');
}

function correctedLines({ facts: { corrected } }: HistoryLine, reading: Reading, room: Room): string[] {
  if (corrected === null) return [];
  const { what, before, after } = corrected;
  return what.map((one) => correctedLine(one, before, after, room(80), reading));
}

/** «П1/2 Координатор» of the table, as one cites it; other laws are cited already. */
function clauseWords(clause: string, { plain }: Reading['words']): string {
  const [, annex, point] = /^П(\d+)\/(\d+)/.exec(clause) ?? [];
  return annex === undefined || point === undefined ? clause : plain('history:annex', { annex, point });
}

function capacityWords(capacity: NonNullable<HistoryLine['capacity']>, { plain }: Reading['words']): string {
  switch (capacity) {
    case 'supervisor':
    case 'admin':
    case 'engagement':
      return plain(`appeal:role.${capacity}`);
    default:
      return plain(`appeal:capacity.${capacity}`);
  }
}
