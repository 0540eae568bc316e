import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { freshDatabase, type FreshDatabase } from '../support/database';
import { compileProgram, startProgram, type Program } from '../support/program';
import { freePort } from '../support/program-office';
import { chromiumPath, launchChromium, openWindow, testInBrowser, type Window } from './chromium';

/** The page of a training office that works with both messengers of its stand. */
const NEWCOMER = 'Новикова Нина Ивановна';

let compiled: ReturnType<typeof compileProgram>;
let fresh: FreshDatabase;
let program: Program;
let browser: Browser;
let work: string;
let url: string;
beforeAll(async () => {
  if (chromiumPath === undefined) return;
  work = mkdtempSync(path.join(tmpdir(), 'murajagat-max-page-'));
  [compiled, fresh, browser] = [compileProgram(), await freshDatabase({ poolSize: 2 }), await launchChromium()];
  await start();
});
afterAll(async () => {
  if (chromiumPath === undefined) return;
  await browser.close();
  await program.stop();
  await fresh.drop();
  compiled.remove();
  rmSync(work, { recursive: true, force: true });
});

async function start(): Promise<void> {
  const port = await freePort();
  url = `http://127.0.0.1:${port}/`;
  program = startProgram(compiled.folder, {
    DATABASE_URL: fresh.url,
    DATA_DIR: work,
    STAND_PORT: String(port),
    HTTP_PORT: String(await freePort()),
    ROSTER_FILE: path.join(__dirname, '../../roster.example.json'),
    LOG_LEVEL: 'warn',
  });
  await program.ready();
}

const desk = (): Promise<Window> => openWindow(browser, url, { viewport: { width: 1440, height: 900 } });

async function chatOf(page: Page, name: string): Promise<Locator> {
  const chat = page.locator('.chat', { has: page.locator('header', { hasText: name }) });
  if (!(await chat.isVisible())) await page.locator('.row-title', { hasText: name }).click();
  await chat.waitFor();
  return chat;
}
async function write(chat: Locator, text: string): Promise<void> {
  await chat.locator('textarea').fill(text);
  await chat.locator('.send-button').click();
}
const press = (chat: Locator, caption: string): Promise<void> =>
  chat.locator('.key', { hasText: caption }).last().click();

testInBrowser(
  'a visitor adds somebody in MAX by the page, invites them, and they work there beside Telegram',
  async () => {
    const { page, complaints } = await desk();
    await page.getByRole('button', { name: 'Добавить', exact: true }).click();
    await page.locator('.menu-item', { hasText: 'Добавить человека в MAX' }).click();
    await page.locator('.dialog input[name=name]').fill(NEWCOMER);
    await page.locator('.dialog button[type=submit]').click();
    const nina = await chatOf(page, NEWCOMER);
    expect(await nina.getAttribute('class')).toContain('of-max');
    expect(await nina.locator('.max-tag').textContent()).toBe('MAX');
    await page.getByRole('heading', { name: 'В MAX' }).waitFor();
    await nina.getByRole('button', { name: 'Начать' }).click();
    await nina.locator('.message', { hasText: 'Этот бот для сотрудников' }).waitFor();

    const admin = await chatOf(page, 'Шафеев');
    expect(await admin.getAttribute('class')).not.toContain('of-max');
    await admin.getByRole('button', { name: 'Начать' }).click();
    await write(admin, '/admin');
    await press(admin, 'Добавить сотрудника');
    await admin.locator('.message', { hasText: 'фамилию, имя и отчество' }).last().waitFor();
    await write(admin, NEWCOMER);
    await press(admin, 'Исполнитель');
    await press(admin, 'Ссылка для входа');
    const link = await admin.locator('.message', { hasText: 'Ссылка для входа:' }).last().textContent();
    await write(nina, `/start ${/start=([\w-]+)/.exec(link ?? '')?.[1]}`);
    await nina.locator('.message', { hasText: 'Аккаунт подключён' }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  },
);
