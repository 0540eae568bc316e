import type { Params } from '../../../../src/usecases/messages';
import type { Takeover } from '../../../../src/usecases/registry/take-over';
import { button, inRows, only, type Screen } from '../../screen';
import type { Reading } from '../../turn';
import { shortNumber } from '../fit';

/** Names of one part that a message shows. */
const NAMES = 25;

/** What «Назначить как в ПОС» would do, by executor, and what it would leave to be done by hand. */
export function takeoverScreen(takeover: Takeover, { words: { html, plain } }: Reading): Screen {
  const { people, ready, list, several, nobody, isUnderWay } = takeover;
  const title = `<b>${html('reconcile:take.title')}</b>`;
  const back = [button(plain('reconcile:back'), { kind: 'differences' })];
  if (isUnderWay) return { text: `${title}\n${html('reconcile:take.underWay')}`, buttons: [back] };
  const firstOf = <Line>(lines: readonly Line[], text: (line: Line) => string): string[] => [
    ...lines.slice(0, NAMES).map(text),
    ...(lines.length > NAMES ? [html('reconcile:take.more', { count: lines.length - NAMES })] : []),
  ];
  const parts = [
    ready > 0
      ? [
          html('reconcile:take.about', { count: ready }),
          ...firstOf(people, (line) => html('reconcile:take.person', line)),
        ]
      : [html('reconcile:take.empty')],
    several.length > 0
      ? [
          html('reconcile:take.several'),
          ...firstOf(several, ({ name, count, names }) =>
            html('reconcile:take.nameOf', { name, count, names: names.join(', ') }),
          ),
        ]
      : [],
    nobody.length > 0
      ? [html('reconcile:take.nobody'), ...firstOf(nobody, (line) => html('reconcile:take.name', line))]
      : [],
    ready > 0 ? [`<i>${html('reconcile:take.note')}</i>`] : [],
  ].filter((part) => part.length > 0);
  return {
    text: [title, ...parts.map((part) => part.join('\n'))].join('\n\n'),
    buttons: [
      ...(ready > 0
        ? [[button(plain('reconcile:take.button', { count: ready }), { kind: 'confirmTakeover', count: ready, list })]]
        : []),
      back,
    ],
  };
}

/** To an executor: all that came to them at once, the nearest due first. */
export function takenOverScreen({ count, appeals }: Params<'takenOver'>, { words: { html, plain } }: Reading): Screen {
  return {
    text: `${html('reconcile:take.yours', { count })}\n${html('reconcile:take.noReport')}`,
    buttons: [
      ...inRows(
        appeals.map(({ id, number }) => button(shortNumber(number), { kind: 'open', appealId: id })),
        4,
      ),
      ...(count > appeals.length
        ? [[button(plain('reconcile:take.mine'), { kind: 'list', list: 'mine', page: 0 } as const)]]
        : []),
    ],
  };
}

export function takeoverDoneScreen(
  { count, left, people }: Params<'takeoverDone'>,
  { words: { html } }: Reading,
): Screen {
  const lines = [html('reconcile:take.done', { count, people })];
  if (left > 0) lines.push(html('reconcile:take.left', { count: left }));
  return only(lines.join('\n'));
}
