import type { Browser, Page } from 'playwright-core';
import { StandClient } from '../src/stand/support';
import { chromiumPath, launchChromium, openWindow, testInBrowser, type Window } from './chromium';

/** The page of a stand whose bot is this test. */
const PERSON = 1001;
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

let browser: Browser;
let stand: StandClient;
beforeAll(async () => {
  if (chromiumPath === undefined) return;
  [browser, stand] = await Promise.all([launchChromium(), StandClient.start()]);
  await stand.startedPerson(PERSON);
});
afterAll(async () => {
  if (chromiumPath === undefined) return;
  await browser.close();
  await stand.close();
});

let open: Window[] = [];
afterEach(async () => {
  for (const { page, complaints } of open) {
    await page.context().close();
    expect(complaints).toEqual([]);
  }
  open = [];
});

async function onPhone(): Promise<Page> {
  const opened = await openWindow(browser, `${stand.url}/`, PHONE);
  open.push(opened);
  return opened.page;
}

async function inChat(): Promise<Page> {
  const page = await onPhone();
  await page.locator(`.row[data-chat="${PERSON}"]`).tap();
  await page.locator('.chat .message').first().waitFor();
  return page;
}

testInBrowser('a quote offers to be shown in full only where something of it is hidden, to a finger', async () => {
  const quote = (text: string) =>
    stand.result('sendMessage', {
      chat_id: PERSON,
      text: `<blockquote expandable>${text}</blockquote>`,
      parse_mode: 'HTML',
    });
  await quote('Яма на дороге.');
  await quote('На улице Советской большая яма. '.repeat(12));
  const page = await inChat();
  const toggles = page.locator('.quote-toggle');
  await toggles.last().waitFor();
  expect(await toggles.evaluateAll((all) => all.map((each) => each.checkVisibility()))).toEqual([false, true]);
  expect((await toggles.last().boundingBox())?.height).toBeGreaterThanOrEqual(44);

  await toggles.last().tap();
  expect(await toggles.last().textContent()).toBe('Свернуть');
  await toggles.last().tap();
  expect(await toggles.last().textContent()).toBe('Показать полностью');
});
