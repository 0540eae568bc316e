import type { EngagementContent, EngagementPicture } from '../../../src/regulation/engagement/content';
import { bytesOf } from '../../../src/usecases/kit/files';
import { pictureName, pictureRefs } from '../../../src/usecases/engagement/engagement-store';
import { sendFiles } from '../kit/send-files';
import type { Talk } from '../kit/talk';

/** «2. Двор»; of the whole «1». Plain words. */
const captionOf = ({ of }: EngagementPicture, place: number): string =>
  of === null ? `${place + 1}` : `${place + 1}. ${of}`;

/**
 * Pictures of what the ОГ role makes, as they are published, each with its number and with what it shows.
 * @param as `photo`: to be looked at; `document`: to be put somewhere else, as they are
 */
export async function sendPictures(
  talk: Talk,
  chatId: string,
  { pictures }: Pick<EngagementContent, 'pictures'>,
  as: 'photo' | 'document',
): Promise<void> {
  if (pictures.length === 0) return;
  const { desk, voice, files } = talk;
  const refs = await pictureRefs(desk, voice.name, as, pictures);
  await sendFiles(
    talk,
    chatId,
    pictures.map((picture, place) => ({
      as,
      sha256: picture.sha256,
      caption: captionOf(picture, place),
      fileName: as === 'document' ? pictureName(picture, place) : null,
      fileRef: refs.get(picture.sha256) ?? null,
      bytes: () => bytesOf(files, picture.sha256),
    })),
  );
}
