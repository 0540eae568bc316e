import { escapeHtml } from '../../../../src/i18n';
import type { History, HistoryLine } from '../../../../src/usecases/card/history';
import { button, inRows, type Screen } from '../../screen';
import type { Reading } from '../../turn';
import { fitted, type Room } from '../fit';
import { pager } from '../pager';
import { saidEntry } from './history-lines';
import { datedProtocolButton } from './signed-line';

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
      ...inRows(
        history.lines.flatMap(({ facts: { signature } }) =>
          signature ? [datedProtocolButton(signature, reading)] : [],
        ),
        1,
      ),
      ...pager({ page, pages }, words, (to) => ({ kind: 'history', appealId, page: to })),
      [button(words.plain('history:paper.button'), { kind: 'historyPaper', appealId })],
      [button(words.plain('history:back'), { kind: 'card', appealId })],
    ],
  };
}

function entry(line: HistoryLine, reading: Reading, room: Room): string {
  const { title, rows, words, marks } = saidEntry(line, reading, room);
  return [
    `<b>${escapeHtml(title)}</b>`,
    ...rows.map(escapeHtml),
    ...(words === null ? [] : [`<i>${escapeHtml(words)}</i>`]),
    ...(marks === null ? [] : [`<i>${escapeHtml(marks)}</i>`]),
  ].join('\n');
}
