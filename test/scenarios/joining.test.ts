import {
  agree,
  assign,
  brief,
  card,
  enter,
  open,
  ringing,
  sign,
  submit,
  takeIntoWork,
  task,
} from '../support/office-work';
import type { Phone } from '../support/phone';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start({ repeats: true });
});
afterAll(() => world.stop());

/** As one types a number that is not among the likely ones, or presses it where it is. */
async function join(coordinator: Phone, number: string, other: string): Promise<void> {
  await coordinator.press('Объединить', card(number));
  await coordinator.say(other);
  await coordinator.press('Готово', card(number));
  await coordinator.press('Подтвердить', card(number));
}

test('two appeals about one pothole are seen to be alike, joined, worked and answered as one', async () => {
  const [coordinator, executor] = [world.phone('coordinator'), world.phone('executor')];
  const first = await world.appeal();
  const second = await world.appeal({ kind: 'appeal59', registeredAt: '2026-11-20T09:00:00+03:00' });
  expect(await coordinator.text(card(second))).toContain(
    `Похоже на:\n№ ${first} от 25.11, на координации: то же место и категория`,
  );
  expect(await coordinator.buttons(card(second))).toContain(`Открыть № ${first}`);
  // The earlier one's card, which was in the chat already, says so too.
  expect(await coordinator.text(card(first))).toContain(`Похоже на:\n№ ${second} от 20.11, на координации`);
  expect(await coordinator.buttons(card(first))).toContain('Объединить');

  await coordinator.press('Объединить', card(second));
  expect(await coordinator.buttons(card(second))).toEqual([`№ ${first} от 25.11 · то же место и категория`, 'Отмена']);
  await coordinator.press(`№ ${first} от 25.11 · то же место и категория`, card(second));
  expect(await coordinator.buttons(card(second))).toContain('Готово');
  await coordinator.press('Готово', card(second));
  expect(await coordinator.text(card(second))).toContain(
    `Вместе: № ${second}, № ${first}. Ведёт № ${first}: действия на его карточке делаются для всех. Ответ один, срок до 05.12`,
  );
  const joined = await coordinator.press('Подтвердить', card(second));
  expect(joined.text).toBe('Объединено: одна работа и один ответ на все');
  expect(await coordinator.text(card(second))).toContain(`Объединено, ведёт № ${first}: действия на его карточке`);
  expect(await coordinator.buttons(card(second))).toContain('Разъединить');
  expect(await coordinator.buttons(card(second))).not.toContain('👤 Назначить исполнителя');
  const leading = await coordinator.text(card(first));
  expect(leading).toContain(`Вместе с № ${second}: одна работа и один ответ`);
  expect(leading).toContain('Среди них есть 59-ФЗ: ответ подписывают УКЭП');
  expect(leading).not.toContain('Похоже на');

  await coordinator.say('/menu');
  await coordinator.press('На координации · 1', 'Меню');
  expect(await coordinator.text('На координации: 1')).toContain(`И ещё № ${second}`);

  const rang = await ringing(world, async () => {
    await assign(world, first);
  });
  expect(rang).toEqual(['executor']);
  const work = card(first);
  expect(await executor.text(work)).toContain(`Вместе с № ${second}: одна работа и один ответ`);
  await takeIntoWork(world, first);
  await submit(world, first);
  await agree(world, first);
  const entering = task('Внести в ПОС', first);
  expect(await coordinator.text(entering)).toContain(`То же сделайте в ПОС по № ${second}: одна отметка на все`);
  await enter(world, first);
  const approver = world.phone('approver');
  await approver.press('Утвердить', card(first));
  expect(await approver.text(card(first))).toContain('УКЭП');
  await approver.press('Как внесено', card(first));
  for (const number of [first, second]) expect((await world.status(number)).stage).toBe('answered');
  expect((await world.status(second)).delivery.map(({ placedAt }) => placedAt !== null)).toEqual([true]);
  await coordinator.press('История', card(second));
  expect(await coordinator.text('История')).toContain(`месте с № ${first}`);

  // One applicant is not content: theirs goes on alone.
  await coordinator.press('К карточке', 'История');
  await coordinator.press('Разъединить', card(second));
  expect((await coordinator.press('Подтвердить', card(second))).text).toBe(
    'Разъединено: у каждого обращения своя работа и свой ответ',
  );
  expect(await coordinator.buttons(card(second))).toContain('Вернуть на повторное рассмотрение');
  await coordinator.press('История', card(second));
  expect(await coordinator.text('История')).toContain(`Больше не вместе с № ${first}`);
});

test('one answer of several names all their numbers, and is postponed only to a day that holds for each', async () => {
  const [coordinator, executor] = [world.phone('coordinator'), world.phone('executor')];
  const texts = ['По обращениям № {номер} от {дата} сообщаем: яма будет заделана до {срок}.'];
  await coordinator.say('/menu');
  await coordinator.press('Шаблоны ответов', 'Меню');
  await coordinator.press('Новый шаблон', 'Шаблоны ответов: 0');
  await coordinator.press('Для всех обращений', 'Для каких обращений');
  await coordinator.say('Яма');
  for (const text of texts) await coordinator.say(text);
  const first = await world.appeal();
  // Under 59-ФЗ, thirty days from 05.11: the last day is 02.12.
  const second = await world.appeal({ kind: 'appeal59', registeredAt: '2026-11-05T09:00:00+03:00' });
  await join(coordinator, second, first);
  // Its fast track was over on 15.11.
  const third = await world.appeal({ registeredAt: '2026-11-05T09:00:00+03:00' });
  await join(coordinator, third, first);
  expect(await coordinator.text(card(first))).toContain(`По № ${third} срок уже истёк, был до 15.11`);
  await coordinator.press('Разъединить', card(third));
  await coordinator.press('Подтвердить', card(third));
  await assign(world, first);
  await takeIntoWork(world, first);

  await executor.press('Ответ на согласование', card(first));
  await executor.press('Отложено', card(first));
  expect(await executor.text(card(first))).toContain('Не позже 02.12');
  const days = (await executor.buttons(card(first))).filter((caption) => /\d\d\.\d\d|завтра/i.test(caption));
  expect(days).toEqual(['Завтра', '+5 · пн 30.11', '+7 · ср 02.12']);
  await executor.say('03.12');
  expect(await executor.text(card(first))).toContain('Выберите дату не позже 02.12');
  await executor.say('30.11');
  await executor.press('📄 Яма', card(first));
  const [numbers, dates] = [`${first}, ${second}`, '25.11.2026, 05.11.2026'];
  expect(await executor.text('Написано:')).toContain(
    `По обращениям № ${numbers} от ${dates} сообщаем: яма будет заделана до 05.12.2026.`,
  );
  await executor.press('Отмена', 'Написано:');
});

test('a form says for which of a group it acts, and a card whose days to pass on end first', async () => {
  const [coordinator, approver] = [world.phone('coordinator'), world.phone('approver')];
  const elsewhere = { address: 'ул. Давыдова, 3' };
  const first = await world.appeal({ ...elsewhere, kind: 'appeal59' });
  const second = await world.appeal({ ...elsewhere, kind: 'appeal59', registeredAt: '2026-11-20T09:00:00+03:00' });
  await join(coordinator, second, first);
  // Seven days from 20.11; the first one's own are until 02.12.
  expect(await coordinator.text(card(first))).toContain(`Перенаправить можно до 27.11 (№ ${second})`);
  await coordinator.press('Перенаправить', card(first));
  const redirect = await coordinator.text(card(first));
  expect(redirect).toContain(`Для всех: № ${first}, № ${second}`);
  expect(redirect).toContain(`Перенаправить можно до 27.11 (№ ${second})`);
  await coordinator.press('Отмена', card(first));

  await open(world, 'approver', first);
  await approver.press('Продлить срок', card(first));
  const extension = await approver.text(card(first));
  expect(extension).toContain(`Только № ${first}, у объединённых с ним всё остаётся как есть`);
  expect(extension).toContain(`№ ${second} тоже по 59-ФЗ, до 20.12: его срок продлевают на его карточке`);
  expect(extension).toContain(`Ближайший срок не сдвинется: он по № ${second}, 20.12`);
  await approver.press('Отмена', card(first));

  await coordinator.press('Разъединить', card(first));
  expect(await coordinator.text(card(first))).toContain(`Для всех: № ${first}, № ${second}`);
  await coordinator.press('Отмена', card(first));

  await assign(world, first);
  await takeIntoWork(world, first);
  const executor = world.phone('executor');
  await executor.press('Ответ на согласование', card(first));
  await executor.press('Не решено', card(first));
  expect(await executor.text(card(first))).toContain('Прочтут заявители.');
  await executor.press('Отмена', card(first));
  await submit(world, first);
  await agree(world, first);
  await enter(world, first);
  await sign(world, first);
  await coordinator.press('Вернуть на повторное рассмотрение', card(first));
  const returning = await coordinator.text(card(first));
  expect(returning).toContain(`Для всех: № ${first}, № ${second}`);
  expect(returning).toContain('Если недоволен один заявитель, сначала нажмите «Разъединить»');
  await coordinator.press('Отмена', card(first));
});

test('a repeat of what is in work already goes along with it at once, without an assignment of its own', async () => {
  const [coordinator, executor] = [world.phone('coordinator'), world.phone('executor')];
  const elsewhere = { address: 'ул. Азина, 7' };
  const first = await world.appeal(elsewhere);
  await assign(world, first);
  await takeIntoWork(world, first);
  const second = await world.appeal(elsewhere);
  await coordinator.press('Объединить', card(second));
  await coordinator.press(`№ ${first}`, card(second));
  await coordinator.press('Готово', card(second));
  expect(await coordinator.text(card(second))).toContain(`№ ${second}: сразу на этап «В работе», исполнитель тот же.`);
  await coordinator.press('Подтвердить', card(second));
  expect(await coordinator.text(card(first))).toContain(`Вместе с № ${second}`);
  const joined = await coordinator.text(card(second));
  expect(joined).toContain(`№ ${second} · В работе`);
  expect(joined).toContain(`ведёт № ${first}`);
  expect(await executor.text(`№ ${second}: объединено с другими`)).toContain('одна работа и один ответ');
  await submit(world, first);
  const third = await world.appeal(elsewhere);
  await coordinator.press('Объединить', card(third));
  expect(await coordinator.text(card(third))).toContain('Объединяют, пока ответ не на согласовании');
  await coordinator.say(first);
  expect(await coordinator.text(card(third))).toContain('С тем обращением уже не объединить');
  await coordinator.press('Отмена', card(third));
});

test('an appeal of a registry file that lacks text and place says so, and is filled in from ПОС without overwriting', async () => {
  const coordinator = world.phone('coordinator');
  const number = await world.appeal({ text: undefined, address: undefined, settlement: undefined });
  expect(await coordinator.text(card(number))).toContain('Не хватает: текст, место, точка на карте');
  expect((await coordinator.buttons(card(number)))[0]).toBe('➕ Дополнить');
  await coordinator.say('/control');
  await coordinator.press('Неполные · 1');
  expect(await coordinator.text('Неполные: 1')).toContain(number);

  await coordinator.press('➕ Дополнить', card(number));
  await coordinator.say('Яма во дворе, звоните 8 917 123-45-67.');
  await coordinator.say('Третий день никто не приезжает.');
  expect(await coordinator.text(card(number))).not.toContain('123-45');
  await coordinator.press('Готово', card(number));
  await coordinator.sendPlace(55.71, 51.41);
  const asked = await coordinator.text(card(number));
  expect(asked).toContain('Записать это в пустые поля?');
  expect(asked).not.toContain('123-45');
  expect((await coordinator.press('Подтвердить', card(number))).text).toBe('Сведения дополнены');
  const completed = await coordinator.text(card(number));
  expect(completed).toContain('Третий день никто не приезжает.');
  expect(completed).not.toContain('123-45');
  // A place in words is still wanted; the point and the text are not asked for again.
  expect(completed).toContain('Не хватает: место');
  await coordinator.press('➕ Дополнить', card(number));
  await coordinator.say('Мамадыш, ул. Ленина, 5');
  await coordinator.press('Подтвердить', card(number));
  expect(await coordinator.text(card(number))).toContain('Мамадыш, ул. Ленина, 5');
  expect(await coordinator.buttons(card(number))).not.toContain('➕ Дополнить');
  await coordinator.press('История', card(number));
  expect(await coordinator.text('История')).toContain('Дополнены сведения');
});

test('what an executor was writing when their appeals were joined is not lost: the bot asks where it belongs', async () => {
  const [coordinator, executor] = [world.phone('coordinator'), world.phone('executor')];
  const elsewhere = { address: 'ул. Гагарина, 9' };
  const first = await world.appeal(elsewhere);
  const second = await world.appeal(elsewhere);
  for (const number of [first, second]) {
    await assign(world, number);
    await takeIntoWork(world, number);
  }
  await executor.press('Ответ на согласование', card(second));
  await executor.press('Не решено', card(second));
  await executor.say('Яма будет заделана в мае.');
  const done = await executor.remember('Готово', 'Написано:').catch(() => executor.remember('Отмена', card(second)));
  await join(coordinator, second, first);
  // Nobody's day is over: a colleague has closed it, and the press says so, before the tick and after it.
  expect((await done())?.text).toContain('Обращение объединили с другими или отделили от них');
  await world.application.tick();
  expect((await done())?.text).toContain('Обращение объединили с другими или отделили от них');
  world.later(2_000);
  await world.quiet();
  const question = /Яма будет заделана в мае[^]*(К какому обращению|Это к №)/;
  expect((await executor.buttons(question)).join()).not.toContain(second);
  await executor.press(first, question);
  await executor.press('Ответ на согласование', 'Яма будет заделана в мае.');
  expect(await executor.text(card(first))).toContain('Ответ на согласование');
  await executor.press('Не решено', card(first));
  expect(await executor.text(card(first))).toContain('Яма будет заделана в мае.');
  await executor.press('Отмена', card(first));
});

test('what is merely near says how far it is and what is alike, and is not joined by the first thumb', async () => {
  const coordinator = world.phone('coordinator');
  const place = { settlement: 'Кляуш', latitude: 55.7115, longitude: 51.4108 };
  const matter = { category: 'Благоустройство', subcategory: 'Уборка снега', fact: null };
  const first = await world.appeal({ ...place, ...matter, address: 'ул. Лесная, 1' });
  const second = await world.appeal({
    ...place,
    ...matter,
    subcategory: 'Детские площадки',
    address: 'ул. Лесная, 19',
    latitude: place.latitude + 190 / 111_320,
  });
  expect(await coordinator.text(card(second))).toContain(
    `№ ${first} от 25.11, на координации: та же улица, 190 м, та же категория, другая подкатегория`,
  );
  expect(await coordinator.buttons(card(second))).toContain(`Открыть № ${first}`);
  expect(await coordinator.buttons(card(second))).not.toContain('Объединить');
  const third = await world.appeal({ ...place, ...matter, address: 'ул. Лесная, 1' });
  expect(await coordinator.text(card(third))).toContain(`№ ${first} от 25.11, на координации: то же место и категория`);
  expect((await coordinator.buttons(card(third)))[1]).toBe('Объединить');
});

test('appeals without a category are alike by the very place; a house beside it is said as near, and another street is no same place', async () => {
  const coordinator = world.phone('coordinator');
  const without = { category: null, subcategory: null, fact: null };
  const bench = await world.appeal({ ...without, address: 'ул. Азина, 14', text: 'Сломана скамейка.' });
  const urn = await world.appeal({ ...without, address: 'Азина 14', text: 'Нет урны.' });
  expect(await coordinator.text(card(urn))).toMatch(new RegExp(`№ ${bench} .*то же место, категория неизвестна`));
  const beside = await world.appeal({ ...without, address: 'Азина, 12', text: 'Нет света.' });
  expect(await coordinator.text(card(beside))).not.toContain('Похоже на');

  const point = { latitude: 55.7123, longitude: 51.4123 };
  const pit = await world.appeal({ address: 'ул. Азина, 20', text: 'Яма.' });
  const other = await world.appeal({ address: 'ул. Азина, 22', text: 'Ямка.' });
  expect(await coordinator.text(card(other))).toMatch(new RegExp(`№ ${pit} .*рядом, та же категория`));
  const corner = await world.appeal({ address: 'ул. Победы, 1', text: 'Выбоина.', ...point });
  const round = await world.appeal({ address: 'ул. Тукая, 2', text: 'Колея.', ...point });
  expect(await coordinator.text(card(round))).toMatch(new RegExp(`№ ${corner} .*рядом`));
  expect(await coordinator.text(card(round))).not.toContain('то же место');
});

test('every question and toast of joined appeals names the nearest of their terms', async () => {
  const coordinator = world.phone('coordinator');
  const place = { address: 'ул. Нагорная, 7' };
  const long = await world.appeal({ ...place, fastTrackDays: null });
  const short = await world.appeal({ ...place, fastTrackDays: 5 });
  await join(coordinator, short, long);
  await open(world, 'coordinator', long);
  await coordinator.press('Назначить исполнителя', card(long));
  expect(await coordinator.text(card(long))).toContain(`Ответ по ближайшему сроку, № ${short}: до 30.11`);
  expect((await coordinator.press(brief('executor'), card(long))).text).toBe('Назначено: Петров П.П., до 30.11');
});

test('a task for several is ticked number by number, and with the last of them the approver may approve', async () => {
  const [coordinator, other, approver] = [
    world.phone('coordinator'),
    world.phone('secondCoordinator'),
    world.phone('approver'),
  ];
  const [first, second] = [await world.appeal(), await world.appeal()];
  await join(coordinator, second, first);
  await assign(world, first);
  await takeIntoWork(world, first);
  await submit(world, first);
  await agree(world, first);
  const entering = task('Внести в ПОС', first);
  const short = (number: string) => (number.length > 8 ? `…${number.slice(-7)}` : number);
  await coordinator.press(short(first), entering);
  expect(await coordinator.buttons(entering)).toContain(`✓ ${short(first)}`);
  expect(await other.buttons(entering)).toContain(`✓ ${short(first)}`);
  expect((await world.status(first)).stage).toBe('answer_approval');
  await open(world, 'approver', first);
  expect(await approver.buttons(card(first))).not.toContain('✅ Утвердить');
  // The wrong line: it is taken back, and then both are there.
  await other.press(`✓ ${short(first)}`, entering);
  await other.press(short(first), entering);
  await other.press(short(second), entering);
  expect(await coordinator.text(entering)).toMatch(/Внесено/);
  await approver.press('Утвердить', card(first));
  await approver.press('Как внесено', card(first));
  for (const number of [first, second]) expect((await world.status(number)).stage).toBe('answered');
});
