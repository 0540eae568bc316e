import { createHash } from 'node:crypto';
import { createPapers } from '../../../../src/adapters/papers/papers';
import { writeProtocol } from '../../../../src/adapters/papers/protocol';
import type { Protocol } from '../../../../src/usecases/kit/ports';
import { readPdf } from '../../../support/pdf-pages';

const PROTOCOL: Protocol = {
  locale: 'ru',
  office: ['ИСПОЛНИТЕЛЬНЫЙ КОМИТЕТ\nТЕСТОВОГО РАЙОНА'],
  zone: 'Europe/Moscow',
  document: {
    file: '327441806-2.pdf',
    inAnswerTo: { number: '327441806', date: '12.11.2026' },
    issuedAt: '25.11.2026 12:00:07',
    size: 24_503,
  },
  file: { name: 'ответ.pdf.sig', size: 3_421, sha256: 'f'.repeat(64) },
  person: 'Гарипов Рашит Мухаметдинович',
  check: {
    level: 'qualified',
    form: 'detached',
    hashes: { sha256: 'a'.repeat(64), streebog256: 'b'.repeat(64), streebog512: 'c'.repeat(128) },
    serial: '01d9ab',
    subject: 'Гарипов Рашит Мухаметдинович',
    issuer: 'УЦ Первый',
    validFrom: '01.01.2026 00:00:00',
    validTo: '01.01.2027 00:00:00',
    chain: ['Гарипов Рашит Мухаметдинович', 'УЦ Первый', 'Головной УЦ'],
    revocation: [
      { authority: 'УЦ Первый', state: 'fresh', number: '42', issuedAt: '25.11.2026 06:00:00' },
      { authority: 'Головной УЦ', state: 'missing', number: null, issuedAt: null },
    ],
    toldBy: 'snils',
    signedAt: '25.11.2026 12:10:00',
    checkedAt: '25.11.2026 12:11:00',
    algorithm: 'gost256',
  },
  issuedAt: new Date('2026-11-25T09:11:00Z'),
};

test('all that was checked stands on it, and nothing else is claimed', async () => {
  const { pages, info } = readPdf(await writeProtocol(PROTOCOL));
  expect(pages).toHaveLength(1);
  const [page = ''] = pages;
  // the longest goes on in another line
  for (const hash of Object.values(PROTOCOL.check.hashes)) expect(page.replaceAll(' ', '')).toContain(hash);
  for (const part of [
    'Проверено ботом',
    'Подпись верна: квалифицированная.',
    '327441806-2.pdf',
    '№ 327441806 от 12.11.2026',
    '24503 байта',
    'ответ.pdf.sig',
    'подпись отдельно от документа',
    'ГОСТ Р 34.10-2012, 256 бит',
    '01d9ab',
    'с 01.01.2026 00:00:00 по 01.01.2027 00:00:00',
    '3-е звено Головной УЦ',
    'УЦ Первый: не отозван, список № 42 от 25.11.2026 06:00:00',
    'Головной УЦ: списка нет. Отзыв не проверен',
    'СНИЛС в сертификате тот же',
    '25.11.2026 12:10:00',
    '25.11.2026 12:11:00',
    'Полномочия подписавшего и отметки времени не проверялись',
  ])
    expect(page).toContain(part);
  expect(info).toMatchObject({ Title: 'Протокол проверки подписи: 327441806-2.pdf', Language: 'ru' });
});

test('it may be read in Tatar, and a chain of the longest names goes on to another page', async () => {
  const name = 'Федеральное казначейство Российской Федерации, удостоверяющий центр '.repeat(6);
  const chain = Array.from({ length: 6 }, () => name);
  const long: Protocol = {
    ...PROTOCOL,
    locale: 'tt',
    check: {
      ...PROTOCOL.check,
      chain,
      revocation: chain.map((authority) => ({ authority, state: 'missing', number: null, issuedAt: null })),
    },
  };
  const { pages } = readPdf(await writeProtocol(long));
  expect(pages.length).toBeGreaterThan(1);
  expect(pages.join(' ')).toContain('Электрон имзаны тикшерү беркетмәсе');
  expect(pages.join(' ').match(/исемлек юк/g)).toHaveLength(6);
});

test('papers are drawn in a thread of their own, byte for byte the same', async () => {
  const papers = createPapers();
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  const here = await writeProtocol(PROTOCOL);
  let turns = 0;
  const counting = setInterval(() => (turns += 1), 1);
  const apart = await papers.writeProtocol(PROTOCOL);
  clearInterval(counting);
  expect(sha256(apart)).toBe(sha256(here));
  // whoever presses meanwhile is answered
  expect(turns).toBeGreaterThan(10);
  await papers.stop();
});
