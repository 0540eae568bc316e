import { escapeHtml } from '../../../../src/i18n';
import type { ShownPhoto } from '../../../../src/usecases/photos/shown-photos';
import { button, type Screen } from '../../screen';
import type { Reading } from '../../turn';
import { photoFacts, photoName } from './photo-words';

type Two = readonly [ShownPhoto, ShownPhoto];

const isOfTwo = ([left, right]: Two): boolean => left.appealId !== right.appealId;

/** What is drawn under each of two photos; of which appeal they are where they are of two. Plain words. */
export function drawnLines(pair: Two, reading: Reading): readonly [readonly string[], readonly string[]] {
  const linesOf = (photo: ShownPhoto) => [photoName(photo, isOfTwo(pair), reading), ...photoFacts(photo, reading)];
  return [linesOf(pair[0]), linesOf(pair[1])];
}

/** Under both as one picture: which they are, and the way to their appeals where they are of two. */
export function comparisonScreen(pair: Two, reading: Reading): Screen {
  const { html, plain } = reading.words;
  const lines = (['left', 'right'] as const).map((side, index) => {
    const photo = pair[index];
    return photo ? html(`photo:compare.${side}`, { photo: photoName(photo, true, reading) }) : '';
  });
  const open = ({ appealId, appealNumber: number }: ShownPhoto) =>
    button(plain('photo:compare.open', { number }), { kind: 'open', appealId });
  return { text: lines.join('\n'), buttons: isOfTwo(pair) ? pair.map((photo) => [open(photo)]) : [] };
}

/** What a picture that could not be made says in its place. */
export const comparisonFailed = ({ words }: Reading): string =>
  escapeHtml(words.plain('photo:compare.failed', { caption: words.plain('card:button.photos') }));
