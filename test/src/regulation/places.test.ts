import { nearnessOf, type Located } from '../../../src/regulation/places';

const RADIUS = 300;
const NORTH = 55.7115;
/** One degree of latitude is 111.3 km. */
const at = (address: string | null, metres: number | null = null, settlement = 'Мамадыш'): Located => ({
  settlement,
  address,
  latitude: metres === null ? null : NORTH + metres / 111_320,
  longitude: metres === null ? null : 51.4108,
});

test.each<[string, Located, Located, ReturnType<typeof nearnessOf>]>([
  ['the same house', at('ул. Советская, 15'), at('Советская 15'), { at: 'same', metres: null }],
  ['a flat of it', at('ул. Советская, 15, кв. 5'), at('ул. Советская, 15'), { at: 'same', metres: null }],
  [
    'a place without a number',
    at('у памятника на площади'),
    at('У памятника на площади'),
    { at: 'same', metres: null },
  ],
  ['a street, which has no end', at('ул. Советская'), at('улица Советская'), { at: 'street', metres: null }],
  ['another house, and nobody knows how far', at('ул. Советская, 15'), at('ул. Советская, 90'), null],
  ['a house beside it', at('ул. Азина, 14'), at('Азина 12'), { at: 'near', metres: null }],
  ['its number on another street', at('ул. Азина, 14'), at('ул. Мира, 12'), null],
  ['another settlement', at('ул. Советская, 15'), at('ул. Советская, 15', null, 'Елабуга'), null],
  ['no address', at(null), at(null), null],
  ['one point', at('ул. Советская, 15', 0), at('ул. Советская, 90'), null],
])('%s', (_, one, other, nearness) => {
  expect(nearnessOf(one, other, RADIUS)).toEqual(nearness);
});

test.each([
  ['60 m is a yard', at('ул. Советская, 15', 0), at(null, 59), 'same'],
  ['another street is another place, however near', at('ул. Советская, 15', 0), at('ул. Давыдова, 2', 10), 'near'],
  ['another house of the street is, too', at('ул. Азина, 14', 0), at('ул. Азина, 12', 40), 'street'],
  ['61 m is elsewhere', at('ул. Советская, 15', 0), at(null, 62), 'near'],
  ['190 m of one street', at('ул. Советская, 15', 0), at('ул. Советская, 40', 190), 'street'],
  ['a street without houses', at('ул. Советская', 0), at('ул. Советская', 190), 'street'],
  ['one house with a wrong point', at('ул. Советская, 15', 0), at('ул. Советская, 15', 5000), 'same'],
  ['as far as the radius', at(null, 0), at(null, 299), 'near'],
] as const)('%s', (_, one, other, place) => {
  expect(nearnessOf(one, other, RADIUS)?.at).toBe(place);
});

test('farther than the radius nothing is near, be it the same street', () => {
  expect(nearnessOf(at('ул. Советская, 15', 0), at('ул. Советская, 90', 310), RADIUS)).toBeNull();
});
