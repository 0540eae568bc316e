import { filesOfDelivery } from '../../src/usecases/papers/deliveries';
import { rows } from '../support/evidence';
import {
  agree,
  approve,
  assign,
  card,
  enter,
  inWork,
  ringing,
  sign,
  submit,
  takeIntoWork,
  write,
} from '../support/office-work';
import type { Phone } from '../support/phone';
import { photo } from '../support/photos';
import { randomOf } from '../support/random';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

test('the agreeing supervisor rejects, the executor reads why until the answer is sent again', async () => {
  const [executor, supervisor] = [world.phone('executor'), world.phone('supervisor')];
  const number = await inWork(world);
  expect(await ringing(world, () => submit(world, number))).toEqual(['supervisor']);
  expect(await supervisor.text(number)).toMatch(/^Ответ ждёт вашего согласования\n/);

  await supervisor.press('Отклонить', number);
  expect(await supervisor.buttons(number)).toEqual(['Отмена']);
  let toast;
  expect(await ringing(world, async () => (toast = await write(supervisor, 'Нет даты работ <и> адреса.')))).toEqual([
    'executor',
  ]);
  expect(toast).toEqual({ text: 'Возвращено исполнителю: Петров П.П.', showAlert: false });

  expect(await executor.text(number)).toMatch(/^Ответ возвращён на доработку\n/);
  expect(await executor.text(number)).toContain('Нет даты работ <и> адреса.');
  // A look at the history and a form begun and cancelled do not lose the reason.
  await executor.press('История', number);
  await executor.press('К карточке', 'История');
  await executor.press('Ответ на согласование', number);
  expect(await executor.text(number)).toContain('Замечание: Нет даты работ <и> адреса.');
  // In view while the text is typed too.
  await executor.press('Не решено', number);
  await executor.say('Яма на ул. Советской, 15 засыпана.');
  expect(await executor.text(number)).toContain('Замечание: Нет даты работ <и> адреса.');
  await executor.press('Отмена', number);
  expect(await executor.text(number)).toContain('Нет даты работ <и> адреса.');

  await submit(world, number, { text: 'Яма на ул. Советской, 15 засыпана 25.11.2026.' });
  expect(await executor.text(number)).not.toContain('Нет даты работ');
  expect(await supervisor.text(number)).toContain('засыпана 25.11.2026');
});

test('who decides on the next answer reads the remark to the former one, and sees what has changed since', async () => {
  const [supervisor, approver] = [world.phone('supervisor'), world.phone('approver')];
  const number = await inWork(world);
  const reject = async (why: string) => {
    await supervisor.press('Отклонить', number);
    await write(supervisor, why);
  };
  await submit(world, number, { text: 'Яма на ул. Советской, 15 засыпана.' });
  expect(await supervisor.text(number)).not.toContain('отклонён');
  await reject('Нет даты работ.');

  await submit(world, number, { text: 'Яма на ул. Советской, 15 засыпана.' });
  expect(await supervisor.text(number)).toMatch(
    /Прежде ответ отклонён 25\.11 \d\d:\d\d, Шафеев И\.Р\.\nНет даты работ\.\nТекст ответа с тех пор не изменился/,
  );
  expect(await supervisor.buttons(number)).not.toContain('Что изменено');
  await reject('Дату всё-таки назовите.');

  await submit(world, number, { text: 'Яма на ул. Советской, 15 засыпана 25.11.2026.' });
  expect(await supervisor.text(number)).toContain('Дату всё-таки назовите.');
  expect(await supervisor.text(number)).not.toContain('не изменился');
  await supervisor.press('Что изменено', card(number));
  expect(await supervisor.text(/^Что изменено после замечания, № /)).toContain('25.11.2026');
  // Neither for the executor, who has answered it, nor where nothing is decided.
  expect(await world.phone('executor').text(number)).not.toContain('Дату всё-таки');

  await agree(world, number, { text: 'Яма на ул. Советской, 15 засыпана щебнем 25.11.2026.' });
  await enter(world, number);
  expect(await approver.text(card(number))).toContain('Дату всё-таки назовите.');
  await approver.press('Что изменено', card(number));
  expect(await approver.text(/^Что изменено после замечания, № /)).toContain('щебнем 25.11.2026');
  expect(await approver.text(/^Что изменено, № /)).toContain('щебнем');
  await sign(world, number);
  expect(await approver.text(card(number))).not.toContain('Дату всё-таки');
});

test('the approver rejects; nobody agrees or approves twice, and the second round passes', async () => {
  const approver = world.phone('approver');
  const number = await inWork(world);
  await submit(world, number);
  expect(await ringing(world, () => agree(world, number))).toEqual(['coordinator', 'secondCoordinator']);
  expect(await ringing(world, () => enter(world, number))).toEqual(['approver']);
  await approver.press('Отклонить', number);
  // What stands in ПОС already is taken out of it: the coordinators' move.
  expect(await ringing(world, () => write(approver, 'Ответьте по существу.'))).toEqual([
    'coordinator',
    'secondCoordinator',
    'executor',
  ]);
  const card = await world.phone('executor').text(number);
  expect(card).toContain('В работе');
  expect(card).not.toContain('Согласующий');
  await submit(world, number);
  await agree(world, number);
  await approve(world, number);
  expect((await world.status(number)).stage).toBe('answered');
});

test('agreement and approval are passed on; only those who may approve are offered for approval', async () => {
  const [supervisor, approver] = [world.phone('supervisor'), world.phone('approver')];
  const number = await inWork(world);
  await submit(world, number);
  await supervisor.press('Передать согласование', number);
  expect(await supervisor.buttons(number)).toEqual(['Гарипов Р.М.', 'Отмена']);
  expect(await ringing(world, () => supervisor.press('Гарипов Р.М.', number))).toEqual(['approver']);
  expect(await approver.text(number)).toMatch(/^Передано вам\n/);
  expect(await supervisor.buttons(number)).not.toContain('✅ Согласовать');

  await agree(world, number, { as: 'approver', approver: 'approver' });
  await enter(world, number);
  await approver.press('Передать утверждение', number);
  expect(await approver.text(number)).toContain('Список пуст');
  expect(await approver.buttons(number)).toEqual(['Отмена']);
  await approver.press('Отмена', number);
  expect(await approver.buttons(number)).toContain('✅ Утвердить');
});

test('an executor returns it to coordination: every coordinator reads why, and whoever gets it next does not', async () => {
  const [coordinator, second, executor] = [
    world.phone('coordinator'),
    world.phone('secondCoordinator'),
    world.phone('executor'),
  ];
  const number = await inWork(world);
  await executor.press('Вернуть на координацию', number);
  let toast;
  const rang = await ringing(world, async () => (toast = await write(executor, 'Это участок тепловых сетей.')));
  expect(rang).toEqual(['coordinator', 'secondCoordinator']);
  expect(toast).toEqual({ text: 'Возвращено на координацию', showAlert: false });
  expect(await second.text(number)).toMatch(/^Возвращено на координацию\n/);
  expect(await second.text(number)).toMatch(
    /Возвращено на координацию 25\.11 \d\d:\d\d, Петров П\.П\.\nЭто участок тепловых сетей\./,
  );
  expect(await executor.buttons(number)).toEqual(['История', 'Сроки', 'Почему такой срок']);
  expect(await ringing(world, () => assign(world, number, 'otherExecutor'))).toEqual(['otherExecutor']);
  expect(await world.phone('otherExecutor').text(number)).not.toContain('тепловых сетей');
  await coordinator.press('История', card(number));
  expect(await coordinator.text('История')).toContain('Это участок тепловых сетей.');
  await coordinator.press('К карточке', 'История');
});

test('a reason without words is asked again, a long one is refused with its length', async () => {
  const supervisor = world.phone('supervisor');
  const number = await inWork(world);
  await submit(world, number);
  await supervisor.press('Отклонить', number);
  await supervisor.say('👍👍👍');
  expect(await supervisor.text(number)).toContain('Нужен текст словами.');
  expect(await supervisor.buttons(number)).toEqual(['Отмена']);
  await supervisor.say('а'.repeat(3000));
  expect(await supervisor.text(number)).toContain('Слишком длинно: знаков 3000, можно до 1000.');
  await supervisor.say('/cancel');
  expect(await supervisor.buttons(number)).toContain('✅ Согласовать');
});

test('a card that comes anew after two days leaves no words of its former stage: Telegram would not delete it', async () => {
  const [executor, supervisor] = [world.phone('executor'), world.phone('supervisor')];
  const number = await inWork(world);
  await submit(world, number);
  world.expectsRefusals(/can't be deleted for everyone/);
  const { body } = await world.stand.control('GET', 'clock');
  await world.stand.control('PUT', 'clock', { now: new Date(Date.parse(body.now) + 49 * 3_600_000).toISOString() });
  await supervisor.press('Отклонить', number);
  await write(supervisor, 'Нет даты.');
  expect(await executor.text(card(number))).toMatch(/^Ответ возвращён на доработку\n/);
  const cards = (await executor.messages()).filter(({ text = '' }) => card(number).test(text));
  expect(cards).toHaveLength(1);
  expect((await executor.messages()).map(({ text }) => text)).toContain('Карточка теперь ниже.');
});

// ── Files belong to the version ─────────────────────────────────────────────

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
