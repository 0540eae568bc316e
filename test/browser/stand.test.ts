import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import sharp, { type Sharp } from 'sharp';
import { systemClock } from '../../src/clock';
import { until } from '../support/until';
import { chromiumPath, openWindow, testInBrowser } from './chromium';
import { chatOf, press, startTrainingOffice, write, type TrainingOffice } from './training-office';
import { exportOfDistrict } from './year-of-district';

/** `npm run screenshots` keeps the pictures of README. */
const keepsPictures = process.env.npm_lifecycle_event === 'screenshots';
const pictures = path.join(__dirname, '../screenshots');

/** A Wednesday at work, and noon two days later. */
const [BEGINS, LATER] = ['2026-12-02T10:00:00+03:00', '2026-12-04T12:00:00+03:00'].map((at) => new Date(at)) as [
  Date,
  Date,
];

const GROUP = 'Исполком';
const [COORDINATOR, EXECUTOR, SUPERVISOR, APPROVER] = ['Кузнецова', 'Примеров', 'Шафеев', 'Гарипов'];

let office: TrainingOffice;
beforeAll(async () => {
  if (chromiumPath === undefined) return;
  office = await startTrainingOffice(() => ({
    NODE_OPTIONS: `--require ${path.join(__dirname, 'fixed-day.cjs')}`,
    AHEAD_MS: String(BEGINS.getTime() - systemClock.now().getTime()),
  }));
});
afterAll(async () => {
  if (chromiumPath !== undefined) await office.stop();
});

/** The page as one who plays sees it: chats by name, buttons by caption. */
class Player {
  constructor(private readonly page: Page) {}

  /** Steps of the guided appeal that have ticked themselves, and stay the only ones when the page is loaded anew. */
  async ticked(count: number): Promise<void> {
    await this.onlyTicked(count);
    if (count < 2 || (await this.page.locator('.scenario-finished').isVisible())) return;
    await this.page.reload();
    await this.page.locator('.step.current .chat-chip').first().waitFor();
    await this.onlyTicked(count);
  }

  private async onlyTicked(count: number): Promise<void> {
    await this.page
      .locator('.step.done')
      .nth(count - 1)
      .waitFor();
    const stillOpen = await this.page.locator('.step.done ~ .step:not(.done)').count();
    expect((await this.page.locator('.step').count()) - stillOpen).toBe(count);
  }

  chat(name: string): Promise<Locator> {
    return chatOf(this.page, name);
  }

  /** By the guide, from wherever one is. */
  async lead(name: string): Promise<Locator> {
    await this.page.locator('.step.current .chat-chip', { hasText: name }).click();
    return this.chat(name);
  }

  /** Presses what the guide has lit up for this person and leads to; `under`: in a message that says so. */
  async pressHinted(name: string, caption: string, under = ''): Promise<void> {
    const messages = (await this.lead(name)).locator('.message', { hasText: under });
    const key = messages.locator('.key.hinted', { hasText: caption }).last();
    await key.waitFor();
    await until(`${caption} is in sight`, () => isInSight(key));
    await key.click();
  }

  /** What a newcomer does beside the way: they look at something else until the card is far above. */
  async wanderOff(name: string): Promise<void> {
    for (let times = 0; times < 3; times += 1) {
      await this.write(name, '/help');
      await (await this.chat(name)).locator('.message', { hasText: '/help' }).nth(times).waitFor();
    }
  }

  async press(name: string, caption: string): Promise<void> {
    await press(await this.chat(name), caption);
  }

  async write(name: string, text: string): Promise<void> {
    await write(await this.chat(name), text);
  }

  /** `asFile`: with what the camera knows of time and place. */
  async sendSamplePhoto(name: string, index: number, { asFile = false } = {}): Promise<void> {
    const chat = await this.chat(name);
    await chat.getByRole('button', { name: 'Приложить' }).click();
    await this.page.locator('.menu-item', { hasText: 'Образцы' }).click();
    await this.page.locator('.sample').nth(index).click();
    await this.page.locator('.dialog button[type=submit]').click();
    if (asFile) await chat.locator('.as-file input').check();
    await chat.locator('.send-button').click();
    await chat.locator('.message', { hasText: `Принято фото: ${index + 1}` }).waitFor();
  }
}

testInBrowser(
  'one who has read nothing plays an appeal from «Поступило» to «Размещено»: each step of the guide ticks itself',
  async () => {
    const { page, complaints } = await openWindow(office.browser, office.url, {
      viewport: { width: 1440, height: 900 },
    });
    const player = new Player(page);
    await page.locator('.scenario-toggle').click();
    await page.getByRole('button', { name: 'Запустить за всех' }).last().click();
    await player.ticked(1);
    await page.locator('.step.current').getByRole('button', { name: 'Зарегистрировать' }).click();
    await page.locator('.menu-item', { hasText: 'Яма' }).click();
    await player.ticked(2);

    await player.pressHinted(COORDINATOR, 'Назначить исполнителя');
    await player.press(COORDINATOR, EXECUTOR);
    await player.ticked(3);
    await player.lead(EXECUTOR);
    await player.press(EXECUTOR, 'История');
    await (await player.chat(EXECUTOR)).locator('.message', { hasText: 'Назначен исполнитель' }).waitFor();
    await player.ticked(3);
    await player.lead(EXECUTOR);
    await player.press(EXECUTOR, 'К карточке');
    await player.wanderOff(EXECUTOR);
    await player.pressHinted(EXECUTOR, 'Взять в работу');
    await player.ticked(4);
    if (keepsPictures) await pictureOfPhone();
    await player.pressHinted(EXECUTOR, 'Доложить руководителю');
    await player.press(EXECUTOR, SUPERVISOR);
    await player.ticked(5);
    await player.pressHinted(SUPERVISOR, 'Принято');
    await player.ticked(6);
    await player.pressHinted(EXECUTOR, 'Комментарий и фото');
    await player.sendSamplePhoto(EXECUTOR, 0);
    await player.sendSamplePhoto(EXECUTOR, 1, { asFile: true });
    if (keepsPictures) await pictureOfDesk(page, player);
    await player.pressHinted(EXECUTOR, 'Готово');
    await player.press(EXECUTOR, 'работы завершены');
    await player.ticked(7);

    await player.pressHinted(EXECUTOR, 'Ответ на согласование');
    await player.pressHinted(EXECUTOR, 'Решено');
    await player.write(EXECUTOR, 'Яма засыпана щебнем и заделана асфальтом.');
    await player.pressHinted(EXECUTOR, 'Готово', 'Написано');
    await player.pressHinted(EXECUTOR, 'Добавить прежние', 'Пришлите фото');
    await player.pressHinted(EXECUTOR, 'Готово', 'Принято фото: 2');
    await player.press(EXECUTOR, SUPERVISOR);
    await player.ticked(8);
    if (keepsPictures) await picturesOfAnswer();
    await player.pressHinted(SUPERVISOR, 'Согласовать');
    await player.press(SUPERVISOR, APPROVER);
    await player.ticked(9);
    await player.pressHinted(COORDINATOR, 'Внесено в ПОС', 'Проект ответа');
    await player.ticked(10);
    await player.pressHinted(APPROVER, 'Утвердить');
    await player.pressHinted(APPROVER, 'Как внесено');
    await player.ticked(11);
    await player.pressHinted(EXECUTOR, 'Размещено', 'Комментарий');

    await player.ticked(12);
    await page.locator('.scenario-finished').waitFor();
    if (keepsPictures) await pictureOfMorning();
    if (keepsPictures) await picturesOfFigures();
    await page.getByRole('button', { name: 'Прислать выгрузку' }).click();
    await page.locator('.message', { hasText: 'Прочитано 5 строк' }).getByRole('button', { name: 'Загрузить' }).click();
    await page.locator('.message', { hasText: 'Загружено' }).first().waitFor();

    expect(complaints).toEqual([]);
    const response = await fetch(`${office.url}stand/requests?after=0`);
    const { requests } = (await response.json()) as { requests: { ok: boolean; description: string }[] };
    // That somebody has not started the bot yet is learnt from a refusal; a greeting beside three cards may be one too many
    // for a second, and waits for it.
    const learnt = /not modified|can't initiate conversation|Too Many Requests/;
    expect(requests.filter(({ ok, description }) => !ok && !learnt.test(description))).toEqual([]);
  },
);

testInBrowser(
  'on a phone the guide says whom to be, leads there from another chat, and nothing of it is cut',
  async () => {
    const { page } = await openWindow(office.browser, office.url, {
      viewport: { width: 390, height: 844 },
      isMobile: true,
      hasTouch: true,
    });
    await page.locator('.scenario-toggle').tap();
    await page.locator('.step.current').getByRole('button', { name: 'Зарегистрировать' }).tap();
    await page.locator('.menu-item', { hasText: 'Не горит' }).tap();
    await page.locator('.step.current .chat-chip', { hasText: COORDINATOR }).waitFor();
    await page.locator('.row-title', { hasText: APPROVER }).tap();
    await page.locator('.chat-title', { hasText: APPROVER }).waitFor();

    const guide = page.locator('.step.current');
    const said = guide.locator('h3, p, .caption, .chat-chip').filter({ visible: true });
    expect(await said.allInnerTexts()).toEqual([
      'Координатор назначает исполнителя',
      'Откройте чат координатора и выберите исполнителя из списка.',
      'Назначить исполнителя',
      expect.anything(),
    ]);
    expect(await said.evaluateAll((all) => all.map((one) => one.scrollWidth > one.clientWidth))).not.toContain(true);

    await guide.locator('.chat-chip').filter({ visible: true }).tap();
    const key = page.locator('.key.hinted', { hasText: 'Назначить исполнителя' });
    await until('it is in sight', () => isInSight(key));
    expect(await page.locator('.chat .log').evaluate((log) => log.scrollWidth > log.clientWidth)).toBe(false);
  },
);

const isInSight = (key: Locator): Promise<boolean> =>
  key.evaluate((element) => {
    const [box, frame] = [element, element.closest('.log')].map((each) => each?.getBoundingClientRect());
    return box !== undefined && frame !== undefined && box.top >= frame.top && box.bottom <= frame.bottom;
  });

/** In as many colours as such a page has: a third of its size. */
async function keep(picture: Page | Sharp, file: string): Promise<void> {
  await ('screenshot' in picture ? sharp(await picture.screenshot()) : picture)
    .png({ palette: true, quality: 95, effort: 10 })
    .toFile(path.join(pictures, file));
}

async function pictureOfDesk(page: Page, player: Player): Promise<void> {
  for (const name of [COORDINATOR, EXECUTOR]) await player.chat(name);
  await page.locator('.message', { hasText: 'Принято фото: 2' }).waitFor();
  await page.locator('.chat .toast').first().waitFor({ state: 'detached' });
  await page.evaluate('document.activeElement.blur()');
  await page.mouse.move(0, 0);
  await page.waitForTimeout(500);
  await keep(page, 'stand.png');
}

/** Two days on, with appeals that nobody has assigned: what the morning brings to a coordinator and to the group. */
async function pictureOfMorning(): Promise<void> {
  await fetch(`${office.url}stand/clock`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ now: LATER.toISOString() }),
  });
  const { page } = await openWindow(office.browser, office.url, { viewport: { width: 1200, height: 860 } });
  const player = new Player(page);
  for (const name of [COORDINATOR, GROUP]) await player.chat(name);
  await page.locator('.chat', { hasText: 'Итоги за' }).waitFor();
  await page.evaluate('document.activeElement.blur()');
  await page.waitForTimeout(4_000);
  await keep(page, 'morning.png');
  await page.close();
}

async function pictureOfPhone(): Promise<void> {
  const { page } = await openWindow(office.browser, office.url, {
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
  });
  await page.locator('.row-title', { hasText: EXECUTOR }).tap();
  await page.waitForTimeout(500);
  await keep(page, 'phone.png');
  await page.close();
}

type Play = (player: Player, page: Page) => Promise<void>;

/** One chat as on a wide phone. */
async function inChat(name: string, play: Play): Promise<void> {
  const { page } = await openWindow(office.browser, office.url, { viewport: { width: 560, height: 860 } });
  const player = new Player(page);
  await player.chat(name);
  await play(player, page);
  await page.context().close();
}

/** The same, kept when what it is looked at for is there. */
const pictureOfChat = (name: string, file: string, play: Play): Promise<void> =>
  inChat(name, async (player, page) => {
    await play(player, page);
    await page.evaluate('document.activeElement.blur()');
    await page.waitForTimeout(4_000);
    await keep(page, file);
  });

/** What a supervisor sees of the photos, and the letter that waits for them; whoever has to press next has a card without «Ещё» opened. */
async function picturesOfAnswer(): Promise<void> {
  await pictureOfChat(SUPERVISOR, 'evidence.png', async (player, page) => {
    await player.press(SUPERVISOR, 'Показать фото');
    await page.locator('.message', { hasText: 'Фото 1 из 2' }).last().waitFor();
  });
  await pictureOfChat(EXECUTOR, 'letter.png', async (player, page) => {
    await player.press(EXECUTOR, 'Письмо (PDF)');
    const link = page.locator('.message a', { hasText: '.pdf' }).last();
    await link.waitFor();
    const pdf = path.join(office.folder, 'letter.pdf');
    const response = await fetch(new URL((await link.getAttribute('href')) ?? '', office.url));
    writeFileSync(pdf, Buffer.from(await response.arrayBuffer()));
    // of poppler-utils: Chromium shows no PDF without a window
    execFileSync('pdftoppm', ['-png', '-singlefile', '-r', '80', pdf, path.join(office.folder, 'letter')]);
    await page.setContent(
      `<img src="data:image/png;base64,${readFileSync(path.join(office.folder, 'letter.png'), 'base64')}">`,
    );
    await page.setViewportSize({ width: 690, height: 560 });
  });
}

/** An export of two months: its preview, and the figures that come of it. */
async function picturesOfFigures(): Promise<void> {
  const name = 'Выгрузка.xlsx';
  const buffer = await exportOfDistrict();
  await pictureOfChat(COORDINATOR, 'import.png', async (player, page) => {
    const chat = await player.chat(COORDINATOR);
    await chat.locator('input[type=file]').last().setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
    await chat.locator('.send-button').click();
    await page.locator('.message', { hasText: 'Прочитано 240 строк' }).waitFor();
  });
  await inChat(COORDINATOR, async (player, page) => {
    await page
      .locator('.message', { hasText: 'Прочитано 240 строк' })
      .getByRole('button', { name: 'Загрузить' })
      .click();
    await page.locator('.message', { hasText: 'Загружено' }).first().waitFor();
    await player.write(COORDINATOR, '/report');
    await player.press(COORDINATOR, 'Квартал');
    await page.locator('.message', { hasText: 'квартал 2026 года' }).first().waitFor();
    await player.press(COORDINATOR, 'Диаграммы');
    const drawn = page.locator('.message', { hasText: 'квартал 2026 года' }).locator('img').first();
    await drawn.waitFor();
    await drawn.click();
    const large = page.locator('.viewer img').last();
    await large.waitFor();
    const response = await fetch(new URL((await large.getAttribute('src')) ?? '', office.url));
    await keep(sharp(Buffer.from(await response.arrayBuffer())).resize({ width: 800 }), 'statistics.png');
  });
}
