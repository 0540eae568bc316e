import { escapeHtml, type Words } from '../../../../src/i18n';
import type { ReadQuestionTable } from '../../../../src/usecases/lines/gather';
import { shorten } from '../../screen';

/** What one reads at a glance; whoever mends a table mends these first. */
const MOST_FAULTS = 10;
const MOST_REPEATS = 30;
const LONGEST_FAULT = 240;

/** What a file of questions would bring, and the rows in error; in HTML. */
export function triedQuestionLines({ rows, repeats, faults, faulty }: ReadQuestionTable, words: Words): string[] {
  const { html } = words;
  const [first] = faults;
  if (first?.row === null) return [`⚠️ ${escapeHtml(shorten(first.reason, LONGEST_FAULT))}`];
  const shown = faults.slice(0, MOST_FAULTS);
  return [
    html('line:file.found', { count: rows.length }),
    ...(repeats.length === 0
      ? []
      : [html('line:file.repeats', { count: repeats.length, rows: rowsSaid(repeats, words) })]),
    ...(faulty === 0 ? [] : [html('line:file.faulty', { count: faulty })]),
    ...shown.map(({ row, reason }) =>
      html('line:file.fault', { row: row ?? 0, reason: shorten(reason, LONGEST_FAULT) }),
    ),
    ...(faulty > shown.length ? [html('line:file.rest', { count: faulty - shown.length })] : []),
  ];
}

function rowsSaid(rows: readonly number[], { plain }: Words): string {
  const shown = rows.slice(0, MOST_REPEATS).join(', ');
  const more = rows.length - MOST_REPEATS;
  return more > 0 ? `${shown} ${plain('line:file.rest', { count: more })}` : shown;
}
