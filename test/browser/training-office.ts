import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { freshDatabase } from '../support/database';
import { compileProgram, startProgram } from '../support/program';
import { freePort } from '../support/program-office';
import { launchChromium } from './chromium';

/** The program as one who tries it starts it: its training office, whose page a browser opens. */
export interface TrainingOffice {
  readonly browser: Browser;
  readonly url: string;
  /** Of what it keeps; goes with it. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** @param more of its environment, asked for right before it is started */
export async function startTrainingOffice(
  more: () => Readonly<Record<string, string>> = () => ({}),
): Promise<TrainingOffice> {
  const folder = mkdtempSync(path.join(tmpdir(), 'murajagat-page-'));
  const [compiled, fresh, browser] = [compileProgram(), await freshDatabase({ poolSize: 2 }), await launchChromium()];
  const port = await freePort();
  const program = startProgram(compiled.folder, {
    DATABASE_URL: fresh.url,
    DATA_DIR: folder,
    STAND_PORT: String(port),
    HTTP_PORT: String(await freePort()),
    ROSTER_FILE: path.join(__dirname, '../../roster.example.json'),
    LOG_LEVEL: 'warn',
    ...more(),
  });
  await program.ready();
  return {
    browser,
    url: `http://127.0.0.1:${port}/`,
    folder,
    async stop() {
      await browser.close();
      await program.stop();
      await fresh.drop();
      compiled.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The chat of this person, opened if it is not. */
export async function chatOf(page: Page, name: string): Promise<Locator> {
  const chat = page.locator('.chat', { has: page.locator('header', { hasText: name }) });
  // by its title: the last message may name anybody
  if (!(await chat.isVisible())) await page.locator('.row-title', { hasText: name }).click();
  await chat.waitFor();
  return chat;
}

export async function write(chat: Locator, text: string): Promise<void> {
  await chat.locator('textarea').fill(text);
  await chat.locator('.send-button').click();
}

export const press = (chat: Locator, caption: string): Promise<void> =>
  chat.locator('.key', { hasText: caption }).last().click();
