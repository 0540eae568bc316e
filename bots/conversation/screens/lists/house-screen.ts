import type { AtHouse } from '../../../../src/usecases/reading/same-house';
import { button, inRows, type Screen } from '../../screen';
import type { Reading } from '../../turn';
import { pager } from '../pager';
import { lineText, opening } from './list-screen';

/** What one house was written about within a year. */
export function houseScreen({ appealId, lines, count, page, pages }: AtHouse, reading: Reading): Screen {
  const { words } = reading;
  return {
    text: [`<b>${words.html('card:house.title', { count })}</b>`, ...lines.map((line) => lineText(line, reading))].join(
      '\n\n',
    ),
    buttons: [
      ...inRows(lines.map(opening), 4),
      ...pager({ page, pages }, words, (to) => ({ kind: 'atHouse', appealId, page: to })),
      [button(words.plain('history:back'), { kind: 'card', appealId })],
    ],
  };
}
