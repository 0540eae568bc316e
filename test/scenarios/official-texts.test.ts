import { rows } from '../support/evidence';
import { agree, approve, brief, card, inWork, open, submit, task, write } from '../support/office-work';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start({ env: { OFFICE_CONTACTS: '+7 (85563) 3-10-00, tatar.ru, 1626000000' } });
});
afterAll(() => world.stop());

const SIGNATURE = 'Исполнительный комитет: 8 (85563) 3-10-00, тел. 3-10-00, isp.mamadysh@tatar.ru, ИНН 1626000000.';
const ANSWER = `Яма внесена в план.\nСпросить можно здесь. ${SIGNATURE}`;
const THEIRS = 'Заявителю Иванову П.С. позвонили: 8 917 123-45-67.';

const drafts = async (number: string) =>
  (
    await rows<{ text: string }>(
      world,
      'select d.text from answer_draft d join appeal a on a.id = d.appeal_id where a.number = $1 order by d.id',
      [number],
    )
  ).map(({ text }) => text);

test('what the office writes of itself is shown as it was written, from the draft to ПОС, and nothing is asked', async () => {
  const number = await inWork(world);
  await submit(world, number, { text: ANSWER });
  expect(await world.phone('supervisor').text(card(number))).toContain(ANSWER);
  expect(await world.phone('supervisor').text(card(number))).toContain('Мой телефон +7 ••• •••-••-67.');
  await agree(world, number, { text: `${ANSWER} Спасибо.` });
  // What has been entered needs its text no more.
  expect(await world.phone('coordinator').text(task('Внести в ПОС', number))).toContain(`${ANSWER} Спасибо.`);
  await approve(world, number);
  expect(await drafts(number)).toEqual([ANSWER, `${ANSWER} Спасибо.`]);
  await open(world, 'executor', number);
  await world.phone('executor').press('История', card(number));
  expect(await world.phone('executor').text('История')).not.toContain('••');
});

test('a text with the applicant in it is asked about once, before it passes, and blocks nothing', async () => {
  const executor = world.phone('executor');
  const number = await inWork(world);
  await executor.press('Комментарий и фото', card(number));
  await executor.say(THEIRS);
  expect(await executor.text(card(number))).toContain(
    `${THEIRS}\n\n⚠️ В тексте есть: имя заявителя (И•••), телефон заявителя (+7 ••• •••-••-67). Так и оставить?`,
  );
  // A place answers nothing of this.
  expect(await executor.buttons(card(number))).toEqual(['Оставить как есть', 'Написать заново', 'Отмена']);

  // Taken out.
  await executor.press('Написать заново', card(number));
  expect(await executor.text(card(number))).not.toContain('⚠️');
  await executor.say('Заявителю позвонили.');
  expect(await executor.buttons(card(number))).toEqual(['Готово', 'Написать заново', '📍 Геопозиция', 'Отмена']);

  // Left in: asked of that message alone, not of those after it.
  await executor.say('Писать: other@mail.ru, тел. 2-22-33.');
  expect(await executor.text(card(number))).toContain(
    '⚠️ В тексте есть: почта не из списка исполкома (•••@•••), телефон не из списка исполкома (•••33). Так и оставить?',
  );
  await executor.say(THEIRS);
  expect(await executor.text(card(number))).toMatch(/почта не из списка исполкома.*имя заявителя/);
  await executor.press('Оставить как есть', card(number));
  expect(await executor.buttons(card(number))).toEqual(['Готово', 'Написать заново', '📍 Геопозиция', 'Отмена']);
  await executor.say('Конец.');
  expect(await executor.text(card(number))).not.toContain('⚠️');
  await executor.press('Готово', card(number));
  await executor.press('ведутся', card(number));
  const whole = `Заявителю позвонили.\nПисать: other@mail.ru, тел. 2-22-33.\n${THEIRS}\nКонец.`;
  expect(await executor.text(card(number))).toContain(whole);
  expect(
    await rows(world, `select journal_entry.told ->> 'comment' as text from journal_entry where action = 'comment'`),
  ).toEqual([{ text: whole }]);
});

test('a caption is asked about as any text, with the photo kept', async () => {
  const executor = world.phone('executor');
  const number = await inWork(world);
  await executor.press('Комментарий и фото', card(number));
  await executor.sendPhotos(1, THEIRS);
  expect(await executor.text(card(number))).toMatch(/Принято фото: 1[\s\S]*⚠️ В тексте есть/);
  await executor.press('Оставить как есть', card(number));
  await executor.press('Готово', card(number));
  await executor.say('/cancel');
});

test('other ways of writing are asked about too: a place, people from outside, why there is no photo', async () => {
  const executor = world.phone('executor');
  const number = await inWork(world);
  await executor.press('Выезд', card(number));
  await executor.press('Завтра', card(number));
  await executor.press('09:00', card(number));
  await executor.say(THEIRS);
  await executor.press('Оставить как есть', card(number));
  await executor.say('МБУ, тел. 2-22-33');
  await executor.press('Сторонние: МБУ, тел. •••33', card(number));
  expect(await executor.buttons(card(number))).toEqual(['Оставить как есть', 'Написать заново', 'Назад', 'Отмена']);
  await executor.press('Написать заново', card(number));
  await executor.press(brief('supervisor'), card(number));
  await executor.press('Отправить', card(number));
  expect(await executor.text(card(number))).toContain(THEIRS);

  await executor.press('Ответ на согласование', card(number));
  await executor.press('Решено', card(number));
  await write(executor, 'Яма засыпана.');
  await executor.press('Без фото', card(number));
  await executor.say('Звонить 8 917 222-33-44');
  await executor.press('Написать заново', card(number));
  await executor.say('Под асфальтом.');
  await executor.press(brief('supervisor'), card(number));
  expect(await drafts(number)).toEqual(['Яма засыпана.']);
});

test('dots instead of a number are refused with what to do, wherever they are typed', async () => {
  const [executor, supervisor] = [world.phone('executor'), world.phone('supervisor')];
  const number = await inWork(world);
  const refused = 'В тексте точки вместо номера. Впишите номер целиком и пришлите текст снова.';
  await submit(world, number, { text: ANSWER });
  await supervisor.press('Изменить проект', card(number));
  await supervisor.say('Звонить: +7 ••• •••-••-67');
  expect(await supervisor.text(card(number))).toContain(`⚠️ ${refused}`);
  await supervisor.press('Отмена', card(number));
  expect(await drafts(number)).toEqual([ANSWER]);
  const other = await inWork(world);
  await executor.press('Комментарий и фото', card(other));
  await executor.sendPhotos(1, 'Писать: •••@•••');
  expect(await executor.text(refused)).toBe(refused);
  expect(await executor.text(card(other))).toContain('Принято фото: 1');
  await executor.say('/cancel');
});

test('the draft is given to be copied, in numbered parts when it is long, and nothing changes by it', async () => {
  const supervisor = world.phone('supervisor');
  const number = await inWork(world);
  await submit(world, number, { text: `<b> ${ANSWER}` });
  await supervisor.press('Изменить проект', card(number));
  expect(await supervisor.buttons(card(number))).toEqual(['Тип: Не решено', 'Скопировать текст', 'Отмена']);
  await supervisor.press('Скопировать текст', card(number));
  expect(await supervisor.text(/^Проект ответа/)).toBe(`Проект ответа по № ${number}\n\n<b> ${ANSWER}`);
  await supervisor.press('Отмена', card(number));

  const long = await inWork(world);
  const executor = world.phone('executor');
  const paragraphs = ['Первый', 'Второй', 'Третий'].map((word) => `${word} ${'длинный текст '.repeat(140)}конец.`);
  await executor.press('Ответ на согласование', card(long));
  await executor.press('Не решено', card(long));
  await write(executor, ...paragraphs);
  await executor.press('Пропустить', card(long));
  await executor.press(brief('supervisor'), card(long));
  await supervisor.press('Изменить проект', card(long));
  await supervisor.press('Скопировать текст', card(long));
  for (const [index, paragraph] of paragraphs.entries())
    expect(await supervisor.text(`часть ${index + 1} из 3`)).toBe(
      `Проект ответа по № ${long}, часть ${index + 1} из 3\n\n${paragraph}`,
    );
  // The same text is no edit.
  expect((await write(supervisor, ...paragraphs)).text).toBe('Текст не изменился. Пришлите новый.');
  expect(await drafts(long)).toEqual([paragraphs.join('\n')]);
});

test('a draft that an earlier version has left dots in is neither approved nor offered again as it is', async () => {
  const [executor, supervisor] = [world.phone('executor'), world.phone('supervisor')];
  const number = await inWork(world);
  await submit(world, number, { text: 'Звонить мастеру.' });
  await rows(world, `update answer_draft set text = 'Звонить •••34.' where text = 'Звонить мастеру.'`);
  expect(await supervisor.press('Согласовать', card(number))).toEqual({
    text: 'В проекте точки вместо номера. Впишите номер: «Изменить проект», или отклоните.',
    showAlert: true,
  });
  await supervisor.press('Отклонить', card(number));
  await write(supervisor, 'Впишите номер.');
  await executor.press('Ответ на согласование', card(number));
  await executor.press('Не решено', card(number));
  expect(await executor.buttons(card(number))).toEqual(['Назад', 'Отмена']);
  await executor.say('/cancel');
});
