import { LOCALES, wordsOf } from '../../../src/i18n';
import { failpoint } from '../../../src/process/failpoint';
import { keepAttachment, originOf, type Mark, type NewAttachment } from '../../../src/usecases/kit/attachments';
import type { FormRow } from '../../../src/usecases/kit/form-store';
import { type SaidOfFile, sayOfAlbum } from '../../../src/usecases/kit/form-engine';
import { isFilm, isPhoto } from '../../../src/usecases/kit/files';
import type { StoredBytes } from '../../../src/usecases/kit/ports';
import type { Attachment } from './feature';
import type { Talk } from './talk';
import type { SentFile, Turn, SentPlace } from './turn';
import { only } from './screen';
import { sharePlace } from '../../../src/usecases/kit/places';
import { hasRight } from '../../../src/regulation/rights';

type CameFile = Extract<Attachment, { what: 'file' }>;

/**
 * The bytes of a photo or a file, on the disk before anything is said of it.
 * @throws AppError `file_late`: it comes later, and so does this update
 * @returns what is to be said when nothing was kept: it is longer than the messenger lets through, or than it had said
 */
export async function storeFile(
  { voice, fetching }: Talk,
  { official }: Turn,
  { fileRef, size: announced }: SentFile,
): Promise<StoredBytes | 'fileTooBig' | 'fileNotAsSaid' | 'fileEmpty'> {
  const { download: longest } = voice.limits;
  const kept = await fetching.take(fileRef, Math.min(announced ?? longest, longest), official.personId);
  if (kept === null) return announced === null || announced >= longest ? 'fileTooBig' : 'fileNotAsSaid';
  failpoint('file-stored');
  return kept.size === 0 ? 'fileEmpty' : kept;
}

/**
 * That these bytes belong to this form: a photo or a document, by what they are. What the messenger itself has recompressed is a
 * photo.
 * @idempotent by its message
 * @returns what is to be said of it all the same: whoever has sent it may take it for a photo; null: nothing
 */
export async function keepFile(
  talk: Pick<Talk, 'desk' | 'voice'>,
  turn: Turn,
  form: Pick<FormRow, 'id' | 'subject'>,
  came: CameFile,
  stored: StoredBytes,
): Promise<SaidOfFile | null> {
  const attachment = attachmentOf(talk, turn, form, came, stored);
  await keepAttachment(talk.desk, attachment);
  return attachment.kind === 'document' && (came.file.kind === 'photo' || isFilm(stored.type)) ? 'keptAsFile' : null;
}

/** What came, as a row of what belongs to this form. */
export function attachmentOf(
  { desk, voice }: Pick<Talk, 'desk' | 'voice'>,
  turn: Turn,
  { id: formId, subject }: Pick<FormRow, 'id' | 'subject'>,
  { file, album, caption }: CameFile,
  { sha256, size, type }: StoredBytes,
): NewAttachment {
  const { fileRef, compressed, fileName, mimeType } = file;
  const origin = originOf(subject);
  return {
    formId,
    origin,
    // What the applicant has sent is «до» whatever stands under it.
    mark: origin === 'official' ? markIn(caption) : null,
    kind: compressed || isPhoto(type) ? 'photo' : 'document',
    compressed,
    fileName,
    mimeType: type ?? mimeType,
    size,
    sha256,
    messenger: voice.name,
    fileRef,
    messageRef: turn.message,
    album,
    uploadedById: turn.official.personId,
    receivedAt: desk.clock.now(),
  };
}

/** «До» or «после» alone under a photo, in any language of the bot; null: the caption says something else. */
export function markIn(caption: string): Mark | null {
  const said = caption
    .toLocaleLowerCase('ru')
    .replace(/[^\p{L}\s]/gu, '')
    .trim()
    .replace(/\s+/g, ' ');
  const says = (mark: Mark) =>
    LOCALES.some((locale) => wordsOf(locale).plain(`form:mark.said.${mark}`).split(', ').includes(said));
  return (['before', 'after'] as const).find(says) ?? null;
}

export const isTooLarge = ({ voice }: Pick<Talk, 'voice'>, { size }: SentFile): boolean =>
  size !== null && size > voice.limits.download;

/** What is said of a photo or a file: once of an album, which is up to ten of them. */
export async function sayOfFile(talk: Talk, turn: Turn, said: SaidOfFile): Promise<void> {
  const { official, words, came, chatId } = turn;
  const album = 'album' in came ? came.album : null;
  if (album === null) {
    await talk.voice.send(chatId, only(words.html(`form:${said}`)), { silent: true });
    return;
  }
  await sayOfAlbum(talk.desk, official, album, said);
  talk.wake();
}

/**
 * Where an official is, for the photos that come beside it. It is theirs: no chat and no log ever shows it.
 * @param formId the form whose photos it is for; null: they are still to come, and that is said
 */
export async function keepPlace(
  talk: Talk,
  turn: Turn,
  { latitude, longitude, error: positionError, at, live }: SentPlace,
  formId: number | null,
): Promise<void> {
  await sharePlace(talk.desk, {
    personId: turn.official.personId,
    formId,
    latitude,
    longitude,
    positionError,
    at,
    live,
    messenger: talk.voice.name,
    messageRef: turn.message,
  });
  if (formId === null) await sayOfFile(talk, turn, live ? 'livePlaceKept' : 'placeKept');
}

const SAID_OF = { file: 'photoWithoutForm', video: 'videoNotTaken', place: 'fileKind', other: 'fileKind' } as const;

/** Of whoever also sends files of ПОС: which kinds are taken, and where. */
const isStrangeFile = ({ official }: Turn, came: Attachment): boolean =>
  came.what === 'file' && came.file.kind === 'document' && hasRight(official, 'register');

/** What is said of an attachment for which nothing waits. */
export const refuseAttachment = (talk: Talk, turn: Turn, came: Attachment): Promise<void> =>
  sayOfFile(talk, turn, isStrangeFile(turn, came) ? 'fileWithoutForm' : SAID_OF[came.what]);
