/** Degrees of WGS 84. */
export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}
/** Where the matters of an office may be: the outermost degrees. */
export interface Box {
  readonly south: number;
  readonly west: number;
  readonly north: number;
  readonly east: number;
}

/** Tatarstan, with a little around it. */
export const TATARSTAN: Box = { south: 53.9, west: 47.2, north: 56.7, east: 54.3 };

/** As an office confirms them. */
export const edgesOf = ({ south, west, north, east }: Box): readonly string[] => [south, west, north, east].map(String);

export const isWithin = ({ latitude, longitude }: Point, { south, north, west, east }: Box): boolean =>
  latitude >= south && latitude <= north && longitude >= west && longitude <= east;

/** Outside, and inside once latitude and longitude change places: somebody has taken one for the other. */
export const liesExchanged = (point: Point, box: Box): boolean =>
  !isWithin(point, box) && isWithin({ latitude: point.longitude, longitude: point.latitude }, box);
