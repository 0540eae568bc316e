import { statement } from '../../src/database/database';
import { APPLICANT, DeliveringOffice, EMAIL } from '../support/delivering-office';
import { json } from '../support/gateway';
import { appealId, card, inWork, open, task } from '../support/office-work';

const office = new DeliveringOffice();
const { approved, standing, carriers, history, stage } = office;
let { world, mail, gateway } = office;

const byBot = statement(
  'test-done-by-bot',
  `select action, clause, to_stage as "toStage" from journal_entry where appeal_id = $1 and person_id is null and action in ('confirmSent', 'place') order by id`,
);

beforeAll(async () => {
  ({ world, mail, gateway } = await office.start());
});
afterAll(() => office.stop());
beforeEach(() => office.mend());

test('an answer is signed, reaches ПОС and the applicant with the very files, and the stage moves by itself', async () => {
  const [number, letter, signature] = await approved({}, { kind: 'appeal59' });
  await carriers(number, { gateway: 'delivered', mail: 'delivered' });
  expect(await stage(number)).toBe('answered');

  expect(mail.letters).toHaveLength(1);
  expect(mail.letters[0]?.attachments.map(({ filename, content }) => [filename, content])).toEqual([
    [`${number}-1.pdf`, letter],
    [`${number}-1.pdf.sig`, signature],
  ]);
  const [received] = gateway.received;
  expect(gateway.received).toHaveLength(1);
  expect(received?.manifest).toMatchObject({
    kind: 'answer',
    number,
    answerType: 'not_resolved',
    appealKind: 'appeal59',
  });
  expect([...(received?.files.values() ?? [])]).toEqual([letter, signature]);
  expect(JSON.stringify(received?.manifest)).not.toMatch(/Иванов|petrov|917.?123/);

  expect(await world.fresh.database.query(byBot, [await appealId(world, number)])).toEqual([
    { action: 'confirmSent', clause: 'П1/2 Координатор', toStage: 'answered' },
  ]);
  await open(world, 'coordinator', number);
  const shown = await world.phone('coordinator').text(card(number));
  expect(shown).toContain('Шлюз ПОС: в ПОС');
  expect(shown).toContain('Почта заявителя: письмо отправлено');
  expect(shown).not.toContain(EMAIL);
  const told = await world.phone('coordinator').messages();
  expect(told.filter(({ text }) => task('Отправить в ПОС', number).test(text ?? ''))).toEqual([]);
  await open(world, 'executor', number);
  await world.phone('executor').press('История', card(number));
  const history = await world.phone('executor').text('История');
  expect(history).toContain('по подтверждению шлюза ПОС');
  expect(history).toContain('Доставка\nОтвет: письмо заявителю отправлено');
  expect(history).toContain('Доставка\nОтвет: шлюз подтвердил, что это в ПОС');
  expect((await world.status(number)).delivery).toMatchObject([
    {
      kind: 'answer',
      carriers: [
        { carrier: 'gateway', state: 'delivered' },
        { carrier: 'mail', state: 'delivered' },
      ],
    },
  ]);
});

test('what the gateway refuses becomes the coordinators’ task with everything, and the reason', async () => {
  gateway.answer = json(422, { reason: 'обращение закрыто, звоните 8 917 000-00-00' });
  const [number] = await approved();
  await carriers(number, { gateway: 'refused', mail: 'delivered' });
  expect(await stage(number)).toBe('delivery');
  const coordinator = world.phone('coordinator');
  const text = await coordinator.text(task('Отправить в ПОС', number));
  expect(text).toMatch(/Шлюз ПОС: отказ .* · обращение закрыто, звоните/);
  expect(text).not.toContain('917');
  expect(await coordinator.buttons(task('Отправить в ПОС', number))).toContain('Файлы');
  await coordinator.press('✅ Отправлено', task('Отправить в ПОС', number));
  expect(await stage(number)).toBe('answered');
  expect(await history(number)).toMatch(/Ответ: шлюз ПОС отказал · обращение закрыто, звоните .*•/);
});

test('a comment goes by the gateway alone', async () => {
  const number = await inWork(world, { applicant: APPLICANT });
  const executor = world.phone('executor');
  await executor.press('Комментарий и фото', number);
  await executor.say('Осмотрено на месте.');
  const [forward = ''] = await executor.buttons('Написано:');
  await executor.press(forward, 'Написано:');
  for (let left = 3; left > 0 && (await standing(number)).gateway === undefined; left -= 1) {
    const [next = ''] = await executor.buttons(card(number));
    await executor.press(next, card(number));
  }
  await carriers(number, { gateway: 'delivered' });
  expect(gateway.received[0]?.manifest).toMatchObject({
    kind: 'comment',
    text: 'Осмотрено на месте.',
    progress: 'inspected',
  });
  expect(await world.fresh.database.query(byBot, [await appealId(world, number)])).toMatchObject([{ action: 'place' }]);
  expect(mail.letters).toEqual([]);
});
