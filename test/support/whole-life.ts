import { card, enter, open, ringing, task, write } from './office-work';
import type { World } from './world';

/** The whole life of an appeal, from registration to the approved answer with photos, and what everybody sees of it: in any messenger. */
export async function playWholeLife(world: World): Promise<void> {
  const [coordinator, second, executor, supervisor, approver] = [
    world.phone('coordinator'),
    world.phone('secondCoordinator'),
    world.phone('executor'),
    world.phone('supervisor'),
    world.phone('approver'),
  ];
  const number = await world.appeal();

  const registered = await coordinator.sees(number);
  expect(registered).toMatchObject({ silent: false });
  expect(registered.text).toContain('На координации');
  expect(registered.text).not.toContain('123-45-67');
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
  await executor.press('Добавить прежние: 3', number);
  await executor.press('Готово', number);
  expect((await executor.press('Шафеев И.Р.', number)).text).toBe('Отправлено на согласование: Шафеев И.Р.');

  await world.quiet();
  await supervisor.press('Изменить проект', number);
  await write(supervisor, 'Яма на ул. Советской, 15 засыпана щебнем 25.11.2026.');
  await supervisor.press('Согласовать', card(number));
  expect((await supervisor.press('Гарипов Р.М.', card(number))).text).toBe(
    'Согласовано. После внесения в ПОС утвердит Гарипов Р.М.',
  );
  await world.quiet();

  // Nothing stands in ПОС yet, so there is nothing to sign.
  expect(await approver.text(/ответ согласован/)).toBe(`№ ${number}: ответ согласован, его вносят в ПОС для подписи`);
  await open(world, 'approver', number);
  expect(await approver.buttons(card(number))).not.toContain('✅ Утвердить');
  expect(await approver.text(card(number))).toContain('Проект ответа ждёт внесения в ПОС');
  const entry = await coordinator.text(task('Внести в ПОС', number));
  expect(entry).toContain('Тип ответа: Решено');
  expect(entry).toContain('щебнем');
  expect(entry).toContain('Файлы к нему: 3');
  expect(
    await ringing(world, async () =>
      expect((await enter(world, number)).text).toBe('Внесено в ПОС, можно подписывать'),
    ),
  ).toEqual(['approver']);
  expect(await coordinator.text(task('Внести в ПОС', number))).toMatch(
    /Внесено в ПОС 25\.11 10:\d\d, Кузнецова Ю\.Ю\./,
  );
  expect(await second.buttons(task('Внести в ПОС', number))).toEqual(['Открыть обращение']);

  expect(await approver.text(card(number))).toMatch(
    /^Ответ внесён в ПОС и ждёт вашей подписи\n[^]*Внесено в ПОС 25\.11 10:\d\d, Кузнецова Ю\.Ю\./,
  );
  await approver.press('Утвердить', card(number));
  expect(await approver.buttons(card(number))).toEqual([
    'Как внесено, УКЭП',
    'Как внесено, УНЭП',
    'С правкой в ПОС, УКЭП',
    'С правкой в ПОС, УНЭП',
    'Отмена',
  ]);
  expect((await approver.press('Как внесено', card(number))).text).toBe('Утверждено');
  await world.quiet();

  expect((await world.status(number)).stage).toBe('answered');
  expect(await executor.text(card(number))).toContain('Ответ направлен');
  expect(await executor.text(/ответ утверждён/)).toBe(`№ ${number}: ответ утверждён`);
  // ПОС sends what is signed there; only the comment is placed by hand, by its author first.
  expect((await executor.press('Размещено', task('Разместить в ПОС', number))).text).toBe('Размещено');
  await world.quiet();
  expect(await approver.text(card(number))).toContain('размещено в ПОС');
}
