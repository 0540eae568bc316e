import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { CURATOR, foldersOf, GATHER, gatherFolder, livedAppeal, wordsIn } from '../support/folders';
import { appealId, card, inWork, open } from '../support/office-work';
import { World } from '../support/world';

/** One folder from the press to its last page; folder-of-everything.test.ts has all that may be in one, or in its way. */
let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

test('one press of a curator brings a folder that a stranger reads: who had it, when, why so long', async () => {
  const number = await livedAppeal(world, 1);
  const files = await gatherFolder(world, number);
  expect([...files.keys()].slice(0, 3)).toEqual(['00 Опись.pdf', '01 Почему такой срок.pdf', '02 История.pdf']);
  const photos = [...files.keys()].filter((name) => name.startsWith('Фото/'));
  expect(photos).toEqual(['Фото/01 Отчёт.jpg', 'Фото/02 Отчёт.jpg']);
  const index = wordsIn(files, '00 Опись.pdf');
  expect(index).toContain(`обращение № ${number}`);
  expect(index).toMatch(/На координации · все координаторы · (?:\d+ мин|меньше минуты) рабочего времени/);
  expect(index).toMatch(/В работе · Петров П\.П\. · /);
  expect(index).toMatch(/Согласование ответа · Шафеев И\.Р\. · /);
  // What was not yet entered into ПОС was nobody's to sign.
  expect(index).toMatch(
    /Утверждение ответа · все координаторы · ждало внесения в ПОС · .*Утверждение ответа · Гарипов Р\.М\. · /,
  );
  // A stranger knows nobody by surname and initials.
  expect(index).toMatch(/Должности сотрудников Петров Пётр Петрович.*Шафеев .*Гарипов /);
  expect(index).toContain('Пропущенных сроков нет.');
  expect(index).toContain('Фаст-трек: 10 календарных дней со дня регистрации (п. 3 Порядка)');
  expect(index).toMatch(
    /Ответы, отправленные заявителю Версия 1, отправлена .*Утверждено: Гарипов Р\.М\..*Фото в этой версии нет/,
  );
  expect(index).not.toContain('Проекты ответа');
  expect(index).toContain('Время не подтверждено');
  expect(index).not.toContain('123-45-67');
  const [first = ''] = photos;
  const hash = createHash('sha256')
    .update(files.get(first) ?? '')
    .digest('hex');
  expect(index.replaceAll(' ', '')).toContain(hash);
  expect(wordsIn(files, '02 История.pdf')).toMatch(/Зарегистрировано.*Назначен исполнитель.*Утверждено/);
  expect(wordsIn(files, '02 История.pdf')).toMatch(/Утверждено.*тправлена заявителю версия 1.*«/);
  expect(wordsIn(files, '01 Почему такой срок.pdf')).toContain('выходные тоже считаются');
  // Nothing of it stays on the disk, and the journal tells who has had it made.
  expect(await readdir(path.join(world.dataDir, 'folders'))).toEqual([]);
  await world.phone(CURATOR).press('Назад', card(number));
  await world.phone(CURATOR).press('История', card(number));
  expect(await world.phone(CURATOR).text('История')).toContain(
    'Собрана папка для проверки\nНасибулина Г.Р., координатор',
  );
});

test('two presses at once make one folder; whoever only works on it has none', async () => {
  const number = await inWork(world);
  await open(world, CURATOR, number);
  const press = await world.phone(CURATOR).remember(GATHER, card(number));
  const [one, other] = await Promise.all([press(), press()]);
  expect([one.text, other.text].sort()).toEqual(['Папка уже собирается', 'Собираю папку, пришлю сюда']);
  expect(await foldersOf(world, number)).toHaveLength(1);
  const executor = world.phone('executor');
  await executor.press('Ещё', card(number)).catch(() => undefined);
  expect((await executor.buttons(card(number))).join()).not.toContain(GATHER);
  const forged = await executor.pressAnywhere(`x:folder:${(await appealId(world, number)).toString(36)}`);
  expect(forged.showAlert).toBe(true);
});
