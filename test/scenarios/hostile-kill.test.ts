import { systemClock } from '../../src/clock';
import { KilledOffice, NO_LOSSES } from '../support/killed-office';
import type { Phone } from '../support/phone';
import { played } from '../support/random';
import { until } from '../support/until';

/** Only an end is waited for: a program is started some ten times. */
const LIVES_AND_KILLS_MS = 900_000;
/** Three lives side by side, each with people of its own: nobody's form stands in another's way. */
const LIVES = ['Азатов', 'Булатов', 'Вафин'].map((surname, index) => ({
  coordinator: { name: `${surname}а Анна Ильинична`, roles: ['coordinator'], telegramId: 2001 + index * 10 },
  executor: { name: `${surname} Эдуард Ильич`, roles: ['executor'], telegramId: 2002 + index * 10 },
  supervisor: { name: `${surname} Степан Ильич`, roles: ['supervisor'], telegramId: 2003 + index * 10 },
  approver: { name: `${surname} Юрий Ильич`, roles: ['supervisor'], canApprove: true, telegramId: 2004 + index * 10 },
  surname,
  number: `90000000${index}`,
}));
type Life = (typeof LIVES)[number];
const PEOPLE = LIVES.flatMap(({ coordinator, executor, supervisor, approver }) => [
  coordinator,
  executor,
  supervisor,
  approver,
]);

let office: KilledOffice;
beforeAll(async () => {
  office = await KilledOffice.start(PEOPLE);
});
afterAll(() => office.stop());

const phoneOf = ({ telegramId }: { readonly telegramId: number }) => office.phone(telegramId);

async function live({ number, surname, coordinator, executor, supervisor, approver }: Life): Promise<void> {
  const [byCoordinator, byExecutor, bySupervisor, byApprover] = [coordinator, executor, supervisor, approver].map(
    phoneOf,
  ) as [Phone, Phone, Phone, Phone];
  const sees = (phone: Phone, part: string | RegExp) => async () =>
    (await phone.messages()).some(
      ({ text = '' }) => text.includes(number) && (typeof part === 'string' ? text.includes(part) : part.test(text)),
    );
  const offers = (phone: Phone, caption: string) => async () =>
    (await phone.messages()).some(
      ({ text = '', reply_markup: keys }) =>
        text.includes(number) && keys?.inline_keyboard.flat().some((key) => key.text.includes(caption)) === true,
    );
  const offersNot = (phone: Phone, caption: string) => async () => !(await offers(phone, caption)());

  const tap: KilledOffice['tap'] = (...tapped) => office.tap(...tapped);
  const say: KilledOffice['say'] = (...said) => office.say(...said);

  await office.post('/api/appeals', {
    number,
    kind: 'message',
    registeredAt: systemClock.now().toISOString().replace('Z', '+00:00'),
    text: 'Яма',
    address: `ул. № ${number}, 1`,
  });

  await tap(byCoordinator, 'Назначить исполнителя', number, offers(byCoordinator, `${surname} Э.И.`));
  await tap(byCoordinator, `${surname} Э.И.`, number, sees(byCoordinator, 'Назначено'));
  await tap(byExecutor, 'Взять в работу', number, sees(byExecutor, 'В работе'));
  await tap(byExecutor, 'Доложить руководителю', number, offers(byExecutor, `${surname} С.И.`));
  await tap(byExecutor, `${surname} С.И.`, number, sees(byExecutor, 'Доложено'));
  await tap(bySupervisor, 'Принято', number, sees(bySupervisor, /Доложено .*, принято/));

  await tap(byExecutor, 'Комментарий и фото', number, sees(byExecutor, 'Напишите комментарий'));
  await office.sendPhotos(byExecutor, 5);
  await say(byExecutor, `Часть первая ${number}`);
  await say(byExecutor, 'часть вторая.');
  await until('photos and words are there', sees(byExecutor, /вторая[\s\S]*Принято фото: 5/));
  await tap(byExecutor, 'Готово', number, offers(byExecutor, 'работы завершены'));
  await tap(byExecutor, 'работы завершены', number, offersNot(byExecutor, 'работы завершены'));

  await tap(byExecutor, 'Ответ на согласование', number, offers(byExecutor, 'Решено'));
  await tap(byExecutor, 'Решено', number, sees(byExecutor, 'Напишите ответ'));
  await say(byExecutor, `Яма засыпана, обращение ${number}.`);
  await until('the answer is there', sees(byExecutor, 'Яма засыпана'));
  // A copy of the question that a kill has left may ask for the answer still.
  await tap(byExecutor, 'Готово', /Напишите ответ/, sees(byExecutor, 'Пришлите фото выполненных работ'));
  await tap(byExecutor, 'Добавить прежние: 5', number, sees(byExecutor, 'прислать ещё фото'));
  await tap(byExecutor, 'Готово', /прислать ещё фото/, offers(byExecutor, `${surname} С.И.`));
  await tap(byExecutor, `${surname} С.И.`, number, sees(byExecutor, 'Согласование ответа'));

  await tap(bySupervisor, 'Согласовать', number, offers(bySupervisor, `${surname} Ю.И.`));
  await tap(bySupervisor, `${surname} Ю.И.`, number, sees(bySupervisor, 'Утверждение ответа'));
  await tap(byExecutor, 'Внесено в ПОС', number, offers(byApprover, 'Утвердить'));
  await tap(byApprover, 'Утвердить', number, offers(byApprover, 'Как внесено'));
  await tap(byApprover, 'Как внесено', number, sees(byApprover, 'Ответ направлен'));
  for (const what of ['Комментарий']) {
    await until(
      `«${what}» is to be placed`,
      async () =>
        (
          await office.rows(`select 1 from delivery y join appeal a on a.id = y.appeal_id where a.number = $1`, [
            number,
          ])
        ).length === 2,
    );
  }
}

test(
  'a process killed again and again in the middle of everything loses nothing, does nothing twice',
  async () =>
    played(async (random) => {
      await office.killing(
        random,
        LIVES.map((life) => () => live(life)),
      );
      await office.rests();
      // of the seventy steps of three lives each kill takes up five or so
      expect(office.kills).toBeGreaterThan(3);
      expect(await office.losses()).toEqual(NO_LOSSES);
      for (const { number } of LIVES) {
        const acts = await office.rows<{ action: string }>(
          `select action from journal_entry j join appeal a on a.id = j.appeal_id where a.number = $1 order by j.id`,
          [number],
        );
        expect(acts.map(({ action }) => action)).toEqual([
          'register',
          'assign',
          'takeIntoWork',
          'report',
          'acknowledgeReport',
          'comment',
          'submitAnswer',
          'agreeAnswer',
          'markEntered',
          'approveAnswer',
        ]);
        expect(
          await office.rows(
            `select count(*)::int as photos, count(distinct sha256)::int as different, count(appeal_id)::int as owned from attachment t
      where t.form_id in (select j.form_id from journal_entry j join appeal a on a.id = j.appeal_id where a.number = $1)`,
            [number],
          ),
        ).toEqual([{ photos: 5, different: 5, owned: 5 }]);
        expect(
          await office.rows(
            `select y.kind, y.text from delivery y join appeal a on a.id = y.appeal_id where a.number = $1 order by y.id`,
            [number],
          ),
        ).toEqual([
          { kind: 'comment', text: `Часть первая ${number} часть вторая.` },
          { kind: 'draft_entry', text: `Яма засыпана, обращение ${number}.` },
        ]);
      }
      // Each card is where its row says, with the buttons of now: drawing it anew changes nothing.
      const cards = await office.rows<{
        personId: number;
        chatId: number;
        messageId: number;
        subject: string;
        id: number;
        number: string;
      }>(
        `select c.person_id as "personId", split_part(c.message_ref, '/', 1)::int as "chatId", split_part(c.message_ref, '/', 2)::int as "messageId", c.subject, c.subject_id as id, a.number from card c join appeal a on c.subject = 'appeal' and a.id = c.subject_id`,
      );
      expect(cards.length).toBeGreaterThanOrEqual(LIVES.length * 4);
      let strays = 0;
      for (const card of cards) {
        const phone = phoneOf({ telegramId: card.chatId });
        const before = (await phone.messages()).find(({ message_id: id }) => id === card.messageId);
        expect({ card, text: before?.text }).toMatchObject({ text: expect.stringContaining(card.number) });
        await phone.pressData(card.messageId, `k:${card.id.toString(36)}`);
        await until(
          'the press is over',
          async () => (await office.rows(`select 1 from inbox_update where state = 'new'`)).length === 0,
        );
        const after = (await phone.messages()).find(({ message_id: id }) => id === card.messageId);
        expect(after).toEqual(before);
        const copies = (await phone.messages()).filter(
          ({ message_id: id, text, reply_markup: keys }) =>
            id !== card.messageId && text?.startsWith(`№ ${card.number}`) && keys,
        );
        strays += copies.length;
      }
      // A message has no idempotency key: a process that dies between sending and writing it down leaves a copy, at most one a kill.
      expect(strays).toBeLessThanOrEqual(office.kills);
    }),
  LIVES_AND_KILLS_MS,
);
