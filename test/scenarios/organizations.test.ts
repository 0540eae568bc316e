import {
  agree,
  approve,
  assign,
  card,
  inWork,
  open,
  ringing,
  submit,
  takeIntoWork,
  task,
  write,
} from '../support/office-work';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

test('an organization with executors in the bot gets it as an assignment to one of them', async () => {
  const [coordinator, worker] = [world.phone('coordinator'), world.phone('worker')];
  const number = await world.appeal();
  await coordinator.press('Передать в подведомственную', number);
  expect(await coordinator.buttons(number)).toEqual(['МБУ «Благоустройство»', 'МУП «Тепловые сети»', 'Отмена']);
  await coordinator.press('МБУ', number);
  // Only its own people.
  expect(await coordinator.buttons(number)).toEqual(['Мастеров М.М. · 0', 'Назад', 'Отмена']);
  expect(
    await ringing(world, async () =>
      expect((await coordinator.press('Мастеров М.М.', number)).text).toBe('Передано: Мастеров М.М.'),
    ),
  ).toEqual(['worker']);
  expect(await worker.text(number)).toContain('Назначено вам');
  expect((await world.status(number)).stage).toBe('assigned');
  await takeIntoWork(world, number, 'worker');
});

test('one without executors keeps it under the coordinators’ control until its answer comes in words', async () => {
  const [coordinator, second, executor] = [
    world.phone('coordinator'),
    world.phone('secondCoordinator'),
    world.phone('executor'),
  ];
  const number = await world.appeal();
  await coordinator.press('Передать в подведомственную', number);
  expect((await coordinator.press('МУП', number)).text).toBe('Передано: МУП «Тепловые сети»');
  const shown = await second.text(card(number));
  expect(shown).toContain('В организации');
  expect(shown).toContain('Организация: МУП «Тепловые сети»');
  expect(shown).toContain('Срок до 05.12');
  expect(await second.text(task('Передать в ПОС', number))).toContain('Куда: МУП «Тепловые сети»');

  await second.press('Ответ организации получен', card(number));
  await write(second, 'Люк закрыт 25.11.2026.');
  expect(
    await ringing(world, async () =>
      expect((await second.press('Сегодня', card(number))).text).toBe(
        'Записано, ответ от 25.11. Теперь назначьте исполнителя',
      ),
    ),
  ).toEqual(['coordinator']);
  expect(await coordinator.text(number)).toMatch(/^Ответ организации получен, нужен исполнитель\n/);
  await assign(world, number);
  expect(await executor.text(number)).toMatch(
    /Ответ организации 25\.11, МУП «Тепловые сети»\nЛюк закрыт 25\.11\.2026\./,
  );
  await takeIntoWork(world, number);
  await submit(world, number, { type: 'Решено' });
  await agree(world, number);
  await approve(world, number);
  expect((await world.status(number)).stage).toBe('answered');
});

test('the task to pass an appeal under 59-ФЗ on has the notice for its applicant, that of a message has none', async () => {
  const [coordinator, second] = [world.phone('coordinator'), world.phone('secondCoordinator')];
  const passed = async (kind: 'appeal59' | 'message') => {
    const number = await world.appeal({ kind });
    await coordinator.press('Передать в подведомственную', number);
    await coordinator.press('МУП', number);
    return second.text(task('Передать в ПОС', number));
  };
  expect(await passed('appeal59')).toContain(
    'Ваше обращение перенаправлено по компетенции: МУП «Тепловые сети» (часть 3 статьи 8 Федерального закона от 02.05.2006 № 59-ФЗ). Ответ вам даст МУП «Тепловые сети».',
  );
  expect(await passed('message')).not.toMatch(/59-ФЗ|уведомление/);
});

test('its answer may be a file, and the file stays with the appeal', async () => {
  const [coordinator, second] = [world.phone('coordinator'), world.phone('secondCoordinator')];
  const number = await world.appeal();
  await coordinator.press('Передать в подведомственную', number);
  await coordinator.press('МУП', number);
  await coordinator.press('Ответ организации получен', number);
  await coordinator.sendFile(Buffer.from('%PDF-1.7 answer'), 'ответ.pdf', 'application/pdf');
  expect(await coordinator.text(number)).toContain('Принято файлов: 1');
  await coordinator.press('Готово', card(number));
  await coordinator.press('Сегодня', card(number));
  expect(await second.text(card(number))).toContain('1 файл');
  const before = (await second.messages()).length;
  await second.press('Показать файлы', card(number));
  expect((await second.messages()).length).toBe(before + 2);
});

test('the organization has answered the applicant itself: a date that has come and the file finish the appeal', async () => {
  const coordinator = world.phone('coordinator');
  const number = await world.appeal({ registeredAt: '2026-11-24T15:00:00+03:00' });
  await coordinator.press('Передать в подведомственную', number);
  await coordinator.press('МУП', number);
  await coordinator.press('Организация ответила заявителю', card(number));
  // No day before the registration is offered.
  expect(await coordinator.buttons(card(number))).toEqual(['Сегодня', 'вт 24.11', 'Календарь', 'Отмена']);
  await coordinator.say('27.11.2026');
  expect(await coordinator.text(number)).toContain('Дата ответа ещё не наступила.');
  await coordinator.press('вт 24.11', number);
  expect(await coordinator.buttons(number)).toEqual(['Назад', 'Отмена']);
  expect(await coordinator.text(number)).toContain('День ответа: 24.11');
  await coordinator.say('вот файл');
  expect(await coordinator.text(number)).toContain('Здесь нужно фото или файл.');
  await coordinator.sendFile(Buffer.from('%PDF-1.7 answer'), 'ответ.pdf', 'application/pdf');
  expect((await coordinator.press('Отправить', number)).text).toBe('Записано, ответ от 24.11, обращение завершено');
  expect((await world.status(number)).stage).toBe('answered');
  expect(await coordinator.text(number)).toContain('МУП «Тепловые сети»: ответ заявителю 24.11');
});

test('the executor passes it to an organization and says why; its people or the coordinators read that', async () => {
  const [executor, worker, coordinator] = [world.phone('executor'), world.phone('worker'), world.phone('coordinator')];
  const first = await inWork(world);
  await executor.press('Передать в подведомственную', first);
  await executor.press('МБУ', first);
  expect(await executor.text(first)).toContain('Кто: Мастеров М.М.\n\nНапишите причину.');
  expect(await ringing(world, () => write(executor, 'Это уборка двора.'))).toEqual(['worker']);
  expect(await worker.text(first)).toContain('Это уборка двора.');

  const second = await inWork(world);
  await executor.press('Передать в подведомственную', second);
  await executor.press('МУП', second);
  await write(executor, 'Люк теплотрассы.');
  expect((await world.status(second)).stage).toBe('with_organization');
  expect(await coordinator.text(second)).toContain('Люк теплотрассы.');
  await open(world, 'executor', second);
  expect(await executor.buttons(second)).toEqual(['↩️ Отменить передачу', 'История', 'Сроки', 'Почему такой срок']);
});
