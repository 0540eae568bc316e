import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

test('an appeal lives from registration to the approved answer, and everybody sees it', async () => {
  const [coordinator, second, executor, supervisor, approver] = [
    world.phone('coordinator'),
    world.phone('secondCoordinator'),
    world.phone('executor'),
    world.phone('supervisor'),
    world.phone('approver'),
  ];
  const number = await world.appeal();

  const card = await coordinator.sees(number);
  expect(card).toMatchObject({ silent: false });
  expect(card.text).toContain('На координации');
  expect(card.text).not.toContain('123-45-67');
  expect(await second.buttons(number)).toContain('👤 Назначить исполнителя');

  await coordinator.press('Назначить исполнителя', number);
  const toast = await coordinator.press('Петров П.П.', number);
  expect(toast.text).toBe('Назначено: Петров П.П., до 05.12');
  await world.quiet();
  expect(await second.text(number)).toContain('Петров П.П.');
  expect((await executor.sees(number)).silent).toBe(false);

  expect((await executor.press('Взять в работу', number)).text).toContain('В работе');
  await executor.press('Доложить руководителю', number);
  expect((await executor.press('Шафеев И.Р.', number)).text).toBe('Доложено: Шафеев И.Р.');
  await world.quiet();
  expect((await supervisor.press('Принято', number)).text).toBe('Принято');

  await executor.press('Комментарий и фото', number);
  await executor.sendPhotos(3);
  await executor.sees('Принято фото: 3');
  await executor.say('Яма засыпана щебнем.');
  await executor.sees('Яма засыпана щебнем.');
  await executor.press('Готово', number);
  expect((await executor.press('работы завершены', number)).text).toBe('Записано: работы завершены');

  await executor.press('Ответ на согласование', number);
  await executor.press('Решено', number);
  await executor.say('Яма на ул. Советской, 15 засыпана 25.11.2026.');
  await executor.press('Готово', 'Написано');
  await executor.press('Готово', number);
  expect((await executor.press('Шафеев И.Р.', number)).text).toBe('Отправлено на согласование: Шафеев И.Р.');

  await world.quiet();
  await supervisor.press('Согласовать', number);
  await supervisor.say('Яма на ул. Советской, 15 засыпана щебнем 25.11.2026.');
  await supervisor.press('Готово', 'Написано');
  expect((await supervisor.press('Гарипов Р.М.', number)).text).toBe('Согласовано, утверждает Гарипов Р.М.');

  await world.quiet();
  await approver.press('Утвердить', number);
  await approver.press('Оставить как есть', number);
  expect((await approver.press('Подписано в ПОС', number)).text).toBe('Утверждено');
  await world.quiet();

  expect((await world.status(number)).stage).toBe('answered');
  expect(await executor.text(number)).toContain('Ответ направлен');
  await coordinator.sees(/Разместить в ПОС[\s\S]*щебнем/);
  expect((await coordinator.press('Размещено', /Ответ по/)).text).toBe('Размещено');
  await world.quiet();
  expect(await approver.text(number)).toContain('размещено в ПОС');
});
