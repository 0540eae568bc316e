import type { AppealPoint, Point, ShownPhoto } from '../../../../src/usecases/photos/shown-photos';
import type { Reading } from '../../turn';
import type { Pin } from '../../voice';
import { moment } from '../dates';
import { distanceWords } from '../distance';
import { when } from './photo-words';

type Placed = ShownPhoto & { readonly point: Point };

/** A chat full of maps is read by nobody: the farthest of the places are shown. */
const MOST = 4;
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
  return [...pinOfAppeal(appeal, reading), ...far.slice(0, MOST).flatMap((together) => pinOfPhotos(together, reading))];
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
