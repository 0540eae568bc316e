import { createHash } from 'node:crypto';
import { writeLetter } from '../../../../src/adapters/papers/letter';
import type { Letter } from '../../../../src/usecases/kit/ports';
import { readPdf } from '../../../support/pdf-pages';

const LETTER: Letter = {
  locale: 'ru',
  head: {
    name: ['ИСПОЛНИТЕЛЬНЫЙ КОМИТЕТ\nТЕСТОВОГО РАЙОНА', 'ТЕСТ РАЙОНЫ\nБАШКАРМА КОМИТЕТЫ'],
    contacts: '422190, г. Тест, ул. Первая, 1, тел. (800) 000-00-00',
  },
  date: '25.11.2026',
  number: '327441806-2',
  inAnswerTo: { number: '327441806', date: '12.11.2026' },
  alsoTo: [],
  addressee: null,
  draft: null,
  text: 'Яма на ул. Советской, 15 засыпана 24.11.2026.\n\nРаботы приняты.',
  signer: { name: 'Гарипов Р.М.', position: 'Руководитель исполнительного комитета' },
  executor: { name: 'Петров П.П.', phone: '(800) 000-00-01' },
  enclosed: [
    { kind: 'photo', name: null, day: '24.11.2026' },
    { kind: 'document', name: 'Акт.pdf', day: '24.11.2026' },
  ],
  issuedAt: new Date('2026-11-25T09:00:00Z'),
};
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('everything that belongs on a letter is read back from it, in its order', async () => {
  const { pages, info } = readPdf(await writeLetter(LETTER));
  expect(pages).toHaveLength(1);
  const expected = [
    'ИСПОЛНИТЕЛЬНЫЙ КОМИТЕТ',
    'БАШКАРМА КОМИТЕТЫ',
    '422190, г. Тест',
    '25.11.2026 № 327441806-2',
    'На № 327441806 от 12.11.2026',
    'Заявителю, обращение № 327441806',
    'Яма на ул. Советской, 15 засыпана 24.11.2026.',
    'Приложение: 1. Фото от 24.11.2026 2. Акт.pdf от 24.11.2026',
    'Руководитель исполнительного комитета',
    'Гарипов Р.М.',
    'Исполнитель: Петров П.П. тел. (800) 000-00-01',
  ];
  const places = expected.map((part) => pages[0]!.indexOf(part));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((one, other) => one - other));
  expect(pages[0]).not.toContain('Проект');
  expect(info).toMatchObject({
    Title: 'Ответ на обращение № 327441806',
    CreationDate: 'D:20261125090000Z',
    ModDate: 'D:20261125090000Z',
    Language: 'ru',
  });
});

test('a copy of what was signed has the mark of its signature between post and name', async () => {
  const mark = {
    level: 'qualified',
    serial: '01D9AB55C1B0E2A0',
    owner: 'Гарипов Рашит Мухаметдинович',
    from: '01.01.2026',
    to: '01.01.2027',
  } as const;
  const [page] = readPdf(await writeLetter({ ...LETTER, mark })).pages;
  const words = [
    'Руководитель исполнительного комитета',
    'Документ подписан усиленной квалифицированной электронной подписью',
    'Сертификат 01D9AB55C1B0E2A0',
    'Владелец Гарипов Рашит Мухаметдинович',
    'Действителен с 01.01.2026 по 01.01.2027',
    'Гарипов Р.М.',
    'Исполнитель: Петров П.П.',
  ];
  const places = words.map((part) => page!.replace(/- /g, '').indexOf(part));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((one, other) => one - other));
});

test('signs that PT Serif lacks are printed by another font, and an emoji as an empty square', async () => {
  const text = 'Труба ⌀ 110 мм → уложена ✔ при +5 ℃, уклон ⅓ ■ ● Σ ☎ 10′5″ 👍.';
  const name = 'Акт → ✔.pdf';
  const { pages } = readPdf(
    await writeLetter({
      ...LETTER,
      head: { name: ['КОМИТЕТ ★'], contacts: '☎ 1-23' },
      addressee: 'Иванов И.И. ✉',
      text,
      enclosed: [{ kind: 'document', name, day: '24.11.2026' }],
    }),
  );
  for (const part of [text.replace('👍', '□'), name, 'КОМИТЕТ ★', '☎ 1-23', 'Иванов И.И. ✉'])
    expect(pages[0]).toContain(part);
});

test('a word longer than its line is broken, wherever it stands', async () => {
  const word = 'оченьдлинноеслово'.repeat(12);
  const { pages } = readPdf(
    await writeLetter({
      ...LETTER,
      addressee: word,
      text: `Слова до ${word} и после ✔ ${word}`,
      enclosed: [{ kind: 'document', name: word, day: '24.11.2026' }],
    }),
  );
  const letters = pages.join('').replace(/ /g, '');
  expect(letters.split(word)).toHaveLength(5);
});

test('a Tatar text stands among Tatar words, with every letter of it', async () => {
  const text = 'Хөрмәтле мөрәҗәгать итүче! Ңң Һһ Җҗ Әә Өө Үү: Тукай урамы төзекләндерелде.';
  const { pages } = readPdf(await writeLetter({ ...LETTER, locale: 'tt', text }));
  expect(pages[0]).toContain(text);
  expect(pages[0]).toContain('Мөрәҗәгать итүчегә, 327441806 номерлы мөрәҗәгать');
  expect(pages[0]).toContain('Башкаручы: Петров П.П.');
});

test('a paper that is to be entered into ПОС says so, and a named applicant stands in place of the number', async () => {
  const [page] = readPdf(
    await writeLetter({ ...LETTER, draft: 'inPos', addressee: 'Иванов Пётр Сергеевич\nг. Тест, ул. Лесная, 3' }),
  ).pages;
  expect(page).toMatch(/^Проект Вносится в ПОС и подписывается там/);
  expect(page).toContain('Иванов Пётр Сергеевич г. Тест, ул. Лесная, 3');
  expect(page).not.toContain('Заявителю');
});

test('a draft of several pages is marked on each, and what is signed on none', async () => {
  const text = Array.from({ length: 120 }, (_, at) => `Пункт ${at + 1}: работы выполнены.`).join('\n');
  const draft = readPdf(await writeLetter({ ...LETTER, draft: 'unsigned', text })).pages;
  expect(draft.length).toBeGreaterThan(1);
  expect(draft[0]).toMatch(/^Проект Не подписано, ответом не является/);
  draft.forEach((page) => expect(page).toContain('ПРОЕКТ'));
  expect(readPdf(await writeLetter({ ...LETTER, text })).pages.join()).not.toMatch(/проект/i);
});

test('the same letter is the same bytes, another moment other ones', async () => {
  const first = sha256(await writeLetter(LETTER));
  expect(sha256(await writeLetter({ ...LETTER }))).toBe(first);
  expect(sha256(await writeLetter({ ...LETTER, issuedAt: new Date('2026-11-25T09:00:01Z') }))).not.toBe(first);
});

test('an answer of forty pages has all of its words, and a number on each page', async () => {
  const text = Array.from({ length: 600 }, (_, at) => `Пункт ${at + 1}: ${'работы выполнены в срок, '.repeat(9)}`).join(
    '\n',
  );
  const { pages } = readPdf(await writeLetter({ ...LETTER, text }));
  expect(pages.length).toBeGreaterThanOrEqual(40);
  pages.forEach((page, index) => expect(page).toContain(`${index + 1} из ${pages.length}`));
  expect(pages.join(' ').match(/Пункт \d+:/g)).toHaveLength(600);
  expect(pages.at(-1)).toContain('Исполнитель: Петров П.П.');
});

test('a letter that answers several appeals names each of them', async () => {
  const { pages } = readPdf(await writeLetter({ ...LETTER, alsoTo: [{ number: '327441807', date: '13.11.2026' }] }));
  for (const part of [
    'На № 327441806 от 12.11.2026',
    'На № 327441807 от 13.11.2026',
    'Заявителям, обращения № 327441806, № 327441807',
  ])
    expect(pages[0]).toContain(part);
});
