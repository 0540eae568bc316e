import { codeOf } from '../../../../src/errors';
import { bytesOf, type KeptFile } from '../../../../src/usecases/kit/files';
import {
  documentsOfAppeal,
  readAppealPoint,
  readPhotos,
  type ShownPhoto,
} from '../../../../src/usecases/photos/shown-photos';
import { only } from '../../screen';
import { albumScreen, sendingLine, type Album } from '../../screens/photos/album-screen';
import { photoCaption, photoName } from '../../screens/photos/photo-words';
import { noteDocuments } from '../../give-paper';
import { asTheyCame, sendFiles, type KeptToSend } from '../../send-files';
import type { Talk } from '../../talk';
import type { Turn } from '../../turn';

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
