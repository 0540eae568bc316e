import { chromiumPath, openWindow, testInBrowser } from './chromium';
import { chatOf, press, startTrainingOffice, write, type TrainingOffice } from './training-office';

/** The page of a training office that works with both messengers of its stand. */
const NEWCOMER = 'Новикова Нина Ивановна';

let office: TrainingOffice;
beforeAll(async () => {
  if (chromiumPath !== undefined) office = await startTrainingOffice();
});
afterAll(async () => {
  if (chromiumPath !== undefined) await office.stop();
});

testInBrowser(
  'a visitor adds somebody in MAX by the page, invites them, and they work there beside Telegram',
  async () => {
    const { page, complaints } = await openWindow(office.browser, office.url, {
      viewport: { width: 1440, height: 900 },
    });
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
