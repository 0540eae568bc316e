import { Resvg } from '@resvg/resvg-js';
import { init, setPlatformAPI } from 'echarts';
import sharp from 'sharp';
import { asPrinted } from '../../text/plain-text';
import type { Drawable, Surface } from '../../usecases/kit/charts';
import { FAMILY, FONT_FILES, widthIn } from './fonts';
import { rankingDrawing } from './ranking';
import { INK, PAPER, WIDTH, type Drawing } from './style';
import { timelineDrawing } from './timeline';
import { widgetDrawing } from './widget';

/** Of each pixel of the drawing: what a phone shows, and what paper needs. */
const SCALE = 2;
/** Of a widget, whose letters are as small as a page has them. */
const WIDGET_SCALE = 3;
/** Of a printed picture: as many as its lines and letters have, edges included. */
const PRINTED_COLOURS = 64;

// There is no canvas that would measure, and guessed widths make lines of Cyrillic too short by half.
setPlatformAPI({ measureText: (text, font = '') => ({ width: widthIn(text, font) }) });

/** For a process apart. */
export const draw = ({ chart, on }: { readonly chart: Drawable; readonly on: Surface }) => drawChart(chart, on);

/** @returns PNG */
export async function drawChart(chart: Drawable, on: Surface): Promise<Uint8Array> {
  const png = new Resvg(svgOf(chart, on), {
    font: { fontFiles: FONT_FILES, loadSystemFonts: false, defaultFontFamily: FAMILY },
    fitTo: chart.shape === 'widget' ? { mode: 'zoom', value: WIDGET_SCALE } : { mode: 'width', value: WIDTH * SCALE },
    background: PAPER,
  })
    .render()
    .asPng();
  if (on === 'chat') return png;
  // A document takes over the lines of a palette as they are; those with transparency it would unpack point by point.
  return sharp(png).flatten({ background: PAPER }).png({ palette: true, colours: PRINTED_COLOURS }).toBuffer();
}

/** The picture as lines and letters. */
export function svgOf(said: Drawable, on: Surface = 'chat'): string {
  const chart = printed(said);
  if (chart.shape === 'widget') return widgetDrawing(chart);
  const { option, height }: Drawing =
    chart.shape === 'timeline' ? timelineDrawing(chart, on) : rankingDrawing(chart, on);
  const canvas = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  try {
    canvas.setOption({
      animation: false,
      backgroundColor: PAPER,
      textStyle: { fontFamily: FAMILY, color: INK },
      ...option,
    });
    return canvas.renderToSVGString();
  } finally {
    // It keeps timers, and with them the process, until it is told to go.
    canvas.dispose();
  }
}

/** All words as the fonts have them. */
const printed = <Of>(value: Of): Of =>
  (typeof value === 'string'
    ? asPrinted(value)
    : Array.isArray(value)
      ? value.map(printed)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, printed(one)]))
        : value) as Of;
