import type { NameThere } from '../../../../src/usecases/registry/names-there';
import type { NamedDifference } from '../../../../src/usecases/registry/take-over';
import { button, CAPTION, shorten, type Screen, type ScreenButton } from '../../screen';
import type { Reading } from '../../turn';
import { pageOf, pager } from '../pager';

/** Lines of a page, each with its button. */
const PAGE = 8;

/** Names of executors as ПОС writes them, with whom of the bot each means: what is not clear comes first, and all can be changed. */
export function namesThereScreen(names: readonly NameThere[], wanted: number, reading: Reading): Screen {
  const { html, plain } = reading.words;
  const view = pageOf(names, wanted, PAGE);
  const title = `<b>${html('reconcile:names.title')}</b>`;
  return {
    text:
      names.length === 0
        ? `${title}\n${html('reconcile:names.empty')}`
        : [
            `${title}\n${html('reconcile:names.hint')}`,
            view.shown
              .map(({ name, count, means }) =>
                html('reconcile:names.line', { name, count, who: whoIsMeant(means, reading) }),
              )
              .join('\n'),
          ].join('\n\n'),
    buttons: [
      ...view.shown.map((line) => [whoButton(line, undefined, reading)]),
      ...pager(view, reading.words, (page) => ({ kind: 'namesThere', page })),
      [button(plain('reconcile:back'), { kind: 'differences' })],
    ],
  };
}

function whoIsMeant(means: NameThere['means'], { words: { plain } }: Reading): string {
  switch (means.what) {
    case 'one':
      return plain(means.isDecided ? 'reconcile:names.decided' : 'reconcile:names.byName', { name: means.name });
    case 'several':
      return plain('reconcile:names.several', { names: means.names.join(', ') });
    case 'nobody':
      return plain(means.isDecided ? 'reconcile:names.decidedNobody' : 'reconcile:names.unknown');
  }
}

/** «Кто это?»; `of`: the list from which it is asked. */
export const whoButton = (
  { name, id }: Pick<NameThere, 'name' | 'id'>,
  of: NamedDifference | undefined,
  { words: { plain } }: Reading,
): ScreenButton =>
  button(shorten(plain('reconcile:names.who', { name }), CAPTION), { kind: 'nameThere', nameId: id, of });
