import { assign, card } from '../support/office-work';
import { World } from '../support/world';

const NAME = 'Иванов Пётр Сергеевич';
const APPLICANT = { type: 'person', name: NAME, phone: '+7 917 123-45-67' };

let world: World;
beforeAll(async () => {
  world = await World.start({ env: { PERSONAL_DATA_IN_CHAT: 'max' }, inMax: ['executor', 'secondCoordinator'] });
});
afterAll(() => world.stop());

const chats = async (): Promise<string> => {
  const [coordinator, executor] = [world.phone('coordinator'), world.phone('executor')];
  return JSON.stringify([await coordinator.messages(), await executor.messages()]);
};

test('with PERSONAL_DATA_IN_CHAT=max contacts are shown in MAX, for five minutes, and in Telegram it is said where', async () => {
  const number = await world.appeal({ applicant: APPLICANT });
  await assign(world, number);
  const [coordinator, executor] = [world.phone('coordinator'), world.phone('executor')];

  const refused = await coordinator.press('Показать контакты', card(number));
  expect(refused).toMatchObject({ showAlert: true });
  expect(refused.text).toContain('показываются только в MAX: откройте это обращение там');
  expect(await chats()).not.toContain(NAME);

  await executor.press('Показать контакты', card(number));
  expect(await executor.sees(NAME)).toMatchObject({ silent: true, text: expect.stringContaining('+7 917 123-45-67') });

  world.later(5 * 60_000 + 1_000);
  await world.application.tick();
  await world.quiet();
  expect(await chats()).not.toContain(NAME);
});

test.each(['coordinator', 'secondCoordinator'] as const)(
  'whoever registers by hand is asked for no applicant: %s',
  async (who) => {
    const phone = world.phone(who);
    const number = who === 'coordinator' ? '6660001' : '6660002';
    await phone.say('/new');
    await phone.say(number);
    await phone.press('Сообщение', 'Что это?');
    await phone.press('Сейчас', 'Когда зарегистрировано');
    await phone.press('Пропустить', 'Какая категория');
    await phone.say('Текст обращения');
    await phone.press('Готово', 'Напишите текст');
    for (const question of ['Какой населённый пункт', 'Какой адрес', 'Отправьте геопозицию'])
      await phone.press('Пропустить', question);
    await phone.sees('Есть фото');
    await phone.say('/cancel');
  },
);
