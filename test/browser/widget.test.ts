import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { widgetSketch } from '../../bots/conversation/engagement/widget-screens';
import { drawChart, svgOf } from '../../src/adapters/charts/draw';
import { wordsOf } from '../../src/i18n';
import { LOOKS } from '../../src/regulation/engagement/palette';
import {
  ASSUMED_NUMBERS,
  USUAL_DESIGN,
  WIDGET_ADDRESSES,
  widgetCode,
  type WidgetDesign,
} from '../../src/regulation/engagement/widget';
import { keysOf } from '../../src/regulation/lists';
import { chromiumPath, launchChromium, testInBrowser } from './chromium';

const OFFICE = { municipality: '92644000', organization: '12345', registration: '1021601842536', region: '92' };

let browser: Browser;
beforeAll(async () => {
  if (chromiumPath !== undefined) browser = await launchChromium();
});
afterAll(async () => {
  if (chromiumPath !== undefined) await browser.close();
});

/** A page of an office's site with this in it; what it asks for elsewhere is noted, and answered with nothing. */
async function onPage<Result>(
  html: string,
  look: (page: Page, asked: readonly string[]) => Promise<Result>,
): Promise<Result> {
  const context = await browser.newContext({ deviceScaleFactor: 3 });
  try {
    const page = await context.newPage();
    const asked: string[] = [];
    await page.route('**/*', (route) => {
      asked.push(route.request().url());
      return route.fulfill({ status: 200, contentType: 'text/html', body: '' });
    });
    await page.setContent(`<!doctype html><meta charset="utf-8"><body style="margin:0"><main>${html}</main>`);
    return await look(page, asked);
  } finally {
    await context.close();
  }
}

function codeOf(design: Partial<WidgetDesign>, title: string): string {
  const written = widgetCode({ ...USUAL_DESIGN, ...design }, OFFICE, ASSUMED_NUMBERS, title);
  return 'code' in written ? written.code : '';
}

testInBrowser('a browser reads from the code one frame of ПОС, as large as was said, and nothing else', async () => {
  const title = '"><script>document.title="x"</script>';
  await onPage(codeOf({ width: 265, height: 333 }, title), async (page, asked) => {
    const elements = await page.locator('main *').evaluateAll((all) => all.map(({ tagName }) => tagName));
    expect(elements).toEqual(['IFRAME']);
    const frame = page.locator('#widgetPosId');
    expect(await frame.getAttribute('title')).toBe(title);
    expect(await frame.boundingBox()).toMatchObject({ width: 265, height: 333 });
    expect(asked.map((url) => url.split('?')[0])).toEqual([WIDGET_ADDRESSES.frame]);
    const parameters = new URL(asked[0] ?? '').searchParams;
    expect([parameters.get('type'), parameters.get('municipality_id')]).toEqual(['[10,20,30]', '92644000']);
  });
});

testInBrowser('and from a script one place and the script of ПОС', async () => {
  await onPage(codeOf({ form: 'script', width: 150, height: 480 }, 'x'), async (page, asked) => {
    const elements = await page.locator('main *').evaluateAll((all) => all.map(({ tagName }) => tagName));
    expect(elements).toEqual(['DIV', 'SCRIPT']);
    expect(await page.locator('#e329fb40-widget-pos').boundingBox()).toMatchObject({ width: 150, height: 480 });
    expect(asked).toEqual([WIDGET_ADDRESSES.script]);
  });
});

const fontFace = (weight: 400 | 700, file: string) =>
  `@font-face{font-family:"PT Sans";font-weight:${weight};src:url(data:font/ttf;base64,${readFileSync(require.resolve(file)).toString('base64')})}`;

/** Of 255, by pixel and colour. */
async function difference(one: Buffer | Uint8Array, other: Buffer | Uint8Array): Promise<number> {
  const [left, right] = await Promise.all(
    [one, other].map((png) => sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true })),
  );
  expect(right?.info).toMatchObject({ width: left?.info.width, height: left?.info.height });
  if (!left || !right) return 255;
  const sum = left.data.reduce((total, value, at) => total + Math.abs(value - (right.data[at] ?? 0)), 0);
  return sum / left.data.length;
}

// Edges of letters are smoothed otherwise; another font, colour or place would be tens.
const ALIKE = 4;

for (const look of keysOf(LOOKS))
  testInBrowser(`the picture of the look ${look} is what a browser shows of it`, async () => {
    const line = { id: 1, name: 'x', isRemoved: false, design: { ...USUAL_DESIGN, look, width: 300, height: 400 } };
    const sketch = widgetSketch(line, wordsOf('tt'));
    const fonts = [
      fontFace(400, '@expo-google-fonts/pt-sans/400Regular/PTSans_400Regular.ttf'),
      fontFace(700, '@expo-google-fonts/pt-sans/700Bold/PTSans_700Bold.ttf'),
    ].join('');
    await onPage(`<style>${fonts} svg{display:block}</style>${svgOf(sketch)}`, async (page) => {
      // a string: the types of a browser are not those of this project
      await page.evaluate('document.fonts.ready.then(() => undefined)');
      const shown = await page.locator('svg').screenshot();
      expect(await difference(await drawChart(sketch, 'chat'), shown)).toBeLessThan(ALIKE);
    });
  });
