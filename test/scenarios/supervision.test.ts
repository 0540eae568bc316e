import {
  agree,
  answered,
  appealId,
  approve,
  assign,
  card,
  enter,
  holds,
  inWork,
  open,
  sign,
  submit,
  task,
  takeIntoWork,
  write,
} from '../support/office-work';
import { World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

test('a supervisor edits the text: the next reads the new one and sees what was changed', async () => {
  const [executor, approver, coordinator] = [
    world.phone('executor'),
    world.phone('approver'),
    world.phone('coordinator'),
  ];
  const number = await inWork(world);
  await submit(world, number, { text: 'Яма засыпана щебнем & песком.' });
  await agree(world, number, { text: 'Яма засыпана <щебнем> 25.11.2026.' });
  // The executor knows the facts: a date that was not theirs is seen before it is signed.
  expect(await executor.text(`№ ${number}: проект ответа изменён`)).toContain('новый текст в карточке');
  expect(await coordinator.text(task('Внести в ПОС', number))).toContain('Яма засыпана <щебнем> 25.11.2026.');
  await enter(world, number);
  expect(await approver.text(card(number))).toContain(
    'Проект ответа «Не решено», Петров П.П., с правкой: Шафеев И.Р.\nЯма засыпана <щебнем> 25.11.2026.',
  );
  await approver.press('Что изменено', card(number));
  const difference = await approver.text(/^Что изменено, № /);
  expect(difference.split('\n')[0]).toContain(`Что изменено, № ${number}`);
  expect(difference).toContain('песком');
  expect(difference).toContain('25.11.2026');
  await approver.press('Утвердить', card(number));
  // One question: which text. That it is signed, and how, is what it begins with.
  expect(await approver.text(card(number))).toContain(
    'Сначала подпишите и утвердите ответ в ПОС (УКЭП или УНЭП).\nКакой текст там подписан?',
  );
  await approver.press('Отмена', card(number));
  await sign(world, number);
  expect(await executor.text(card(number))).toContain('Ответ «Не решено», Шафеев И.Р. (проект: Петров П.П.)');
});

test('who prepares and approves alone is allowed, and the history says so', async () => {
  await holds(world, 'approver', ['executor', 'supervisor'], true);
  const person = world.phone('approver');
  const number = await world.appeal();
  await assign(world, number, 'approver');
  await takeIntoWork(world, number, 'approver');
  await submit(world, number, { executor: 'approver', agreeing: 'approver' });
  await agree(world, number, { as: 'approver' });
  await approve(world, number);
  await person.press('История', card(number));
  const history = await person.text('История');
  expect(history).toContain(
    'Утверждено\nГарипов Р.М., утверждающий\n→ Ответ направлен\nОтправлена заявителю версия 1 · Подписано и утверждено в ПОС, УКЭП\nЯма на ул. Советской, 15 внесена в план работ на декабрь 2026 года.\nТот же сотрудник готовил и утвердил',
  );
  await holds(world, 'approver', ['supervisor'], true);
});

test('the history has every act with who, in which role, whom, what and why, by pages', async () => {
  const supervisor = world.phone('supervisor');
  const number = await inWork(world);
  const executor = world.phone('executor');
  await executor.press('Комментарий и фото', card(number));
  await write(executor, 'Были на месте.');
  await executor.press('осмотрено', card(number));
  await submit(world, number);
  await supervisor.press('Отклонить', card(number));
  await write(supervisor, 'Нет даты работ, звоните 8 917 123-45-67.');
  // the phone is the applicant's, and left in on purpose
  await supervisor.press('Отправить', card(number));
  await submit(world, number, { type: 'Решено' });
  await agree(world, number, { text: 'Другой текст от 25.11.2026.' });
  await approve(world, number);
  await open(world, 'supervisor', number);
  await supervisor.press('История', card(number));
  const first = await supervisor.text('История');
  expect(first.replace(/\d\d:\d\d/g, '10:00').replace(number, '…')).toMatchSnapshot();
  expect(await supervisor.buttons('История')).toEqual(['◀', '1/2', '▶', '📄 История в PDF', 'К карточке']);
  await supervisor.press('▶', 'История');
  expect(await supervisor.text('История')).toContain('Зарегистрировано');
  await supervisor.press('К карточке', 'История');
  await supervisor.sees(card(number));
});

test('the card leads to its terms and to what comes if nobody does anything, for whoever works with appeals', async () => {
  const [executor, coordinator, worker] = [world.phone('executor'), world.phone('coordinator'), world.phone('worker')];
  const number = await world.appeal();
  await assign(world, number);
  for (const phone of [executor, coordinator]) {
    await phone.press('Сроки', card(number));
    const terms = await phone.text(`Сроки № ${number}`);
    expect(terms).toMatch(/Идут сейчас\n• взять в работу: 25.11 10:\d\d – .*\n░+ 0 %\n• доложить руководителю: /);
    const [soon = ''] = /Если ничего не делать\n[^]*?(?=\nчт 26\.11)/.exec(terms) ?? [];
    expect(
      soon
        .replace(/\d\d:\d\d/g, '…')
        .trim()
        .split('\n'),
    ).toEqual([
      'Если ничего не делать',
      '',
      'ср 25.11',
      '… напомню: взять в работу, прошло 80 % срока',
      '→ Петров П.П.',
      '… сообщу о просрочке: взять в работу',
      '→ Петров П.П., Кузнецова Ю.Ю., Насибулина Г.Р.',
      '… напомню: доложить руководителю, прошла половина срока',
      '→ Петров П.П.',
    ]);
    await phone.press('К карточке', `Сроки № ${number}`);
    await phone.sees(card(number));
  }
  // One that somebody else holds is seen too; an administrator and whoever has no such role see none, even by a forged button.
  const forged = `v:${(await appealId(world, number)).toString(36)}:0`;
  expect(await world.phone('otherExecutor').pressAnywhere(forged)).toEqual({ text: null, showAlert: false });
  expect(await world.phone('otherExecutor').text(`Сроки № ${number}`)).toContain('взять в работу');
  for (const role of ['admin', 'engagement']) {
    await holds(world, 'worker', [role], false);
    expect(await worker.pressAnywhere(forged)).toEqual({
      text: 'Обращения видят те, кто с ними работает.',
      showAlert: true,
    });
  }
});

test('whoever is no official of appeals sees none, even by a forged button', async () => {
  await holds(world, 'worker', ['engagement'], false);
  await answered(world);
  expect(await world.phone('worker').pressAnywhere('o:1')).toEqual({
    text: 'Обращения видят те, кто с ними работает.',
    showAlert: true,
  });
});
