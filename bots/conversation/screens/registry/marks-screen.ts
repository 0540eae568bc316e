import type { LowMarks } from '../../../../src/usecases/registry/marks';
import { button, inRows, type Screen } from '../../screen';
import type { Reading } from '../../turn';
import { shortNumber } from '../fit';
import { pager } from '../pager';

/** Low marks that a file has brought: one message of all, each opens its appeal. */
export function lowMarksScreen(view: LowMarks, { words }: Reading): Screen {
  const { html } = words;
  const { fileId, name, count, lines } = view;
  return {
    text: [
      `<b>${html('reconcile:marks.title', { name, count })}</b>`,
      ...lines.map(({ number, mark, executor }) =>
        [
          html('reconcile:marks.line', { number, mark }),
          ...(executor === null ? [] : [html('reconcile:marks.executor', { name: executor })]),
        ].join(' · '),
      ),
    ].join('\n'),
    buttons: [
      ...inRows(
        lines.map(({ number, appealId }) => button(shortNumber(number), { kind: 'open', appealId })),
        4,
      ),
      ...pager(view, words, (page) => ({ kind: 'lowMarks', fileId, page })),
    ],
  };
}
