import { escapeHtml } from '../../../../src/i18n';
import { FIELDS, type EngagementContent, type EngagementField } from '../../../../src/regulation/engagement/content';
import { picturesOf } from '../../../../src/regulation/engagement/pictures';
import type { EngagementKind } from '../../../../src/regulation/engagement/vocabulary';
import type { Reading } from '../../turn';
import { shorten } from '../../screen';
import { COPY_LIMIT, inOneMessage, inParts } from '../fit';
import { described, setWords, type Described } from './described';

/** Of a text where the whole has to go into one message, in characters. */
const SHORT_TEXT = 1_500;

type Drawn = (
  parts: readonly [Described, ...Described[]],
  asked: { readonly content: EngagementContent; readonly reading: Reading; readonly most: number | undefined },
) => readonly string[];

/** How each part looks, in HTML; of what is empty nothing is drawn. */
const DRAWN: Readonly<Record<EngagementField, Drawn>> = {
  title: ([{ text }]) => [`<b>${escapeHtml(text)}</b>`],
  text: ([{ text }], { most }) =>
    most === undefined
      ? inParts(text, COPY_LIMIT).map((part) => escapeHtml(part.trimEnd()))
      : [escapeHtml(shorten(text, most))],
  questions: (parts) => parts.map((part, index) => questionLines(part, index).join('\n')),
  options: (parts, { content, reading }) => [
    '',
    ...parts.map(({ text }, index) => {
      const name = content.options[index]?.name ?? null;
      const { length: count } = name === null ? [] : picturesOf(content.pictures, name);
      const beside = count === 0 ? [] : [reading.words.html('engagement:pictures.ofOption', { count })];
      return [`◻️ ${escapeHtml(text)}`, ...beside].join(' ');
    }),
  ],
  pictures: (_, { content, reading }) => {
    const { length: count } = picturesOf(content.pictures, null);
    return count === 0 ? [] : [reading.words.html('engagement:pictures.some', { count })];
  },
  opensOn: ([{ text }], { reading }) => ['', reading.words.html('engagement:card.opens', { day: text })],
  closesOn: ([{ text }], { reading }) => [reading.words.html('engagement:card.closes', { day: text })],
  resultsBy: ([{ text }], { reading }) => [reading.words.html('engagement:card.results', { day: text })],
  heldAt: ([{ text }], { reading }) => [reading.words.html('engagement:card.heldAt', { moment: text })],
  venue: ([{ text }], { reading }) => [reading.words.html('engagement:card.venue', { venue: text })],
  link: ([{ text }], { reading }) => [reading.words.html('engagement:card.link', { url: text })],
  answering: ([{ text }], { reading }) => [reading.words.html('engagement:card.answering', { name: text })],
  notice: ([{ text }], { reading }) => [reading.words.html('engagement:card.notice', { text })],
  territory: ([{ text }], { reading }) => [reading.words.html('engagement:card.territory', { text })],
};

const questionLines = (part: Described, index: number): string[] => [
  '',
  `<b>${index + 1}. ${escapeHtml(part.text)}</b> ${escapeHtml(setWords(part))}`,
  ...part.choices.map((choice) => `◻️ ${escapeHtml(choice)}`),
];

/**
 * All that is to stand in ПОС, in HTML: blocks that stand one under another, none longer than a message.
 * @param most of the text, in characters; absent: all of it
 */
export const previewLines = (
  kind: EngagementKind,
  content: EngagementContent,
  reading: Reading,
  most?: number,
): readonly string[] => [
  `<i>${reading.words.html(`engagement:kind.${kind}`)}</i>`,
  ...FIELDS[kind].flatMap((field) => {
    const [first, ...others] = described(field, content, reading);
    return first === undefined ? [] : DRAWN[field]([first, ...others], { content, reading, most });
  }),
];

/** What a message has for a preview beside the rest of a question or of a template. */
const AROUND_PREVIEW = 700;

/** As much of it as one message takes; where the rest is, the last line says. */
export const shortPreviewLines = (
  kind: EngagementKind,
  content: EngagementContent,
  reading: Reading,
): readonly string[] =>
  inOneMessage(previewLines(kind, content, reading, SHORT_TEXT), reading.longest - AROUND_PREVIEW, (count) =>
    reading.words.html('engagement:more', { count }),
  );
