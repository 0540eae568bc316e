import type { Difference } from '../../../../src/regulation/vocabulary';
import type { Params } from '../../../../src/usecases/kit/messages';
import type { Remedy } from '../../../../src/regulation/differences';
import type { ForMany } from '../../../../src/usecases/registry/work-takeover';
import type { Takeover } from '../../../../src/usecases/registry/take-over';
import { button, inRows, only, shorten, type Screen, type ScreenButton } from '../../screen';
import type { Reading } from '../../turn';
import { shortNumber } from '../fit';
import { sidesOf } from './difference-sides';
import { whoButton } from './names-screen';

/** Of whom it goes to there is a preview by names, and of how many days a fast track is people say of each. */
export const isOfMany = (remedy: Remedy): remedy is Exclude<Remedy, 'assign' | 'fastTrack'> =>
  remedy !== 'assign' && remedy !== 'fastTrack';
/** Messages of an earlier release name no remedy, since each kind had one. */
const BEFORE: Readonly<Partial<Record<Difference, Remedy>>> = {
  assigned: 'assign',
  finished: 'answered',
  term: 'term',
};

/** Names of one part that a message shows, and those that have a button each. */
const NAMES = 25;
const ASKED = 8;

/** What «Назначить как в ПОС» would do, by executor, and what it would leave to be done by hand. */
export function takeoverScreen(takeover: Takeover, reading: Reading): Screen {
  const { html, plain } = reading.words;
  const { kind, people, ready, list, several, nobody, isUnderWay } = takeover;
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
      ? [
          html('reconcile:take.nobody'),
          ...firstOf(nobody, ({ name, count }) => html('reconcile:take.name', { name, count })),
        ]
      : [],
    ready > 0 ? [`<i>${html('reconcile:take.note')}</i>`] : [],
  ].filter((part) => part.length > 0);
  return {
    text: [title, ...parts.map((part) => part.join('\n'))].join('\n\n'),
    buttons: [
      ...[...several, ...nobody].slice(0, ASKED).map((line) => [whoButton(line, kind, reading)]),
      ...(ready > 0
        ? [
            [
              button(plain('reconcile:take.button', { count: ready }), {
                kind: 'confirmTakeover',
                count: ready,
                list,
                of: kind,
              }),
            ],
          ]
        : []),
      back,
    ],
  };
}

/** What one press would do to all differences of a kind: how many, what follows, and the first of them. */
export function forManyScreen(
  { kind, remedy, count, list, lines, terms, isUnderWay }: ForMany,
  reading: Reading,
): Screen {
  const { html, plain } = reading.words;
  // «Назначить как в ПОС» has a preview of its own, by executor
  if (!isOfMany(remedy)) return only(html('reconcile:gone'));
  const title = `<b>${html(`reconcile:many.title.${remedy}`)}</b>`;
  const back = [button(plain('reconcile:back'), { kind: 'differing', of: kind, page: 0 })];
  if (isUnderWay) return { text: `${title}\n${html('reconcile:many.underWay')}`, buttons: [back] };
  if (count === 0) return { text: `${title}\n${html('reconcile:gone')}`, buttons: [back] };
  const isOfDays = remedy === 'term' || remedy === 'postponement' || remedy === 'extension';
  const shares = (['longer', 'shorter', 'over'] as const).filter((share) => isOfDays && terms[share] > 0);
  const parts = [
    [
      html(`reconcile:many.about.${remedy}`, { count, kind: plain(`reconcile:kind.${kind}`) }),
      ...shares.map((share) => html(`reconcile:many.terms.${share}`, { value: terms[share] })),
    ],
    remedy === 'keep' ? [] : lines.map((line) => manyLine(line, reading)),
    remedy !== 'keep' && count > lines.length ? [html('reconcile:take.more', { count: count - lines.length })] : [],
  ];
  return {
    text: [title, ...parts.filter((part) => part.length > 0).map((part) => part.join('\n'))].join('\n\n'),
    buttons: [
      [button(plain(`reconcile:many.button.${remedy}`, { count }), { kind: 'confirmMany', of: kind, list, remedy })],
      back,
    ],
  };
}

/** Characters of what one side says. */
const SIDE = 40;

function manyLine(line: ForMany['lines'][number], reading: Reading): string {
  const { there, here } = sidesOf(line, reading);
  const sides = { there: shorten(there ?? '', SIDE), here: shorten(here, SIDE) };
  return reading.words.html('reconcile:many.line', { number: line.number, ...sides });
}

const opening = (appeals: Params<'ofMany'>['appeals']): ScreenButton[][] =>
  inRows(
    appeals.map(({ id, number }) => button(shortNumber(number), { kind: 'open', appealId: id })),
    4,
  );

/** To an executor, or to whoever stands in: all that came to them at once. Of many the list is easier to go by than numbers. */
export function takenOverScreen(
  { count, appeals, insteadOf }: Params<'takenOver'>,
  { words: { html, plain } }: Reading,
): Screen {
  const came =
    insteadOf === undefined
      ? html('reconcile:take.yours', { count })
      : `${html('reconcile:take.standIn', { name: insteadOf })}\n${html('reconcile:take.instead', { count })}`;
  return {
    text: `${came}\n${html('reconcile:take.noReport')}`,
    buttons:
      count > appeals.length
        ? [[button(plain('reconcile:take.mine'), { kind: 'list', list: 'mine', page: 0 })]]
        : opening(appeals),
  };
}

/** To whoever has pressed for many. */
export function takeoverDoneScreen(
  {
    of,
    remedy = BEFORE[of] ?? 'keep',
    takeoverId,
    undoes,
    count,
    left,
    people,
    failed,
    failures,
  }: Params<'takeoverDone'>,
  { words: { html, plain } }: Reading,
): Screen {
  const what = undoes ? 'restore' : isOfMany(remedy) ? remedy : null;
  const lines = [
    what === null ? html('reconcile:take.done', { count, people }) : html(`reconcile:many.done.${what}`, { count }),
  ];
  if (left > 0)
    lines.push(
      undoes ? html('reconcile:many.leftChanged', { value: left }) : html('reconcile:take.left', { count: left }),
    );
  if (failures > 0) lines.push(html('reconcile:many.failed', { value: failures }));
  return {
    text: lines.join('\n'),
    buttons: [
      ...opening(failed),
      ...(takeoverId === null
        ? []
        : [[button(plain('reconcile:many.undo', { count }), { kind: 'undoMany', takeoverId })]]),
      [button(plain('reconcile:title'), { kind: 'differences' })],
    ],
  };
}

/** The same was done to several appeals of whoever reads it. */
export function ofManyScreen({ about, words, count, appeals }: Params<'ofMany'>, { words: { html } }: Reading): Screen {
  const reason = words === null ? [] : [html('reconcile:ofMany.reason', { words })];
  return { text: [...reason, html(`reconcile:ofMany.${about}`, { count })].join('\n'), buttons: opening(appeals) };
}
