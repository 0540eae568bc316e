import { ACTIONS } from '../../src/regulation/vocabulary';
import { loadRoster } from '../../src/usecases/office/load-roster';
import { bring, doneSoFar, failedUpdates, realRefusals, rows } from '../support/evidence';
import { Phone, type Toast } from '../support/phone';
import { played } from '../support/random';
import { NEVER_MS } from '../support/until';
import { PEOPLE, World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await World.start();
  // Forged presses name messages that are gone.
  world.expectsRefusals(/not found/);
});
afterAll(() => world.stop());
afterEach(async () => {
  await world.quiet();
  expect(await failedUpdates(world)).toEqual([]);
  expect(await realRefusals(world)).toEqual([]);
});

const idOf = async (number: string) =>
  (await rows<{ id: number }>(world, 'select id from appeal where number = $1', [number]))[0]?.id ?? 0;
const anyMessage = async (phone: Phone) => (await phone.messages()).at(-1)?.message_id ?? 0;
/** Under whatever message is the latest: a modified client may send any data there. */
async function forge(phone: Phone, data: string): Promise<Toast> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await phone.pressData(await anyMessage(phone), data);
    } catch (error) {
      // The card has moved meanwhile, oftener the busier the machine: a press needs a message that is there.
      if (attempt > 200 || !String(error).includes('there is no message')) throw error;
    }
  }
}
/** Several fingers at once. */
async function forgeAll(phone: Phone, datas: readonly string[]): Promise<(Toast & { data: string })[]> {
  const toasts: (Toast & { data: string })[] = [];
  for (let first = 0; first < datas.length; first += 20) {
    toasts.push(
      ...(await Promise.all(
        datas.slice(first, first + 20).map(async (data) => ({ data, ...(await forge(phone, data)) })),
      )),
    );
  }
  return toasts;
}
async function assigned(): Promise<string> {
  const number = await world.appeal();
  await world.phone('coordinator').press('Назначить исполнителя', number);
  await world.phone('coordinator').press('Петров П.П.', number);
  await world.quiet();
  return number;
}

/** Ids that are nobody's, ids that no column holds, words that are no number. */
const NUMBERS = ['0', '1', 'zz', 'zzzzzz', 'zzzzzzzzzz', '-1', '1.5', '1e9', '+1', ' 1', 'NaN', '', '９', '0x1', '%00'];
const GARBAGE = [
  'x',
  ':',
  '::::::',
  'a',
  'a:',
  'a:as',
  'a:as:1',
  'a:as:1:0:0',
  'a:__proto__:1:0',
  'a:constructor:1:0',
  'q:1:0:__proto__:x',
  'l:toString:0',
  'undefined',
  'null',
  '[]',
  '{"kind":"act"}',
  "a:as:1';drop table appeal;--:0",
  '<b>',
  '🙂🙂🙂',
  'ы'.repeat(32),
  '\u202e'.repeat(21),
  'A'.repeat(64),
  'm',
  'r',
  's',
  't',
  'n',
  'x:',
  'x:::::',
  'x:roles:zzzzzz',
  'x:person:-1',
  ...NUMBERS.flatMap((number) => [
    `o:${number}`,
    `h:${number}:0`,
    `h:1:${number}`,
    `f:${number}`,
    `c:${number}`,
    `d:${number}`,
    `k:${number}`,
    `y:${number}`,
    `z:${number}`,
    `e:${number}`,
    `a:as:${number}:0`,
    `a:tk:1:${number}`,
    `l:m:${number}`,
    `l:f:${number}`,
    `q:${number}:0:p:1`,
    `q:1:${number}:d:`,
  ]),
].filter((data) => Buffer.byteLength(data) <= 64);

test('forged data of every shape is answered in words, changes nothing, breaks nothing', () =>
  played(async (random) => {
    await assigned();
    const before = await doneSoFar(world);
    const letter = () => String.fromCharCode(Math.floor(random() * 256));
    const noise = Array.from({ length: 20 }, () => Array.from({ length: 32 }, letter).join(''));
    await Promise.all(
      (['otherExecutor', 'coordinator'] as const).map((who) => forgeAll(world.phone(who), [...GARBAGE, ...noise])),
    );
    await world.quiet();
    expect(await doneSoFar(world)).toEqual(before);
  }));

test('no action is taken from somebody whom the regulation does not know in this appeal', async () => {
  const number = await assigned();
  const id = (await idOf(number)).toString(36);
  const before = await doneSoFar(world);
  const phone = world.phone('otherExecutor');
  const versions = ['0', '1', '2'];
  const toasts = await forgeAll(
    phone,
    Object.values(ACTIONS).flatMap((code) => versions.map((version) => `a:${code}:${id}:${version}`)),
  );
  for (const toast of toasts) expect(toast).toMatchObject({ text: expect.stringMatching(/\S/), showAlert: true });
  await world.quiet();
  expect(await doneSoFar(world)).toEqual(before);
  expect(
    await rows(
      world,
      `select 1 from form where state = 'open' and appeal_id is not null and person_id = (select person_id from account where user_id = $1::text)`,
      [phone.id],
    ),
  ).toEqual([]);
});

test('a form answers only its owner, only at its present view, only with what it offers', async () => {
  const number = await world.appeal();
  const coordinator = world.phone('coordinator');
  await coordinator.press('Назначить исполнителя', number);
  const [form] = await rows<{ id: number; revision: number; answers: object }>(
    world,
    `select id, revision, answers from form where state = 'open'`,
  );
  if (!form) throw new Error('No form is open');
  const before = await doneSoFar(world);

  const [other, another] = [world.phone('secondCoordinator'), world.phone('otherExecutor')];
  for (const phone of [other, another]) {
    expect((await forge(phone, `q:${form.id.toString(36)}:${form.revision.toString(36)}:p:3`)).text).toMatch(/\S/);
  }
  const revision = async () =>
    (await rows<{ revision: number }>(world, 'select revision from form where id = $1', [form.id]))[0]?.revision ?? 0;
  for (const move of ['p', 'd', 'o', 'm', 'g', 'b']) {
    for (const value of [
      '',
      '0',
      '-1',
      '999999999',
      '2147483648',
      'abc',
      '1e99',
      'NaN',
      '0000-00-00',
      '9999-12-31',
      '2026-11-31',
      'new',
      'again',
      'approval',
      'withoutPhoto',
      '__proto__',
      'executor',
      'resolved',
      'a:b:c',
    ]) {
      const data = `q:${form.id.toString(36)}:${(await revision()).toString(36)}:${move}:${value}`;
      if (Buffer.byteLength(data) <= 64) await forge(coordinator, data);
    }
  }
  await world.quiet();
  expect(await doneSoFar(world)).toEqual(before);
  // It still works as if nothing had been.
  expect((await coordinator.press('Петров П.П.', number)).text).toContain('Назначено');
});

test('every step of every form stands forged values', async () => {
  const number = await assigned();
  const executor = world.phone('executor');
  await executor.press('Взять в работу', number);
  const id = (await idOf(number)).toString(36);
  const codes = ['ps', 'rd', 'rc', 'rp', 'vi', 'me', 'dq', 'co', 'sa'];
  for (const code of codes) {
    const [row] = await rows<{ version: number }>(world, 'select version from appeal where number = $1', [number]);
    await forge(executor, `a:${code}:${id}:${(row?.version ?? 0).toString(36)}`);
    for (const [move, value] of [
      ['p', '0'],
      ['p', '-1'],
      ['p', '1'],
      ['p', '999999999'],
      ['p', 'abc'],
      ['p', '2026-11-31'],
      ['p', '9999-12-31'],
      ['p', '0001-01-01'],
      ['m', '9999-12-01'],
      ['m', '0000-01-01'],
      ['m', 'x'],
      ['g', '-7'],
      ['g', 'NaN'],
      ['g', '1e9'],
      ['d', ''],
      ['o', 'new'],
      ['o', 'withoutPhoto'],
      ['o', 'again'],
      ['b', ''],
    ] as const) {
      const [form] = await rows<{ id: number; revision: number }>(
        world,
        `select id, revision from form where state = 'open' and person_id = (select person_id from account where user_id = $1::text)`,
        [executor.id],
      );
      if (!form) break;
      await forge(executor, `q:${form.id.toString(36)}:${form.revision.toString(36)}:${move}:${value}`);
    }
    await executor.say('/cancel');
  }
  expect((await world.status(number)).stage).toBe('in_progress');
});

test('a stale button says what has happened, redraws the card, changes nothing', async () => {
  const number = await world.appeal();
  const [one, two] = [world.phone('coordinator'), world.phone('secondCoordinator')];
  const stale = await two.remember('Назначить исполнителя', number);
  const staleRedirect = await two.remember('Перенаправить', number);
  await one.press('Назначить исполнителя', number);
  await one.press('Петров П.П.', number);
  await world.quiet();
  const before = await doneSoFar(world);
  for (const press of [stale, staleRedirect])
    expect(await press()).toMatchObject({ text: 'Уже назначено: Петров П.П.', showAlert: true });
  await world.quiet();
  expect(await doneSoFar(world)).toEqual(before);
  expect(await two.text(number)).toContain('Назначено');

  const executor = world.phone('executor');
  const take = await executor.remember('Взять в работу', number);
  await executor.press('Взять в работу', number);
  world.later(10_000);
  expect(await take()).toMatchObject({ text: 'Уже взято в работу: Петров П.П.', showAlert: true });
  expect((await world.status(number)).stage).toBe('in_progress');
});

test('a button of an older view of a form brings the present view', async () => {
  const number = await assigned();
  const executor = world.phone('executor');
  await executor.press('Взять в работу', number);
  await executor.press('Комментарий и фото', number);
  await executor.say('Огородили.');
  const done = await executor.remember('Готово', number);
  await done();
  await world.quiet();
  // As after a lost redraw: the message still shows what was, the form has gone on.
  await world.stand.result('editMessageText', {
    chat_id: executor.id,
    message_id: (await executor.sees(number)).message_id,
    text: `${number} старое`,
    reply_markup: { inline_keyboard: [[{ text: 'Готово', callback_data: 'q:1:0:d:' }]] },
  });
  world.later(10_000);
  expect((await done()).text).toMatch(/\S/);
  await world.quiet();
  expect(await executor.text(number)).toContain('Как идут работы');
  await executor.say('/cancel');
  const cancelled = await executor.text(number);
  const { message_id } = await executor.sees(number);
  const data = `q:${(await rows<{ id: number }>(world, `select max(id) as id from form where state = 'cancelled'`))[0]?.id.toString(36)}:0:d:`;
  await world.stand.result('editMessageText', {
    chat_id: executor.id,
    message_id,
    text: `${number} старое`,
    reply_markup: { inline_keyboard: [[{ text: 'Готово', callback_data: data }]] },
  });
  await executor.press('Готово', 'старое');
  expect(await executor.text(number)).toBe(cancelled);
});

test('a second copy of a card, left by a process that died, goes when it is pressed', async () => {
  const number = await assigned();
  const executor = world.phone('executor');
  const id = (await idOf(number)).toString(36);
  const version = (
    (await rows<{ version: number }>(world, 'select version from appeal where number = $1', [number]))[0]?.version ?? 0
  ).toString(36);
  const copy = await world.stand.result('sendMessage', {
    chat_id: executor.id,
    text: `${number} двойник`,
    reply_markup: { inline_keyboard: [[{ text: 'Взять в работу', callback_data: `a:tk:${id}:${version}` }]] },
  });
  expect((await executor.pressData(copy.message_id, `a:tk:${id}:${version}`)).text).toContain('В работе');
  await world.quiet();
  expect((await executor.messages()).filter(({ text }) => text?.includes(number))).toHaveLength(1);
  expect(await executor.text(number)).toContain('В работе');
});

test('two coordinators at the same moment: one assigns, the other is told whom', async () => {
  for (let round = 0; round < 3; round += 1) {
    const number = await world.appeal();
    const [one, two] = [world.phone('coordinator'), world.phone('secondCoordinator')];
    await one.press('Назначить исполнителя', number);
    await two.press('Назначить исполнителя', number);
    const presses = [await one.remember('Петров П.П.', number), await two.remember('Сидоров С.С.', number)];
    const toasts = await Promise.all(presses.map((press) => press()));
    const winners = toasts.filter(({ text }) => text?.startsWith('Назначено: '));
    const losers = toasts.filter(({ text }) => text?.startsWith('Уже назначено: '));
    expect([winners.length, losers.length]).toEqual([1, 1]);
    expect(winners[0]?.text).toContain((losers[0]?.text ?? '').replace('Уже назначено: ', ''));
    await world.quiet();
    expect(
      await rows(
        world,
        `select 1 from journal_entry j join appeal a on a.id = j.appeal_id where a.number = $1 and j.action = 'assign'`,
        [number],
      ),
    ).toHaveLength(1);
    const name = (losers[0]?.text ?? '').replace('Уже назначено: ', '');
    for (const phone of [one, two]) {
      expect(await phone.text(number)).toContain(name);
      expect(await phone.buttons(number)).not.toContain('Петров П.П.');
    }
  }
});

test('a coordinator who assigns seconds after another hears it, and presses again to replace', async () => {
  const number = await world.appeal();
  const [one, two] = [world.phone('coordinator'), world.phone('secondCoordinator')];
  await one.press('Назначить исполнителя', number);
  await one.press('Петров П.П.', number);
  await world.quiet();
  // On a card that was drawn anew under the finger.
  expect(await two.press('Назначить исполнителя', number)).toEqual({
    text: 'Только что назначено: Петров П.П. (другой координатор). Чтобы заменить исполнителя, нажмите ещё раз через несколько секунд.',
    showAlert: true,
  });
  expect(await two.text(number)).toContain('Петров П.П.');
  // Whoever has assigned may change their mind at once.
  await one.press('Назначить исполнителя', number);
  await one.press('Отмена', number);
  world.later(11_000);
  await two.press('Назначить исполнителя', number);
  expect((await two.press('Сидоров С.С.', number)).text).toMatch(/^Назначено: Сидоров С\.С\., до /);
});

test('a double tap acts once and is told once what is done, on a card as on the last step of a form', async () => {
  const number = await world.appeal();
  const coordinator = world.phone('coordinator');
  await coordinator.press('Назначить исполнителя', number);
  const pick = await coordinator.remember('Петров П.П.', number);
  const picks = await Promise.all([pick(), pick(), pick()]);
  const assigned = { text: expect.stringMatching(/^Назначено: Петров П\.П\., до /), showAlert: false };
  expect(picks).toEqual([assigned, assigned, assigned]);
  await world.quiet();
  const executor = world.phone('executor');
  const take = await executor.remember('Взять в работу', number);
  const taken = { text: expect.stringMatching(/^В работе, срок до /), showAlert: false };
  expect(await Promise.all([take(), take(), take()])).toEqual([taken, taken, taken]);
  await world.quiet();
  // «Готово» that only leads on: nothing was done or given up, and neither tap says so.
  await executor.press('Комментарий и фото', number);
  await executor.say('Осмотрели.');
  const [forward = ''] = await executor.buttons('Написано:');
  const done = await executor.remember(forward, 'Написано:');
  const silent = { text: null, showAlert: false };
  expect(await Promise.all([done(), done()])).toEqual([silent, silent]);
  await world.quiet();
  await executor.press('Отмена', number);
  await executor.press('Доложить руководителю', number);
  const report = await executor.remember('Шафеев И.Р.', number);
  const reported = { text: 'Доложено: Шафеев И.Р.', showAlert: false };
  expect(await Promise.all([report(), report()])).toEqual([reported, reported]);
  await world.quiet();
  const acknowledge = await world.phone('supervisor').remember('Принято', number);
  const accepted = { text: 'Принято', showAlert: false };
  expect(await Promise.all([acknowledge(), acknowledge()])).toEqual([accepted, accepted]);
  await world.quiet();
  const acts = await rows<{ action: string; count: number }>(
    world,
    `select j.action, count(*)::int as count from journal_entry j join appeal a on a.id = j.appeal_id where a.number = $1 group by 1 order by 1`,
    [number],
  );
  // Later it is a second decision.
  world.later(10_000);
  expect(await acknowledge()).toEqual({ text: 'Уже принят доклад: Шафеев И.Р.', showAlert: true });
  expect((await report()).text).toBe('Это уже сделано или отменено.');
  expect(acts).toEqual([
    { action: 'acknowledgeReport', count: 1 },
    { action: 'assign', count: 1 },
    { action: 'register', count: 1 },
    { action: 'report', count: 1 },
    { action: 'takeIntoWork', count: 1 },
  ]);
});

test('a role taken away a second ago counts, in a card and in the middle of a form', async () => {
  const number = await world.appeal();
  const coordinator = world.phone('secondCoordinator');
  await coordinator.press('Назначить исполнителя', number);
  const pick = await coordinator.remember('Петров П.П.', number);
  const before = await doneSoFar(world);
  await rows(
    world,
    `update person set roles = '{executor}' where id = (select person_id from account where user_id = $1::text)`,
    [coordinator.id],
  );
  try {
    expect((await pick()).text).toMatch(/\S/);
    await world.quiet();
    expect((await doneSoFar(world)).journal_entry).toEqual(before.journal_entry);
    expect((await world.status(number)).stage).toBe('coordination');
    expect(await coordinator.buttons(number)).not.toContain('Петров П.П.');
    expect(await coordinator.buttons(number)).not.toContain('👤 Назначить исполнителя');
    await coordinator.say('Петров');
  } finally {
    await rows(
      world,
      `update person set roles = '{coordinator,curator}' where id = (select person_id from account where user_id = $1::text)`,
      [coordinator.id],
    );
  }
});

test('a disabled account is told so and does nothing', async () => {
  const number = await world.appeal();
  const coordinator = world.phone('secondCoordinator');
  const press = await coordinator.remember('Назначить исполнителя', number);
  await rows(
    world,
    `update person set disabled_at = now() where id = (select person_id from account where user_id = $1::text)`,
    [coordinator.id],
  );
  try {
    expect(await press()).toMatchObject({ text: expect.stringContaining('отключён'), showAlert: true });
    expect(
      await rows(
        world,
        `select 1 from form f join appeal a on a.id = f.appeal_id where f.state = 'open' and a.number = $1`,
        [number],
      ),
    ).toEqual([]);
  } finally {
    await rows(
      world,
      `update person set disabled_at = null where id = (select person_id from account where user_id = $1::text)`,
      [coordinator.id],
    );
  }
});

test('a button pressed in a group does nothing and leads to the private chat', async () => {
  const number = await assigned();
  const id = (await idOf(number)).toString(36);
  await world.stand.control('PUT', 'people/5555', { name: 'Прохожий', languageCode: 'ru' });
  await world.stand.control('PUT', 'groups/-1001234777', {
    title: 'Планёрка',
    members: [PEOPLE.executor.telegramId, PEOPLE.coordinator.telegramId, 5555],
  });
  const sent = await world.stand.result('sendMessage', {
    chat_id: -1001234777,
    text: 'Доска',
    reply_markup: { inline_keyboard: [[{ text: 'x', callback_data: `a:tk:${id}:1` }]] },
  });
  const before = await doneSoFar(world);
  const datas = [`a:tk:${id}:1`, `o:${id}`, `c:${id}`, `h:${id}:0`, `f:${id}`, 'm', 'l:m:0'];
  // A stranger is answered once.
  for (const [person, pressed] of [
    [PEOPLE.executor.telegramId, datas],
    [PEOPLE.coordinator.telegramId, datas],
    [5555, datas.slice(0, 1)],
  ] as const) {
    for (const data of pressed) {
      const { body } = await world.stand.control('POST', `people/${person}/press`, {
        chatId: -1001234777,
        messageId: sent.message_id,
        data,
        waitMs: NEVER_MS,
      });
      expect(body).toMatchObject({ answered: true, showAlert: true });
    }
  }
  await world.quiet();
  expect(await doneSoFar(world)).toEqual(before);
  const { body } = await world.stand.control('GET', 'chats/-1001234777/messages');
  expect(Array.isArray(body) ? body : body.messages).toHaveLength(1);
});

test('an administrator without other roles sees nothing of the work', async () => {
  const number = await assigned();
  const id = (await idOf(number)).toString(36);
  await world.stand.control('PUT', 'people/1010', { name: 'Системный Администратор', languageCode: 'ru' });
  await loadRoster(world.desk, {
    users: [
      {
        name: 'Системный Администратор',
        roles: ['admin'],
        accounts: [{ messenger: 'telegram', userId: '1010', chatId: '1010' }],
        canApprove: false,
      },
    ],
    organizations: [],
    categories: [],
    groups: [],
  } as never);
  const admin = new Phone(world.stand, 1010, () => world.quiet());
  await admin.say('/start');
  const before = await doneSoFar(world);
  const datas = [
    `o:${id}`,
    `k:${id}`,
    `h:${id}:0`,
    `f:${id}`,
    `c:${id}`,
    `d:${id}`,
    'y:1',
    'z:1',
    'e:1',
    ...['m', 'c', 'g', 'a', 'o', 's', 'w', 'p', 'f'].map((list) => `l:${list}:0`),
    ...Object.values(ACTIONS).map((code) => `a:${code}:${id}:1`),
  ];
  for (const toast of await forgeAll(admin, datas)) expect(toast).toMatchObject({ text: expect.stringMatching(/\S/) });
  await forgeAll(admin, ['m', 'r', 's', 't']);
  for (const text of ['/my', '/find 3274', '/find яма', '/control', '/report', '/new', `/start a${id}`])
    await admin.say(text);
  await world.quiet();
  const said = (await admin.messages()).map(({ text }) => text).join('\n');
  expect(said).not.toContain(number);
  expect(said).not.toContain('Яма');
  expect(said).not.toContain('Советская');
  expect(await doneSoFar(world)).toEqual(before);
});

test('a stranger gets one polite answer a day to whatever they press or send', async () => {
  const number = await assigned();
  const id = (await idOf(number)).toString(36);
  await world.stand.control('PUT', 'people/6666', { name: 'Чужой', languageCode: 'ru' });
  const stranger = new Phone(world.stand, 6666, () => world.quiet());
  await stranger.say('/start');
  const [greeting] = await stranger.messages();
  const before = await doneSoFar(world);
  world.later(24 * 60 * 60_000);
  expect(await stranger.pressData(greeting?.message_id ?? 0, `o:${id}`)).toMatchObject({
    text: expect.stringContaining('6666'),
    showAlert: true,
  });
  for (const data of [`c:${id}`, `a:as:${id}:0`, 'm', 'x:roles:1', 'garbage'])
    await bring(world, {
      callback_query: {
        id: `forged ${data}`,
        from: { id: 6666, is_bot: false, first_name: 'Чужой' },
        message: { message_id: greeting?.message_id, date: 1_764_000_000, chat: { id: 6666, type: 'private' } },
        chat_instance: '1',
        data,
      },
    });
  for (const text of ['/my', '/find яма', '/admin', 'привет', '/start i_forged', '/cancel']) await stranger.say(text);
  await stranger.sendPhotos(3);
  expect(await doneSoFar(world)).toEqual(before);
  // The forged invitation is no link of ours, so it is nothing of its own either.
  expect((await stranger.messages()).map(({ text }) => text)).toEqual([expect.stringContaining('6666')]);
});
