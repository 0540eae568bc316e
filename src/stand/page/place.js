/** Where the sample photos were taken and what the location form proposes: the middle of Mamadysh, degrees. */
export const samplePlace = { latitude: 55.71, longitude: 51.41 };
