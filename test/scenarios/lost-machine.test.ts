import { mkdirSync } from 'node:fs';
import { canBeApart, copiesIn, OfficeOfMachines } from '../support/machine';
import { agree, approve, assign, inWork, submit, takeIntoWork } from '../support/office-work';
import { OPEN, registryXlsx, type RegistryLine } from '../support/registry-files';
import { until } from '../support/until';
import { PEOPLE, type Who } from '../support/world';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const EVERYBODY = Object.keys(PEOPLE) as Who[];
const ADMIN: Who = 'supervisor';

const line = (number: string, more: RegistryLine = {}): RegistryLine => ({
  ...OPEN,
  Номер: number,
  'ФИО исполнителя': PEOPLE.executor.name,
  ...more,
});

/** A machine is started three times, with a new PostgreSQL twice. */
jest.setTimeout(900_000);

let office: OfficeOfMachines;
beforeAll(async () => {
  office = await OfficeOfMachines.open();
});
afterAll(() => office.close());

const differences = async (): Promise<string[]> => {
  const coordinator = office.phone('coordinator');
  await coordinator.say('/control');
  await coordinator.press('Сверка с ПОС', 'Контроль');
  return (await coordinator.buttons('Сверка с ПОС')).filter((caption) => / · \d+$/.test(caption));
};
const load = async (name: string, rows: readonly RegistryLine[]): Promise<void> => {
  const coordinator = office.phone('coordinator');
  await coordinator.sendFile(await registryXlsx(rows), name, XLSX);
  await coordinator.press('Загрузить', name);
  await coordinator.sees(new RegExp(`${name}[^]*Загружено`));
};
const heard = () => Promise.all(EVERYBODY.map((who) => office.phone(who).lastId()));
const sayingWhichDay = async (who: Who) =>
  (await office.phone(who).messages()).filter(({ text }) => text?.includes('восстановлен из копии от'));

test(`a machine is lost in the middle of a working day: on another one${canBeApart ? ', without a network,' : ''} the office is restored from the night’s copy, and ПОС says what was done since`, async () => {
  const copies = office.folder('copies');
  mkdirSync(copies, { mode: 0o777 });
  const first = office.machine('first');

  // In the evening.
  office.isNow('2026-11-24T16:00:00+03:00');
  await first.start();
  for (const who of EVERYBODY) await office.phone(who).say('/start');
  const begun = await inWork(office);
  const waiting = await office.appeal();
  await load('вечер.xlsx', [
    line(begun),
    line(waiting, { 'ФИО исполнителя': '-', Статус: 'На координации', Стадия: 'Новое' }),
  ]);
  expect(await first.stop()).toBe(0);

  // The night's copy, which a machine that was off takes when it is started.
  office.isNow('2026-11-25T08:10:00+03:00');
  await first.start({ BACKUP_DIR: copies });
  await until('the copy of the night is whole', () => copiesIn(copies).length === 1);

  // In the morning work goes on.
  await submit(office, begun);
  await agree(office, begun);
  await approve(office, begun);
  await assign(office, waiting);
  await takeIntoWork(office, waiting);
  const late = await inWork(office);
  await first.burn();
  const before = await heard();

  // On another machine, from what lies outside of the first.
  office.isNow('2026-11-25T11:00:00+03:00');
  const second = office.machine('second');
  const [copy = ''] = copiesIn(copies);
  expect(await second.run('restore', [copy], canBeApart)).toMatchObject({
    code: 0,
    output: expect.stringMatching(/Восстановлено\. Строк: \d+, файлов: [1-9]/) as string,
  });
  expect(await second.run('journal-verify', [], canBeApart)).toMatchObject({ code: 0 });
  await second.start({ BACKUP_DIR: copies });
  const admin = office.phone(ADMIN);
  await admin.sees('База восстановлена из копии от');

  // ПОС knows what was done since, and is asked before anything is allowed.
  await load('после.xlsx', [
    line(begun, {
      Стадия: 'Завершено',
      Статус: 'Отправлен ответ заявителю',
      'Дата фактического завершения работ': '25.11.2026',
      'Тип решения': 'Не решено',
    }),
    line(waiting),
    line(late, { 'Дата поступления': '25.11.2026', 'Дата планируемого завершения работ': '05.12.2026' }),
  ]);
  expect(await differences()).toEqual(['Завершены в ПОС · 1', 'Назначены в ПОС · 2']);
  const coordinator = office.phone('coordinator');
  await coordinator.press('Назначить как в ПОС: 2', 'Сверка с ПОС');
  await coordinator.press('Назначить как в ПОС: 2', 'уже назначен');
  await coordinator.sees('Назначено как в ПОС: 2 обращения');
  await differences();
  await coordinator.press('Завершены в ПОС', 'Сверка с ПОС');
  await coordinator.press(begun.slice(-7), 'Завершены в ПОС');
  expect((await coordinator.press('Ответ уже в ПОС')).text).toBe('Завершено: ответ в ПОС');
  expect(await differences()).toEqual([]);

  // Until then nobody else has heard of anything; then everybody does, once.
  const after = await heard();
  const heardMore = EVERYBODY.filter((_, index) => after[index] !== before[index]);
  expect(heardMore.filter((who) => who !== ADMIN && who !== 'coordinator')).toEqual([]);
  expect((await admin.press('Разрешить отправку', 'База восстановлена')).text).toBe('Отправка разрешена');
  await office.quiet();
  for (const who of EVERYBODY) expect([who, (await sayingWhichDay(who)).length]).toEqual([who, who === ADMIN ? 0 : 1]);
  await office.phone('executor').sees('К вам из ПОС перенесены 2 обращения');

  // The office works.
  await inWork(office);
  expect(
    await second.rows(
      `select number from appeal where number = any('{${begun},${waiting},${late}}') and stage <> 'coordination'`,
    ),
  ).toHaveLength(3);
  expect((await sayingWhichDay('executor')).length).toBe(1);
  expect(await second.stop()).toBe(0);
});
