import { liesExchanged, type Box } from '../regulation/district';
import { metresBetween } from '../regulation/evidence';
import { check, complaint, type Check, type Complaint, type IntakeWords, type Path } from './complaints';

export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** No district is as wide; whoever is farther from all former appeals is not in it. */
const FAR_METRES = 200_000;

const turned = ({ latitude, longitude }: Point): Point => ({ latitude: longitude, longitude: latitude });

/** The box around Russia; Chukotka lies beyond the date line. */
const isInRussia = ({ latitude, longitude }: Point): boolean =>
  latitude >= 41 && latitude <= 82 && ((longitude >= 19 && longitude <= 180) || longitude <= -169);

/** What is wrong with a point that no office of Russia can mean; null: nothing. */
export function strangePoint(point: Point): { readonly params: { readonly check: Check } } | null {
  // one that is nowhere is complained of as such
  const isNowhere = Math.abs(point.latitude) > 90 || Math.abs(point.longitude) > 180;
  if (isNowhere || isInRussia(point)) return null;
  return isInRussia(turned(point))
    ? check('pointSwapped', {}, 'pointSwappedTodo')
    : check('pointAbroad', {}, 'pointAbroadTodo');
}

/** Far from the office, and near it once its numbers change places. Most of the country is in Russia both ways. */
export function isSwapped(
  { latitude, longitude }: { readonly [Key in keyof Point]?: Point[Key] | undefined },
  centre: Point,
): boolean {
  if (latitude === undefined || longitude === undefined) return false;
  const point = { latitude, longitude };
  return metresBetween(point, centre) > FAR_METRES && metresBetween(turned(point), centre) <= FAR_METRES;
}

/** Outside the district, and inside once its numbers change places. */
export const isExchangedIn = (
  { latitude, longitude }: { readonly [Key in keyof Point]?: Point[Key] | undefined },
  district: Box,
): boolean => latitude !== undefined && longitude !== undefined && liesExchanged({ latitude, longitude }, district);

export const swapped = (path: Path, words: IntakeWords): Complaint =>
  complaint(path, words('pointSwapped'), words('pointSwappedTodo'));
