import { agree, card, inWork, open, submit } from '../support/office-work';
import { World } from '../support/world';

let world: World;
let number: string;
beforeAll(async () => {
  world = await World.start();
  number = await inWork(world);
});
afterAll(() => world.stop());

const PDF = (text: string) => Buffer.from(`%PDF-1.7\n%${text}\n`);

test('a paper is added by its name and kind, and the question says what stays in the chat', async () => {
  const executor = world.phone('executor');
  await executor.press('Документ к обращению', card(number));
  expect(await executor.text(card(number))).toContain('Файл останется в переписке, уберите данные заявителя.');
  await executor.sendFile(PDF('акт'), 'Акт осмотра.pdf', 'application/pdf');
  await executor.press('Готово', card(number));
  await executor.press('акт', card(number));
  // As the file is called.
  expect((await executor.press('Акт осмотра', card(number))).text).toContain('Документ добавлен');
  expect(await executor.text(card(number))).toContain('Документы для работы: акт «Акт осмотра.pdf»');
  expect(await world.phone('coordinator').text(card(number))).toContain('Документы для работы: акт «Акт осмотра.pdf»');
});

test('a picture of a paper is no photo of a report', async () => {
  const coordinator = world.phone('coordinator');
  await coordinator.press('Документ к обращению', card(number));
  await coordinator.sendPhotos(1);
  expect(await coordinator.buttons(card(number))).not.toContain('До работ');
  await coordinator.press('Готово', card(number));
  await coordinator.press('протокол', card(number));
  await coordinator.say('Протокол совещания');
  await coordinator.press('Отправить', card(number));
  const shown = await coordinator.text(card(number));
  expect(shown).toContain('протокол «Протокол совещания.jpg»');
  expect(shown).not.toContain('фото');
});

test('whoever has added one removes it: it is seen nowhere, and the history keeps its name', async () => {
  const executor = world.phone('executor');
  await executor.press('Убрать документ', card(number));
  // Theirs alone is offered, and one is not asked for; that it can't be undone is.
  expect(await executor.text(card(number))).toContain('Документ: Акт осмотра.pdf');
  expect((await executor.press('Подтвердить', card(number))).text).toBe('Документ убран');
  expect(await executor.text(card(number))).not.toContain('Акт осмотра.pdf');
  expect(await executor.buttons(card(number))).not.toContain('Убрать документ');
  await executor.press('История', card(number));
  expect(await executor.text('История')).toContain('Акт осмотра.pdf');
  await executor.press('К карточке', 'История');
});

test('an answer may take one along; then it stays', async () => {
  const [executor, coordinator] = [world.phone('executor'), world.phone('coordinator')];
  await executor.press('Документ к обращению', card(number));
  await executor.sendFile(PDF('ответ'), 'Ответ Росреестра.pdf', 'application/pdf');
  await executor.press('Готово', card(number));
  await executor.press('ответ органа', card(number));
  await executor.press('Ответ Росреестра', card(number));
  await executor.press('Ответ на согласование', card(number));
  await executor.press('Не решено', card(number));
  await executor.say('Участок не муниципальный, ответ Росреестра от 25.11.2026.');
  expect(await executor.buttons(card(number))).toEqual(expect.arrayContaining([expect.stringContaining('прежние')]));
  await executor.press('Отмена', card(number));
  await submit(world, number);
  await agree(world, number);
  await open(world, 'coordinator', number);
  await coordinator.press('Убрать документ', card(number));
  expect(await coordinator.buttons(card(number))).toEqual(
    expect.arrayContaining([expect.stringContaining('Ответ Росреестра.pdf')]),
  );
  await coordinator.press('Отмена', card(number));
});
