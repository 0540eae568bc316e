import fc from 'fast-check';
import { findPersonalData, holdsMask, maskPersonalData, maskPlace, withoutFlat } from '../../../src/text/personal-data';

const PHONE = '+7 ••• •••-••-44';

describe('what is hidden', () => {
  test.each([
    // mobile phones
    ['+7 917 222-33-44', PHONE],
    ['+79172223344', PHONE],
    ['+7(917)222-33-44', PHONE],
    ['+7 (917) 222 33 44', PHONE],
    ['+7-917-222-33-44', PHONE],
    ['+ 7 917 222 33 44', PHONE],
    ['8 917 222-33-44', PHONE],
    ['89172223344', PHONE],
    ['8(917)2223344', PHONE],
    ['8-917-222-33-44', PHONE],
    ['8.917.222.33.44', PHONE],
    ['8 917 22 233 44', PHONE],
    ['7 917 222 33 44', PHONE],
    ['79172223344', PHONE],
    ['9172223344', PHONE],
    ['917 222-33-44', PHONE],
    ['(917) 222 33 44', PHONE],
    ['тел.89172223344', `тел.${PHONE}`],
    ['звоните:8-917-222-33-44, спасибо', `звоните:${PHONE}, спасибо`],
    ['тел. 89172223344, 89172223355', 'тел. +7 ••• •••-••-44, +7 ••• •••-••-55'],
    ['кв. 5, 8 917 222 33 44, дом 7', `кв. 5, ${PHONE}, дом 7`],
    ['89172223344 25.11.2026', `${PHONE} 25.11.2026`],
    ['дом 12 89172223344 Мамадыш', `дом 12 ${PHONE} Мамадыш`],
    // as word processors and phones write them
    ['+7\u00a0917\u00a0222‑33‑44', PHONE],
    ['8 (917) 222–33—44', PHONE],
    ['８９１７２２２３３４４', PHONE],
    ['＋７（９１７）２２２－３３－４４', PHONE],
    ['8917\u200b222\u200b3344', PHONE],
    ['8\ufe0f\u20e3 917 222 33 44', PHONE],
    // as thumbs and those who hide from robots write them
    ['8 9 1 7 2 2 2 3 3 4 4', PHONE],
    ['8-9-1-7-2-2-2-3-3-4-4', PHONE],
    ['8.9.1.7.2.2.2.3.3.4.4', PHONE],
    ['8 - 9 - 1 - 7 - 2 - 2 - 2 - 3 - 3 - 4 - 4', PHONE],
    ['+7 9 1 7 2 2 2 3 3 4 4', PHONE],
    ['9 1 7 2 2 2 3 3 4 4', PHONE],
    ['звоните 8 9 1 7 2 2 2 3 3 4 4, Анна', `звоните ${PHONE}, Анна`],
    ['8/917/222/33/44', PHONE],
    ['8 / 917 / 222 / 33 / 44', PHONE],
    ['8/917/2223344', PHONE],
    ['917/222/33/44', PHONE],
    ['8_917_222_33_44', PHONE],
    ['8*917*222*33*44', PHONE],
    ['8 (917) 222/33/44', PHONE],
    ['89 17 222 33 44', PHONE],
    ['8 [917] 222-33-44', PHONE],
    ['8 {917} 222 33 44', PHONE],
    // over the end of a line
    ['8\n917\n222-33-44', PHONE],
    ['8 917\n222 33 44', PHONE],
    ['+7 917 222\r\n33 44', PHONE],
    ['тел.\n3-12-34', 'тел.\n•••34'],
    // with letters for digits
    ['8 9I7 222 33 44', PHONE],
    ['8917222ЗЗ44', PHONE],
    ['8 917 222 33 4О', '+7 ••• •••-••-40'],
    ['+7 917 222 33 4o', '+7 ••• •••-••-40'],
    // thin, figure and other blanks
    ['8\u2009917\u2009222\u200933\u200944', PHONE],
    ['8\u2007917\u2007222\u200733\u200744', PHONE],
    // phones of a town
    ['8 (85563) 3-12-44', PHONE],
    ['8 (855-63) 3-12-44', PHONE],
    ['тел. 8(85563)3-12-44', `тел. ${PHONE}`],
    ['тел/факс 3-12-34', 'тел/факс •••34'],
    ['звоните по номеру 3-12-34', 'звоните по номеру •••34'],
    ['Телефон для связи 9 172 223 344', 'Телефон для связи •••44'],
    ['https://wa.me/79172223344', `https://wa.me/${PHONE}`],
    ['8 (85563) 3-15-44', PHONE],
    ['8(85563)31544', PHONE],
    ['8-85563-3-15-44', PHONE],
    ['8 855 63 3 15 44', PHONE],
    ['(85563) 3-15-44', PHONE],
    ['85563 3-15-44', PHONE],
    ['8 (843) 222-33-44', PHONE],
    ['843 222-33-44', PHONE],
    ['8 800 222 33 44', PHONE],
    ['тел. 3-15-22', 'тел. •••22'],
    ['телефон: 31522', 'телефон: •••22'],
    ['тел. 3-15-22, 3-16-44 и 3-17-11', 'тел. •••22, •••44 и •••11'],
    ['Позвоните 3-15-22', 'Позвоните •••22'],
    ['т. 3-15-22', 'т. •••22'],
    ['сообщение 9172223344', `сообщение ${PHONE}`],
    ['222-33-44', '•••44'],
    ['домашний 3-15-22', 'домашний •••22'],
    // phones abroad
    ['+998 90 123 45 67', '•••67'],
    ['+375291234567', '•••67'],
    // e-mails
    ['ivan@mail.ru', '•••@•••'],
    ['Пишите на ivan.petrov+1@mail.example.ru.', 'Пишите на •••@•••.'],
    ['иван@почта.рф', '•••@•••'],
    ['89172223344@mail.ru', '•••@•••'],
    ['ivan @ mail.ru', '•••@•••'],
    ['ivan(at)mail.ru', '•••@•••'],
    ['ivan (at) mail.ru', '•••@•••'],
    ['ivan[at]mail.ru', '•••@•••'],
    ['ivan(собака)mail.ru', '•••@•••'],
    ['ivan собака mail.ru', '•••@•••'],
    ['ivan собака mail точка ru', '•••@•••'],
    ['ivan(at)mail(dot)ru', '•••@•••'],
    ['ivan @ mail . ru', '•••@•••'],
    ['ivan@mail . ru', '•••@•••'],
    ['ivan @ mail. ru', '•••@•••'],
    ['ivan  @  mail . tatar . ru', '•••@•••'],
    ['Пишите ivan @ mail . ru . Спасибо', 'Пишите •••@••• . Спасибо'],
    ['Пишите ivan@mail.ru. Рус вам поможет', 'Пишите •••@•••. Рус вам поможет'],
    ['<ivan@mail.ru>', '<•••@•••>'],
    ['ivan@mail,ru', '•••@•••'],
    ['ivаn@mаil.ru', '•••@•••'],
    ['ivan (at) mail ru', '•••@•••'],
    ['ivan (dog) mail.ru', '•••@•••'],
    ['ivan<at>mail.ru', '•••@•••'],
    ['ivan(собачка)mail.ru', '•••@•••'],
    ['ivan собачка mail.ru', '•••@•••'],
    ['ivan собака мейл ру', '•••@•••'],
    ['ivan @ яндекс . ру', '•••@•••'],
    ['ivan at mail.ru', '•••@•••'],
    ['Почта ivan@mail ru, Анна', 'Почта •••@•••, Анна'],
    ['ivan@yandex, спасибо', '•••@•••, спасибо'],
    ['ivan@@mail.ru', '•••@•••'],
    ['ivan@mail..ru', '•••@•••'],
    ['ivan＠mail.ru', '•••@•••'],
    // passports
    ['паспорт 92 05 123456', 'паспорт •••56'],
    ['паспорт 9205 123456', 'паспорт •••56'],
    ['паспорт: 1205123456', 'паспорт: •••56'],
    ['паспорт серия 12 05 № 123456', 'паспорт серия •••56'],
    ['паспорт гражданина РФ 1205 123456', 'паспорт гражданина РФ •••56'],
    ['серия 1205 номер 123456', 'серия •••56'],
    ['ПАСПОРТ 12 05 123456 выдан', 'ПАСПОРТ •••56 выдан'],
    ['12 05 123456', '•••56'],
    ['паспорт: серия 92 05, номер 123456', 'паспорт: серия •••56'],
    ['1205 № 123456', '•••56'],
    ['пасп. 9205 123456', 'пасп. •••56'],
    ['загранпаспорт 75 № 1234567', 'загранпаспорт •••67'],
    ['паспорт 75 1234567', 'паспорт •••67'],
    // other documents
    ['водительское удостоверение 16 АА 123456', 'водительское удостоверение •••56'],
    ['ВУ 1612 123456', 'ВУ •••56'],
    ['свидетельство о рождении I-КБ № 123456', 'свидетельство о рождении •••56'],
    ['III-АБ 654321', '•••21'],
    // СНИЛС
    ['112-233-445 95', '•••95'],
    ['112-233-445-95', '•••95'],
    ['112 233 445 95', '•••95'],
    ['СНИЛС 11223344595', 'СНИЛС •••95'],
    ['11223344595', '•••95'],
    // ИНН
    ['ИНН: 162600123456', 'ИНН: •••56'],
    ['инн физлица 162600123456', 'инн физлица •••56'],
    // cards, policies, accounts
    ['4111 1111 1111 1111', '•••11'],
    ['4111-1111-1111-1111', '•••11'],
    ['карта 2200 1234 5678 9012', 'карта •••12'],
    ['карта 4111 11111111 1111', 'карта •••11'],
    ['карта: 41 11 11 11 11 11 11 11', 'карта: •••11'],
    ['4111_1111_1111_1111', '•••11'],
    ['4111111111111111', '•••11'],
    ['4111.1111.1111.1111', '•••11'],
    ['4111  1111  1111  1111', '•••11'],
    ['на карту\u00a04111\u00a01111\u00a01111\u00a01111', 'на карту\u00a0•••11'],
    ['номер карты 427683801234567890', 'номер карты •••90'],
    ['6762 8038 8888 8888 04', '•••04'],
    ['676280388888888804', '•••04'],
    ['полис 1688 0012 3456 7890', 'полис •••90'],
    ['ОМС № 1688001234567890', 'ОМС № •••90'],
    ['1688001234567890', '•••90'],
    ['40817810099910004312', '•••12'],
    ['40817 810 0 9991 0004312', '•••12'],
    ['р/с 4081 7810 0999 1000 4312', 'р/с •••12'],
  ])('%s → %s', (text, expected) => {
    expect(maskPersonalData(text)).toBe(expected);
  });
});

describe('what the work needs stays', () => {
  test.each([
    'обращение 327441806',
    '№ 327441806 от 25.11.2026',
    'ЕПГУ 6668478383',
    'номер ЕПГУ: 9668478383',
    'обращение № 9668478383',
    'сообщение № 9668478383',
    '15 т 12345',
    '25.11.2026',
    '25.11.2026 12:30',
    'с 02.11.2026 по 02.12.2026',
    '950 5.11.2026',
    '2026-11-25T09:00:00+03:00',
    '25-11-26',
    'с 8:00 до 17:00',
    'с 8-00 до 17-00',
    'ул. Ленина, д. 8, кв. 917',
    'дома 8, 10, 12, 14, 16, 18',
    'дома 8 32 34 36 38 40',
    'дом 8/2, корпус 3, подъезд 4, этаж 5',
    'дома 8/917, 9/12 и 10/4',
    'дома 1 2 3 4 5 6 7 8 9 10 11',
    'дома 8 9 10 11 12 13 14 15 16',
    'квартиры 8 9 1 7 2 2 2',
    'подъезды 1 2 3 4 5 6 7 8 9',
    '25/11/2026 и 8/12/2026',
    '02/11/2026-02/12/2026',
    '№ 3 2 7 4 4 1 8 0 6',
    'ЕПГУ 9 6 6 8 4 7 8 3 8 3',
    'ЕПГУ № 966/847/83/83',
    'с 8.00 до 9.00, с 9.10 до 17.00',
    '8 917 руб. 22 коп.',
    '9/172/223 рубля',
    '16:26:010101:9172/223',
    'Во дворе злая собака. Приезжайте',
    'у соседа собака Рекс. Ру кличка',
    'в т. ч. (а) дорога . Ру',
    '5 @ 10 . 12',
    '1 250 000 рублей',
    '8 912 345 678 рублей',
    '89 123 456 789 руб.',
    '9 172 223 344',
    '9172223344 рубля',
    '1250000,50',
    'телефон 15000 рублей',
    '16:26:010101:123',
    'кадастровый номер 16:26:010101:1234',
    'ст. 12.1 ч. 2 КоАП РФ',
    '59-ФЗ от 02.05.2006',
    'п. 3.1.12 и п. 4.2.11',
    'дорога 16К-1234, М-7, км 912+500',
    'Р-239 км 345 - 360',
    '55.714725, 51.414725',
    '55.7147251234, 51.9172223344',
    '55.71472512345678',
    '55.79612345678901, 51.41234567890123',
    'индекс 422190',
    '422190, Мамадыш, ул. Советская, 2',
    'в 2021 2022 2023 2024 годах',
    '2021 2022 2023 2024 2025',
    'автобус 112, 233, 445',
    'А 123 ВС 116',
    'ОГРН 1021601064130',
    '@petrova_anna',
    '5 @ 10',
    'СНиП 2.05.02-85',
    'д. 12/3, кв. 45',
    'дом 12 корп. 3 кв. 145',
    'дома 12-34-56',
    'дом 3О',
    'дома 8\n9\n10\n11\n12\n13',
    'дом 8\nкв. 917',
    '1 234 567 890 руб.',
    '2 500 000 000 рублей',
    '16:26:000000:12345',
    '№ ЕПГУ 6668478383',
    'постановление от 12.03.2024 № 334',
    'Федеральный закон № 131-ФЗ от 06.10.2003',
    'приказ 123/пр от 12.05.2020',
    'дело № А65-12345/2026',
    'N55.714725 E51.414725',
    'А123ВС116',
    'А 123 ВС 116 RUS',
    'а123вс 716',
    '422190, РТ, г. Мамадыш',
    'ГОСТ Р 50597-2017',
    'СП 42.13330.2016',
    'СанПиН 2.1.3684-21',
    'ст. 12.34 ч. 1 КоАП',
    'Позвоните не позже 25-11-26',
    'телефон работает с 8-00 до 17-00',
    'карта района 2026',
    'лицевой счет 1234567890',
    'исх. № 12-34/567',
    '2021.2022.2023.2024',
    'Мы ждём @ 5, ru',
    'Иннокентий 6668478383',
    'ООО «Тепло», ИНН 1626001234',
    'ИНН: 9172223344',
    'на карте дома 10 12 14 16 18 20 22 24',
    'Встреча в кафе at the mail, ru',
    'собака Яндекс у дома',
    'права на дом 16, 12 и 123456 рублей',
    'группа II-А 123456',
    'домашний адрес: ул. Ленина, 3-15',
    'площадь 112 233,5 кв. м',
    '• 12 домов',
    '',
  ])('%s', (text) => {
    expect(maskPersonalData(text)).toBe(text);
  });
});

test('everything around a hidden number is left as it was written', () => {
  expect(maskPersonalData('Яма\u00a0— 25–30 см,\n\tтел.\u00a08\u00a0917\u00a0222‑33‑44 — Анна')).toBe(
    'Яма\u00a0— 25–30 см,\n\tтел.\u00a0+7 ••• •••-••-44 — Анна',
  );
});

test('numbers on two lines are not read as one', () => {
  expect(maskPersonalData('дом 8\n917 кв. 2\n222 33 44')).toBe('дом 8\n917 кв. 2\n222 33 44');
});

const pieces = fc.oneof(
  { weight: 6, arbitrary: fc.stringMatching(/^[0-9]{1,6}$/) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ' ',
      '-',
      '.',
      ', ',
      '(',
      ')',
      '+',
      '\n',
      ' 8 ',
      '+7',
      '•',
      '•••',
      '•-',
      '@',
      ' № ',
      '/',
      ':',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'тел. ',
      'ИНН ',
      'паспорт ',
      'СНИЛС ',
      'полис ',
      ' и ',
      ' руб',
      'ЕПГУ ',
      'a@b.ru',
      'mail.ru',
      '８',
      '—',
      '\u00a0',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '89172223344',
      '8 917 222 33 44',
      '+7(917)222-33-44',
      '3-15-22',
      '112-233-445 95',
      '92 05 123456',
      '4111 1111 1111 1111',
    ),
  },
);
const mixture = fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join(''));

test('a number that was in the way of another is no way out', () => {
  expect(maskPersonalData('тел. 00000-89172223344')).toBe('тел. •••00-+7 ••• •••-••-44');
});

test('masking a masked text changes nothing', () => {
  fc.assert(
    fc.property(mixture, (text) => {
      const once = maskPersonalData(text);
      expect(maskPersonalData(once)).toBe(once);
    }),
    { numRuns: 3000 },
  );
});

test('any text at all is masked without an error, and twice is the same as once', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const once = maskPersonalData(text);
      expect(maskPersonalData(once)).toBe(once);
    }),
  );
});

const areaCode = fc.constantFrom('917', '927', '843', '800', '960');
const separator = fc.constantFrom('', ' ', '-', '\u00a0', ' - ', '‑');

test('a phone is hidden however its groups are written', () => {
  const subscriber = fc.tuple(
    fc.stringMatching(/^[0-9]{3}$/),
    fc.stringMatching(/^[0-9]{2}$/),
    fc.stringMatching(/^[0-9]{2}$/),
  );
  fc.assert(
    fc.property(
      fc.constantFrom('+7', '8'),
      areaCode,
      subscriber,
      separator,
      fc.boolean(),
      (country, code, parts, between, bracket) => {
        const written = [country, bracket ? `(${code})` : code, ...parts].join(between);
        expect(maskPersonalData(`Позвоните мне: ${written}.`)).toBe(`Позвоните мне: +7 ••• •••-••-${parts[2]}.`);
      },
    ),
  );
});

const HOSTILE = [
  ['digits', '7'],
  ['eights and blanks', '8 '],
  ['single digits and dashes', '9-'],
  ['brackets', '('],
  ['brackets around digits', '(8)'],
  ['plus signs', '+7'],
  ['letters of a local part', 'a'],
  ['dots', 'a.'],
  ['at signs', 'a@'],
  ['at signs with blanks', 'a @ '],
  ['words', 'тел'],
  ['words that announce a number', 'паспорт 12 '],
  ['phones', '8 917 222 33 44 '],
  ['groups of four', '4111 '],
  ['masks', '•••22 '],
  ['decimal numbers', '55.7 '],
  ['words and digits in turn', 'инн1'],
  ['slashes between digits', '8/9/'],
  ['eights and nines one by one', '8 9 1 7 '],
  ['stars', '9*1'],
  ['at signs in words', 'a(at)'],
  ['dogs', 'a собака '],
  ['dots with blanks', 'a @ a . '],
  ['dots in words', 'a@a точка '],
  ['lines of eights', '8\n'],
  ['lines of eights and nines', '8\n9'],
  ['letters for digits', '8О'],
  ['letters that could be digits', 'О'],
  ['groups of four and points', '4111.'],
  ['words that speak of phones', 'телефон '],
  ['words of phones and lines', 'тел\n'],
  ['commas after at signs', 'a@a,'],
  ['blanks', ' '],
  ['brackets of a dog', 'a( '],
  ['providers without a dot', 'a@mail '],
  ['words between at signs', 'a at mail '],
  ['Roman numbers', 'ivx-'],
  ['cards and blanks', 'карта 4 '],
] as const;

test.each(HOSTILE)('the time grows with the length, not with its square: %s', (_, unit) => {
  const short = unit.repeat(Math.ceil(15_000 / unit.length));
  const long = unit.repeat(Math.ceil(240_000 / unit.length));
  // of this process: others on the machine do not count
  const cost = (work: () => void) => {
    const from = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(from);
    return user + system;
  };
  maskPersonalData(short);
  // the same amount of text: as long when linear, 16 times as long when quadratic; whatever else the process did is not there thrice
  const isLinear = () => {
    const inPieces = cost(() => {
      for (let piece = 0; piece < 16; piece += 1) maskPersonalData(short);
    });
    return cost(() => void maskPersonalData(long)) < 5 * Math.max(inPieces, 1_000);
  };
  expect([1, 2, 3].some(isLinear)).toBe(true);
});

describe('what is found', () => {
  test('each piece by its kind, as it was written, with its mask', () => {
    const text = 'Тел. 3-10-00, 3-10-01 и 8\u00a0917 222‑33‑44, почта isp @ tatar.ru, ИНН 162600000000, 25.11.2026';
    expect(findPersonalData(text)).toEqual([
      { kind: 'phone', written: '3-10-00', mask: '•••00' },
      { kind: 'phone', written: '3-10-01', mask: '•••01' },
      { kind: 'phone', written: '8 917 222-33-44', mask: PHONE },
      { kind: 'email', written: 'isp @ tatar.ru', mask: '•••@•••' },
      { kind: 'document', written: '162600000000', mask: '•••00' },
    ]);
  });

  test('something exactly where something would be hidden', () => {
    const pieces = fc.constantFrom(
      'тел. ',
      '8 917 222-33-44',
      '3-10-00',
      ', ',
      ' и ',
      'паспорт 92 05 123456',
      'a@b.ru',
      'дом 7',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const text = parts.join('');
        expect(findPersonalData(text).length > 0).toBe(maskPersonalData(text) !== text);
      }),
    );
  });
});

test.each([
  ['+7 ••• •••-••-44', true],
  ['д. ••', true],
  ['• первое\n• второе', false],
  ['Итог…', false],
])('«%s» holds a mask: %s', (text, expected) => expect(holdsMask(text)).toBe(expected));

test.each([
  ['ул. Давыдова, 98, кв. 5', 'ул. Давыдова, 98, кв. •••', 'ул. Давыдова, 98'],
  ['Мамадыш, ул. Давыдова, 98, кв.12а', 'Мамадыш, ул. Давыдова, 98, кв.•••', 'Мамадыш, ул. Давыдова, 98'],
  ['Давыдова 98 квартира № 5', 'Давыдова 98 квартира № •••', 'Давыдова 98'],
  ['кв. 5, ул. Давыдова, 98', 'кв. •••, ул. Давыдова, 98', 'ул. Давыдова, 98'],
  ['Давыдов ур., 98, 5 нче фатир', 'Давыдов ур., 98, ••• фатир', 'Давыдов ур., 98'],
  ['ул. Квартальная, 5', 'ул. Квартальная, 5', 'ул. Квартальная, 5'],
  [
    'площадка 120 кв. м, ул. Советская, 15',
    'площадка 120 кв. м, ул. Советская, 15',
    'площадка 120 кв. м, ул. Советская, 15',
  ],
])('%s: the flat is somebody’s home, the house is not', (place, masked, without) => {
  expect(maskPlace(place)).toBe(masked);
  expect(maskPlace(masked)).toBe(masked);
  expect(withoutFlat(place)).toBe(without);
});
