import { escapeHtml } from '../../../src/i18n';
import { ACTIONS, type Action } from '../../../src/regulation/vocabulary';
import type { History, HistoryLine } from '../../../src/usecases/read-history';
import { moment } from '../dates';
import { button, shorten, type Screen } from '../screen';
import type { Reading } from './appeal-card';

export const HISTORY_PAGE = 8;

/** Who did what, when, in which role and on which clause; the newest first. */
export function historyScreen(history: History, appealId: number, page: number, reading: Reading): Screen {
  const { words } = reading;
  const pages = Math.max(1, Math.ceil(history.total / HISTORY_PAGE));
  const turn = (to: number, caption: string) => button(caption, to >= 0 && to < pages ? { kind: 'history', appealId, page: to } : { kind: 'nothing' });
  const lines = history.lines.map((line) => entry(line, reading));
  return {
    text: [`<b>${words.html('history:title', { number: history.number })}</b>`, ...lines].join('\n\n'),
    keyboard: [
      ...(pages > 1
        ? [[turn(page - 1, words.plain('common:previous')), button(words.plain('common:page', { page: page + 1, pages }), { kind: 'nothing' }), turn(page + 1, words.plain('common:next'))]]
        : []),
      [button(words.plain('history:back'), { kind: 'card', appealId })],
    ],
  };
}

function entry(line: HistoryLine, { words, now, calendar }: Reading): string {
  const { html, plain } = words;
  const isAction = (action: HistoryLine['action']): action is Action => action in ACTIONS;
  const what = isAction(line.action) ? plain(`appeal:action.${line.action}`) : plain(`history:event.${line.action}`);
  const rows = [`<b>${html('history:line', { moment: moment(line.at, now, calendar), what })}</b>`];
  const who = line.by === null ? null : html('history:by', { name: line.by, capacity: line.capacity === null ? '' : capacityWords(line.capacity, words) });
  const about = [
    who ?? (isAction(line.action) ? html('history:byClock') : null),
    line.onBehalfOf === null ? null : html('history:onBehalfOf', { name: line.onBehalfOf }),
    line.named === null ? null : html('history:named', { name: line.named }),
    line.toStage === null ? null : html('history:to', { stage: plain(`appeal:stage.${line.toStage}`) }),
  ].filter((part) => part !== null);
  rows.push(about.join(' · '));
  if (line.words) rows.push(`<i>${escapeHtml(shorten(line.words, 300))}</i>`);
  const marks = [line.clause === null ? null : html('history:clause', { clause: line.clause }), line.selfApproved ? html('history:selfApproved') : null].filter((mark) => mark !== null);
  if (marks.length > 0) rows.push(`<i>${marks.join(', ')}</i>`);
  return rows.join('\n');
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
