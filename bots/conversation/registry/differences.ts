import { revealHidden } from '../../../src/text/plain-text';
import { escapeHtml } from '../../../src/i18n';
import { dayOf } from '../../../src/regulation/calendar';
import type {
  AppealDifferences,
  DifferenceCounts,
  DifferenceLine,
  DifferencePage,
  Offer,
  OfferedDifference,
} from '../../../src/usecases/registry/differences';
import { remediesForMany } from '../../../src/regulation/differences';
import type { LastUnsought } from '../../../src/usecases/registry/sightings';
import { nameId } from '../../../src/usecases/registry/names-there';
import { button, inRows, shorten, type Screen, type ScreenButton, pager } from '../kit/screen';
import type { Reading } from '../kit/turn';
import { shortDay } from '../kit/calendar-words';
import { shortNumber } from '../kit/fit';
import { sidesOf, whoButton, isOfMany } from './takeover';

/** Characters of what one side says. */
const SIDE = 90;

/**
 * How ПОС and the bot differ: how many of each kind.
 * @param ready that can be assigned as in ПОС by one press
 * @param last the file that was brought in last, where nobody was looked for whom it does not name
 */
export function differencesScreen(
  counts: DifferenceCounts,
  ready: number,
  last: LastUnsought | null,
  { words: { html, plain } }: Reading,
): Screen {
  const title = `<b>${html('reconcile:title')}</b>`;
  const kinds = counts.map(({ kind, count }) => {
    const caption = plain('reconcile:caption', { name: plain(`reconcile:kind.${kind}`), count });
    return button(caption, { kind: 'differing', of: kind, page: 0 });
  });
  const lines = [
    title,
    html(counts.length === 0 ? 'reconcile:none' : 'reconcile:hint'),
    ...(last === null
      ? []
      : [html('reconcile:last', { name: revealHidden(last.name), why: plain(`registry:unsought.${last.unsought}`) })]),
  ];
  return {
    text: lines.join('\n'),
    buttons: [
      ...(ready > 0 ? [[button(plain('reconcile:take.button', { count: ready }), { kind: 'takeover' })]] : []),
      ...kinds.map((one) => [one]),
      [
        button(plain('reconcile:imports.button'), { kind: 'imports', page: 0 }),
        button(plain('reconcile:names.title'), { kind: 'namesThere', page: 0 }),
      ],
      [button(plain('list:button.control'), { kind: 'control' })],
    ],
  };
}

/** A page of one kind: both sides of each, and a button that leads to what may be done. */
export function differingScreen(view: DifferencePage, reading: Reading): Screen {
  const { words } = reading;
  const { html, plain } = words;
  const { kind, count, lines } = view;
  const title = plain('reconcile:caption', { name: plain(`reconcile:kind.${kind}`), count });
  return {
    text:
      count === 0
        ? `<b>${html(`reconcile:kind.${kind}`)}</b>\n${html('reconcile:gone')}`
        : [
            `<b>${escapeHtml(title)}</b>\n${html(`reconcile:about.${kind}`)}`,
            ...lines.map((line) => lineText(line, reading)),
          ].join('\n\n'),
    buttons: [
      ...forAll(view, reading),
      ...inRows(
        lines.map(({ number, appealId }) => button(shortNumber(number), { kind: 'differenceOf', appealId })),
        4,
      ),
      ...pager(view, words, (page) => ({ kind: 'differing', of: kind, page })),
      [button(plain('reconcile:back'), { kind: 'differences' })],
    ],
  };
}

/** One press for all of the kind, by each of its remedies. */
function forAll({ kind, count }: DifferencePage, { words: { plain } }: Reading): ScreenButton[][] {
  if (count === 0) return [];
  return remediesForMany(kind).flatMap((remedy) => {
    if (remedy === 'assign' && (kind === 'assigned' || kind === 'executor'))
      return [[button(plain('reconcile:take.title'), { kind: 'takeover', of: kind })]];
    if (count === 1 || !isOfMany(remedy)) return [];
    return [[button(plain(`reconcile:many.title.${remedy}`), { kind: 'forMany', of: kind, remedy })]];
  });
}

function lineText(line: DifferenceLine, reading: Reading): string {
  const { html } = reading.words;
  return [`<b>${html('reconcile:line', { number: line.number })}</b>`, ...sideLines(line, reading)].join('\n');
}

function sideLines(line: DifferenceLine, reading: Reading): string[] {
  const { html } = reading.words;
  const { there, here } = sidesOf(line, reading);
  return [
    ...(there === null ? [] : [html('reconcile:there', { what: shorten(there, SIDE) })]),
    html('reconcile:here', { what: shorten(here, SIDE) }),
  ];
}

/** One appeal: everything by which it differs, with a button for each remedy. */
export function appealDifferencesScreen(view: AppealDifferences, reading: Reading): Screen {
  const { html, plain } = reading.words;
  const { appealId, number, differences } = view;
  const [first] = differences;
  const parts = differences.map((one) =>
    [`<b>${html(`reconcile:kind.${one.kind}`)}</b>`, ...sideLines(one, reading), ...namedLines(one, reading)].join(
      '\n',
    ),
  );
  return {
    text: [
      `<b>${html('reconcile:of', { number })}</b>`,
      ...(parts.length === 0 ? [html('reconcile:clear')] : parts),
    ].join('\n\n'),
    buttons: [
      ...differences.flatMap((one) => offerRows(view, one, reading)),
      ...(view.canTakeBack ? [[button(plain('appeal:action.restoreBefore'), { kind: 'takeBack', appealId })]] : []),
      [
        button(plain('reconcile:open'), { kind: 'open', appealId }),
        button(
          plain('reconcile:back'),
          first ? { kind: 'differing', of: first.kind, page: 0 } : { kind: 'differences' },
        ),
      ],
    ],
  };
}

/** Why nobody can be assigned by one press. */
function namedLines({ kind, named }: OfferedDifference, { words: { html } }: Reading): string[] {
  if (kind !== 'assigned' && kind !== 'executor') return [];
  if (named?.what === 'several') return [html('reconcile:several', { names: named.names.join(', ') })];
  return named?.what === 'nobody' ? [html('reconcile:nobody')] : [];
}

function offerRows(view: AppealDifferences, one: OfferedDifference, reading: Reading): ScreenButton[][] {
  const days = one.offers.filter(({ what }) => what === 'fastTrack');
  const others = one.offers.filter(({ what }) => what !== 'fastTrack');
  return [
    ...(days.length > 0 ? [days.map((offer) => offerButton(view, one, offer, reading))] : []),
    ...unclearRows(one, reading),
    ...others.map((offer) => [offerButton(view, one, offer, reading)]),
  ];
}

/** Whom the name means is said once for all its appeals. */
function unclearRows({ kind, named, there }: OfferedDifference, reading: Reading): ScreenButton[][] {
  if ((kind !== 'assigned' && kind !== 'executor') || named === null || named.what === 'one') return [];
  return there?.executor ? [[whoButton({ name: there.executor, id: nameId(there.executor) }, kind, reading)]] : [];
}

function offerButton(
  { appealId, version, differences }: AppealDifferences,
  one: OfferedDifference,
  offer: Offer,
  reading: Reading,
): ScreenButton {
  const { plain } = reading.words;
  const remedy = { kind: 'remedy', appealId, version, of: one.kind, days: 0, fileId: one.fileId ?? 0 } as const;
  switch (offer.what) {
    case 'act':
      return button(plain(`appeal:action.${offer.action}`), {
        kind: 'act',
        action: offer.action,
        appealId,
        version,
      });
    case 'assign':
      return button(plain('reconcile:assign', { name: offer.name }), { ...remedy, remedy: 'assign' });
    case 'answered':
    case 'redirected':
    case 'closed':
    case 'answer':
      return button(plain(`reconcile:${offer.what}`), { ...remedy, remedy: offer.what });
    case 'term':
    case 'postponement':
    case 'extension':
      return button(plain(`reconcile:${offer.what}`, { day: planned(one, reading) }), {
        ...remedy,
        remedy: offer.what,
      });
    case 'details':
      return button(plain('reconcile:details', { what: plain(`reconcile:kind.${one.kind}`) }), {
        ...remedy,
        remedy: 'details',
      });
    case 'fastTrack':
      return button(plain('reconcile:days', { count: offer.days }), {
        ...remedy,
        remedy: 'fastTrack',
        days: offer.days,
      });
    case 'keep':
      return button(keepCaption(one, differences.length, reading), { ...remedy, remedy: 'keep' });
  }
}

function keepCaption(one: OfferedDifference, count: number, reading: Reading): string {
  const { words, now, calendar } = reading;
  if (one.kind === 'term' && count === 1)
    return words.plain('reconcile:keepTerm', { day: shortDay(dayOf(one.dueAt, calendar), dayOf(now, calendar)) });
  return count === 1
    ? words.plain('reconcile:keep')
    : words.plain('reconcile:keepOf', { what: words.plain(`reconcile:kind.${one.kind}`) });
}

const planned = ({ there }: OfferedDifference, { now, calendar }: Reading): string =>
  there?.plannedDay ? shortDay(there.plannedDay, dayOf(now, calendar)) : '';
