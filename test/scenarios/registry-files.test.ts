import { readXlsx } from 'hucre/xlsx';
import { statement } from '../../src/database/database';
import {
  FINISHED,
  LAYOUT_2022,
  linesOf,
  OPEN,
  registryXlsx,
  xlsxOf,
  type RegistryLine,
} from '../support/registry-files';
import type { Phone } from '../support/phone';
import type { Loose } from '../src/stand/support';
import { until } from '../support/until';
import { World } from '../support/world';

let world: World;
let coordinator: Phone;
beforeAll(async () => {
  world = await World.start();
  coordinator = world.phone('coordinator');
});
afterAll(() => world.stop());

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const registered = statement(
  'test.registry-appeals',
  `select a.number, a.stage, a.answer_type as "answerType", a.finished_at is not null as finished, a.fast_track_days as days,
     r.said -> 'there' ->> 'mark' as mark, r.said -> 'there' ->> 'executor' as executor, a.executor_id as "executorId"
   from appeal a left join registry_record k on k.appeal_id = a.id left join registry_row r on r.file_id = k.file_id and r.row = k.row where a.number like '700%' order by a.number`,
);
/** Files that the bot has sent to the coordinator. */
async function documents(): Promise<{ file_id: string; file_name: string }[]> {
  const { body } = await world.stand.control('GET', `chats/${coordinator.id}/messages`);
  const messages: Loose[] = Array.isArray(body) ? body : body.messages;
  return messages.flatMap(({ document, from }) => (document && from?.is_bot ? [document] : []));
}
async function bytesOf(fileId: string): Promise<Uint8Array> {
  const { file_path: place } = await world.stand.result('getFile', { file_id: fileId });
  const { url, stand } = world.stand;
  return new Uint8Array(await (await fetch(`${url}/file/bot${stand.token}/${place}`)).arrayBuffer());
}
const appeals = () => world.fresh.database.query<Record<string, unknown>>(registered);

const first: readonly RegistryLine[] = [
  { ...FINISHED, Номер: '7000001' },
  { ...OPEN, Номер: '7000002' },
  { ...OPEN, Номер: '7000003', 'Дата поступления': '31.02.2026' },
];

test('a registry file is previewed, loaded by one press, and told of in one message', async () => {
  const before = await world.phone('secondCoordinator').lastId();
  await coordinator.sendFile(await registryXlsx(first), 'выгрузка.xlsx', XLSX);
  const preview = await coordinator.text('Новых: 2');
  expect(preview).toBe(
    [
      'Файл «выгрузка.xlsx»',
      'Прочитаны 3 строки.',
      'День выгрузки: 24.11.2026',
      'Новых: 2, из них завершены в ПОС: 1',
      'С ошибками: 1',
      'Не читаются столбцы: «Верхнеуровневый ЛКО», «Направлено по email в ФОИВ, не подключенный к ПОС»',
      '',
      '• Строка 4, «Дата поступления»: «31.02.2026» — такого дня нет; запишите, например, так: 06.01.2026',
      'Строки с ошибками — в отдельном файле: исправьте их там и пришлите его.',
    ].join('\n'),
  );
  expect(await coordinator.buttons('Новых: 2')).toEqual(['Загрузить', 'Не нужно']);
  expect(await appeals()).toEqual([]);

  const again = await coordinator.remember('Загрузить');
  expect((await coordinator.press('Загрузить')).text).toBe('Загружаю');
  expect((await again()).text).toMatch(/Уже загружается|уже обработан/);
  expect(await coordinator.text('Загружено')).toContain(
    'Зарегистрировано на координации: 1\nЗарегистрировано завершённых в ПОС: 1',
  );
  expect(await appeals()).toEqual([
    {
      number: '7000001',
      stage: 'answered',
      answerType: 'resolved',
      finished: true,
      days: 10,
      mark: '5',
      executor: 'Петров Пётр Петрович',
      executorId: null,
    },
    {
      number: '7000002',
      stage: 'coordination',
      answerType: null,
      finished: false,
      days: 10,
      mark: null,
      executor: 'Петров Пётр Петрович',
      executorId: null,
    },
  ]);
  await world.phone('secondCoordinator').sees('Из выгрузки ПОС «выгрузка.xlsx»');
  expect(await world.phone('secondCoordinator').soundsSince(before)).toBe(1);
});

test('the error file is corrected and sent again: what is known stays, what was wrong comes in', async () => {
  const files = (await documents()).filter(({ file_name: name }) => name === 'выгрузка — ошибки.xlsx');
  expect(files).toHaveLength(1);
  const { sheets } = await readXlsx(await bytesOf(files[0]!.file_id));
  const sheet = sheets[0]!.rows;
  expect(sheet[0]?.slice(0, 2)).toEqual(['Строка', 'Номер']);
  expect(sheet[1]?.[0]).toBe(4);
  expect(sheet[1]?.at(-1)).toContain('Дата поступления: такого дня нет');
  const corrected = sheet.map((line) => line.map((cell) => (cell === '31.02.2026' ? '23.11.2026' : cell)));
  await coordinator.sendFile(await xlsxOf(corrected), 'исправлено.xlsx', XLSX);
  await coordinator.press('Загрузить', 'исправлено');
  await coordinator.sees(/исправлено[^]*Загружено/);
  expect((await appeals()).map(({ number }) => number)).toEqual(['7000001', '7000002', '7000003']);
});

test('the next file, in the order of former years, says what has changed and how it differs from the bot', async () => {
  const second = await registryXlsx(
    [
      { ...first[0], 'Оценка ответа заявителем': '2', 'Повторное рассмотрение': 'Да' },
      {
        ...first[1],
        Стадия: 'Завершено',
        Статус: 'Отправлен ответ заявителю',
        'Дата планируемого завершения работ': '10.12.2026',
      },
      { ...OPEN, Номер: '7000004', ФЗ: '59-ФЗ', Категория: 'Неведомое' },
    ],
    LAYOUT_2022,
  );
  await coordinator.sendFile(second, 'завтра.xlsx', XLSX);
  const preview = await coordinator.text(/завтра[^]*Новых/);
  expect(preview).toContain(
    'Новых: 1\nИзменились с прошлой выгрузки: 2\nРазошлось с ботом с прошлой выгрузки: завершены в ПОС — 1, повторное рассмотрение — 1, новая оценка — 1\nНовых категорий: 1.',
  );
  await coordinator.press('Загрузить', 'завтра');
  await coordinator.sees(/завтра[^]*Загружено/);
  expect(await appeals()).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ number: '7000001', stage: 'answered', mark: '2' }),
      expect.objectContaining({ number: '7000002', stage: 'coordination' }),
    ]),
  );

  await coordinator.sendFile(second, 'ещё раз.xlsx', XLSX);
  const third = await coordinator.text(/ещё раз[^]*Нового/);
  expect(third).toContain('Нового ничего нет.');
});

test('what is no registry says what it is; other documents go where they went', async () => {
  await coordinator.sendFile(
    await xlsxOf([
      ['Фамилия', 'Телефон'],
      ['Иванов', '1'],
    ]),
    'список.xlsx',
    XLSX,
  );
  await coordinator.sees(/список[^]*нет столбцов «Номер» и «Дата поступления»/);
  const ods = Buffer.concat([
    Buffer.from('PK\x03\x04'),
    Buffer.alloc(26),
    Buffer.from('mimetypeapplication/vnd.oasis.opendocument.spreadsheet'),
  ]);
  await coordinator.sendFile(ods, 'таблица.ods');
  await coordinator.sees(/таблица[^]*Это не книга Excel/);
  await coordinator.sendFile(Buffer.from('Номер\tКатегория\n1\tДороги\n'), 'таблица.tsv');
  await coordinator.sees(/таблица\.tsv[^]*нет столбца «Дата поступления»/);
  await coordinator.sendFile(await registryXlsx(first), 'письмо.pdf', 'application/pdf');
  expect((await coordinator.messages()).at(-1)?.text).not.toContain('письмо');
  const executor = world.phone('executor');
  await executor.sendFile(await registryXlsx(first), 'выгрузка.xlsx', XLSX);
  expect((await executor.messages()).at(-1)?.text).not.toContain('выгрузка');
});

test('a column that decides and is not found is asked for with the file’s headings; a wrong answer is taken back', async () => {
  const lines = linesOf([{ ...OPEN, Номер: '7000020', ФЗ: '59-ФЗ' }], LAYOUT_2022);
  const other = lines.map((line) => [...line, line === lines[0] ? 'Пометка' : 'срочно']);
  other[0] = other[0]!.map((heading) => (heading === 'ФЗ' ? 'Вид <закона>' : heading));
  await coordinator.sendFile(await xlsxOf(other), 'без фз.xlsx', XLSX);
  expect(await coordinator.text('Не найден столбец')).toBe(
    [
      'Файл «без фз.xlsx»',
      'Не найден столбец «ФЗ». По какому столбцу видно, что обращение подано по 59-ФЗ?',
      'Ответ запомнится для файлов с такими же столбцами.',
    ].join('\n'),
  );
  expect(await coordinator.buttons('Не найден столбец')).toEqual([
    'Вид <закона>',
    'Пометка',
    'Такого столбца нет: все обычные',
    'Такого столбца нет: новые пока не загружать',
  ]);
  await coordinator.press('Такого столбца нет: все обычные', 'Не найден столбец');
  expect(await coordinator.text(/без фз[^]*Новых/)).toContain('Столбца «ФЗ» нет: все новые — обычные сообщения');
  await coordinator.press('Столбцы указаны неверно', 'без фз');
  await coordinator.press('Вид <закона>', 'Не найден столбец');
  expect(await coordinator.text(/без фз[^]*Новых/)).toContain('«ФЗ» — столбец «Вид <закона>»');
  await coordinator.press('Загрузить', 'без фз');
  await coordinator.sees(/без фз[^]*Загружено/);
  expect(await world.fresh.database.dataSource.query(`select kind from appeal where number = '7000020'`)).toEqual([
    { kind: 'appeal59' },
  ]);
});

test('an older export says so, adds what is new, and changes what is known only «всё равно»', async () => {
  const older = { ...OPEN, 'Дата поступления': '20.11.2026', Статус: 'Старый' };
  await coordinator.sendFile(
    await registryXlsx([
      { ...older, Номер: '7000020' },
      { ...older, Номер: '7000021' },
    ]),
    'вчера.xlsx',
    XLSX,
  );
  expect(await coordinator.text(/вчера[^]*Новых/)).toContain('Уже загружена более новая выгрузка, от 24.11.2026');
  expect(await coordinator.buttons(/вчера[^]*Новых/)).toEqual(['Загрузить новые', 'Загрузить всё равно', 'Не нужно']);
  await coordinator.press('Загрузить новые', 'вчера');
  expect(await coordinator.text(/вчера[^]*Загружено/)).toContain('Изменения из него не взяты');
  await coordinator.press('Загрузить всё равно', 'вчера');
  await coordinator.sees(/вчера[^]*Обновлены сведения ПОС: 1/);
  await coordinator.pressAnywhere('x:imports:0');
  expect(await coordinator.text('Загрузки из ПОС')).toContain('«вчера.xlsx» · загружена, хотя уже была более новая');
});

test('«Не нужно» forgets the file', async () => {
  await coordinator.sendFile(await registryXlsx([{ ...OPEN, Номер: '7000009' }]), 'лишнее.xlsx', XLSX);
  expect((await coordinator.press('Не нужно', 'лишнее')).text).toBe('Файл не загружен');
  await coordinator.sees(/лишнее[^]*не загружен/);
  expect((await appeals()).map(({ number }) => number)).not.toContain('7000009');
});

test('an export is read also while a form stands open that takes no files, and the form goes on', async () => {
  await coordinator.say('7000002');
  await coordinator.press('Назначить исполнителя', '7000002');
  await coordinator.sendFile(await registryXlsx([{ ...OPEN, Номер: '7000009' }]), 'при форме.xlsx', XLSX);
  await coordinator.sees(/при форме[^]*Новых: 1/);
  await coordinator.press('Отмена', 'Кому назначить');

  await coordinator.say('/find');
  await coordinator.sendFile(await registryXlsx([{ ...OPEN, Номер: '7000009' }]), 'при поиске.xlsx', XLSX);
  await coordinator.sees(/при поиске[^]*Новых: 1/);
  await coordinator.press('Отмена', 'Поиск');
});

test('a file that fails midway says what had come in of it, in the chat and among the imports; sent again it brings the rest', async () => {
  const { database } = world.fresh;
  await database.dataSource.query(
    `create function fail_midway() returns trigger language plpgsql as $$ begin raise 'no'; end $$`,
  );
  await database.dataSource.query(
    `create trigger fail_midway before insert on appeal for each row when (new.number = '7102200') execute function fail_midway()`,
  );
  const finished = Array.from({ length: 2_300 }, (_, index) => ({ ...FINISHED, Номер: String(7_100_001 + index) }));
  const file = await registryXlsx([{ ...OPEN, Номер: '7100000' }, ...finished]);
  await coordinator.sendFile(file, 'половина.xlsx', XLSX);
  await coordinator.press('Загрузить', 'половина');
  await until('it is given up', async () => {
    await database.dataSource.query(`select pg_notify('registry_file', '')`);
    const [{ state }] = await database.dataSource.query(`select state from registry_file order by id desc limit 1`);
    return state === 'refused';
  });
  await database.dataSource.query('drop function fail_midway cascade');
  const came = [
    'Файл не удалось обработать. Сообщите администратору: причина в журнале сервера.',
    'Часть строк уже загружена; если прислать файл ещё раз, они не повторятся:',
    'Зарегистрировано на координации: 1',
    'Зарегистрировано завершённых в ПОС: 1998',
  ].join('\n');
  expect(await coordinator.text(/половина[^]*не удалось обработать/)).toBe(`Файл «половина.xlsx»\n${came}`);
  expect(await coordinator.buttons(/половина[^]*не удалось обработать/)).toEqual(['На координации']);
  expect(await world.phone('secondCoordinator').text(/половина/)).toBe(`Из выгрузки ПОС «половина.xlsx»\n${came}`);

  await coordinator.say('/control');
  await coordinator.press('Сверка с ПОС', 'Контроль');
  await coordinator.press('Загрузки', 'Сверка с ПОС');
  expect(await coordinator.text('Загрузки из ПОС')).toContain('«половина.xlsx» · загружена не вся\nНовых: 1999');
  await coordinator.press(
    (await coordinator.buttons('Загрузки из ПОС')).find((caption) => caption.includes('половина'))!,
    'Загрузки из ПОС',
  );
  expect(await coordinator.text(/^Файл «половина.xlsx»\n\d/)).toContain(came);

  await coordinator.sendFile(file, 'снова.xlsx', XLSX);
  expect(await coordinator.text(/снова[^]*Новых/)).toContain('Новых: 302');
  await coordinator.press('Загрузить', 'снова');
  await coordinator.sees(/снова[^]*Загружено/);
});
