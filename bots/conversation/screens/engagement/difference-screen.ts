import { escapeHtml } from '../../../../src/i18n';
import type { EngagementContent, EngagementField } from '../../../../src/regulation/engagement/content';
import { changedPictures } from '../../../../src/regulation/engagement/pictures';
import type { EngagementDifference } from '../../../../src/usecases/engagement/difference';
import { button, only, shorten, type Screen } from '../../screen';
import type { Reading } from '../../turn';
import { differenceInParts } from '../appeals/difference';
import { moment } from '../dates';
import { inMessages } from '../fit';
import { described, setWords } from './described';

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
