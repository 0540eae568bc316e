import { filesOfDelivery } from '../../src/usecases/delivery/deliveries';
import { rows } from '../support/evidence';
import { agree, approve, card, inWork, takeIntoWork, write } from '../support/office-work';
import type { Phone } from '../support/phone';
import { photo } from '../support/photos';
import { randomOf } from '../support/random';
import { World } from '../support/world';

/** Files belong to the version of an answer, and not to its appeal. */
let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const random = randomOf(25);

/** What a task for ПОС hands over, as positions of photos in its appeal; the latest task of this kind. */
const handedOver = async (number: string, kind = 'draft_entry'): Promise<number[]> => {
  const [task] = await rows<{ id: number; appealId: number }>(
    world,
    `select y.id, y.appeal_id as "appealId" from delivery y join appeal a on a.id = y.appeal_id
     where a.number = $1 and y.kind = $2 order by y.id desc limit 1`,
    [number, kind],
  );
  const given = await filesOfDelivery(
    world.desk,
    { personId: 1, roles: ['coordinator'], canApprove: false, deputyFor: [] },
    task!.id,
    'telegram',
  );
  const all = await rows<{ sha256: string }>(world, 'select sha256 from attachment where appeal_id = $1 order by id', [
    task!.appealId,
  ]);
  return given.map(({ sha256 }) => all.findIndex((one) => one.sha256 === sha256) + 1);
};
/** To the question of the photos. */
async function answerWith(number: string, text: string | null): Promise<Phone> {
  const executor = world.phone('executor');
  await executor.press('Ответ на согласование', card(number));
  await executor.press('Решено', card(number));
  if (text === null) {
    await executor.press('Взять прежний текст', card(number));
    await executor.press('Готово', card(number));
  } else await write(executor, text);
  return executor;
}
const FIXED = 'Яма на ул. Советской, 15 засыпана 25.11.2026.';

test('what was sent with a rejected answer can be left out of the next one by one, and ПОС gets exactly what is left', async () => {
  const supervisor = world.phone('supervisor');
  const number = await inWork(world);
  const executor = await answerWith(number, FIXED);
  await executor.sendPhotos(3);
  await executor.press('Готово', card(number));
  await executor.press('Шафеев И.Р.', card(number));
  expect(await supervisor.text(card(number))).toContain('С ответом: 3 фото');
  await supervisor.press('Отклонить', card(number));
  await write(supervisor, 'Фото старое и чужое.');

  await answerWith(number, null);
  expect(await executor.text(card(number))).toMatch(/Принято фото: 3\nИз них прежних: 3/);
  await executor.press('Что войдёт: 3', card(number));
  expect(await executor.text(card(number))).toContain('Войдёт отмеченное. Нажмите, чтобы убрать или вернуть.');
  expect(await executor.buttons(card(number))).toEqual([
    ...[1, 2, 3].map((position) => expect.stringMatching(`^✓ Фото ${position}, 25\\.11 \\d\\d:\\d\\d$`)),
    'Показать фото',
    'Готово',
    'Назад',
    'Отмена',
  ]);
  for (const position of [1, 2, 3]) await executor.press(`✓ Фото ${position},`, card(number));
  await executor.press('Фото 2,', card(number));
  await executor.press('Готово', card(number));
  expect(await executor.text(card(number))).toMatch(/Принято фото: 1\nИз них прежних: 1/);
  expect(await executor.buttons(card(number))).toContain('Добавить прежние: 2');
  await executor.sendFile(await photo(random), 'IMG_9.jpg', 'image/jpeg');
  await executor.press('Готово', card(number));
  await executor.press('Шафеев И.Р.', card(number));

  expect(await supervisor.text(card(number))).toContain('С ответом: 2 фото');
  expect(await supervisor.text(card(number))).toMatch(
    /Текст ответа с тех пор не изменился\nФото и файлов добавлено: 1\nФото и файлов убрано: 2/,
  );
  await agree(world, number);
  expect(await handedOver(number)).toEqual([2, 4]);
});

test('what is taken back is begun anew with its files; «Решено» whose photos are all left out says why', async () => {
  const number = await inWork(world);
  const executor = await answerWith(number, FIXED);
  await executor.sendPhotos(1);
  await executor.press('Готово', card(number));
  await executor.press('Шафеев И.Р.', card(number));
  await executor.press('Отозвать проект', card(number));
  await executor.press('Подтвердить', card(number));
  await answerWith(number, null);
  await executor.press('Что войдёт: 1', card(number));
  await executor.press('✓ Фото 1,', card(number));
  await executor.press('Готово', card(number));
  expect(await executor.buttons(card(number))).toEqual(expect.arrayContaining(['Без фото', 'Добавить прежние: 1']));
  await executor.press('Добавить прежние: 1', card(number));
  expect(await executor.buttons(card(number))).not.toContain('Без фото');
});

test('photos of a comment, and those of before a re-examination, go along only when they are added', async () => {
  const number = await inWork(world);
  const executor = world.phone('executor');
  await executor.press('Комментарий и фото', card(number));
  await executor.sendPhotos(2, 'Огородили.');
  await executor.press('Готово', card(number));
  await executor.press('осмотрено', card(number));
  await answerWith(number, FIXED);
  expect(await executor.text(card(number))).toContain('Пришлите фото выполненных работ.');
  await executor.press('Добавить прежние: 2', card(number));
  expect(await executor.text(card(number))).toMatch(/Принято фото: 2\nИз них прежних: 2/);
  await executor.press('Готово', card(number));
  await executor.press('Шафеев И.Р.', card(number));
  await agree(world, number);
  expect(await handedOver(number)).toEqual([1, 2]);
  await approve(world, number);

  const curator = world.phone('secondCoordinator');
  await curator.press('Вернуть на повторное рассмотрение', card(number));
  await curator.press('формальный ответ', card(number));
  await write(curator, 'Нет даты.');
  await takeIntoWork(world, number);
  await answerWith(number, null);
  expect(await executor.text(card(number))).not.toContain('Принято фото');
  expect(await executor.buttons(card(number))).toContain('Добавить прежние: 2');
  await executor.press('Добавить прежние: 2', card(number));
  expect(await executor.text(card(number))).toMatch(/Фото 2: .*прежнее, до повторного рассмотрения/);
});

test('a supervisor changes the files and the type of a draft and leaves its text, as a new version', async () => {
  const supervisor = world.phone('supervisor');
  const number = await inWork(world);
  const executor = await answerWith(number, FIXED);
  await executor.sendPhotos(2);
  await executor.press('Готово', card(number));
  await executor.press('Шафеев И.Р.', card(number));
  await supervisor.press('Изменить проект', card(number));
  expect(await supervisor.buttons(card(number))).toEqual([
    'Тип: Решено',
    'Скопировать текст',
    'Что войдёт: 2',
    'Отмена',
  ]);
  await supervisor.press('Что войдёт: 2', card(number));
  await supervisor.press('✓ Фото 1,', card(number));
  await supervisor.press('✓ Фото 2,', card(number));
  await supervisor.press('Готово', card(number));
  // «Решено» without a photo asks whoever makes the version.
  expect(await supervisor.buttons(card(number))).toContain('Без фото');
  expect(await supervisor.press('Отправить', card(number))).toEqual({
    text: 'Пришлите фото или напишите, почему без него.',
    showAlert: true,
  });
  await supervisor.press('Тип: Решено', card(number));
  await supervisor.press('Не решено', card(number));
  expect(await supervisor.buttons(card(number))).not.toContain('Без фото');
  await supervisor.press('Отправить', card(number));
  await supervisor.press('Что изменено', card(number));
  expect(await supervisor.text(/^Что изменено, № /)).toMatch(
    /Тип: Решено → Не решено\nФото и файлов убрано: 2\nЯма на ул\. Советской/,
  );
  expect(await supervisor.text(card(number))).toContain(
    'Проект ответа «Не решено», Петров П.П., с правкой: Шафеев И.Р.',
  );
  await agree(world, number);
  expect(await handedOver(number)).toEqual([]);
  expect(await rows(world, `select answer_type as type from appeal where number = $1`, [number])).toEqual([
    { type: 'not_resolved' },
  ]);
});

test('after «Отложено» the answer starts without the photos of the interim one, and what was said against that is over', async () => {
  const [executor, supervisor] = [world.phone('executor'), world.phone('supervisor')];
  const number = await inWork(world);
  const interim = async () => {
    await executor.press('Ответ на согласование', card(number));
    await executor.press('Отложено', card(number));
    await executor.say('30.11');
    await write(executor, 'Работы на ул. Советской, 15 начнутся 30.11.2026.');
  };
  await interim();
  await executor.sendPhotos(1);
  await executor.press('Готово', card(number));
  await executor.press('Шафеев И.Р.', card(number));
  await supervisor.press('Отклонить', card(number));
  await write(supervisor, 'Назовите подрядчика.');
  await interim();
  await executor.press('Готово', card(number));
  await executor.press('Шафеев И.Р.', card(number));
  expect(await supervisor.text(card(number))).toContain('Прежде ответ отклонён');
  await agree(world, number);
  expect(await handedOver(number)).toEqual([1]);
  await approve(world, number);
  await executor.press('Возобновить', card(number));

  await answerWith(number, FIXED);
  expect(await executor.text(card(number))).not.toContain('Принято фото');
  expect(await executor.buttons(card(number))).toContain('Добавить прежние: 1');
  await executor.sendFile(await photo(random), 'IMG_9.jpg', 'image/jpeg');
  await executor.press('Готово', card(number));
  await executor.press('Шафеев И.Р.', card(number));
  expect(await supervisor.text(card(number))).not.toContain('Прежде ответ отклонён');
  await agree(world, number);
  expect(await handedOver(number)).toEqual([2]);
});

test('of appeals that are worked as one each task has exactly the files of the version, those of before the joining too', async () => {
  const [coordinator, executor] = [world.phone('coordinator'), world.phone('executor')];
  const first = await inWork(world);
  await executor.press('Комментарий и фото', card(first));
  await executor.sendPhotos(2, 'Огородили.');
  await executor.press('Готово', card(first));
  await executor.press('осмотрено', card(first));
  const second = await world.appeal();
  await coordinator.press('Объединить', card(second));
  await coordinator.say(first);
  await coordinator.press('Готово', card(second));
  await coordinator.press('Подтвердить', card(second));

  await answerWith(first, FIXED);
  await executor.press('Добавить прежние: 2', card(first));
  await executor.press('Что войдёт: 2', card(first));
  await executor.press('✓ Фото 1,', card(first));
  await executor.press('Готово', card(first));
  await executor.sendFile(await photo(random), 'IMG_9.jpg', 'image/jpeg');
  await executor.press('Готово', card(first));
  await executor.press('Шафеев И.Р.', card(first));
  await agree(world, first);
  expect(await handedOver(first)).toEqual([2, 3]);
  expect(await handedOver(second)).toEqual([1, 2]);
  const kept = (number: string) =>
    rows<{ sha256: string }>(
      world,
      `select t.sha256 from draft_file f join attachment t on t.id = f.attachment_id join appeal a on a.draft_id = f.draft_id
       where a.number = $1 and t.appeal_id = a.id order by t.sha256`,
      [number],
    );
  expect(await kept(second)).toEqual(await kept(first));
});
