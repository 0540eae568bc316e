import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { writeReport } from '../../../../src/adapters/papers/report';
import { MARGINS } from '../../../../src/adapters/papers/sheet';
import type { ReportPaper } from '../../../../src/usecases/kit/ports';
import { readPdf } from '../../../support/pdf-pages';

/** Its width in points. */
const A4 = 595.28;
let png: Uint8Array;
beforeAll(async () => {
  png = await sharp({ create: { width: 2_160, height: 1_000, channels: 3, background: '#ffffff' } })
    .png({ palette: true })
    .toBuffer();
});
const paper = (): ReportPaper => ({
  locale: 'ru',
  head: { name: ['ИСПОЛНИТЕЛЬНЫЙ КОМИТЕТ', 'БАШКАРМА КОМИТЕТЫ'], contacts: 'ул. Первая, 1' },
  title: 'Отчёт о работе с обращениями за ноябрь 2026 года',
  addressee: 'Руководителю',
  paragraphs: ['За ноябрь 2026 года поступило 41 обращение.', 'Пропущенных сроков нет.'],
  note: 'Данные по состоянию на 30.11 17:00.',
  pictures: [1, 2, 3, 4].map((number) => ({ caption: `Рисунок ${number}. Поток`, png })),
  preparedBy: 'Подготовлено: Насибулина Г.Р.',
  issuedAt: new Date('2026-11-30T14:00:00Z'),
});

test('a report is read back from its paper, in its order, each picture above its caption', async () => {
  const { pages, info } = readPdf(await writeReport(paper()));
  const text = pages.join(' ');
  let at = 0;
  const parts = [
    'ИСПОЛНИТЕЛЬНЫЙ КОМИТЕТ',
    'БАШКАРМА КОМИТЕТЫ',
    'Руководителю',
    'Отчёт о работе',
    'За ноябрь',
    'Пропущенных сроков нет.',
    'Данные по состоянию',
    'Подготовлено: Насибулина Г.Р.',
    'Рисунок 1.',
    'Рисунок 4.',
  ];
  for (const part of parts) {
    expect(text.indexOf(part, at)).toBeGreaterThanOrEqual(at);
    at = text.indexOf(part, at);
  }
  expect(info).toMatchObject({ Title: paper().title });
  // words, then two pictures on a page
  expect(pages).toHaveLength(3);
});

test('an office that has not named itself yet has a report too', async () => {
  const { pages } = readPdf(await writeReport({ ...paper(), head: null, pictures: [] }));
  expect(pages).toHaveLength(1);
  expect(pages[0]).toMatch(/^Руководителю/);
});

test('a line that is set from margin to margin ends at the right one, however its letters are kerned', async () => {
  const paragraphs = ['О дворе. ', 'Газ у дома. Тёплая вода. ', 'Ремонт дороги у школы. '].map((said) =>
    said.repeat(40),
  );
  const { right } = readPdf(await writeReport({ ...paper(), head: null, paragraphs, pictures: [] }));
  const margin = A4 - MARGINS.right;
  expect(right).toBeGreaterThan(margin - 0.5);
  expect(right).toBeLessThan(margin + 0.5);
});

test('the same report is the same bytes', async () => {
  const hash = async () =>
    createHash('sha256')
      .update(await writeReport(paper()))
      .digest('hex');
  expect(await hash()).toBe(await hash());
});

test('a table that is longer than a page has its headings on each', async () => {
  const rows = Array.from({ length: 90 }, (_, index) => [`Исполнитель ${index}`, String(index)]);
  const table = {
    title: 'По исполнителям',
    columns: ['Кто', 'Поступило'],
    widths: [3, 1],
    rows,
    note: 'В скобках: год назад',
  };
  const { pages } = readPdf(await writeReport({ ...paper(), tables: [table], pictures: [] }));
  expect(pages.length).toBeGreaterThan(1);
  for (const page of pages) expect(page).toContain('Поступило');
  expect(pages.join(' ')).toContain('Исполнитель 89');
});
