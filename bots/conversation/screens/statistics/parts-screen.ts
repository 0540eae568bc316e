import { escapeHtml } from '../../../../src/i18n';
import { codeOf } from '../../../../src/usecases/kit/names';
import { nameOf, type Cut, type PartAsked } from '../../../../src/usecases/statistics/period-rows';
import {
  missedByReport,
  sumOfAnswers,
  type Row,
  type Statistics,
  type Named,
} from '../../../../src/usecases/statistics/figures';
import { button, CAPTION, shorten, type Screen } from '../../screen';
import type { Reading } from '../../turn';
import { moment } from '../dates';
import { pageOf, pager } from '../pager';
import { numberWords } from './figure-words';
import { partName } from './part-words';
import { periodWords } from './period-words';
import { toParts, toReport } from './report-buttons';

const ROWS = 7;

/** A period by executors, say: a line each, which opens the report of that one. */
export function partsScreen(
  named: Named,
  by: Cut,
  within: readonly PartAsked[],
  { rows, asOf }: Statistics,
  asked: number,
  reading: Reading,
): Screen {
  const { words, now, calendar } = reading;
  const { html, plain } = words;
  const { shown, page, pages } = pageOf(rows, asked, ROWS);
  const titled = shown.map((row) => ({ row, name: partName({ by, id: row.id, name: nameOf(by, row.key) }, words) }));
  return {
    text: [
      [
        `<b>${html('statistics:title', { period: periodWords(named, words) })}</b>`,
        html(`statistics:cut.${by}`),
        html('statistics:asOf', { moment: moment(asOf, now, calendar) }),
      ].join('\n'),
      ...(rows.length === 0 ? [html('statistics:nothing')] : []),
      ...titled.map(({ row, name }) =>
        [`<b>${escapeHtml(name)}</b>`, html('statistics:row', countsOf(row))].join('\n'),
      ),
    ].join('\n\n'),
    buttons: [
      ...titled.map(({ row, name }) => [
        button(shorten(name, CAPTION), toReport(named, [...within, { by, code: codeOf(row.id) }])),
      ]),
      ...pager({ page, pages }, words, (to) => toParts(named, by, within, to)),
      [button(plain('statistics:button.back'), toReport(named, within))],
    ],
  };
}

const countsOf = (row: Row) => ({
  received: numberWords(row.received),
  answered: numberWords(sumOfAnswers(row)),
  open: numberWords(row.open),
  missed: numberWords(missedByReport(row)),
});
