import { escapeHtml } from '../../../src/i18n';
import {
  type ShownPhoto,
  documentsOfAppeal,
  readAppealPoint,
  readPhotos,
  readPair,
} from '../../../src/usecases/photos/shown-photos';
import { button, inRows, type Screen, type ScreenButton, only } from '../kit/screen';
import type { Reading, Turn } from '../kit/turn';
import { visibleLength } from '../kit/fit';
import { compareButton, pairsOf, comparisonFailed, comparisonScreen, drawnLines, pinsOf } from './pairs';
import { photoFacts, photoCaption, photoName } from './photo-lines';
import { codeOf } from '../../../src/errors';
import { bytesOf, type KeptFile } from '../../../src/usecases/kit/files';
import { noteDocuments } from '../answers/send-letter';
import { asTheyCame, sendFiles, type KeptToSend } from '../kit/send-files';
import type { Talk } from '../kit/talk';
import { describeError } from '../../../src/process/log';
import { drawPhotoRules, photoRulesDialog } from './rules';
import { refusal, type Feature, type Reply } from '../kit/feature';
import { Lately } from '../kit/lately';

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

interface ReadAlbum extends Album {
  readonly documents: readonly KeptFile[];
}

/** Null: nothing was sent, or it is not for this person. */
export async function readAlbum(
  { desk, voice }: Talk,
  { official }: Turn,
  appealId: number,
): Promise<ReadAlbum | null> {
  const photos = await readPhotos(desk, official, appealId, voice.name);
  const documents = await documentsOfAppeal(desk, official, appealId, voice.name);
  const appeal = await readAppealPoint(desk, official, appealId);
  if (!appeal || photos.length + documents.length === 0) return null;
  const isOnMap = appeal.point !== null || photos.some(({ point }) => point !== null);
  return { appealId, number: appeal.number, photos, documents, files: documents.length, isOnMap };
}

/** A line at once, since an upload takes its time; when all is there, the line says what each of them is. */
export async function showAlbum(talk: Talk, turn: Turn, album: ReadAlbum): Promise<void> {
  const { chatId, words, reading } = turn;
  const { voice } = talk;
  const { number, photos, documents } = album;
  const line = await voice.send(chatId, only(sendingLine(album, reading)), { silent: true });
  try {
    const shown: KeptToSend[] = [];
    for (const photo of photos)
      shown.push(...(await asPhoto(talk, photo, photoCaption(photo, photos.length, reading))));
    const files = asTheyCame(talk, documents, words.plain('card:title', { number }));
    await sendFiles(talk, chatId, [...shown, ...files]);
    await noteDocuments(talk, turn, album.appealId, files);
  } catch (error) {
    // The press is tried again, and says its own line; what is gone no try brings.
    if (codeOf(error) === 'file_gone') await voice.edit(line, albumScreen(album, reading));
    else await voice.remove(line);
    throw error;
  }
  await voice.edit(line, albumScreen(album, reading));
}

/** Photos that came as files, as they came: with the time and the place that a photo in a chat has lost. */
export const sendOriginals = (talk: Talk, { chatId, reading }: Turn, originals: readonly ShownPhoto[]): Promise<void> =>
  sendFiles(
    talk,
    chatId,
    originals.flatMap((photo) => asDocument(talk, photo, photoName(photo, true, reading))),
  );

/** To be looked at, however it came: HEIC and other files as a copy that every phone opens; what no picture can be made of, as the file. */
async function asPhoto(talk: Talk, photo: ShownPhoto, caption: string): Promise<KeptToSend[]> {
  const { sha256, fileRef, compressed, originalDeletedAt } = photo;
  // Nothing is left of it but its line.
  if (sha256 === null) return [];
  const shown = { as: 'photo', sha256, fileRef, caption, fileName: null } as const;
  if (fileRef !== null || compressed || originalDeletedAt !== null)
    return [{ ...shown, bytes: () => bytesOf(talk.files, sha256) }];
  const copy = await talk.pictures.viewable(sha256).catch((error: unknown) => {
    // Told of with the others, when they are sent.
    if (codeOf(error) === 'file_gone') return null;
    throw error;
  });
  return copy ? [{ ...shown, bytes: () => Promise.resolve(copy) }] : asDocument(talk, photo, caption);
}

const asDocument = (
  { files }: Talk,
  { sha256, originalRef: fileRef, fileName }: ShownPhoto,
  caption: string,
): KeptToSend[] =>
  sha256 === null ? [] : [{ as: 'document', sha256, fileRef, caption, fileName, bytes: () => bytesOf(files, sha256) }];

type Two = readonly [ShownPhoto, ShownPhoto];

/** Both as one picture, each with its words: two in an album are never seen at once on a phone. */
export async function showPair(talk: Talk, { chatId, words, reading }: Turn, pair: Two): Promise<void> {
  const { voice } = talk;
  const line = await voice.send(chatId, only(words.html('photo:compare.making')), { silent: true });
  const picture = await drawn(talk, pair, reading);
  if (!picture) return void (await voice.edit(line, only(comparisonFailed(reading))));
  try {
    await voice.sendPicture(chatId, picture, comparisonScreen(pair, reading));
  } finally {
    await voice.remove(line);
  }
}

/** Null: one of them can't be read, or not now. */
async function drawn({ pictures, log }: Talk, pair: Two, reading: Reading): Promise<Uint8Array | null> {
  const [left, right] = pair;
  if (left.sha256 === null || right.sha256 === null) return null;
  const [linesLeft, linesRight] = drawnLines(pair, reading);
  try {
    return await pictures.sideBySide(
      { sha256: left.sha256, lines: linesLeft },
      { sha256: right.sha256, lines: linesRight },
    );
  } catch (error) {
    log.error(
      { left: left.id, right: right.id, reason: describeError(error) },
      'Two photos could not be drawn together',
    );
    return null;
  }
}

/** Photos of an appeal, and what is known of them: together, in pairs, on the map, as the files that they came as. */
export function photosFeature(talk: Talk): Feature {
  const { desk, voice } = talk;
  const lately = new Lately(desk.clock);

  /** A second tap is told that it is there already; what could not be shown may be asked for again. */
  async function once({ chatId, came, words }: Turn, show: () => Promise<Reply>): Promise<Reply> {
    const what = `${chatId} ${came.what === 'press' ? came.data : ''}`;
    if (lately.get(what)) return { toast: words.plain('photo:sent') };
    const { after, ...reply } = await show();
    return { ...reply, after: after && (() => after().then(() => lately.note(what, true))) };
  }

  const dialog = photoRulesDialog(talk);
  return {
    dialogs: [dialog],
    presses: {
      photoRules: async (turn) => ({ screen: await drawPhotoRules(talk, turn) }),
      askPhotoRule: (turn, { rule }) => dialog.beginHere(turn, { rule }),
      files: (turn, { appealId }) =>
        once(turn, async () => {
          const album = await readAlbum(talk, turn, appealId);
          return album ? { after: () => showAlbum(talk, turn, album) } : refusal(turn.words.plain('photo:none'));
        }),
      originals: (turn, { appealId }) =>
        once(turn, async () => {
          const originals = originalsOf(await readPhotos(desk, turn.official, appealId, voice.name));
          if (originals.length === 0) return refusal(turn.words.plain('photo:originals.none'));
          const toast = turn.words.plain('photo:sending.files', { count: originals.length });
          return { toast, after: () => sendOriginals(talk, turn, originals) };
        }),
      compare: (turn, { leftId, rightId }) =>
        once(turn, async () => {
          const pair = await readPair(desk, turn.official, [leftId, rightId], voice.name);
          return pair ? { after: () => showPair(talk, turn, pair) } : refusal(turn.words.plain('photo:compare.gone'));
        }),
      onMap: (turn, { appealId }) => once(turn, () => showOnMap(talk, turn, appealId)),
    },
  };
}

async function showOnMap({ desk, voice }: Talk, turn: Turn, appealId: number): Promise<Reply> {
  const { official, words, chatId, reading } = turn;
  const appeal = await readAppealPoint(desk, official, appealId);
  if (!appeal) return refusal(words.plain('refusal:notFound'));
  const pins = pinsOf(appeal, await readPhotos(desk, official, appealId, voice.name), reading);
  if (pins.length === 0) return refusal(words.plain('photo:map.nothing'));
  const missing = appeal.point === null ? 'noPoint' : pins.length === 1 ? 'noPhotos' : null;
  return {
    ...(missing === null ? {} : { toast: words.plain(`photo:map.${missing}`) }),
    after: async () => {
      for (const pin of pins) await voice.sendPin(chatId, pin);
    },
  };
}
