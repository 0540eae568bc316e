import { crc32 } from 'node:zlib';
import sharp from 'sharp';

/** EXIF as sharp writes it: IFD2 is what the camera says, IFD3 the satellites. */
export interface Exif {
  readonly IFD0?: Record<string, string>;
  readonly IFD2?: Record<string, string>;
  readonly IFD3?: Record<string, string>;
}

/**
 * A view of a yard that nobody has seen: sky, houses, trees, a road with its holes, in some light and with a sensor's noise. Two of
 * them are as alike as two yards are.
 */
export async function photo(random: () => number, width = 640, height = 480): Promise<Buffer> {
  const drawn = sharp(Buffer.from(yard(random, width, height)));
  const grain = { type: 'gaussian', mean: 128, sigma: 6 + random() * 8 } as const;
  const noise = await sharp({ create: { width, height, channels: 3, background: '#808080', noise: grain } })
    .blur(0.6)
    .png({ compressionLevel: 1 })
    .toBuffer();
  const lit = await drawn
    .composite([{ input: noise, blend: 'soft-light' }])
    .png({ compressionLevel: 1 })
    .toBuffer();
  return sharp(lit)
    .modulate({ brightness: 0.75 + random() * 0.4, saturation: 0.5 + random() * 0.7 })
    .blur(0.5 + random())
    .jpeg({ quality: 90 })
    .toBuffer();
}

/** A picture whose header says that it is of another size: a bomb of a few hundred bytes. Changes the bytes that it is given. */
export function claiming(bytes: Buffer, width: number, height: number): Buffer {
  const after = (mark: string): number => bytes.indexOf(Buffer.from(mark, 'latin1')) + mark.length;
  if (bytes.includes('ispe')) {
    bytes.writeUInt32BE(width, after('ispe') + 4);
    bytes.writeUInt32BE(height, after('ispe') + 8);
  } else if (bytes.includes('IHDR')) {
    bytes.writeUInt32BE(width, after('IHDR'));
    bytes.writeUInt32BE(height, after('IHDR') + 4);
    bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
  } else {
    const frame = Math.max(
      after('\xff\xc0\x00\x11'),
      after('\xff\xc2\x00\x11'),
      after('\xff\xc2\x00\x0b'),
      after('\xff\xc0\x00\x0b'),
    );
    bytes.writeUInt16BE(height, frame + 1);
    bytes.writeUInt16BE(width, frame + 3);
  }
  return bytes;
}

export const withExif = (picture: Buffer, exif: Exif): Promise<Buffer> => sharp(picture).withExif(exif).toBuffer();

function yard(random: () => number, width: number, height: number): string {
  const among = (least: number, most: number): number => least + random() * (most - least);
  const colour = (hue: number, saturation: number, lightness: number): string =>
    `hsl(${Math.round(hue)},${Math.round(saturation)}%,${Math.round(lightness)}%)`;
  const some = (count: number, shape: () => string): string =>
    Array.from({ length: Math.floor(count) }, shape).join('');
  const rect = (x: number, y: number, w: number, h: number, fill: string): string =>
    `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${w.toFixed(1)}" height="${h.toFixed(1)}" fill="${fill}"/>`;
  const ellipse = (x: number, y: number, rx: number, ry: number, fill: string): string =>
    `<ellipse cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" rx="${rx.toFixed(1)}" ry="${ry.toFixed(1)}" fill="${fill}"/>`;

  const horizon = height * among(0.15, 0.7);
  const sky = [
    colour(among(190, 230), among(5, 60), among(50, 90)),
    colour(among(20, 230), among(5, 40), among(60, 95)),
  ];
  const ground = [
    colour(among(20, 130), among(5, 35), among(15, 55)),
    colour(among(20, 60), among(3, 25), among(15, 60)),
  ];
  const house = (): string => {
    const [w, h] = [width * among(0.1, 0.5), height * among(0.1, 0.6)];
    const [x, y] = [among(-0.2, 1) * width, horizon - h * among(0.6, 1)];
    const columns = Math.floor(among(2, 8));
    const rows = Math.floor(among(1, 7));
    const glass = colour(among(190, 230), among(5, 30), among(10, 90));
    const windows = Array.from({ length: columns * rows }, (_, place) => {
      const [column, row] = [place % columns, Math.floor(place / columns)];
      return rect(
        x + ((column + 0.25) * w) / columns,
        y + ((row + 0.25) * h) / rows,
        w / columns / 2,
        h / rows / 2,
        glass,
      );
    });
    return rect(x, y, w, h, colour(among(0, 60), among(5, 45), among(20, 85))) + windows.join('');
  };
  const tree = (): string => {
    const [x, size] = [among(0, 1) * width, height * among(0.05, 0.25)];
    const foot = horizon + among(-0.05, 0.25) * height;
    const leaves = colour(among(70, 140), among(15, 55), among(10, 45));
    const crown = some(among(4, 14), () =>
      ellipse(
        x + size * among(-0.7, 0.7),
        foot - size * among(0.9, 2.2),
        size * among(0.2, 0.6),
        size * among(0.2, 0.5),
        leaves,
      ),
    );
    return rect(x - size * 0.06, foot - size * 1.4, size * 0.12, size * 1.4, colour(30, 30, among(10, 30))) + crown;
  };
  const road = (): string => {
    const points = [
      [among(0, 1) * width, horizon],
      [among(0, 1) * width, horizon],
      [among(0.4, 1.4) * width, height],
      [among(-0.4, 0.6) * width, height],
    ];
    const path = points.map((point) => point.map((place) => place.toFixed(1)).join(',')).join(' ');
    return `<polygon points="${path}" fill="${colour(220, among(2, 10), among(20, 65))}"/>`;
  };
  const hole = (): string =>
    ellipse(
      among(0, 1) * width,
      among(horizon, height),
      width * among(0.02, 0.25),
      height * among(0.01, 0.1),
      colour(among(20, 220), among(3, 25), among(5, 75)),
    );
  const gradient = (id: string, [top, bottom]: readonly string[]): string =>
    `<linearGradient id="${id}" x1="${among(0, 0.6).toFixed(2)}" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/></linearGradient>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs>${gradient('sky', sky)}${gradient('ground', ground)}</defs>${[
    rect(0, 0, width, height, 'url(#sky)'),
    some(among(0, 6), () =>
      ellipse(
        among(0, 1) * width,
        among(0, 1) * horizon,
        width * among(0.05, 0.3),
        height * among(0.02, 0.1),
        colour(0, 0, among(70, 98)),
      ),
    ),
    rect(0, horizon, width, height - horizon, 'url(#ground)'),
    some(among(1, 5), house),
    some(among(0, 2.5), road),
    some(among(0, 9), tree),
    some(among(1, 8), hole),
  ].join('')}</svg>`;
}
