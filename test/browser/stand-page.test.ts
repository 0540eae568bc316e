import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { StandClient, fileOf, jpeg } from '../src/stand/support';
import { until } from '../support/until';
import { chromiumPath, launchChromium, openWindow, testInBrowser, type Window } from './chromium';

/** The page of a stand whose bot is this test. */
const [PERSON, NEWCOMER] = [1001, 1002];
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

let browser: Browser;
let stand: StandClient;
let office: Server;
beforeAll(async () => {
  if (chromiumPath === undefined) return;
  office = createServer((_, response) => response.end('{}')).listen(0, '127.0.0.1');
  await once(office, 'listening');
  const url = `http://127.0.0.1:${(office.address() as AddressInfo).port}/`;
  const samples = [{ name: 'pit', title: 'Яма на дороге', request: { method: 'POST', url, headers: {} } }];
  [browser, stand] = await Promise.all([launchChromium(), StandClient.start({ samples })]);
  await stand.startedPerson(PERSON);
  await stand.control('PUT', `people/${NEWCOMER}`, { name: 'Новиков Пётр', role: 'Координатор' });
});
afterAll(async () => {
  if (chromiumPath === undefined) return;
  await browser.close();
  await stand.close();
  office.close();
});

let open: Window[] = [];
afterEach(async () => {
  for (const { page, complaints } of open) {
    await page.context().close();
    expect(complaints).toEqual([]);
  }
  open = [];
});

async function onPage(options: BrowserContextOptions): Promise<Page> {
  const opened = await openWindow(browser, `${stand.url}/`, options);
  open.push(opened);
  return opened.page;
}

const onPhone = (): Promise<Page> => onPage(PHONE);

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

testInBrowser('the log stays at its end while photos of its messages are still on their way', async () => {
  const page = await inChat();
  const log = page.locator('.log');
  const photo = log.locator('img');
  const toEnd = () => log.evaluate((list) => list.scrollHeight - list.scrollTop - list.clientHeight);
  const form = new FormData();
  form.set('photo', fileOf(jpeg(900, 1200), 'a.jpg', 'image/jpeg'));
  let hand: () => void = () => undefined;
  const handed = new Promise<void>((resolve) => (hand = resolve));
  await page.route('**/stand/files/**', async (route) => {
    await handed;
    await route.continue();
  });
  await stand.control('POST', `people/${PERSON}/send`, form);
  await photo.waitFor();
  const expected = (await photo.boundingBox())?.height;
  expect(await toEnd()).toBeLessThanOrEqual(1);
  hand();
  await until('the photo is here', () => photo.evaluate((image) => image.complete && image.naturalWidth > 0));
  expect((await photo.boundingBox())?.height).toBeCloseTo(expected ?? 0);
  expect(await toEnd()).toBeLessThanOrEqual(1);

  // The word of the last scroll comes when the log has grown already.
  await photo.evaluate((image) => {
    image.style.height = '700px';
    image.closest('.log').dispatchEvent(new Event('scroll'));
  });
  await until('it follows', async () => (await toEnd()) <= 1);

  await log.evaluate((list) => list.scrollBy(0, -300));
  await page.locator('.to-bottom').waitFor();
  await stand.result('sendMessage', { chat_id: PERSON, text: 'Читают выше' });
  await page.locator('.message', { hasText: 'Читают выше' }).waitFor();
  expect(await toEnd()).toBeGreaterThan(300);
  await page.locator('.to-bottom').tap();
  expect(await toEnd()).toBeLessThanOrEqual(1);
});

testInBrowser('on a phone no toast covers a button of the bot', async () => {
  const keys = Array.from({ length: 20 }, (_, index) => [{ text: `Кнопка ${index}`, callback_data: `${index}` }]);
  await stand.result('sendMessage', { chat_id: PERSON, text: 'Карточка', reply_markup: { inline_keyboard: keys } });
  const page = await onPhone();
  await page.locator('.register').tap();
  await page.locator('.menu-item').first().tap();
  const common = page.locator('.toast');
  await common.waitFor();
  await page.locator(`.row[data-chat="${PERSON}"]`).tap();
  await page.locator('.key').last().waitFor();
  expect(await overlap(common, page.locator('.log'))).toBe(0);
  await common.waitFor({ state: 'detached' });

  await page.locator('.log').evaluate((list) => list.scrollBy(0, -200));
  await page.locator('.to-bottom').waitFor();
  const pressed = page.locator('.key', { hasText: 'Кнопка 8' });
  // Its line: the key itself is a little smaller for as long as it is held down.
  const line = pressed.locator('..');
  const before = await line.boundingBox();
  await pressed.tap();
  const [{ callback_query: query }] = (await stand.updates(undefined, 5)).slice(-1);
  await stand.result('answerCallbackQuery', { callback_query_id: query.id, text: 'Назначено. '.repeat(12) });
  const said = page.locator('.chat .toast');
  await said.waitFor();
  expect(await overlap(said, page.locator('.log'))).toBe(0);
  expect((await line.boundingBox())?.y).toBeCloseTo(before?.y ?? 0, 0);
});

const keysUnder = (captions: readonly string[]) => ({
  inline_keyboard: captions.map((text) => [{ text, callback_data: text }]),
});
const captionsOf = (count: number) => Array.from({ length: count }, (_, index) => `Кнопка ${index}`);

testInBrowser(
  'between a phone and a desk a chat is scrolled within the window, with the guide and without it',
  async () => {
    await stand.result('sendMessage', { chat_id: PERSON, text: 'Карточка', reply_markup: keysUnder(captionsOf(20)) });
    const page = await onPage({ viewport: { width: 768, height: 700 } });
    const bottomOf = async (what: string) => {
      const box = await page.locator(what).boundingBox();
      return (box?.y ?? 0) + (box?.height ?? 0);
    };
    for (const width of [768, 960]) {
      await page.setViewportSize({ width, height: 700 });
      await page.locator(`.row[data-chat="${PERSON}"]`).click();
      await page.locator('.chat .key').last().waitFor();
      for (const isGuided of [false, true]) {
        expect(await page.locator('.scenario').isVisible()).toBe(isGuided);
        for (const part of ['.composer', '.chat-list', '.columns'])
          expect(await bottomOf(part)).toBeLessThanOrEqual(700);
        const scrolls = page.locator('.log');
        expect(await scrolls.evaluate((log) => log.scrollHeight - log.clientHeight)).toBeGreaterThan(200);
        await page.locator('.scenario-toggle').click();
      }
    }
  },
);

testInBrowser(
  'the question that a press has opened is in sight, though its card shrank above photos or a map',
  async () => {
    const card = await stand.result('sendMessage', {
      chat_id: PERSON,
      text: 'Карточка. '.repeat(60),
      reply_markup: keysUnder(captionsOf(9)),
    });
    const page = await onPage({ viewport: { width: 1100, height: 700 } });
    await page.locator(`.row[data-chat="${PERSON}"]`).click();
    const message = page.locator('.message', { hasText: 'Карточка. Карточка.' }).last();
    const inSight = async (what: Locator) => {
      const [box, frame] = [await what.boundingBox(), await page.locator('.log').boundingBox()];
      return box !== null && frame !== null && box.y >= frame.y && box.y + box.height <= frame.y + frame.height;
    };
    const press = async (caption: string) => {
      const former = await stand.updates(-1);
      await page.locator('.key', { hasText: caption }).last().click();
      const [{ callback_query: query }] = await stand.updates((former.at(-1)?.update_id ?? 0) + 1, 30);
      await stand.result('answerCallbackQuery', { callback_query_id: query.id });
    };
    await press('Кнопка 8');
    await stand.result('sendLocation', { chat_id: PERSON, latitude: 55.7, longitude: 51.4 });
    await stand.result('sendLocation', { chat_id: PERSON, latitude: 55.7, longitude: 51.4 });
    await page.locator('.message').last().locator('.location').waitFor();
    expect(await inSight(page.locator('.message').last())).toBe(true);

    await press('Кнопка 8');
    const { message_id } = card;
    const question = (text: string, count: number) =>
      stand.result('editMessageText', {
        chat_id: PERSON,
        message_id,
        text,
        reply_markup: keysUnder(captionsOf(count)),
      });
    await question('Кому доложить?', 6);
    const asked = page.locator('.message', { hasText: 'Кому доложить?' });
    await asked.waitFor();
    expect(await inSight(asked)).toBe(true);

    await message.waitFor({ state: 'detached' });
    await press('Кнопка 5');
    await stand.result('deleteMessage', { chat_id: PERSON, message_id });
    await stand.result('sendMessage', { chat_id: PERSON, text: 'Доложено', reply_markup: keysUnder(captionsOf(3)) });
    const moved = page.locator('.message', { hasText: 'Доложено' });
    await moved.waitFor();
    await until('it is followed', () => inSight(moved));
  },
);

testInBrowser(
  'on a phone the guide is named before it is opened, and takes little of the page in all its steps',
  async () => {
    const page = await onPhone();
    expect(await page.locator('.scenario-toggle').innerText()).toBe('Путь');
    await page.locator('.scenario-toggle').tap();
    const guide = page.locator('.scenario');
    const tall = async () => (await guide.boundingBox())?.height;
    const skip = page.locator('.step.current .step-actions button:last-child');
    for (let rest = await page.locator('.step:not(.done)').count(); rest > 0; rest -= 1) {
      expect(await tall()).toBeLessThanOrEqual(165);
      expect(await guide.evaluate((strip) => strip.scrollWidth - strip.clientWidth)).toBe(0);
      await page.locator(`.row[data-chat="${PERSON}"]`).tap();
      await page.locator('.chat').waitFor();
      expect(await tall()).toBeLessThanOrEqual(165);
      await page.locator('.chat .back').tap();
      await skip.tap();
    }
    await page.locator('.scenario-finished').waitFor();
  },
);

testInBrowser('whoever looks at the guide sees one button that starts the bot, and how to skip the step', async () => {
  const page = await onPhone();
  await page.setViewportSize({ width: 1280, height: 800 });
  const starts = () =>
    page
      .getByRole('button')
      .filter({ visible: true, hasText: /^(Запустить|Начать|Пройти)/ })
      .allTextContents();
  expect(await starts()).toEqual(['Запустить бота за 1 человека', 'Пройти путь обращения']);
  await page.locator('.scenario-toggle').click();
  await page.locator('.step.current').getByRole('button', { name: 'Пропустить' }).waitFor();
  await page.locator('.start-all').waitFor({ state: 'hidden' });
  expect(await starts()).toEqual(['Запустить за всех']);
  await page.locator(`.row[data-chat="${NEWCOMER}"]`).click();
  await page.locator('.composer', { hasText: 'ещё не запускал бота' }).waitFor();
  expect(await starts()).toEqual(['Запустить за всех']);
  await page.locator('.scenario-toggle').click();
  await page.locator('.composer').getByRole('button', { name: 'Начать' }).waitFor();
});

testInBrowser('the log of requests paints a refusal, but not the answer to an edit that changes nothing', async () => {
  const { message_id } = await stand.result('sendMessage', { chat_id: PERSON, text: 'Карточка' });
  await stand.api('editMessageText', { chat_id: PERSON, message_id, text: 'Карточка' });
  await stand.api('sendMessage', { chat_id: NEWCOMER, text: 'Здравствуйте' });
  const page = await onPhone();
  await page.locator('.toolbar').getByRole('button', { name: 'Ещё' }).tap();
  await page.locator('.menu-item', { hasText: 'Журнал запросов' }).tap();
  const rows = page.locator('.journal tbody tr');
  await rows.first().waitFor();
  const [forbidden, unchanged] = [rows.nth(0), rows.nth(1)];
  expect(await forbidden.textContent()).toContain("can't initiate conversation");
  expect(await forbidden.getAttribute('class')).toBe('refused');
  expect(await unchanged.textContent()).toContain('message is not modified');
  expect(await unchanged.getAttribute('class')).toBe('');
});

testInBrowser('the role of a person stands in the list of chats and over the chat, beside the name', async () => {
  const page = await onPhone();
  const [newcomer, person] = [NEWCOMER, PERSON].map((id) => page.locator(`.row[data-chat="${id}"]`));
  expect(await newcomer?.locator('.row-role').allTextContents()).toEqual(['Координатор']);
  expect(await person?.locator('.row-role').count()).toBe(0);
  await newcomer?.tap();
  await page.locator('.chat-title', { hasText: 'Координатор' }).waitFor();
});

testInBrowser('a voice message, a sticker, a contact and a forwarded message are sent and shown', async () => {
  const page = await inChat();
  const send = async (what: string): Promise<Locator> => {
    await page.getByRole('button', { name: 'Приложить' }).tap();
    await page.locator('.menu-item', { hasText: what }).tap();
    return page.locator('.message.own').last();
  };
  const submit = () => page.locator('.dialog button[type=submit]').tap();
  await (await send('Голосовое сообщение')).filter({ hasText: 'Голосовое сообщение 0:03' }).waitFor();
  const sticker = (await send('Стикер')).locator('.sticker');
  await sticker.waitFor();
  await until('the sticker is here', () => sticker.evaluate((image) => image.complete && image.naturalWidth === 512));
  const contact = await send('Контакт');
  await submit();
  await contact.filter({ hasText: 'Айгуль +7 900 000-00-00' }).waitFor();
  const forwarded = await send('Пересланное сообщение');
  await page.locator('.dialog select').selectOption({ label: 'Новиков Пётр' });
  await submit();
  await forwarded.filter({ hasText: 'Переслано от: Новиков Пётр' }).waitFor();
});

testInBrowser('a text to be copied is read whole on a phone and copied by a tap; Back leads to the list', async () => {
  const answer = 'Яма засыпана щебнем и заделана асфальтом. '.repeat(4).trim();
  await stand.result('sendMessage', { chat_id: PERSON, text: `<pre>${answer}</pre>`, parse_mode: 'HTML' });
  const page = await inChat();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const text = page.locator('.message pre').last();
  expect(await text.evaluate((pre) => pre.scrollWidth - pre.clientWidth)).toBe(0);
  await text.tap();
  await page.locator('.toast', { hasText: 'Скопировано' }).waitFor();
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(answer);

  const list = page.locator('.chat-list');
  await page.goBack();
  await list.waitFor();
  await page.locator(`.row[data-chat="${NEWCOMER}"]`).tap();
  await page.locator('.chat .back').tap();
  await list.waitFor();
  expect(await page.evaluate('history.state')).toBeNull();
});

testInBrowser(
  'a link into MAX that somebody reads in Telegram opens there for them, who come there by it',
  async () => {
    const reply_markup = {
      inline_keyboard: [[{ text: 'Открыть в MAX', url: 'https://max.ru/stand_max_bot?start=i-1' }]],
    };
    await stand.result('sendMessage', { chat_id: PERSON, text: 'Вас пригласили в MAX', reply_markup });
    const page = await inChat();
    await page.locator('.key', { hasText: 'Открыть в MAX' }).tap();
    expect(await page.locator('.dialog input[name=name]').inputValue()).toBe('Петрова Анна');
    await page.locator('.dialog button[type=submit]').tap();
    await page.locator('.chat.of-max .message', { hasText: '/start i-1' }).waitFor();
    const { updates } = (await stand.max('GET', '/updates?timeout=0')).body;
    expect(updates.at(-1)).toMatchObject({ update_type: 'bot_started', payload: 'i-1' });
    await page.locator('.chat .back').tap();
    // who is there already is asked who they are
    await page.locator(`.row[data-chat="${PERSON}"]`).tap();
    await page.locator('.key', { hasText: 'Открыть в MAX' }).last().tap();
    await page.locator('.choice', { hasText: 'Петрова Анна' }).waitFor();
    await page.locator('.choice', { hasText: 'Кто-то новый' }).waitFor();
  },
);

testInBrowser(
  'eight tabs of one browser all hear what happens, and go on when the one that listens is closed',
  async () => {
    const { page: first } = await openWindow(browser, `${stand.url}/`, PHONE);
    const tabs = [first];
    for (let more = 0; more < 7; more += 1) tabs.push(await first.context().newPage());
    const hear = async (pages: readonly Page[], text: string) => {
      await stand.result('sendMessage', { chat_id: PERSON, text });
      for (const page of pages) await page.locator('.row-preview', { hasText: text }).waitFor();
    };
    for (const page of tabs.slice(1)) {
      await page.goto(`${stand.url}/`);
      await page.locator('.row').first().waitFor();
    }
    await hear(tabs, 'Слышно всем');
    await first.close();
    await hear(tabs.slice(1), 'Слышно и дальше');
    await tabs.at(-1)?.context().close();
  },
);

/** Height of what one covers of the other. */
async function overlap(one: Locator, other: Locator): Promise<number> {
  const [upper, lower] = [await one.boundingBox(), await other.boundingBox()];
  if (!upper || !lower) throw new Error('It is not to be seen');
  return Math.max(0, Math.min(upper.y + upper.height, lower.y + lower.height) - Math.max(upper.y, lower.y));
}
