import type { PhotoName, ShownPhoto } from '../../../../src/usecases/photos/shown-photos';
import type { Reading } from '../../turn';
import { beforeWords } from './photo-lines';
import { moment } from '../dates';
import { distanceWords } from '../distance';

/** Under a photo: which it is, then what is known of it. Plain words. */
export const photoCaption = (photo: ShownPhoto, total: number, reading: Reading): string =>
  [
    reading.words.plain('photo:title', { number: photo.appealNumber, position: photo.position, total }),
    ...photoFacts(photo, reading),
  ].join('\n');

/** What is known of a photo, a line each, the first whose it is. Nothing is said of it that nobody has judged. Plain words. */
export const photoFacts = (photo: ShownPhoto, reading: Reading): string[] =>
  [
    whose(photo, reading),
    [when(photo, reading), where(photo, reading)].filter((part) => part !== null).join(', '),
    doubts(photo, reading),
    reused(photo, reading),
    photo.originalDeletedAt === null ? null : reading.words.plain('photo:originalGone'),
  ].filter((line) => line !== null);

/** «Фото 2», of another appeal «№ 327441806, фото 2». Plain words. */
export const photoName = (
  { appealNumber: number, position }: PhotoName,
  isElsewhere: boolean,
  { words }: Reading,
): string =>
  isElsewhere ? words.plain('photo:nameIn', { number, position }) : words.plain('photo:name', { position });

function whose({ origin, mark, by }: ShownPhoto, { words }: Reading): string {
  const who = words.plain(`photo:who.${origin}`);
  // The applicant's own photo is brought by a coordinator, who has not taken it.
  return [who, mark && words.plain(`photo:mark.${mark}`), origin === 'official' ? by : null]
    .filter((part) => part !== null)
    .join(', ');
}

export function when(
  photo: Pick<ShownPhoto, 'takenAt' | 'receivedAt' | 'evidence' | 'since'>,
  reading: Reading,
): string {
  const { words, now, calendar } = reading;
  const { takenAt, receivedAt, evidence, since } = photo;
  if (takenAt === null) return words.plain('photo:received', { moment: moment(receivedAt, now, calendar) });
  const taken = moment(takenAt, now, calendar);
  switch (evidence?.time) {
    case 'earlier':
      return words.plain('photo:takenEarlier', { moment: taken, before: beforeWords(since, reading) });
    case 'later':
      return words.plain('photo:takenLater', { moment: taken });
    default:
      return words.plain('photo:taken', { moment: taken });
  }
}

function where({ evidence, takenAt }: ShownPhoto, { words }: Reading): string | null {
  if (evidence?.distance == null) return null;
  const by = evidence.placeBy === 'shared' ? 'shared' : takenAt === null ? 'received' : 'taken';
  return words.plain(`photo:where.${by}`, { distance: distanceWords(evidence.distance, words) });
}

function doubts({ origin, evidence }: ShownPhoto, { words }: Reading): string | null {
  if (evidence === null) return origin === 'official' ? words.plain('photo:waits') : null;
  const [time, place] = [evidence.time === 'unconfirmed', evidence.place === 'unconfirmed'];
  if (!time && !place) return null;
  return words.plain(`photo:unconfirmed.${time && place ? 'both' : time ? 'time' : 'place'}`);
}

function reused({ evidence, twin, appealId }: ShownPhoto, { words }: Reading): string | null {
  if (twin === null || (evidence?.reuse !== 'same' && evidence?.reuse !== 'alike')) return null;
  const { appealNumber: number, position } = twin;
  return twin.appealId === appealId
    ? words.plain(`photo:${evidence.reuse}Here`, { position })
    : words.plain(`photo:${evidence.reuse}`, { number, position });
}
