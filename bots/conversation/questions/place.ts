import { liesExchanged, type Box, type Point } from '../../../src/regulation/district';
import type { Complaint } from '../../../src/usecases/kit/form-engine';
import { button } from '../screen';
import type { Question, Asked } from './question';

export interface PlaceQuestion<State> {
  /** What is said to words. */
  readonly refused: (asked: Asked<State>) => Complaint;
}

const COORDINATES = /^\s*(-?\d{1,3}(?:[.,]\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:[.,]\d+)?)\s*$/;

/** «55.71, 51.41»; null: no point. */
function typedPoint(text: string): { readonly latitude: number; readonly longitude: number } | null {
  const [, first = '', second = ''] = COORDINATES.exec(text) ?? [];
  if (first === '') return null;
  const [latitude = NaN, longitude = NaN] = [first, second].map((number) => Number(number.replace(',', '.')));
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : null;
}

/** The same, where it can be meant: null, it is no point; or why it is none of the district. */
export function pointSaid(
  { reading: { words, district } }: Asked<unknown>,
  text: string,
): { readonly latitude: number; readonly longitude: number } | Complaint | null {
  const point = typedPoint(text);
  if (point === null || !isExchanged(point, district)) return point;
  return { complaint: words.plain('register:swapped') };
}
/** Outside the district, or the country, and inside once its numbers change places. */
const isExchanged = (point: Point, district: Box | undefined): boolean =>
  [COUNTRY, ...(district ? [district] : [])].some((box) => liesExchanged(point, box));
/** The outermost degrees of the country. */
const COUNTRY: Box = { south: 41, north: 82, west: 19, east: 180 };

/** A point on the map, sent from the phone; it may be left out. */
export function place<State>({ refused }: PlaceQuestion<State>): Question<State> {
  return {
    rows: ({ reading, move }) => [[button(reading.words.plain('form:button.skip'), move('done', 'skip'))]],
    pressed: ({ answers }, move, value) =>
      move === 'done' && value === 'skip'
        ? { answers: { ...answers, latitude: undefined, longitude: undefined }, view: {}, passes: true }
        : null,
    typed: refused,
    placed: ({ answers }, { latitude, longitude }) => ({
      answers: { ...answers, latitude, longitude },
      view: {},
      passes: true,
    }),
  };
}
