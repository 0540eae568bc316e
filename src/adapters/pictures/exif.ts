import readExif from 'exif-reader';
import { z } from 'zod';
import type { PictureFacts } from '../../usecases/kit/ports';

/** What a picture's file says of how it came to be. Anybody can have written it: it is a statement, not a proof. */
export type Origin = Pick<PictureFacts, 'taken' | 'place' | 'camera' | 'software' | 'absurd'>;

type Taken = NonNullable<PictureFacts['taken']>;
type Place = NonNullable<PictureFacts['place']>;

const SAYS_NOTHING: Origin = { taken: null, place: null, camera: null, software: null, absurd: [] };

/** A JPEG has room for no more; a file with more wants to be read for hours. */
const MOST_BYTES = 65_536;
const LONGEST_WORD = 64;
/** Exif 1.0 is of October 1995; a clock that was never set begins earlier. */
const EARLIEST = new Date('1995-10-01T00:00:00Z');
const LATEST = new Date('2100-01-01T00:00:00Z');
const FARTHEST_ERROR = 100_000;

// Bytes beyond ASCII come as they are: phones write UTF-8 there. What is drawn in a chat or kept in a table has no control characters.
const word = z
  .union([z.string(), z.instanceof(Uint8Array).transform((bytes) => new TextDecoder().decode(bytes))])
  .transform((text) =>
    text
      .replace(/[\p{C}\uFFFD]+/gu, ' ')
      .trim()
      .slice(0, LONGEST_WORD)
      .replace(/\p{Cs}/gu, '')
      .trim(),
  )
  .transform((text) => (text === '' ? null : text))
  .nullish()
  .catch(null);

const parts = z.tuple([z.number().nonnegative(), z.number().nonnegative().lt(60), z.number().nonnegative().lt(60)]);
const degrees = (most: number) =>
  parts.transform(([whole, minutes, seconds]) => whole + minutes / 60 + seconds / 3600).pipe(z.number().max(most));
const side = (positive: string, negative: string) =>
  z
    .string()
    .transform((letter) => letter.trim().toUpperCase().charAt(0))
    .pipe(z.enum([positive, negative]))
    .transform((letter) => (letter === positive ? 1 : -1));

const placeSchema = z
  .object({
    GPSLatitude: degrees(90),
    GPSLatitudeRef: side('N', 'S'),
    GPSLongitude: degrees(180),
    GPSLongitudeRef: side('E', 'W'),
    GPSHPositioningError: z.number().nonnegative().max(FARTHEST_ERROR).nullish().catch(null),
  })
  .transform((gps): Place => ({
    latitude: gps.GPSLatitude * gps.GPSLatitudeRef,
    longitude: gps.GPSLongitude * gps.GPSLongitudeRef,
    error: gps.GPSHPositioningError ?? null,
  }))
  // Where a receiver that sees no satellite believes to be.
  .refine(({ latitude, longitude }) => latitude !== 0 || longitude !== 0);

const instant = z.date().min(EARLIEST).max(LATEST);

const gpsTimeSchema = z
  .object({
    GPSDateStamp: z.string().regex(/^\d{4}[:-]\d\d[:-]\d\d/),
    GPSTimeStamp: z.tuple([z.number().min(0).lt(24), z.number().min(0).lt(60), z.number().min(0).lt(61)]),
  })
  .transform(({ GPSDateStamp: day, GPSTimeStamp: [hours, minutes, seconds] }) => {
    const [year = 0, month = 0, date = 0] = day.split(/[:-]/, 3).map((text) => parseInt(text, 10));
    return new Date(Date.UTC(year, month - 1, date, hours, minutes, Math.floor(seconds)));
  })
  .pipe(instant);

/** Minutes by which the camera's clock was ahead of UTC. */
const offsetSchema = z
  .string()
  .trim()
  .regex(/^(Z|[+-](0\d|1[0-4]):[0-5]\d)$/)
  .transform((text) => {
    if (text === 'Z') return 0;
    const [hours = 0, minutes = 0] = text.slice(1).split(':').map(Number);
    return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
  });

const fields = z.record(z.string(), z.unknown()).catch({});
const exifSchema = z.object({ Image: fields.optional(), Photo: fields.optional(), GPSInfo: fields.optional() });

type Fields = z.infer<typeof fields>;

/**
 * @param bytes the file's EXIF block, with or without its heading
 * @returns what could be understood; a block that is none says nothing
 */
export function originOf(bytes: Buffer | undefined): Origin {
  if (!bytes || bytes.length > MOST_BYTES) return SAYS_NOTHING;
  const exif = parse(bytes);
  if (!exif) return SAYS_NOTHING;
  const { Image: image = {}, Photo: photo = {}, GPSInfo: gps = {} } = exif;
  const time = takenOf(photo, gps);
  const place = placeOf(gps);
  return {
    taken: time === 'absurd' ? null : time,
    place: place === 'absurd' ? null : place,
    camera: cameraOf(image),
    software: word.parse(image.Software) ?? null,
    absurd: [...(time === 'absurd' ? (['time'] as const) : []), ...(place === 'absurd' ? (['place'] as const) : [])],
  };
}

function parse(bytes: Buffer): z.infer<typeof exifSchema> | null {
  try {
    return exifSchema.parse(readExif(bytes));
  } catch {
    return null;
  }
}

/** The zone is what the camera says of this moment, else of its clock; else the satellites' time is taken, which is UTC. */
function takenOf(photo: Fields, gps: Fields): Taken | 'absurd' | null {
  const satellites = gpsTimeSchema.safeParse(gps).data;
  const bySatellites = satellites ? ({ local: localOf(satellites), offset: 0, zone: 'satellites' } as const) : null;
  if (!('DateTimeOriginal' in photo)) return bySatellites;
  const clock = instant.safeParse(photo.DateTimeOriginal).data;
  if (!clock) return 'absurd';
  const local = localOf(clock);
  const offset = offsetSchema.safeParse(photo.OffsetTimeOriginal).data ?? offsetSchema.safeParse(photo.OffsetTime).data;
  if (offset !== undefined) return { local, offset, zone: 'written' };
  return bySatellites ?? { local, offset: null, zone: null };
}

const localOf = (readAsUtc: Date): string => readAsUtc.toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length);

function placeOf(gps: Fields): Place | 'absurd' | null {
  if (gps.GPSLatitude == null && gps.GPSLongitude == null) return null;
  return placeSchema.safeParse(gps).data ?? 'absurd';
}

/** Many models begin with their maker's name. */
function cameraOf(image: Fields): string | null {
  const make = word.parse(image.Make) ?? '';
  const model = word.parse(image.Model) ?? '';
  const camera = model.toLowerCase().startsWith(make.toLowerCase()) ? model : `${make} ${model}`.trim();
  return camera === '' ? null : camera;
}
