import { escapeHtml, type Words } from '../../../src/i18n';
import {
  FIELDS,
  isEmpty,
  type EngagementField,
  type EngagementContent,
} from '../../../src/regulation/engagement/content';
import { taskThere } from '../../../src/regulation/engagement/facts';
import type { EngagementCard } from '../../../src/usecases/engagement/engagements';
import { button, only, type Screen, type ScreenButton, shorten } from '../kit/screen';
import type { Reading } from '../kit/turn';
import { COPY_LIMIT, inNumberedMessages, inParts, differenceInParts, inMessages } from '../kit/fit';
import { described, setWords, type Described } from './engagement-words';
import { changedPictures } from '../../../src/regulation/engagement/pictures';
import type { EngagementDifference } from '../../../src/usecases/engagement/difference';
import { moment } from '../kit/calendar-words';

/** «Разместить в ПОС» in messages. */
export interface Pieces {
  /** With what is pressed when it is done. */
  readonly main: Screen;
  /** What the first has no room for; then the text, a message of its own or several. */
  readonly more: readonly Screen[];
  /** Pictures go along as files. */
  readonly hasPictures: boolean;
}

/** First what kind of task it is, then each piece by itself. */
export function piecesScreens(card: EngagementCard, reading: Reading): Pieces {
  const { words } = reading;
  const { html, plain } = words;
  const { facts, id } = card;
  const { content } = facts;
  const { shown, gone } = fieldsOf(card);
  const pieces = shown
    .filter((field) => field !== 'text')
    .flatMap((field) =>
      field === 'pictures'
        ? [html('engagement:pictures.beside', { count: content.pictures.length })]
        : [
            html('engagement:piece', { field: plain(`engagement:field.${field}`) }),
            ...described(field, content, reading).map(pieceOf),
          ],
    );
  const head = [
    `<b>${html(`engagement:task.${taskThere(facts) ?? 'nothing'}`)}</b>`,
    html('engagement:card.kind', {
      kind: plain(`engagement:kind.${facts.kind}`),
      level: plain('engagement:level'),
      id,
    }),
    ...(facts.placed === null ? [] : [html('engagement:card.placed', { address: facts.placed.address })]),
    ...gone.map((field) => html('engagement:pieceGone', { field: plain(`engagement:field.${field}`) })),
  ];
  const [first, ...others] = inNumberedMessages([...head, ...pieces], reading.longest, words);
  const back = [button(plain('engagement:button.card'), { kind: 'engagement', engagementId: id })];
  return {
    main: { text: first, buttons: [...doneRow(card, words), back] },
    more: [...others, ...(shown.includes('text') ? textPieces(content.text, words) : [])].map(only),
    hasPictures: shown.includes('pictures'),
  };
}

/** What is typed there to be copied, and under it how it is set there. */
const pieceOf = (part: Described): string =>
  [
    `<pre>${escapeHtml([part.text, ...part.choices].join('\n'))}</pre>`,
    ...(part.set.length === 0 ? [] : [escapeHtml(setWords(part))]),
  ].join('\n');

/** What is to be written there; of a change what differs, and what is there and is no more. */
function fieldsOf(card: EngagementCard): {
  readonly shown: readonly EngagementField[];
  readonly gone: readonly EngagementField[];
} {
  const { kind, content } = card.facts;
  const task = taskThere(card.facts);
  if (task === 'remove') return { shown: [], gone: [] };
  const fields = FIELDS[kind].filter((field) => task !== 'change' || card.changedSince.includes(field));
  return {
    shown: fields.filter((field) => !isEmpty(content, field)),
    gone: task === 'change' ? fields.filter((field) => isEmpty(content, field)) : [],
  };
}

function doneRow({ facts, id, version }: EngagementCard, { plain }: Words): ScreenButton[][] {
  const task = taskThere(facts);
  if (task === null) return [];
  const action = ({ place: 'placeThere', change: 'placeChange', remove: 'takenDownThere' } as const)[task];
  const press = { kind: 'engagementAct', engagementId: id, version, action } as const;
  return [[button(plain(`engagement:action.${action}`), press)]];
}

/** The text to be copied; one that is longer than a message in parts, each with its number. */
export function textPieces(text: string, { html, plain }: Words): string[] {
  const parts = inParts(text, COPY_LIMIT);
  const field = plain('engagement:field.text');
  return parts.map((part, place) =>
    [
      ...(parts.length === 1
        ? []
        : [html('engagement:pieceInParts', { field, number: place + 1, count: parts.length })]),
      `<pre>${escapeHtml(part)}</pre>`,
    ].join('\n'),
  );
}

const TITLE = 80;
/** What the head and the name of a part take beside it. */
const BESIDE = 300;
/** One cannot tell a day from another by its digits that are new. */
const AS_A_WHOLE: readonly EngagementField[] = ['opensOn', 'closesOn', 'resultsBy', 'heldAt', 'link'];

/** What was changed, part by part, struck out and underlined; the first has the way back, the others follow it. */
export function differenceScreens(difference: EngagementDifference, reading: Reading): readonly [Screen, ...Screen[]] {
  const { html, plain } = reading.words;
  const { id, title, fields, by, at } = difference;
  const head = [
    `<b>${html('engagement:difference.title', { title: shorten(title, TITLE) })}</b>`,
    html('engagement:history.by', {
      moment: moment(at, reading.now, reading.calendar),
      did: plain('engagement:did.change'),
      name: by,
    }),
    ...(fields.length === 0 ? [html('engagement:difference.nothing')] : []),
  ].join('\n');
  const [first = head, ...others] = inMessages(
    [head, ...fields.flatMap((field) => partsOf(field, difference, reading))],
    reading.longest,
  );
  const back = [[button(plain('engagement:button.card'), { kind: 'engagement', engagementId: id })]];
  return [{ text: first, buttons: back }, ...others.map(only)];
}

function partsOf(field: EngagementField, { before, after }: EngagementDifference, reading: Reading): string[] {
  const name = `<b>${reading.words.html(`engagement:field.${field}`)}</b>`;
  if (field === 'pictures')
    return inMessages([name, ...pictureLines(before, after, reading)], reading.longest - BESIDE, '\n');
  const [was, is] = [textOf(field, before, reading), textOf(field, after, reading)];
  if (AS_A_WHOLE.includes(field))
    return [[name, ...(was === '' ? [] : [`<s>${escapeHtml(was)}</s>`]), `<u><b>${escapeHtml(is)}</b></u>`].join('\n')];
  return differenceInParts(was, is, reading.longest - BESIDE).map((part) => `${name}\n${part}`);
}

/** Bytes can't be struck out: how many there were of what, and are. */
const pictureLines = (before: EngagementContent, after: EngagementContent, { words }: Reading): string[] =>
  changedPictures(before, after).map(({ subject, before: was, after: is }) => {
    const name = subject ?? words.plain('engagement:pictures.whole');
    return was === is
      ? words.html('engagement:pictures.replaced', { name, count: is })
      : words.html('engagement:pictures.changed', { name, before: was, after: is });
  });

/** A part as one reads it. */
function textOf(field: EngagementField, content: EngagementContent, reading: Reading): string {
  const parts = described(field, content, reading);
  return parts
    .map((part) => [[part.text, setWords(part)].filter((said) => said !== '').join(' '), ...part.choices].join('\n'))
    .join(parts.some(({ choices }) => choices.length > 0) ? '\n\n' : '\n');
}
