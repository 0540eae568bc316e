import { statement, databaseOf } from '../../src/database/database';
import type { Phone } from '../support/phone';
import {
  agree,
  appealId,
  approve,
  card,
  enter,
  inWork,
  open,
  ringing,
  sign,
  submit,
  task,
  write,
} from '../support/office-work';
import { World } from '../support/world';

const versionOf = statement('test-version', 'select version from appeal where number = $1');

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

test('an appeal under 59-ФЗ keeps its due: a date too near to it is refused, and whoever may extend the term is offered that', async () => {
  const [executor, approver] = [world.phone('executor'), world.phone('approver')];
  const number = await inWork(world, { kind: 'appeal59', registeredAt: '2026-11-10T09:00:00+03:00' });
  await executor.press('Ответ на согласование', number);
  await executor.press('Отложено', number);
  // Due 10.12: three working days before it.
  expect(await executor.text(number)).toContain('Не позже 07.12');
  await executor.say('08.12');
  expect(await executor.text(number)).toContain(
    'Выберите дату не позже 07.12 или попросите руководителя продлить срок.',
  );
  await executor.press('Отмена', number);

  await open(world, 'approver', number);
  await approver.press('Продлить срок', number);
  await approver.say('31');
  expect(await approver.text(number)).toContain('Продлить можно на 1–30 дней.');
  await approver.say('10');
  expect(
    await ringing(world, async () => expect(await extended(approver, number)).toBe('Срок продлён до 20.12')),
  ).toEqual(['coordinator']);
  expect(await executor.text(card(number))).toContain('Срок до 20.12, последний рабочий день 18.12\nСрок продлён');
  expect(await approver.buttons(number)).not.toContain('Продлить срок');
  expect(await world.phone('coordinator').text(/^Разместить в ПОС/)).toContain(
    'Срок рассмотрения вашего обращения продлён до 20.12.2026 (часть 2 статьи 12 Федерального закона',
  );
  const again = await approver.pressAnywhere(`a:et:${(await appealId(world, number)).toString(36)}:4`);
  expect(again).toEqual({ text: 'Уже продлён срок: Гарипов Р.М.', showAlert: true });
  // Now the date fits.
  expect((await submit(world, number, { type: 'Отложено', until: '08.12' })).text).toBe(
    'Отправлено на согласование: Шафеев И.Р.',
  );
});

test('a term is extended before the due only, and never for a message', async () => {
  await open(world, 'approver', await inWork(world));
  expect(await world.phone('approver').buttons(/№/)).not.toContain('Продлить срок');
  const late = await inWork(world, { kind: 'appeal59', registeredAt: '2026-10-20T09:00:00+03:00' });
  await open(world, 'approver', late);
  expect(await world.phone('approver').text(late)).toContain('Просрочено до приёма в бот, срок был 19.11');
  expect(await world.phone('approver').buttons(late)).not.toContain('Продлить срок');
});

test('an interim answer puts it off to a working day, it resumes by itself, and there is no second time', async () => {
  const [executor, supervisor] = [world.phone('executor'), world.phone('supervisor')];
  const number = await inWork(world);
  await executor.press('Ответ на согласование', number);
  await executor.press('Отложено', number);
  await executor.say('25.11');
  expect(await executor.text(number)).toContain('Дата должна быть позже сегодняшней.');
  await executor.press('Календарь', number);
  // The rest of the month: no week that is over, Monday first, days off marked.
  const days = await executor.buttons(number);
  expect(days.slice(days.indexOf('вс') + 1, -2)).toEqual([
    '·',
    '·',
    '·',
    '26',
    '27',
    '28·',
    '29·',
    '30',
    '·',
    '·',
    '·',
    '·',
    '·',
    '·',
  ]);
  await executor.press('28·', number);
  expect(await executor.text(number)).toContain('Ответ: Отложено\nОтложить до: пн 30.11\n28.11 выходной, будет 30.11');
  expect(await executor.text(number)).toContain('Напишите промежуточный ответ заявителю.');
  // Back and forth.
  await executor.press('Назад', number);
  expect(await executor.text(number)).toContain('До какого дня отложить?');
  await executor.say('01.01.2035');
  expect(await executor.text(number)).toContain('Выберите день не позже 20.02.2027');
  await executor.say('28.11');
  await write(executor, 'Ремонт 30.11.2026, о результате сообщим.');
  await executor.press('Пропустить', number);
  expect((await executor.press('Шафеев И.Р.', number)).text).toBe(
    'Отправлено на согласование: Шафеев И.Р. · 28.11 выходной, будет 30.11',
  );
  expect(await supervisor.text(number)).toContain('Отложено до 30.11');
  await agree(world, number);
  expect((await approve(world, number)).text).toBe('Утверждено, отложено до 30.11');
  const shown = await executor.text(card(number));
  expect(shown).toContain('№ ' + number + ' · Отложено');
  // Five days from 25.11 to 30.11.
  expect(shown).toContain('Срок до 10.12');
  expect(shown).toMatch(/Внесено в ПОС 25\.11/);

  await world.passTo('2026-11-30T07:59:00+03:00');
  expect((await world.status(number)).stage).toBe('postponed');
  expect(await ringing(world, () => world.passTo('2026-11-30T08:00:30+03:00'))).toContain('executor');
  expect(await executor.text(card(number))).toMatch(/^Рассмотрение возобновлено: подошла дата\n/);

  await executor.press('Ответ на согласование', card(number));
  expect(await executor.buttons(card(number))).toEqual(['Решено', 'Не решено', 'Отклонено', 'Отмена']);
  // Neither by a forged button.
  const resolved = (await executor.sees(card(number))).reply_markup?.inline_keyboard.flat()[0]?.callback_data ?? '';
  const forged = await executor.pressAnywhere(resolved.replace('resolved', 'postponed'));
  expect(forged).toMatchObject({ text: expect.stringContaining('Отложить можно один раз'), showAlert: true });
  await executor.press('Отмена', number);
  await open(world, 'executor', number);
  await executor.press('История', number);
  expect(await executor.text('История')).toContain('Возобновлено\nпо сроку\n→ В работе');
});

test('resumed by hand earlier, only the days that passed are added, and the date brings nothing more', async () => {
  const executor = world.phone('executor');
  const number = await inWork(world, { registeredAt: '2026-11-30T08:00:00+03:00' });
  await submit(world, number, { type: 'Отложено', until: '04.12' });
  await agree(world, number);
  await approve(world, number);
  expect(await executor.text(card(number))).toContain('Срок до 14.12');
  world.at('2026-12-02T09:00:00+03:00');
  expect((await executor.press('Возобновить', card(number))).text).toBe('Возобновлено, срок до 12.12');
  const [before] = await databaseOf(world.desk).query<{ version: number }>(versionOf, [number]);
  await world.passTo('2026-12-04T08:01:00+03:00');
  expect(await databaseOf(world.desk).query(versionOf, [number])).toEqual([before]);
});

/** «Продлить срок» with the notice as it is offered. */
async function extended(approver: Phone, number: string): Promise<string | null> {
  await approver.say('Ждём материалы.');
  await approver.press('Оставить как есть', card(number));
  return (await approver.press('Подтвердить', card(number))).text;
}

/** «Изменить проект»: the text may stay while its date changes. */
async function changeDate(approver: Phone, number: string, day: string): Promise<void> {
  await approver.press('Изменить проект', card(number));
  await approver.press('Оставить как есть', card(number));
  await approver.say(day);
}

test('a date that no longer holds at approval is another version: it is changed, and entered anew', async () => {
  const approver = world.phone('approver');
  const number = await inWork(world, { registeredAt: '2026-12-03T08:00:00+03:00' });
  await submit(world, number, { type: 'Отложено', until: '07.12' });
  await agree(world, number);
  world.at('2026-12-07T09:00:00+03:00');
  await enter(world, number);
  await open(world, 'approver', number);
  expect(await approver.text(card(number))).toContain('Дата «Отложено» больше не подходит.');
  expect(await approver.buttons(card(number))).not.toContain('✅ Утвердить');
  await changeDate(approver, number, '10.12');
  expect((await approve(world, number)).text).toBe('Утверждено, отложено до 10.12');

  // Under 59-ФЗ the new date may be too near to the due: the approver, who may extend the term, is offered that at once.
  const law = await inWork(world, { kind: 'appeal59', registeredAt: '2026-11-16T09:00:00+03:00' });
  await submit(world, law, { type: 'Отложено', until: '08.12' });
  await agree(world, law);
  world.at('2026-12-08T09:00:00+03:00');
  await open(world, 'approver', law);
  await changeDate(approver, law, '15.12');
  expect(await approver.text(law)).toContain('Выберите дату не позже 11.12');
  await approver.press('Продлить срок', law);
  await approver.say('30');
  expect(await extended(approver, law)).toBe('Срок продлён до 15.01.2027');
  await changeDate(approver, law, '15.12');
  expect((await approve(world, law)).text).toBe('Утверждено, отложено до 15.12');
});

test('another text of «Отложено» keeps its date, and another date is asked for where it is wished', async () => {
  const approver = world.phone('approver');
  world.at('2026-12-08T09:00:00+03:00');
  const number = await inWork(world, { registeredAt: '2026-12-08T08:00:00+03:00' });
  await submit(world, number, { type: 'Отложено', until: '14.12' });
  await agree(world, number);
  await open(world, 'approver', number);
  await approver.press('Изменить проект', card(number));
  await write(approver, 'Материалы заказаны, ответим позже.');
  expect(await approver.text(card(number))).toContain('Отложено до 14.12');
  await approver.press('Изменить проект', card(number));
  await approver.say('Материалы в пути, ответим позже.');
  await approver.press('Другая дата, сейчас 14.12', card(number));
  await approver.say('16.12');
  expect(await approver.text(card(number))).toContain('Отложено до 16.12');
  expect((await approve(world, number)).text).toBe('Утверждено, отложено до 16.12');
});

test('signed in time and confirmed after its date: the bot asks for the day, and the appeal goes on at once', async () => {
  const approver = world.phone('approver');
  world.at('2026-12-09T09:00:00+03:00');
  const number = await inWork(world, { registeredAt: '2026-12-09T08:00:00+03:00' });
  await submit(world, number, { type: 'Отложено', until: '14.12' });
  await agree(world, number);
  await enter(world, number);
  world.at('2026-12-15T09:00:00+03:00');
  await open(world, 'approver', number);
  expect(await approver.text(card(number))).toContain(
    'Дата «Отложено» уже наступила. Если ответ не подписан в ПОС раньше, нужна другая дата: «Изменить проект».',
  );
  await sign(world, number);
  expect(await approver.text(card(number))).toContain(
    'Дата «Отложено» уже наступила. В какой день ответ подписан в ПОС?',
  );
  await approver.say('14.12');
  expect(await approver.text(card(number))).toContain('В этот день дата «Отложено» уже наступила.');
  await approver.say('11.12');
  expect(await world.phone('executor').text(card(number))).toContain('В работе');
});

test('an extension says its new day before it is confirmed, and is taken back while nobody outside has read of it', async () => {
  const [approver, executor, coordinator] = [
    world.phone('approver'),
    world.phone('executor'),
    world.phone('coordinator'),
  ];
  world.at('2026-12-14T09:00:00+03:00');
  const number = await inWork(world, { kind: 'appeal59', registeredAt: '2026-12-14T08:00:00+03:00' });
  await open(world, 'approver', number);
  await approver.press('Продлить срок', card(number));
  await approver.say('10');
  await approver.say('Ждём экспертизу.');
  // The office's own reason is no word of the notice.
  expect(await approver.text(card(number))).toContain('Срок рассмотрения вашего обращения продлён до 23.01.2027');
  await approver.press('Оставить как есть', card(number));
  const summary = await approver.text(card(number));
  expect(summary).toContain('Продлить на: 10 дн., новый срок 23.01.2027');
  expect(summary).toContain('Причина: Ждём экспертизу.');
  await approver.press('Подтвердить', card(number));
  await executor.sees(`№ ${number}: срок продлён, 13.01.2027 → 23.01.2027`);
  await coordinator.sees(task('Разместить в ПОС', number));

  await approver.press('Отозвать продление', card(number));
  await approver.say('Не тот номер.');
  expect((await approver.press('Отправить', card(number))).text).toBe('Продление отозвано, срок до 13.01.2027');
  await executor.sees(`№ ${number}: продление отозвано, срок снова до 13.01.2027`);
  expect(await coordinator.buttons(task('Разместить в ПОС', number))).toEqual(['Открыть обращение']);
  expect(await approver.buttons(card(number))).toContain('Продлить срок');
});
