import { escapeHtml } from '../../../../src/i18n';
import type { ShownPhoto } from '../../../../src/usecases/photos/shown-photos';
import { button, inRows, type Screen, type ScreenButton } from '../../screen';
import type { Reading } from '../../turn';
import { visibleLength } from '../fit';
import { compareButton } from './compare-button';
import { pairsOf } from './photo-pairs';
import { photoFacts } from './photo-words';

export interface Album {
  readonly appealId: number;
  readonly number: string;
  readonly photos: readonly ShownPhoto[];
  readonly files: number;
  /** The appeal or one of the photos has a point. */
  readonly isOnMap: boolean;
}

/** Photos that came as files: their originals say when and where they were taken. */
export const originalsOf = (photos: readonly ShownPhoto[]): ShownPhoto[] =>
  photos.filter(({ compressed, originalDeletedAt }) => !compressed && originalDeletedAt === null);

/** Above the album while it is on its way. */
export const sendingLine = ({ number, photos, files }: Album, { words }: Reading): string =>
  [
    `<b>${words.html('card:title', { number })}</b>`,
    photos.length > 0
      ? words.html('photo:sending.photos', { count: photos.length })
      : words.html('photo:sending.files', { count: files }),
  ].join('\n');

/** Above the album: a line for each photo, since a messenger shows their captions one at a time; what else can be seen of them. */
export function albumScreen(album: Album, reading: Reading): Screen {
  const { words } = reading;
  const { number, photos, files } = album;
  const title = [
    words.html('card:title', { number }),
    ...(photos.length > 0 ? [words.html('card:photos', { count: photos.length })] : []),
    ...(files > 0 ? [words.html('card:files', { count: files })] : []),
  ].join(' · ');
  const lines = photos.map(
    (photo) => `<b>${photo.position}</b> · ${photoFacts(photo, reading).map(escapeHtml).join(' · ')}`,
  );
  return { text: fitting(`<b>${title}</b>`, lines, reading), buttons: albumButtons(album, reading) };
}

/** As many lines as the message takes; what is left out stands under its photo. */
function fitting(title: string, lines: readonly string[], { words, longest }: Reading): string {
  for (let shown = lines.length; shown > 0; shown -= 1) {
    const rest = lines.length - shown;
    const more = rest > 0 ? [words.html('photo:more', { count: rest })] : [];
    const text = [title, ...lines.slice(0, shown), ...more].join('\n');
    if (visibleLength(text) <= longest) return text;
  }
  return title;
}

function albumButtons({ appealId, photos, isOnMap }: Album, { words }: Reading): ScreenButton[][] {
  const { plain } = words;
  const looks: ScreenButton[] = [];
  if (isOnMap) looks.push(button(plain('photo:map.button'), { kind: 'onMap', appealId }));
  if (originalsOf(photos).length > 0)
    looks.push(button(plain('photo:originals.button'), { kind: 'originals', appealId }));
  return [...pairsOf(photos).map((pair) => [compareButton(pair, words)]), ...inRows(looks, 2)];
}
