import { wordsOf } from '../../../src/i18n';
import { intakeWords, type IntakeWords } from '../../../src/intake/complaints';
import { readJson } from '../../../src/intake/json';
import { appealRecord, readRecord, readRecords } from '../../../src/intake/record';

const words = intakeWords(wordsOf('ru'));

const NOW = new Date('2026-11-25T09:00:00Z');
const least = { number: '327441806', kind: 'message', registeredAt: '2026-11-25T09:00:00+03:00' };
const whole = {
  ...least,
  epguNumber: '6668478383',
  category: 'Дороги',
  subcategory: 'Содержание дорог',
  fact: 'Яма',
  fastTrackDays: 10,
  text: 'Яма\u0000 на дороге\r\nу школы ',
  address: 'ул. Советская, 12',
  settlement: 'Мамадыш',
  latitude: 55.71,
  longitude: 51.41,
  applicant: { type: 'legal', name: 'ООО «Ромашка»', email: 'office@example.ru', phone: '8 (85563) 3-15-22' },
};

function complaintsAbout(input: unknown) {
  const reading = readRecord(input, NOW, words);
  return reading.ok ? [] : reading.complaints;
}

test('the least that an appeal needs is its number, kind and registration', () => {
  expect(readRecord(least, NOW, words)).toEqual({
    ok: true,
    value: { number: '327441806', kind: 'message', registeredAt: new Date('2026-11-25T06:00:00Z') },
  });
});

test('a whole record comes through, its text cleaned', () => {
  expect(readRecord(whole, NOW, words)).toEqual({
    ok: true,
    value: { ...whole, registeredAt: new Date('2026-11-25T06:00:00Z'), text: 'Яма на дороге\nу школы' },
  });
});

test('null and blank texts are the same as absent ones', () => {
  const blank = {
    ...least,
    epguNumber: null,
    category: '',
    text: '  ',
    latitude: null,
    longitude: null,
    applicant: null,
  };
  expect(readRecord(blank, NOW, words)).toEqual(readRecord(least, NOW, words));
});

test('«no fast track» is not the same as saying nothing about it', () => {
  expect(appealRecord.parse({ ...least, fastTrackDays: null }).fastTrackDays).toBeNull();
  expect(appealRecord.parse(least).fastTrackDays).toBeUndefined();
});

test('an appeal59 may say that it has no fast track', () => {
  expect(complaintsAbout({ ...least, kind: 'appeal59', fastTrackDays: null })).toEqual([]);
});

test.each([
  [{ number: '' }, 'number', /от 1 до 40 букв/],
  [{ number: 327441806 }, 'number', /нужен тип «строка», а пришёл «число»/],
  [{ number: undefined }, 'number', 'обязательное поле не заполнено'],
  [{ number: '<b>1</b>' }, 'number', /от 1 до 40 букв/],
  [{ number: '1'.repeat(41) }, 'number', /от 1 до 40 букв/],
  [{ number: 'АБВ' }, 'number', /хотя бы одна цифра/],
  [{ kind: 'complaint' }, 'kind', 'допустимые значения: message, appeal59'],
  [{ kind: undefined }, 'kind', 'обязательное поле не заполнено'],
  [{ registeredAt: '2026-11-25' }, 'registeredAt', 'нужны дата и время с часовым поясом'],
  [{ registeredAt: '2026-11-25T09:00:00' }, 'registeredAt', 'нужны дата и время с часовым поясом'],
  [{ registeredAt: '2026-02-30T09:00:00+03:00' }, 'registeredAt', 'нужны дата и время с часовым поясом'],
  [{ registeredAt: 1795590000 }, 'registeredAt', /нужен тип «строка», а пришёл «число»/],
  [{ registeredAt: '0026-11-25T09:00:00+03:00' }, 'registeredAt', 'дата раньше 2000 года'],
  [{ registeredAt: '2026-11-26T09:00:01Z' }, 'registeredAt', 'дата больше чем на сутки впереди'],
  [{ category: 'Д'.repeat(201) }, 'category', 'не длиннее 200 знаков'],
  [{ fastTrackDays: 4 }, 'fastTrackDays', 'допустимые значения: 3, 5, 7, 10'],
  [{ fastTrackDays: '10' }, 'fastTrackDays', 'допустимые значения: 3, 5, 7, 10'],
  [{ kind: 'appeal59', fastTrackDays: 10 }, 'fastTrackDays', 'у обращения по 59-ФЗ фаст-трека не бывает'],
  [{ text: 'я'.repeat(20_001) }, 'text', 'не длиннее 20000 знаков'],
  [{ text: ['Яма'] }, 'text', /нужен тип «строка», а пришёл «список»/],
  [{ latitude: 55.71 }, 'longitude', 'широта и долгота указываются вместе'],
  [{ longitude: 51.41 }, 'latitude', 'широта и долгота указываются вместе'],
  [{ latitude: 91, longitude: 51.41 }, 'latitude', 'не больше 90'],
  [{ latitude: 55.71, longitude: -181 }, 'longitude', 'не меньше -180'],
  [{ latitude: '55.71', longitude: 51.41 }, 'latitude', /нужен тип «число», а пришёл «строка»/],
  [{ applicant: { type: 'ghost' } }, 'applicant.type', 'допустимые значения: person, legal'],
  [{ applicant: { email: 'нет' } }, 'applicant.email', 'это не адрес электронной почты'],
  [{ applicant: 'Иванов' }, 'applicant', /нужен тип «объект», а пришёл «строка»/],
  [{ applicant: { passport: '92 05 123456' } }, 'applicant.passport', 'такого поля нет'],
  [{ fasttrack: 10 }, 'fasttrack', 'такого поля нет'],
  [{ 'a b': 1 }, '["a b"]', 'такого поля нет'],
])('%j is refused', (change, path, reason) => {
  const found = complaintsAbout({ ...least, ...change });
  expect(found).toHaveLength(1);
  expect(found[0]?.path).toBe(path);
  expect(found[0]?.reason).toMatch(reason);
});

test.each([null, 'text', 5, true])('%j instead of an appeal is refused', (input) => {
  expect(complaintsAbout(input)).toEqual([{ path: '', reason: expect.stringContaining('нужен тип «объект»') }]);
});

test.each(['иван@почта.рф', 'ivan.petrov+1@почта.рф', 'a@b.ru'])('%s is a mail', (email) => {
  expect(complaintsAbout({ ...least, applicant: { email } })).toEqual([]);
});

test.each(['@почта.рф', 'иван@почта', 'иван почта@почта.рф', 'иван@-.рф', `${'и'.repeat(65)}@почта.рф`])(
  '%s is no mail',
  (email) => {
    expect(complaintsAbout({ ...least, applicant: { email } })).toMatchObject([{ path: 'applicant.email' }]);
  },
);

test('emoji count as one character each', () => {
  expect(complaintsAbout({ ...least, text: '🙏'.repeat(20_000) })).toEqual([]);
});

test('a clock that is a day ahead is forgiven', () => {
  expect(complaintsAbout({ ...least, registeredAt: '2026-11-26T09:00:00Z' })).toEqual([]);
});

test('every bad field of every bad item is named, with what to do', async () => {
  const reading = await readRecords([least, { ...least, number: '2', kind: 'x', extra: 1 }, 'text'], NOW, words);
  expect(reading).toEqual({
    ok: false,
    complaints: [
      { path: '[1].kind', reason: 'допустимые значения: message, appeal59' },
      { path: '[1].extra', reason: 'такого поля нет', todo: 'проверьте написание или уберите поле' },
      { path: '[2]', reason: 'нужен тип «объект», а пришёл «строка»' },
    ],
  });
});

test('one number twice in a list stands there as often as it was sent; another appeal under it is refused', async () => {
  const twice = await readRecords([least, { ...least, number: '2' }, { ...least, epguNumber: null }], NOW, words);
  expect(twice.ok && twice.value.map(({ number }) => number)).toEqual(['327441806', '2', '327441806']);
  expect(await readRecords([least, least, { ...least, applicant: { name: 'Анна' } }], NOW, words)).toEqual({
    ok: false,
    complaints: [
      {
        path: '[2].number',
        reason: 'этот номер уже есть в списке: [0], а сведения другие: applicant',
        todo: 'оставьте одно из двух или сделайте их одинаковыми',
      },
    ],
  });
});

test('an empty list is refused', async () => {
  expect(await readRecords([], NOW, words)).toEqual({ ok: false, complaints: [{ path: '', reason: 'список пуст' }] });
});

test('a megabyte of rubbish is answered with a hundred complaints, and that there are more', async () => {
  const reading = await readRecords(
    Array.from({ length: 300_000 }, () => ({})),
    NOW,
    words,
  );
  expect(reading).toMatchObject({ ok: false, complaints: { length: 100 }, more: true });
});

test('and so is one appeal with a megabyte of fields that nobody knows', async () => {
  const fields = Object.fromEntries(Array.from({ length: 40_000 }, (_, index) => [`field${index}`, 1]));
  for (const input of [{ ...least, ...fields }, [{ ...least, ...fields }]]) {
    const reading = await readRecords(input, NOW, words);
    expect(reading).toMatchObject({ ok: false, complaints: { length: 100 }, more: true });
  }
});

test('no words are looked for that are not said', async () => {
  let looked = 0;
  const counted: IntakeWords = (...key) => {
    looked += 1;
    return words(...key);
  };
  const twice = `{${Array(45_000).fill('"n":1').join(',')}}`;
  expect(readJson(Buffer.from(twice), counted)).toMatchObject({ ok: false, complaints: { length: 100 }, more: true });
  const unknown = Object.fromEntries(Array.from({ length: 45_000 }, (_, index) => [`n${index}`, 1]));
  await readRecords([unknown], NOW, counted);
  // a reason and a remedy each, and of one more to know that there are more
  expect(looked).toBeLessThan(2 * 2 * 110);
});
