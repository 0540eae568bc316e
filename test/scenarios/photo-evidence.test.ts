import { agree, approve, card, inWork, open, write } from '../support/office-work';
import { photo, withExif } from '../support/photos';
import { randomOf, SEED } from '../support/random';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const random = randomOf(SEED);
/** North of the equator, east of Greenwich. */
const degrees = (value: number): string => {
  const minutes = (value % 1) * 60;
  return `${Math.floor(value)}/1 ${Math.floor(minutes)}/1 ${Math.round((minutes % 1) * 60_000)}/1000`;
};
const POINT = { latitude: 55.715, longitude: 51.412 };
/** 2.4 km north of it. */
const ELSEWHERE = { latitude: 55.7366, longitude: 51.412 };

/** A photo as a camera writes it: when, by Moscow's clock, and where. */
const shot = async (time: string | null, place: typeof POINT | null, program?: string): Promise<Buffer> =>
  withExif(await photo(random), {
    IFD0: { Make: 'samsung', Model: 'SM-A525F', ...(program !== undefined && { Software: program }) },
    ...(time !== null && { IFD2: { DateTimeOriginal: time, OffsetTimeOriginal: '+03:00' } }),
    ...(place !== null && {
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: degrees(place.latitude),
        GPSLongitudeRef: 'E',
        GPSLongitude: degrees(place.longitude),
      },
    }),
  });
const sendShot = async (picture: Buffer) => world.phone('executor').sendFile(picture, 'IMG_1.jpg', 'image/jpeg');

/** «Решено», as far as its photos. */
async function resolved(number: string): Promise<void> {
  const executor = world.phone('executor');
  await executor.press('Ответ на согласование', number);
  await executor.press('Решено', number);
  await write(executor, 'Яма на ул. Советской, 15 заделана 25.11 асфальтом.');
}
async function sent(number: string): Promise<void> {
  const executor = world.phone('executor');
  await executor.press('Готово', card(number));
  await executor.press('Шафеев И.Р.', card(number));
}

test('the executor sees while still in the yard what is confirmed, and the curator returns what is not', async () => {
  const [executor, supervisor, curator] = [
    world.phone('executor'),
    world.phone('supervisor'),
    world.phone('secondCoordinator'),
  ];
  const number = await inWork(world, POINT);
  await resolved(number);
  await executor.sendPhotos(1);
  expect(await executor.text(number)).toContain(
    [
      'Принято фото: 1',
      'Если прислать фото файлом, сохранятся время и место съёмки. Геопозиция подтвердит место: кнопка «📍 Геопозиция».',
      'Проверка фото: время не подтверждено, место не подтверждено',
    ].join('\n'),
  );
  await sendShot(await shot('2026:11:25 10:00:30', POINT));
  await sendShot(await shot('2026:11:24 09:10:00', ELSEWHERE, 'Adobe Photoshop 25.0'));
  expect(await executor.text(number)).toContain(
    [
      'Проверка фото: время подтверждено у 1 из 3, место подтверждено у 1 из 3',
      'Фото 1: повреждено или однотонное, с другими не сравнить',
      'Фото 3: снято 24.11 09:10, до назначения 25.11 10:00; снято в 2,4 км от места; файл записан программой Adobe Photoshop 25.0',
    ].join('\n'),
  );
  // A warning blocks nothing.
  await sent(number);
  expect(await supervisor.text(card(number))).toContain('Фото 3: снято 24.11 09:10, до назначения');

  await curator.say('/control');
  await curator.press('Замечания к фото · 1');
  await open(world, 'secondCoordinator', number);
  expect(await curator.text(card(number))).toContain('снято в 2,4 км от места');
  expect(await curator.buttons(card(number))).toContain('На карте');
  await agree(world, number);
  await approve(world, number);
  await open(world, 'secondCoordinator', number);
  await curator.press('История', card(number));
  expect(await curator.text('История')).toContain('замечаниями к фото: снято до начала работы: 1, другое место: 1');
  await curator.press('К карточке', 'История');

  await curator.press('Вернуть на повторное рассмотрение', card(number));
  expect(await curator.buttons(card(number))).toEqual([
    '⚠ фото: другое время',
    '⚠ фото: другое место',
    'формальный ответ',
    'фото: уже было',
    'другое',
    'Отмена',
  ]);
  await curator.press('фото: другое место', card(number));
  expect(await curator.text(card(number))).toContain('Фото 3: снято в 2,4 км от места.');
  await curator.press('Оставить как есть', card(number));
  expect(await executor.text(number)).toContain('фото: другое место\nФото 3: снято в 2,4 км от места.');
  // The next report begins with nothing.
  expect(await executor.text(card(number))).not.toContain('Проверка фото');
});

test('a photo that was in another appeal says in which, when and by whom; the applicant’s are no report', async () => {
  const [executor, coordinator] = [world.phone('executor'), world.phone('coordinator')];
  const picture = await shot('2026:11:25 10:00:30', POINT);
  const first = await inWork(world, POINT);
  await resolved(first);
  await sendShot(picture);
  await sent(first);
  const second = await inWork(world, POINT);
  await resolved(second);
  await sendShot(picture);
  expect(await executor.text(second)).toContain(`Фото 1: то же фото в обращении № ${first}, 25.11, Петров П.П.`);
  await sent(second);
  await open(world, 'coordinator', second);
  expect(await coordinator.text(card(second))).toContain(`то же фото в обращении № ${first}`);
  await coordinator.press('Вернуть на повторное рассмотрение', card(second));
  expect((await coordinator.buttons(card(second)))[0]).toBe('⚠ фото: уже было');
  await coordinator.press('фото: уже было', card(second));
  expect(await coordinator.text(card(second))).toContain(
    `Фото 1: то же фото в обращении № ${first}, 25.11, Петров П.П.`,
  );
  // Words of one's own take its place.
  await coordinator.say('Яма на фото другая.');
  expect(await coordinator.text(card(second))).not.toContain('то же фото');
  await coordinator.press('Отмена', card(second));
  expect(await coordinator.buttons(card(second))).toContain(`Сравнить фото 1 с № ${first}`);
  expect(await coordinator.text(card(first))).not.toContain('то же фото');
});

test('a location that comes after the photos confirms where they were taken', async () => {
  const executor = world.phone('executor');
  const number = await inWork(world, POINT);
  await executor.press('Комментарий и фото', number);
  await executor.sendPhotos(1);
  expect(await executor.text(number)).toContain('место не подтверждено');
  await executor.sendPlace(POINT.latitude, POINT.longitude);
  await executor.sees(/место подтверждено/);
  await executor.press('Отмена', number);
});

test('an admin says in the chat how far off a photo may be taken, and photos of open appeals follow', async () => {
  const [executor, admin] = [world.phone('executor'), world.phone('supervisor')];
  const number = await inWork(world, ELSEWHERE);
  await executor.press('Комментарий и фото', number);
  await sendShot(await shot('2026:11:25 10:00:30', POINT));
  expect(await executor.text(number)).toContain('снято в 2,4 км от места');
  await admin.say('/admin');
  await admin.press('Параметры');
  await admin.press('Проверка фото');
  await admin.press('Радиус', 'Проверка фото');
  await admin.say('20');
  expect(await admin.text('метров')).toContain('Нужно число от 50 до 10000.');
  await admin.say('3000');
  expect(await admin.text('Пометки у фото')).toMatch(
    /Пометки у фото изменятся по \d+ открыт[а-я]+ обращени[а-я]+\.\nПометка появится у фото: 0, снимется: [1-9]/,
  );
  await admin.press('Подтвердить изменение', 'Пометки у фото');
  expect(await admin.text('Проверка фото')).toContain('Радиус от места обращения: 3000 м\nДопуск часов камеры: 15 мин');
  await executor.sees(/место подтверждено/);
  await executor.press('Отмена', number);
  await admin.press('Радиус', 'Проверка фото');
  await admin.say('300');
  await admin.press('Подтвердить изменение', 'Пометки у фото');
});

test('the point is corrected, and the photos are judged by the new one', async () => {
  const [executor, coordinator] = [world.phone('executor'), world.phone('coordinator')];
  const number = await inWork(world, ELSEWHERE);
  await executor.press('Комментарий и фото', number);
  await sendShot(await shot('2026:11:25 10:00:30', POINT));
  expect(await executor.text(number)).toContain('снято в 2,4 км от места');
  await executor.press('Готово', number);
  await executor.press('осмотрено', number);
  await coordinator.press('Исправить сведения', card(number));
  await coordinator.press('Точка', card(number));
  await coordinator.sendPlace(POINT.latitude, POINT.longitude);
  await coordinator.press('Дальше', card(number));
  await coordinator.say('В ПОС точка стоит у дома 15.');
  await coordinator.press('Подтвердить', card(number));
  await executor.sees(/Проверка фото: время подтверждено, место подтверждено/);
  expect(await executor.text(card(number))).not.toContain('снято в');
});
