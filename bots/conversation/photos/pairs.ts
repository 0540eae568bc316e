import type { PhotoName, ShownPhoto, AppealPoint, Point } from '../../../src/usecases/photos/shown-photos';
import { type Words, escapeHtml } from '../../../src/i18n';
import { button, type ScreenButton, type Screen } from '../kit/screen';
import type { Reading } from '../kit/turn';
import { photoFacts, photoName, when } from './photo-lines';
import type { Pin } from '../kit/voice';
import { moment, distanceWords } from '../kit/calendar-words';

export interface Pair {
  readonly left: PhotoName;
  readonly right: PhotoName;
}

/** More buttons than this hide the rest of the message; a photo with a twin comes first. */
const MOST = 4;

/**
 * What is worth seeing side by side: a photo that was in use before and its twin; «до» and «после», each with its fellow; what the
 * applicant has complained of is «до» where nothing is marked so. «После» is what the present answer takes along.
 */
export function pairsOf(photos: readonly ShownPhoto[]): Pair[] {
  const reused = photos.flatMap((photo): Pair[] => (photo.twin ? [{ left: photo, right: photo.twin }] : []));
  const all = photos.filter(({ origin }) => origin === 'official');
  const judged = all.filter(({ inAnswer }) => inAnswer);
  // What a version has left out proves nothing of the work; before there is any, whatever has come may be looked at.
  const report = judged.length === 0 ? all : all.filter(({ inAnswer, mark }) => inAnswer || mark === 'before');
  const marked = report.filter(({ mark }) => mark === 'before');
  const before = marked.length > 0 ? marked : photos.filter(({ origin }) => origin === 'applicant');
  const done = report.filter(({ mark }) => mark === 'after');
  const after = done.length > 0 ? done : report.filter(({ mark }) => mark === null);
  return [...reused, ...zipped(before, after)].filter(isFirst).slice(0, MOST);
}

/** Each of the longer row has a fellow: the last of the shorter one goes with all the rest. */
function zipped(before: readonly PhotoName[], after: readonly PhotoName[]): Pair[] {
  const [lastBefore, lastAfter] = [before.at(-1), after.at(-1)];
  if (!lastBefore || !lastAfter) return [];
  return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => ({
    left: before[index] ?? lastBefore,
    right: after[index] ?? lastAfter,
  }));
}

const isFirst = (pair: Pair, index: number, pairs: readonly Pair[]): boolean =>
  pairs.findIndex(({ left, right }) => sameTwo([left, right], pair)) === index;

const sameTwo = (two: readonly PhotoName[], { left, right }: Pair): boolean =>
  [left, right].every(({ id }) => two.some((photo) => photo.id === id));

/** Two photos side by side; one of another appeal is called by that appeal's number. */
export function compareButton({ left, right }: Pair, { plain }: Words): ScreenButton {
  const caption =
    left.appealId === right.appealId
      ? plain('photo:compare.button', { left: left.position, right: right.position })
      : plain('photo:compare.twin', { left: left.position, number: right.appealNumber });
  return button(caption, { kind: 'compare', leftId: left.id, rightId: right.id });
}

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

type Placed = ShownPhoto & { readonly point: Point };

/** A chat full of maps is read by nobody: the farthest of the places are shown. */
const PINS_AT_MOST = 4;
/** Of degrees: about ten metres, as far as a phone knows where it is. */
const SAME_PLACE = 4;

const isPlaced = (photo: ShownPhoto): photo is Placed => photo.point !== null;

/** The appeal's point, then where its photos were taken, the farthest first; those of one place have one pin. */
export function pinsOf(appeal: AppealPoint, photos: readonly ShownPhoto[], reading: Reading): Pin[] {
  const places = new Map<string, Placed[]>();
  for (const photo of photos.filter(isPlaced)) {
    const place = coordinates(photo.point, SAME_PLACE);
    places.set(place, [...(places.get(place) ?? []), photo]);
  }
  const far = [...places.values()].sort((one, other) => distanceOf(other) - distanceOf(one));
  return [
    ...pinOfAppeal(appeal, reading),
    ...far.slice(0, PINS_AT_MOST).flatMap((together) => pinOfPhotos(together, reading)),
  ];
}

const distanceOf = ([photo]: readonly Placed[]): number => photo?.evidence?.distance ?? 0;

function pinOfAppeal({ number, point, address }: AppealPoint, { words }: Reading): Pin[] {
  if (point === null) return [];
  const title = words.plain('photo:map.appeal', { number });
  return [{ place: point, title, address: address ?? coordinates(point, 5) }];
}

function pinOfPhotos(together: readonly Placed[], reading: Reading): Pin[] {
  const { words, now, calendar } = reading;
  const [first] = together;
  if (!first) return [];
  const { point: place, evidence, receivedAt } = first;
  const positions = together.map(({ position }) => position).join(', ');
  const distance = evidence?.distance ?? null;
  const title =
    distance === null
      ? words.plain('photo:map.photos', { positions })
      : words.plain('photo:map.photosFar', { positions, distance: distanceWords(distance, words) });
  const address =
    evidence?.placeBy === 'shared'
      ? words.plain('photo:map.shared', { moment: moment(receivedAt, now, calendar) })
      : when(first, reading);
  return [{ place, title, address }];
}

const coordinates = ({ latitude, longitude }: Point, digits: number): string =>
  `${latitude.toFixed(digits)}, ${longitude.toFixed(digits)}`;
