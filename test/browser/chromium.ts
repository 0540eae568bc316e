import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { NEVER_MS } from '../support/until';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** CHROMIUM names the browser of this machine; else it is looked for where systems put it. */
export const chromiumPath = process.env.CHROMIUM || usualPlaces.find((place) => existsSync(place));

/** `test`, or a skipped test whose title says what is missing. */
export const testInBrowser = (title: string, body: () => Promise<void>): void => {
  if (chromiumPath === undefined)
    test.skip(`${title} (skipped: no Chromium here; install it, or set CHROMIUM to its path)`, body);
  else test(title, body);
};

/** Nothing of it reaches out: neither updates nor statistics. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath ?? '', args: quiet });

export interface Window {
  readonly page: Page;
  /** Errors and warnings of the page's console, and requests to other addresses. */
  readonly complaints: string[];
}

export async function openWindow(browser: Browser, url: string, options: BrowserContextOptions): Promise<Window> {
  const context = await browser.newContext({ locale: 'ru-RU', colorScheme: 'light', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(NEVER_MS);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !/^(blob|data):/.test(request.url()))
      complaints.push(`asks ${request.url()}`);
  });
  await page.goto(url);
  return { page, complaints };
}
