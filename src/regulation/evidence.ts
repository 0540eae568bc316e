import type { ReexaminationReason } from './vocabulary';

/**
 * §2: the coordinator and the curator return an appeal when «фото не соответствуют реальному времени или месту, изложенному в
 * обращении». What is known of a photo is said as it is; nothing is ever refused by it.
 */

/**
 * confirmed    taken between the assignment and its arrival here
 * unconfirmed  nothing says when
 * earlier      taken before the assignment
 * later        by its own word taken after it arrived: its clock or its data were changed
 */
export const TIME_VERDICTS = ['confirmed', 'unconfirmed', 'earlier', 'later'] as const;
export type TimeVerdict = (typeof TIME_VERDICTS)[number];

/**
 * confirmed    within the radius of the appeal's point
 * unconfirmed  nothing says where
 * elsewhere    outside of it
 * no_point     the appeal has no point to compare with
 */
export const PLACE_VERDICTS = ['confirmed', 'unconfirmed', 'elsewhere', 'no_point'] as const;
export type PlaceVerdict = (typeof PLACE_VERDICTS)[number];

/** unknown: it can't be told, e.g. of a picture that is too plain. */
export const REUSE_VERDICTS = ['none', 'same', 'alike', 'unknown'] as const;
export type ReuseVerdict = (typeof REUSE_VERDICTS)[number];

/** How many bits of two pictures' fingerprints differ: of 63 that tell of their large shapes, of 256 that tell of their edges. */
export interface DifferingBits {
  readonly perceptual: number;
  readonly difference: number;
}

/**
 * Measured on photographs: what a messenger or a phone does to a picture (smaller, recompressed, brighter) stays within `same`;
 * of 10,000 pairs of different ones at most one does.
 */
export function judgeLikeness({ perceptual, difference }: DifferingBits): 'same' | 'alike' | null {
  if (perceptual <= 10) return 'same';
  return perceptual <= 18 && difference <= 72 ? 'alike' : null;
}

/** Degrees; the error in metres, null: nobody says. */
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
  readonly error: number | null;
}
/** A location that the sender of a photo has shared. */
export interface SharedPlace extends Place {
  readonly at: Date;
  /** It follows their phone; one chosen on a map may be anywhere. */
  readonly live: boolean;
}

/** How strictly photos are judged: settings of the office. */
export interface PhotoRules {
  /** By how much clocks of cameras may be wrong, in milliseconds. */
  readonly tolerance: number;
  /** In metres. */
  readonly radius: number;
}
export const PHOTO_RULES: PhotoRules = { tolerance: 15 * 60_000, radius: 300 };
/** Within these an office may choose: below, honest photos are doubted; above, nothing is. Minutes and metres. */
export const PHOTO_RULE_BOUNDS = {
  tolerance: { least: 1, most: 720 },
  radius: { least: 50, most: 10_000 },
} as const satisfies Record<keyof PhotoRules, { readonly least: number; readonly most: number }>;

/** A location counts for the photos that were taken or came within so long of it. */
export const PLACE_COUNTS_MINUTES = 10;
const TOGETHER = PLACE_COUNTS_MINUTES * 60_000;
/** Metres: who knows no better where they were says nothing of it. */
const VAGUE = 1_000;

export interface TimeOfPhoto {
  /** By its own word; null: it does not say. */
  readonly takenAt: Date | null;
  readonly receivedAt: Date;
  /** Since when the work was somebody's: nothing that is older shows it. */
  readonly since: Date;
}

/** «время: между назначением и поступлением». Both ends, moved by the tolerance, count as between. */
export function judgeTime({ takenAt, receivedAt, since }: TimeOfPhoto, { tolerance }: PhotoRules): TimeVerdict {
  if (takenAt === null) return 'unconfirmed';
  if (takenAt.getTime() > receivedAt.getTime() + tolerance) return 'later';
  return takenAt.getTime() < since.getTime() - tolerance ? 'earlier' : 'confirmed';
}

export interface PlaceOfPhoto {
  /** Of the appeal; null: nobody has given one. */
  readonly point: Omit<Place, 'error'> | null;
  /** The picture's own word. */
  readonly own: Place | null;
  /** By whoever sent it. */
  readonly shared: readonly SharedPlace[];
  readonly takenAt: Date | null;
  readonly receivedAt: Date;
}

export interface JudgedPlace {
  readonly place: PlaceVerdict;
  /** Metres from the appeal's point; null: one of the two is not known. */
  readonly distance: number | null;
  readonly by: 'picture' | 'shared' | null;
}

/**
 * «место: в радиусе от точки обращения». The picture's own word comes before a location, which tells only where its sender was; the
 * radius is widened by the error of either.
 */
export function judgePlace(photo: PlaceOfPhoto, { radius }: PhotoRules): JudgedPlace {
  const own = photo.own !== null && !isVague(photo.own) ? photo.own : null;
  const found = own ?? sharedWith(photo);
  const by = found === null ? null : found === own ? 'picture' : 'shared';
  if (photo.point === null) return { place: 'no_point', distance: null, by };
  if (found === null) return { place: 'unconfirmed', distance: null, by };
  const distance = metresBetween(found, photo.point);
  return { place: distance <= radius + (found.error ?? 0) ? 'confirmed' : 'elsewhere', distance, by };
}

const isVague = ({ error }: Place): boolean => error !== null && error > VAGUE;

/** The one nearest to the moment of the photo, which is that of its arrival where it does not say or says nonsense. */
function sharedWith({ shared, takenAt, receivedAt }: PlaceOfPhoto): SharedPlace | null {
  const moment = takenAt !== null && takenAt <= receivedAt ? takenAt : receivedAt;
  const apart = ({ at }: SharedPlace) => Math.abs(at.getTime() - moment.getTime());
  const near = shared.filter((place) => apart(place) <= TOGETHER && !isVague(place));
  return near.sort((one, other) => apart(one) - apart(other) || Number(other.live) - Number(one.live))[0] ?? null;
}

const EARTH = 6_371_008;

/** Along the great circle. */
export function metresBetween(one: Omit<Place, 'error'>, other: Omit<Place, 'error'>): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const [north, east] = [radians(other.latitude - one.latitude) / 2, radians(other.longitude - one.longitude) / 2];
  const across = Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude));
  const chord = Math.sin(north) ** 2 + across * Math.sin(east) ** 2;
  return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** Where the same picture, or one that looks like it, is also in use. */
export interface OtherUse {
  readonly attachmentId: number;
  readonly appealId: number;
  readonly origin: 'official' | 'applicant';
  readonly receivedAt: Date;
  /** Null: it is the same file. */
  readonly differs: DifferingBits | null;
}
export interface UseOfPhoto {
  readonly attachmentId: number;
  readonly appealId: number;
  readonly receivedAt: Date;
  /** When this appeal last came back for re-examination before the photo; null: never. */
  readonly returnedAt: Date | null;
  /** It has a fingerprint. */
  readonly comparable: boolean;
  readonly others: readonly OtherUse[];
}

/**
 * «повтор: в другом обращении или раньше в этом, до повторного рассмотрения». Once more in the same round is no reuse. The applicant's
 * own photo of this appeal is the twin worth naming whenever it came: a report shows the work, not the complaint.
 */
export function judgeReuse({ others, comparable, ...photo }: UseOfPhoto): {
  readonly reuse: ReuseVerdict;
  readonly of: number | null;
} {
  const uses = others.filter((use) => isReuse(use, photo)).sort(inOrder);
  for (const reuse of ['same', 'alike'] as const) {
    const earliest = uses.find(({ differs }) => (differs === null ? 'same' : judgeLikeness(differs)) === reuse);
    if (earliest) return { reuse, of: earliest.attachmentId };
  }
  return { reuse: comparable ? 'none' : 'unknown', of: null };
}

/** In one moment by the order of their numbers, so that one of two is the earlier. */
const inOrder = (one: Came, other: Came): number =>
  one.receivedAt.getTime() - other.receivedAt.getTime() || one.attachmentId - other.attachmentId;
type Came = Pick<OtherUse, 'attachmentId' | 'receivedAt'>;

function isReuse(use: OtherUse, photo: Omit<UseOfPhoto, 'others' | 'comparable'>): boolean {
  if (use.appealId !== photo.appealId) return inOrder(use, photo) < 0;
  return use.origin === 'applicant' || (photo.returnedAt !== null && use.receivedAt <= photo.returnedAt);
}

/** Why a person should look at a photo; what is merely not confirmed is no warning. */
export const PHOTO_WARNINGS = ['earlier', 'later', 'elsewhere', 'same', 'alike'] as const;
export type PhotoWarning = (typeof PHOTO_WARNINGS)[number];
/** Of how many photos each is said. */
export type PhotoWarningCounts = { readonly [Of in PhotoWarning]?: number };

export function warningsOf({
  time,
  place,
  reuse,
}: {
  readonly time: TimeVerdict;
  readonly place: PlaceVerdict;
  readonly reuse: ReuseVerdict;
}): PhotoWarning[] {
  const said: readonly string[] = [time, place, reuse];
  return PHOTO_WARNINGS.filter((warning) => said.includes(warning));
}

/** The reasons of «Вернуть на повторное рассмотрение» that a warning suggests to whoever decides. */
const SUGGESTS = {
  earlier: 'photo_other_time',
  later: 'photo_other_time',
  elsewhere: 'photo_other_place',
  same: 'photo_used_before',
  alike: 'photo_used_before',
} as const satisfies Record<PhotoWarning, ReexaminationReason>;

export const suggestedBy = (warnings: readonly PhotoWarning[]): ReexaminationReason[] => [
  ...new Set(warnings.map((warning) => SUGGESTS[warning])),
];

/** Programs for changing pictures, by how they sign; a phone's own firmware signs too, and says nothing by it. */
const EDITORS =
  /photoshop|lightroom|gimp|snapseed|picsart|canva|paint|pixelmator|affinity|facetune|acdsee|picasa|meitu|remini|faceapp/i;

export interface DataOfPhoto {
  /** The messenger has stripped what the camera wrote. */
  readonly compressed: boolean;
  readonly camera: string | null;
  readonly software: string | null;
}

/**
 * What the data of a file shows, said as it is and never as an accusation: a program that has written it, or no word of a camera,
 * as of a screenshot.
 */
export function remarkOn({ compressed, camera, software }: DataOfPhoto): 'software' | 'noCamera' | null {
  if (compressed) return null;
  if (software !== null && (camera === null || EDITORS.test(software))) return 'software';
  return camera === null ? 'noCamera' : null;
}
