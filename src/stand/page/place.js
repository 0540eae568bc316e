import { settings } from './settings.js';
import { store } from './store.js';
/** @import { Point } from './shapes.d.ts' */

/** The middle of Mamadysh, degrees: where no sample says where it is. */
const middle = { latitude: 55.71, longitude: 51.41 };
/** Some ten metres: nobody stands in the pothole. */
const aside = 0.0001;

store.on('registered', ({ place }) => place && settings.set('place', place));

/** Where the sample photos are taken and what the location form proposes: beside the appeal that was registered last. */
export function samplePlace() {
  /** @type {Point} */
  const { latitude, longitude } =
    settings.get('place', undefined) ?? store.samples.find(({ place }) => place)?.place ?? middle;
  return { latitude: round(latitude + aside), longitude: round(longitude + aside) };
}

/** @param {number} degrees */
const round = (degrees) => Number(degrees.toFixed(6));
