import {
  agree,
  answered,
  appealId,
  approve,
  card,
  inWork,
  open,
  ringing,
  submit,
  takeIntoWork,
  write,
} from '../support/office-work';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

test('an answer that was sent comes back to the same executor with a new term, and is counted', async () => {
  const [curator, executor] = [world.phone('secondCoordinator'), world.phone('executor')];
  const number = await answered(world);
  expect(await executor.text(number)).not.toContain('Срок до');
  world.at('2026-12-01T10:00:00+03:00');
  await curator.press('Вернуть на повторное рассмотрение', card(number));
  expect(await curator.buttons(card(number))).toEqual([
    'формальный ответ',
    'фото: другое время',
    'фото: другое место',
    'фото: уже было',
    'другое',
    'Отмена',
  ]);
  await curator.press('формальный ответ', card(number));
  expect(await curator.text(card(number))).toContain('После возврата срок до 11.12, считается заново');
  expect(
    await ringing(world, async () =>
      expect((await write(curator, 'Нет даты работ.')).text).toBe('Возвращено на повторное рассмотрение'),
    ),
  ).toEqual(['executor']);
  const returned = await executor.text(number);
  expect(returned).toMatch(/^Возвращено на повторное рассмотрение\n/);
  expect(returned).toMatch(
    /Повторное рассмотрение с 01\.12 10:\d\d, Насибулина Г\.Р\.: формальный ответ\nНет даты работ\./,
  );
  expect(returned).toContain('Назначено');
  expect(returned).toContain('Срок до 11.12');
  expect(returned).toContain('Повторное рассмотрение: 1 раз');
  expect(returned).toContain('Прежний текст ответа «Не решено»');

  await takeIntoWork(world, number);
  expect(await executor.text(number)).toContain('Нет даты работ.');
  await executor.press('Ответ на согласование', number);
  await executor.press('Решено', number);
  // The text need not be typed anew.
  await executor.press('Взять прежний текст', number);
  expect(await executor.text(number)).toContain('внесена в план работ');
  await executor.press('Отмена', number);
  await submit(world, number);
  await agree(world, number);
  await approve(world, number);
  await curator.press('Вернуть на повторное рассмотрение', card(number));
  await curator.press('другое', card(number));
  await write(curator, 'Ещё раз.');
  expect(await executor.text(number)).toContain('Повторное рассмотрение: 2 раза');
});

test('under 59-ФЗ a return on the last day keeps the due, and the form says what that means', async () => {
  const [curator, executor, approver] = [
    world.phone('secondCoordinator'),
    world.phone('executor'),
    world.phone('approver'),
  ];
  const number = await answered(world, { kind: 'appeal59', registeredAt: '2026-11-25T09:00:00+03:00' });
  world.at('2026-12-25T10:00:00+03:00');
  await curator.press('Вернуть на повторное рассмотрение', card(number));
  const asked = await curator.text(card(number));
  expect(asked).toContain('После возврата срок останется до 25.12: 30 дней по закону идут со дня регистрации');
  expect(asked).toContain('До конца срока меньше рабочего дня: доклад руководителю не нужен');
  expect(asked).toContain('Срок ещё можно продлить');
  await curator.press('формальный ответ', card(number));
  await write(curator, 'Нет даты работ.');
  const returned = await executor.text(number);
  // our reading of a silent decree is a «?», and its words are one tap away
  expect(returned).toContain('Срок до 25.12?');
  expect(returned).not.toContain('Доложить руководителю до');
  await executor.press('Сроки', number);
  const terms = await executor.text('Сроки');
  expect(terms).toContain('Срок при возврате не изменился');
  expect(terms).toContain('Возвращено в последний день');
  await open(world, 'approver', number);
  expect((await approver.buttons(number)).join()).toContain('Продлить срок');
});

test('from agreement and from approval the due stays, and the supervisors have it no longer', async () => {
  const [coordinator, executor, supervisor, approver] = [
    world.phone('coordinator'),
    world.phone('executor'),
    world.phone('supervisor'),
    world.phone('approver'),
  ];
  const number = await inWork(world);
  const due = (await world.status(number)).terms.due;
  await submit(world, number);
  await coordinator.press('Вернуть на повторное рассмотрение', number);
  await coordinator.press('фото: другое место', number);
  expect(await ringing(world, () => write(coordinator, 'Это соседний двор.'))).toEqual(['executor']);
  expect(await executor.text(number)).toContain('фото: другое место\nЭто соседний двор.');
  expect(await supervisor.buttons(card(number))).toEqual(['История', 'Сроки', 'Почему такой срок']);

  await takeIntoWork(world, number);
  await submit(world, number);
  await agree(world, number);
  await coordinator.press('Вернуть на повторное рассмотрение', number);
  await coordinator.press('другое', number);
  await write(coordinator, 'Уточните адрес.');
  await open(world, 'approver', number);
  expect(await approver.buttons(card(number))).toEqual(['История', 'Сроки', 'Почему такой срок']);
  expect((await world.status(number)).terms.due).toBe(due);
});

test('what an organization answered itself has no executor to go back to: it is distributed anew', async () => {
  const [coordinator, second] = [world.phone('coordinator'), world.phone('secondCoordinator')];
  const number = await world.appeal();
  await coordinator.press('Передать в подведомственную', number);
  await coordinator.press('МУП', number);
  await coordinator.press('Организация ответила заявителю', number);
  await coordinator.press('Сегодня', number);
  await coordinator.sendFile(Buffer.from('%PDF-1.7 answer'), 'ответ.pdf', 'application/pdf');
  await coordinator.press('Отправить', number);
  await second.press('Вернуть на повторное рассмотрение', number);
  await second.press('формальный ответ', number);
  expect(await ringing(world, () => write(second, 'Ответ не по существу.'))).toEqual(['coordinator']);
  expect(await coordinator.text(number)).toContain('На координации');
  expect(await coordinator.buttons(number)).toContain('👤 Назначить исполнителя');
  expect(await coordinator.text(number)).toContain('Ответ не по существу.');
});

test('an executor can neither return an answer nor see that button', async () => {
  const executor = world.phone('executor');
  const number = await answered(world);
  await open(world, 'executor', number);
  expect(await executor.buttons(number)).toEqual([
    'Документ к обращению',
    'История',
    'Сроки',
    'Письмо (PDF)',
    'Почему такой срок',
  ]);
  const forged = await executor.pressAnywhere(`a:re:${(await appealId(world, number)).toString(36)}:5`);
  expect(forged.showAlert).toBe(true);
  expect((await world.status(number)).stage).toBe('answered');
});
