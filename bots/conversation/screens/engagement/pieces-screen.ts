import { escapeHtml, type Words } from '../../../../src/i18n';
import { FIELDS, isEmpty, type EngagementField } from '../../../../src/regulation/engagement/content';
import { taskThere } from '../../../../src/regulation/engagement/facts';
import type { EngagementCard } from '../../../../src/usecases/engagement/engagements';
import { button, only, type Screen, type ScreenButton } from '../../screen';
import type { Reading } from '../../turn';
import { COPY_LIMIT, inNumberedMessages, inParts } from '../fit';
import { described, setWords, type Described } from './described';

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
