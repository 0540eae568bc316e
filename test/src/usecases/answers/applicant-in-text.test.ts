import { findInText, type ApplicantData } from '../../../../src/usecases/answers/applicant-in-text';

const APPLICANT: ApplicantData = {
  type: 'person',
  name: 'Иванов Пётр Сергеевич',
  phone: '+7 917 123-45-67',
  email: 'Petr.Ivanov@example.com',
  address: 'г. Мамадыш, ул. Пролетарская, д. 7, кв. 3',
};
const OFFICE = { numbers: ['8556331000', '1626000000'], mails: ['tatar.ru', 'priem@mail.ru'] };
const PLACE = 'Мамадыш, ул. Советская, 15';

const found = (text: string, applicant: ApplicantData | null = APPLICANT, place = PLACE) =>
  findInText(text, applicant, place, OFFICE);
const kinds = (text: string, applicant?: ApplicantData | null, place?: string) =>
  found(text, applicant, place).map(({ kind }) => kind);

test.each([
  'Иванов П.С. просит',
  'По обращению Иванова П. С.',
  'ИВАНОВУ П.С. отвечено',
  'Обратился П.С. Иванов',
  'Обратился П. Иванов',
  'Иванов Петр Сергеевич',
  'встретились с Ивановым Петром',
  'Пётр Сергеевич Иванов',
  'Пётр Иванов',
  'Уважаемый Пётр Сергеевич!',
  'ПЕТРУ СЕРГЕЕВИЧУ даны разъяснения',
  'по просьбе Петра Сергеевича',
])('%s: the name is found', (text) => {
  expect(found(text)).toEqual([{ kind: 'applicantName', mask: expect.stringMatching(/^[ИП]•••$/i) }]);
});

test.each([
  'Ивановская улица, П.С.',
  'Петров П.С.',
  'Иванов М.М., мастер',
  'Уважаемый Пётр Петрович!',
  'Пётр отвечает',
  'Сергеевич',
  'на Иванов луг',
])('%s: nobody is named', (text) => expect(kinds(text)).toEqual([]));

test.each([
  ['Смирнова Анна Ивановна', 'Уважаемая Анна Ивановна!'],
  ['Смирнова Анна Ивановна', 'с Анной Ивановной'],
  ['Анна Ивановна Смирнова', 'Анне Ивановне'],
  ['Анна Ивановна', 'Анны Ивановны'],
  ['Орлов Павел Ильич', 'Павлу Ильичу'],
  ['Орлов Лев Кузьмич', 'Льва Кузьмича'],
  ['Галиева Гөлнара Рөстәм кызы', 'Хөрмәтле Гөлнара Рөстәм кызы!'],
  ['Галиева Гөлнара Рөстәм кызы', 'Гөлнараның Рөстәм кызының'],
  ['Марат Рустам улы Хасанов', 'Марат Рустам улына җавап'],
  ['Хасанов Марат Рустамович', 'Марату Рустамовичу'],
  ['Галиева Алсу Маратовна', 'Алсу Маратовнага җавап'],
  ['Мамедов Али Гасан оглы', 'Али Гасан оглы'],
])('%s: «%s» names them, without a surname', (name, text) => {
  expect(kinds(text, { ...APPLICANT, name })).toEqual(['applicantName']);
});

test('a name with another patronymic, or a patronymic with another name, is somebody else', () => {
  const applicant = { ...APPLICANT, name: 'Смирнова Анна Ивановна' };
  expect(kinds('Анна Петровна', applicant)).toEqual([]);
  expect(kinds('Мария Ивановна', applicant)).toEqual([]);
  expect(kinds('Аннотация, Ивановна', applicant)).toEqual([]);
});

test('a name is taken apart however it was stored; of one word, and of an organization, it is none', () => {
  expect(kinds('Иванов П.С.', { ...APPLICANT, name: 'Пётр Сергеевич Иванов' })).toEqual(['applicantName']);
  expect(kinds('Иванов Пётр', { ...APPLICANT, name: 'Иванов П.С.' })).toEqual([]);
  expect(kinds('Иванов П.', { ...APPLICANT, name: 'Иванов П.С.' })).toEqual(['applicantName']);
  expect(kinds('с Галиевой А.', { ...APPLICANT, name: 'Галиева Алсу' })).toEqual(['applicantName']);
  expect(kinds('Яма', { ...APPLICANT, name: '(((' })).toEqual([]);
  expect(kinds('Яма Петрова', { ...APPLICANT, name: '((( Пётр' })).toEqual([]);
  expect(kinds('А. Иванова-Петрова', { ...APPLICANT, name: 'Иванова-Петрова Анна-Мария' })).toEqual(['applicantName']);
  expect(kinds('Иванов', { ...APPLICANT, name: 'Иванов' })).toEqual([]);
  expect(kinds('Ромашка О.', { ...APPLICANT, type: 'legal', name: 'Ромашка ООО' })).toEqual([]);
});

test.each(['8 917 123-45-67', '79171234567', '+7(917)1234567', 'тел. 123-45-67', '917 123 45 67'])(
  '%s: the phone is theirs',
  (text) =>
    expect(found(`Позвонить: ${text}.`)).toEqual([{ kind: 'applicantPhone', mask: expect.stringMatching(/67$/) }]),
);

test("a writing that is no phone's by itself is theirs too", () => {
  expect(found('8 = 917 = 123 = 45 = 67')).toEqual([{ kind: 'applicantPhone', mask: '•••67' }]);
  expect(kinds('Участок 3-12-34', { ...APPLICANT, phone: '3-12-34' })).toEqual(['applicantPhone']);
  expect(kinds('Заявка 19171234567, 917123456, 3-12-35')).toEqual([]);
});

test('of two phones in one field each is theirs; another one is not', () => {
  const two = { ...APPLICANT, phone: '8 917 123-45-67, 8 905 000-11-22' };
  expect(found('89050001122, 8 917 123 45 67, 8 917 222-33-44', two)).toEqual([
    { kind: 'applicantPhone', mask: '+7 ••• •••-••-22' },
    { kind: 'applicantPhone', mask: '+7 ••• •••-••-67' },
    { kind: 'phone', mask: '+7 ••• •••-••-44' },
  ]);
});

test('a mail in whichever case, and a mail of somebody else', () => {
  expect(kinds('petr.ivanov@EXAMPLE.com и other@example.com')).toEqual(['applicantEmail', 'email']);
});

test.each([
  'г. Мамадыш, ул. Пролетарская, д. 7, кв. 3',
  'на Пролетарской, 7, кв.3',
  'улица Пролетарская 7-3',
  'Пролетарская, дом 7, квартира 3',
])('%s: the home is found', (text) => expect(kinds(text)).toEqual(['applicantAddress']));

test.each(['ул. Пролетарская, 7', 'Пролетарская, 7, кв. 30', 'ул. Советская, 7, кв. 3'])(
  '%s: nobody lives there',
  (text) => expect(kinds(text)).toEqual([]),
);

test('a home that is the place of the problem is shown to everybody anyway', () => {
  const house = { ...APPLICANT, address: 'с. Красная Горка, ул. Мира, 12' };
  expect(kinds('Осмотрен участок: ул. Мира, 12', house)).toEqual(['applicantAddress']);
  expect(kinds('Осмотрен участок: ул. Мира, 12', house, 'Красная Горка, ул. Мира, д. 12')).toEqual([]);
});

test("the office's own contacts are nobody's business, in any writing; all others are told by kind", () => {
  expect(
    kinds(
      'Исполком: 8 (85563) 3-10-00, тел. 3-10-00, isp@tatar.ru, a@mamadysh.tatar.ru, priem@mail.ru, ИНН 1626000000',
    ),
  ).toEqual([]);
  expect(kinds('тел. 3-10-01, other@mail.ru, ИНН 162600000123, паспорт 92 05 123456')).toEqual([
    'phone',
    'email',
    'document',
    'document',
  ]);
});

test("without an applicant only what is not the office's is told, each once", () => {
  expect(kinds('Иванов П.С., 8 917 123-45-67, 8 917 123-45-67, 3-10-00', null)).toEqual(['phone']);
});

test('what people store and write makes no pattern of its own, and costs little', () => {
  const hostile = { ...APPLICANT, name: 'А+ (Б|В)*', address: '[ул. (((Мира, 1', phone: '+++', email: '@' };
  expect(kinds(`${'Иванов П '.repeat(2_000)}(`, hostile)).toEqual([]);
});
