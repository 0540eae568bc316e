import { metresBetween } from './evidence';

/** What people write before the name of a place, or of a house, and leave out as often. */
const KINDS_OF_PLACE = new Set(
  (
    'г гор город с село д дер деревня п пос поселок пгт р н район рт республика татарстан обл область ' +
    'ул улица урам урамы пер переулок пр т просп проспект пл площадь б бульвар ш шоссе мкр микрорайон кв квартал дом двор корп корпус'
  ).split(' '),
);
/** A flat is in the same house. */
const FLAT = /(?:кв|квартира|офис|оф|подъезд|под)\.?\s*№?\s*\d+\S*/gu;

/** Settlement and address in one form; null: there is no address, and a settlement alone is too wide. */
export function placeOf(settlement: string | null, address: string | null): string | null {
  if (address === null || address.trim() === '') return null;
  const words = `${settlement ?? ''} ${address}`
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(FLAT, ' ')
    // «12 а» is «12а»
    .replace(/(\d+)\s*[-/]?\s*([а-я])(?!\p{L})/gu, '$1$2')
    .match(/[\p{L}\p{N}]+/gu);
  const named = [...new Set((words ?? []).filter((word) => !KINDS_OF_PLACE.has(word)))];
  return named.length === 0 ? null : named.join(' ');
}

/** A street may be kilometres long, so it is a place only with a house on it. */
const KINDS_OF_STREET =
  /(?<!\p{L})(?:ул|улица|урам|урамы|пер|переулок|пр-?т|просп|проспект|бульвар|ш|шоссе)(?!\p{L})/iu;
const HOUSE = /\d/;

export interface Located {
  readonly settlement: string | null;
  readonly address: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
}

/** Houses of one street whose numbers are no farther apart stand near each other, points or none. */
const HOUSES_NEAR = 10;

/** Metres within which two points are one place: a yard, or both ends of a house. */
const ONE_PLACE = 60;

export interface Nearness {
  /** `same`: the same house, the same words, or two points of one yard, of which no two addresses are known. */
  readonly at: 'same' | 'street' | 'near';
  /** Metres between both points; null: one of them has none. */
  readonly metres: number | null;
}

/**
 * How near two matters are to each other.
 * @param radius metres, up to which points are near
 * @returns null: they are far apart, or nobody can tell
 */
export function nearnessOf(one: Located, other: Located, radius: number): Nearness | null {
  const [place, otherPlace] = [placeOf(one.settlement, one.address), placeOf(other.settlement, other.address)];
  const metres = distanceOf(one, other);
  const isSame = place !== null && place === otherPlace;
  const isHouse = isSame && (HOUSE.test(place) || !KINDS_OF_STREET.test(one.address ?? ''));
  const isOneYard = metres !== null && metres <= ONE_PLACE;
  // Two addresses that are told apart are two places, however near their points are.
  if (isHouse || (isOneYard && (isSame || place === null || otherPlace === null))) return { at: 'same', metres };
  if (metres === null)
    return isSame
      ? { at: 'street', metres }
      : place !== null && otherPlace !== null && placesBeside(place).includes(otherPlace)
        ? { at: 'near', metres }
        : null;
  if (metres > radius) return null;
  const street = streetOf(place);
  return { at: street !== null && street === streetOf(otherPlace) ? 'street' : 'near', metres };
}

/** A place ends with its house. */
const AT_HOUSE = /^(.+ )(\d{1,4})$/;

/** Houses near a place, in the form of `placeOf`; none: it has no house. */
export function placesBeside(place: string): string[] {
  const [, street = '', house = ''] = AT_HOUSE.exec(place) ?? [];
  if (house === '') return [];
  const numbers = Array.from({ length: 2 * HOUSES_NEAR + 1 }, (_, index) => Number(house) + index - HOUSES_NEAR);
  return numbers.filter((number) => number > 0 && number !== Number(house)).map((number) => `${street}${number}`);
}

function distanceOf(one: Located, other: Located): number | null {
  if (one.latitude === null || one.longitude === null || other.latitude === null || other.longitude === null)
    return null;
  return metresBetween(
    { latitude: one.latitude, longitude: one.longitude },
    { latitude: other.latitude, longitude: other.longitude },
  );
}

/** A place without its house. */
const streetOf = (place: string | null): string | null =>
  place
    ?.split(' ')
    .filter((word) => !HOUSE.test(word))
    .join(' ') || null;
