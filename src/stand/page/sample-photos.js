import { standNow } from './clock.js';
import { penOf } from './dom.js';
import { withExif } from './exif.js';
import { samplePlace } from './place.js';
/** @import { Pen, SamplePhoto } from './shapes.d.ts' */

const width = 1280;
const height = 960;

/** Pictures drawn here, so that a newcomer need not search for a photo. `name` is a key of the texts. */
export const samplePhotos = /** @type {readonly SamplePhoto[]} */ ([
  { name: 'pothole', draw: (pen) => street(pen, { dusk: false, hole: true }) },
  { name: 'repaired', draw: (pen) => street(pen, { dusk: false, patch: true }) },
  { name: 'lamp', draw: (pen) => street(pen, { dusk: true, lamp: true }) },
  { name: 'yard', draw: snowyYard },
  { name: 'playground', draw: playground },
  { name: 'containers', draw: containers },
]);

/**
 * The picture on a canvas of its full size.
 * @param {SamplePhoto} sample
 */
export function drawSample(sample) {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const pen = penOf(canvas);
  sample.draw(pen);
  grain(pen);
  return canvas;
}

/**
 * The picture as a JPEG file, taken at the stand's present moment, beside the appeal that was registered last. Each one differs a little, as two
 * shots of one place do.
 * @param {SamplePhoto} sample
 */
export async function sampleFile(sample) {
  const drawn = await new Promise((resolve) => drawSample(sample).toBlob(resolve, 'image/jpeg', 0.9));
  const taken = await withExif(drawn, standNow(), samplePlace());
  return new File([taken], `${sample.name}.jpg`, { type: 'image/jpeg' });
}

/**
 * @param {Pen} pen
 * @param {{ dusk: boolean, hole?: boolean, patch?: boolean, lamp?: boolean }} shown
 */
function street(pen, { dusk, hole, patch, lamp }) {
  sky(pen, dusk ? ['#1d2740', '#5b5873'] : ['#a9c8e4', '#e6eef2'], 430);
  for (let i = 0; i < 6; i += 1) house(pen, i * 230 - 60, 430, 200, 130 + (i % 3) * 50, dusk);
  box(pen, 0, 420, width, 90, dusk ? '#2e3b34' : '#88a06f');
  polygon(
    pen,
    [
      [0, 960],
      [0, 720],
      [420, 480],
      [860, 480],
      [1280, 720],
      [1280, 960],
    ],
    dusk ? '#3a3d45' : '#7d8085',
  );
  for (let i = 0; i < 5; i += 1) {
    const y = 500 + i * i * 26;
    polygon(
      pen,
      [
        [634 - i * 3, y],
        [646 + i * 3, y],
        [650 + i * 5, y + 14 + i * 12],
        [630 - i * 5, y + 14 + i * 12],
      ],
      '#d9d6c8',
    );
  }
  if (hole) {
    blot(pen, 600, 780, 235, 85, '#5d5a55');
    blot(pen, 606, 788, 205, 66, '#37342f');
    blot(pen, 620, 796, 150, 40, '#6f7f8a');
    for (let i = 0; i < 26; i += 1)
      blot(pen, 350 + ((i * 97) % 520), 700 + ((i * 53) % 190), 5 + (i % 4) * 3, 4 + (i % 3) * 2, '#4c4945');
  }
  if (patch) {
    polygon(
      pen,
      [
        [390, 730],
        [800, 715],
        [850, 860],
        [350, 880],
      ],
      '#4a4c50',
    );
    pen.strokeStyle = '#2f3033';
    pen.lineWidth = 10;
    pen.stroke();
  }
  if (lamp) {
    box(pen, 1000, 130, 16, 560, '#20242b');
    box(pen, 890, 130, 126, 12, '#20242b');
    box(pen, 860, 136, 74, 22, '#15181d');
  }
}

/** @param {Pen} pen */
function snowyYard(pen) {
  sky(pen, ['#c4d2df', '#eef2f5'], 480);
  box(pen, 90, 120, 1100, 400, '#c9b8a3');
  for (let row = 0; row < 4; row += 1) {
    for (let column = 0; column < 10; column += 1)
      box(pen, 130 + column * 106, 150 + row * 90, 56, 58, row === 2 && column % 4 === 1 ? '#f2d58c' : '#5f6f7d');
  }
  box(pen, 0, 500, width, 460, '#f1f4f7');
  for (let i = 0; i < 9; i += 1) blot(pen, i * 160, 560 + ((i * 71) % 60), 190, 60, '#ffffff');
  polygon(
    pen,
    [
      [520, 960],
      [600, 560],
      [690, 560],
      [860, 960],
    ],
    '#d6dde4',
  );
  for (const x of [180, 1040]) {
    box(pen, x, 640, 210, 70, '#7b8ea0');
    blot(pen, x + 105, 630, 125, 46, '#ffffff');
  }
}

/** @param {Pen} pen */
function playground(pen) {
  sky(pen, ['#9cc7ec', '#e3f0f7'], 520);
  for (let i = 0; i < 9; i += 1) blot(pen, 60 + i * 150, 440, 110, 120 + (i % 3) * 26, i % 2 ? '#6f9a62' : '#5d8a54');
  box(pen, 0, 520, width, 440, '#9db877');
  polygon(
    pen,
    [
      [120, 960],
      [240, 620],
      [1040, 620],
      [1180, 960],
    ],
    '#d9c48f',
  );
  polygon(
    pen,
    [
      [700, 420],
      [740, 420],
      [1000, 790],
      [940, 800],
    ],
    '#d9534f',
  );
  box(pen, 640, 410, 110, 16, '#f0ad4e');
  for (const x of [650, 730]) box(pen, x, 420, 12, 380, '#4a6fa5');
  pen.strokeStyle = '#4a6fa5';
  pen.lineWidth = 14;
  pen.beginPath();
  pen.moveTo(250, 800);
  pen.lineTo(310, 430);
  pen.lineTo(520, 430);
  pen.lineTo(580, 800);
  pen.stroke();
  pen.lineWidth = 5;
  for (const x of [380, 450]) {
    pen.beginPath();
    pen.moveTo(x, 430);
    pen.lineTo(x, 700);
    pen.stroke();
  }
  box(pen, 364, 698, 104, 16, '#b5651d');
}

/** @param {Pen} pen */
function containers(pen) {
  sky(pen, ['#b9c6cf', '#e8ecee'], 500);
  for (let i = 0; i < 5; i += 1) house(pen, i * 280 - 40, 500, 240, 170 + (i % 2) * 60, false);
  box(pen, 0, 500, width, 460, '#8d8f8c');
  for (let i = 0; i < 3; i += 1) {
    const x = 170 + i * 330;
    polygon(
      pen,
      [
        [x, 470],
        [x + 270, 470],
        [x + 245, 760],
        [x + 25, 760],
      ],
      ['#3f7d5a', '#3d6d96', '#c08a35'][i],
    );
    box(pen, x - 10, 446, 290, 30, '#2f3a40');
    for (let k = 0; k < 4; k += 1) box(pen, x + 48 + k * 56, 500, 10, 230, '#00000022');
  }
  for (let i = 0; i < 16; i += 1)
    blot(
      pen,
      140 + ((i * 173) % 1000),
      790 + ((i * 61) % 90),
      30 + (i % 4) * 10,
      22 + (i % 3) * 7,
      ['#dcdcd6', '#38393b', '#b9a98c', '#5c7f9c'][i % 4],
    );
}

/**
 * @param {Pen} pen
 * @param {readonly [string, string]} colours
 * @param {number} until
 */
function sky(pen, [top, bottom], until) {
  const gradient = pen.createLinearGradient(0, 0, 0, until);
  gradient.addColorStop(0, top);
  gradient.addColorStop(1, bottom);
  box(pen, 0, 0, width, height, gradient);
}

/**
 * @param {Pen} pen
 * @param {number} x
 * @param {number} ground
 * @param {number} houseWidth
 * @param {number} houseHeight
 * @param {boolean} dusk
 */
function house(pen, x, ground, houseWidth, houseHeight, dusk) {
  box(pen, x, ground - houseHeight, houseWidth, houseHeight, dusk ? '#2b3040' : '#d8c7ae');
  polygon(
    pen,
    [
      [x - 14, ground - houseHeight],
      [x + houseWidth / 2, ground - houseHeight - 70],
      [x + houseWidth + 14, ground - houseHeight],
    ],
    dusk ? '#20242f' : '#9c5b45',
  );
  for (let i = 0; i < 3; i += 1)
    box(
      pen,
      x + 22 + i * (houseWidth / 3.2),
      ground - houseHeight + 34,
      34,
      42,
      dusk ? (i === 1 ? '#e9c873' : '#3c4358') : '#6d8494',
    );
}

/**
 * @param {Pen} pen
 * @param {number} x
 * @param {number} y
 * @param {number} boxWidth
 * @param {number} boxHeight
 * @param {string | CanvasGradient} colour
 */
function box(pen, x, y, boxWidth, boxHeight, colour) {
  pen.fillStyle = colour;
  pen.fillRect(x, y, boxWidth, boxHeight);
}

/**
 * @param {Pen} pen
 * @param {number} x
 * @param {number} y
 * @param {number} radiusX
 * @param {number} radiusY
 * @param {string} colour
 */
function blot(pen, x, y, radiusX, radiusY, colour) {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.ellipse(x, y, radiusX, radiusY, 0, 0, Math.PI * 2);
  pen.fill();
}

/**
 * @param {Pen} pen
 * @param {readonly (readonly [number, number])[]} points
 * @param {string} colour
 */
function polygon(pen, points, colour) {
  pen.fillStyle = colour;
  pen.beginPath();
  points.forEach(([x, y], index) => (index === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y)));
  pen.closePath();
  pen.fill();
}

/** @param {Pen} pen */
function grain(pen) {
  for (let i = 0; i < 2600; i += 1) {
    pen.fillStyle = i % 2 ? '#ffffff14' : '#00000014';
    pen.fillRect(Math.random() * width, Math.random() * height, 3, 3);
  }
}
