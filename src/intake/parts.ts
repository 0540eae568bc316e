import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { revealHidden } from '../text/plain-text';
import type { ApplicantPhoto } from '../usecases/intake/applicant-photos';
import { isPhoto } from '../usecases/kit/files';
import type { Examination, FileStore, Pictures } from '../usecases/kit/ports';
import { complaint, type Complaint, type IntakeWords } from './complaints';
import { readJson } from './json';
import { BadParts } from './problems';

/** One appeal with the applicant's photos, as contract.md has it. */
export const MOST_PHOTOS = 10;
const MEGABYTE = 1024 * 1024;
const LARGEST_PHOTO_MB = 20;
const LARGEST_PHOTO = LARGEST_PHOTO_MB * MEGABYTE;
const LARGEST_JSON = MEGABYTE;
/** Parts that are none of these are read past, but not for ever. */
const MOST_PARTS = 3 * MOST_PHOTOS;
const LONGEST_FILE_NAME = 100;
/** A body that says so of itself is not read at all. The last is what stands around and between the parts. */
export const LARGEST_PARTS_BODY = MOST_PHOTOS * LARGEST_PHOTO + LARGEST_JSON + 64 * 1024;

/** Where photos are kept until they get a row, and how it is seen that they are pictures. */
export interface PhotoIntake {
  readonly files: Pick<FileStore, 'keep'>;
  readonly pictures: Pick<Pictures, 'examine'>;
}

/** What a multipart body has brought. Its photos are stored already, and listed for the sweep, which takes those that get no row. */
export interface Brought {
  /** What the part `appeal` holds, not looked at yet; undefined: there is none that can be read. */
  readonly appeal: unknown;
  readonly photos: readonly ApplicantPhoto[];
  /** About every part that is not as it has to be, in the order of the body. */
  readonly complaints: readonly Complaint[];
  /** One of them is longer than it may be. */
  readonly tooLarge: boolean;
}

/**
 * Reads a multipart body part by part, never more than a piece of one in memory. A bad part is no reason not to look at the
 * others.
 * @throws BadParts, and whatever the disk throws
 */
export async function readParts(request: FastifyRequest, intake: PhotoIntake, words: IntakeWords): Promise<Brought> {
  const reader = new PartsReader(intake, words);
  const parts = request.parts(READING);
  try {
    for (;;) {
      const next = await parts.next().catch((error: unknown) => {
        throw new BadParts(error);
      });
      if (next.done === true) return reader.brought();
      if (next.value.type === 'file') await reader.take(next.value);
    }
  } finally {
    // Whoever is still sending hears the answer only when all was read.
    request.raw.unpipe().resume();
  }
}

const READING = {
  // By its name a part is the appeal or a photo, whether it has a file name and a type or not.
  isPartAFile: () => true,
  throwFileSizeLimit: false,
  limits: { fileSize: LARGEST_PHOTO + 1, parts: MOST_PARTS },
  // The library logs what it is given, and the token is among the headers.
  headers: { authorization: '' },
};

class PartsReader {
  private appeal: unknown = undefined;
  private appeals = 0;
  private seenPhotos = 0;
  private tooLarge = false;
  private readonly photos: ApplicantPhoto[] = [];
  private readonly complaints: Complaint[] = [];

  constructor(
    private readonly intake: PhotoIntake,
    private readonly words: IntakeWords,
  ) {}

  async take(part: MultipartFile): Promise<void> {
    if (part.fieldname === 'appeal') return this.takeAppeal(part);
    if (part.fieldname === 'photo') return this.takePhoto(part);
    part.file.resume();
    this.complain([part.fieldname], this.words('parts.unknown'), this.words('parts.unknownTodo'));
  }

  brought(): Brought {
    if (this.appeals === 0) this.complain(['appeal'], this.words('parts.noAppeal'), this.words('parts.appealTodo'));
    const { appeal, photos, complaints, tooLarge } = this;
    return { appeal, photos, complaints, tooLarge };
  }

  private async takeAppeal(part: MultipartFile): Promise<void> {
    this.appeals += 1;
    if (this.appeals > 1) {
      part.file.resume();
      return this.complain(['appeal'], this.words('parts.twoAppeals'), this.words('parts.twoAppealsTodo'));
    }
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of bytesOf(part)) {
      size += chunk.byteLength;
      if (size > LARGEST_JSON) {
        this.tooLarge = true;
        return this.complain(['appeal'], this.words('parts.appealTooLarge'));
      }
      chunks.push(chunk);
    }
    const reading = readJson(Buffer.concat(chunks), this.words, ['appeal']);
    if (!reading.ok) return void this.complaints.push(...reading.complaints);
    this.appeal = reading.value;
    if (Array.isArray(this.appeal)) {
      this.appeal = undefined;
      this.complain(['appeal'], this.words('parts.manyAppeals'), this.words('parts.manyAppealsTodo'));
    }
  }

  private async takePhoto(part: MultipartFile): Promise<void> {
    const at = ['photo', this.seenPhotos];
    this.seenPhotos += 1;
    if (this.seenPhotos > MOST_PHOTOS) {
      part.file.resume();
      return this.complain(at, this.words('parts.tooMany', { limit: MOST_PHOTOS }));
    }
    const kept = await this.intake.files.keep(bytesOf(part), LARGEST_PHOTO);
    if (kept === null) {
      this.tooLarge = true;
      return this.complain(
        at,
        this.words('parts.photoTooLarge', { limit: LARGEST_PHOTO_MB }),
        this.words('parts.photoTooLargeTodo'),
      );
    }
    const { sha256, size, type } = kept;
    const fault = isPhoto(type) ? FAULTS[(await this.intake.pictures.examine(sha256)).outcome] : 'notPicture';
    if (fault !== null) return this.complain(at, this.words(`parts.${fault}`), this.words(`parts.${fault}Todo`));
    this.photos.push({ sha256, size, fileName: fileNameOf(part), mimeType: type });
  }

  private complain(path: readonly PropertyKey[], reason: string, todo?: string): void {
    this.complaints.push(complaint(path, reason, todo));
  }
}

/** By the bytes; what the sender says of them means nothing. What a card would call unreadable is no photo here either. */
const FAULTS = {
  picture: null,
  too_large: 'unreadable',
  too_heavy: 'unreadable',
  not_picture: 'notPicture',
  broken: 'broken',
} as const satisfies Record<Examination['outcome'], string | null>;

const fileNameOf = ({ filename }: MultipartFile): string | null =>
  revealHidden((filename ?? '').trim())
    .slice(-LONGEST_FILE_NAME)
    .toWellFormed() || null;

/** Whoever has heard enough does not end the body with it: the rest of the part is read past. */
async function* bytesOf({ file }: MultipartFile): AsyncGenerator<Uint8Array> {
  try {
    const chunks: AsyncIterable<Uint8Array> = file.iterator({ destroyOnReturn: false });
    yield* chunks;
  } catch (error) {
    throw new BadParts(error);
  } finally {
    file.resume();
  }
}
