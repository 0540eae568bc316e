import { readFileSync } from 'node:fs';
import path from 'node:path';
import { agree, brief, card, enter, inWork, open, sign, submit, task, write } from '../support/office-work';
import { World } from '../support/world';

/** As phones send it: by its bytes alone one sees what it is. */
const HEIC = path.join(__dirname, '../fixtures/pictures/yard.heic');

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

test('a long answer is copied in parts, its photos come as an album, and «Размещено» is said once', async () => {
  const [coordinator, second, executor, approver] = [
    world.phone('coordinator'),
    world.phone('secondCoordinator'),
    world.phone('executor'),
    world.phone('approver'),
  ];
  const number = await inWork(world);
  await executor.press('Ответ на согласование', card(number));
  await executor.press('Решено', card(number));
  const long = 'Работы на участке выполнены, асфальт уложен 25.11.2026. '.repeat(60).trim();
  await executor.say(long);
  await executor.say('С уважением, исполком.');
  expect(await executor.text(card(number))).toContain('С уважением, исполком.');
  await executor.press('Готово', 'Написано:');
  await executor.sendPhotos(3);
  await executor.sees('Принято фото: 3');
  await executor.press('Готово', card(number));
  await executor.press('Шафеев И.Р.', card(number));
  await agree(world, number);

  const entry = task('Внести в ПОС', number);
  const shown = await coordinator.text(entry);
  expect(shown).toContain('После внесения подпишет Гарипов Р.М.');
  expect(shown).toContain('Текст длинный. Скопируйте его по частям: кнопка «Весь текст».');
  expect(shown).toContain('Файлы к нему: 3');
  const before = (await coordinator.messages()).length;
  // Twice, as fingers do: they come once.
  const files = await coordinator.remember('Файлы', entry);
  await Promise.all([files(), files()]);
  expect((await coordinator.messages()).length).toBe(before + 4);
  await coordinator.press('Весь текст', entry);
  await world.quiet();
  const parts = (await coordinator.messages()).slice(before + 4).map((message) => message.text ?? '');
  expect(parts).toHaveLength(2);
  expect(parts.join('')).toContain('С уважением, исполком.');

  expect((await second.press('Внесено в ПОС', entry)).text).toBe('Внесено в ПОС, можно подписывать');
  expect(await coordinator.text(entry)).toMatch(/Внесено в ПОС 25\.11 10:\d\d, Насибулина Г\.Р\./);
  expect(await coordinator.buttons(entry)).toEqual(['Открыть обращение']);
  expect(await approver.text(card(number))).toMatch(/Внесено в ПОС 25\.11 10:\d\d, Насибулина Г\.Р\./);
});

test('photos and files of an appeal are shown on every card', async () => {
  const [executor, supervisor] = [world.phone('executor'), world.phone('supervisor')];
  const number = await inWork(world);
  await executor.press('Комментарий и фото', card(number));
  await executor.sendFile(readFileSync(HEIC), 'IMG_1.HEIC', 'application/octet-stream');
  await executor.sendFile(Buffer.from('%PDF-1.7 act'), 'акт.pdf', 'application/pdf');
  await write(executor, 'Осмотрели.');
  await executor.press('осмотрено', card(number));
  await submit(world, number);
  expect(await supervisor.text(card(number))).toContain('1 фото, 1 файл');
  const before = (await supervisor.messages()).length;
  await supervisor.press('Показать фото', card(number));
  expect((await supervisor.messages()).length).toBe(before + 3);
});

test('a text is given to be placed as it was approved, its numbers whole', async () => {
  const number = await inWork(world);
  const text = 'Мастер придёт 27.11.2026, телефон участка 8 (85563) 3-15-22.';
  await world.phone('executor').press('Ответ на согласование', number);
  await world.phone('executor').press('Не решено', number);
  // of a number that is not the office's its writer is asked once
  await write(world.phone('executor'), text);
  await world.phone('executor').press('Готово', card(number));
  await world.phone('executor').press('Пропустить', card(number));
  await world.phone('executor').press(brief('supervisor'), card(number));
  await agree(world, number);
  expect(await world.phone('coordinator').text(task('Внести в ПОС', number))).toContain(text);
});

test('a draft that was changed is entered anew, and the former task says that it is over', async () => {
  const [coordinator, executor, approver] = [
    world.phone('coordinator'),
    world.phone('executor'),
    world.phone('approver'),
  ];
  const number = await inWork(world);
  await submit(world, number);
  await agree(world, number);
  const entry = task('Внести в ПОС', number);
  const former = await world.phone('secondCoordinator').remember('Внесено в ПОС', entry);
  await open(world, 'approver', number);
  await approver.press('Изменить проект', card(number));
  await write(approver, 'Яма заделана 24.11.2026, гарантия два года.');
  expect(await executor.text(/проект ответа изменён/)).toContain('новый текст в карточке');
  expect(await former()).toEqual({ text: 'Это отозвано, размещать не нужно.', showAlert: true });
  expect(await coordinator.text(entry)).toContain('гарантия два года');
  await enter(world, number);
  await approver.press('Отклонить', card(number));
  await write(approver, 'Сначала выезд.');
  // What stands in ПОС already is taken out of it.
  const removal = await coordinator.text(task('Снять в ПОС', number));
  expect(removal).toContain(`Проект ответа по № ${number}`);
  expect(removal).toMatch(
    /Стоит в ПОС с 25\.11 10:\d\d, Кузнецова Ю\.Ю\.\nОтклонено 25\.11 10:\d\d, Гарипов Р\.М\.\nСначала выезд\./,
  );
  await coordinator.say('/control');
  await coordinator.press('Не в ПОС', 'Контроль');
  expect(await coordinator.text(/Не в ПОС/)).toContain('Снять в ПОС: Проект ответа');
  expect(await executor.text(card(number))).toContain('Проект ответа ещё стоит в ПОС');
  expect(await executor.text(card(number))).not.toContain('Внесено в ПОС');
  expect((await coordinator.press('Снято', task('Снять в ПОС', number))).text).toBe('Снято в ПОС');
  await open(world, 'executor', number);
  const shown = await executor.text(card(number));
  expect(shown).not.toContain('ждёт внесения');
  expect(shown).not.toContain('Внесено в ПОС');
  expect(shown).toMatch(/Проект ответа: снято в ПОС 25\.11 10:\d\d, Кузнецова Ю\.Ю\./);
  expect(await coordinator.text(entry)).toMatch(/Внесено в ПОС .*\nПотом это отозвано/);
  await executor.press('История', card(number));
  expect(await executor.text('История')).toMatch(/Снято в ПОС\n.*\nПроект ответа/);
});

test('a version that takes the place of one that stands in ПОС says so in its task', async () => {
  const [coordinator, approver] = [world.phone('coordinator'), world.phone('approver')];
  const number = await inWork(world);
  await submit(world, number);
  await agree(world, number);
  await enter(world, number);
  await open(world, 'approver', number);
  await approver.press('Изменить проект', card(number));
  await write(approver, 'Яма заделана 24.11.2026, гарантия три года.');
  const entry = task('Заменить в ПОС', number);
  expect(await coordinator.text(entry)).toMatch(
    /В ПОС стоит прежняя версия \(Кузнецова Ю\.Ю\., 25\.11 10:\d\d\)\. Замените её этой/,
  );
  expect(await coordinator.text(entry)).toContain('гарантия три года');
  expect(await coordinator.buttons(entry)).toContain('✅ Заменено в ПОС');
  await coordinator.press('Заменено в ПОС', entry);
  expect((await sign(world, number)).text).toBe('Утверждено');
});

test('a passing that was confirmed and is taken back is a task that says to whom, since when and why', async () => {
  const coordinator = world.phone('coordinator');
  const number = await world.appeal();
  await coordinator.press('Передать в подведомственную', number);
  await coordinator.press('МУП', number);
  await coordinator.press('Передано', task('Передать в ПОС', number));
  await open(world, 'coordinator', number);
  await coordinator.press('Отозвать', card(number));
  await write(coordinator, 'Это дорога района.');
  expect(await coordinator.text(card(number))).toMatch(
    /Отозвано 25\.11 10:\d\d, Кузнецова Ю\.Ю\.\nЭто дорога района\./,
  );
  const removal = await coordinator.text(task('Снять в ПОС', number));
  expect(removal).toMatch(
    /Передача в организацию по № \d+\nКуда: МУП «Тепловые сети»\nСтоит в ПОС с 25\.11 10:\d\d, Кузнецова Ю\.Ю\.\nОтозвано 25\.11 10:\d\d, Кузнецова Ю\.Ю\.\nЭто дорога района\.\nЭто отозвано, но стоит в ПОС\./,
  );
});

test('two coordinators place at once: the second reads who was first', async () => {
  const [coordinator, second] = [world.phone('coordinator'), world.phone('secondCoordinator')];
  const number = await inWork(world);
  await world.phone('executor').press('Комментарий и фото', number);
  await write(world.phone('executor'), 'Осмотрели.');
  await world.phone('executor').press('осмотрено', card(number));
  await world.passTo('2026-11-26T09:30:00+03:00');
  for (const phone of [coordinator, second]) await phone.press('2', /^Комментарии для ПОС/);
  const late = await second.remember('Размещено', task('Разместить в ПОС', number));
  const tap = await coordinator.remember('Размещено', task('Разместить в ПОС', number));
  // Of a double tap the second is told the same.
  expect((await Promise.all([tap(), tap()])).map(({ text }) => text)).toEqual(['Размещено', 'Размещено']);
  await world.quiet();
  expect((await late()).text).toBe('Уже размещено: Кузнецова Ю.Ю.');
  // Whoever is no coordinator can't say so.
  const forged = await world.phone('executor').pressAnywhere('y:1');
  expect(forged.showAlert).toBe(true);

  // What is entered is not said to be placed.
  await submit(world, number);
  await agree(world, number);
  const entering = await second.remember('Внесено в ПОС', task('Внести в ПОС', number));
  await enter(world, number);
  expect((await entering()).text).toBe('Уже внесено в ПОС: Кузнецова Ю.Ю.');
});
