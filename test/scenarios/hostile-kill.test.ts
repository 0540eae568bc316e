import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '../../src/clock';
import { StandClient } from '../src/stand/support';
import { freshDatabase, type FreshDatabase } from '../support/database';
import { Phone } from '../support/phone';
import { compileProgram, startProgram, type Program } from '../support/program';
import { played } from '../support/random';
import { NEVER_MS, pause, until } from '../support/until';

const TOKEN = 'kill-intake-token';
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

let compiled: ReturnType<typeof compileProgram>;
let fresh: FreshDatabase;
let stand: StandClient;
let program: Program;
let env: Record<string, string>;
const work = mkdtempSync(path.join(tmpdir(), 'murajagat-kill-'));

beforeAll(async () => {
  compiled = compileProgram();
  fresh = await freshDatabase({ poolSize: 4 });
  stand = await StandClient.start();
  for (const { telegramId, name } of PEOPLE)
    await stand.control('PUT', `people/${telegramId}`, { name, languageCode: 'ru' });
  writeFileSync(path.join(work, 'roster.json'), JSON.stringify({ users: PEOPLE, organizations: [], categories: [] }));
  env = {
    BOT_TOKEN: stand.stand.token,
    TELEGRAM_API_ROOT: stand.url,
    DATABASE_URL: fresh.url,
    DATA_DIR: path.join(work, 'data'),
    ROSTER_FILE: path.join(work, 'roster.json'),
    INTAKE_TOKEN: TOKEN,
    // All day and all night: what is loud is not what is tested here.
    WORKING_HOURS: '00:00-23:59',
  };
  program = startProgram(compiled.folder, env);
  await program.ready();
  for (const { telegramId } of PEOPLE) await phoneOf({ telegramId }).say('/start');
});
afterAll(async () => {
  await program.kill();
  await stand.close();
  await fresh.drop();
  compiled.remove();
  rmSync(work, { recursive: true, force: true });
});

const phoneOf = ({ telegramId }: { readonly telegramId: number }) => new Phone(stand, telegramId);
const rows = async <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  fresh.database.dataSource.query(sql, values);

/** Something a person has just done: the worst moment to die is soon after. */
let acted: () => void = () => undefined;
/** What people have seen to be done, all lives together. */
let steps = 0;

/** Presses as people do on a bad network: looks, taps, waits a little, taps again, until the phone shows what was meant. */
async function tap(phone: Phone, caption: string, on: string | RegExp, shown: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + NEVER_MS;
  while (!(await shown())) {
    if (performance.now() > end)
      throw new Error(
        `«${caption}» came to nothing: ${JSON.stringify(
          (await phone.messages()).slice(-3).map(({ text, reply_markup: keys }) => ({
            text,
            keys: keys?.inline_keyboard.flat().map(({ text: key }) => key),
          })),
          null,
          1,
        )}. Waiting or lost: ${JSON.stringify(await rows(`select kind, state, key, reason, attempts from outbox_message where chat_id = $1::text and state <> 'sent'`, [phone.id]))}`,
      );
    const button = (await phone.messages())
      .reverse()
      .filter(({ text }) => (typeof on === 'string' ? text?.includes(on) : on.test(text ?? '')))
      .flatMap(({ message_id: messageId, reply_markup: keys }) =>
        (keys?.inline_keyboard.flat() ?? []).map(({ text, callback_data: data }) => ({ messageId, text, data })),
      )
      .find(({ text }) => text.includes(caption));
    if (button) {
      acted();
      void stand
        .control('POST', `people/${phone.id}/press`, { messageId: button.messageId, data: button.data })
        .catch(() => undefined);
    }
    const soon = performance.now() + 1_500;
    while (performance.now() < soon && !(await shown())) await pause(40);
  }
  steps += 1;
}
async function say(phone: Phone, text: string): Promise<void> {
  acted();
  await stand.control('POST', `people/${phone.id}/send`, { text });
  steps += 1;
}

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

  await until('it is registered', async () => {
    const answer = await fetch(`${program.http}/api/appeals`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        number,
        kind: 'message',
        registeredAt: systemClock.now().toISOString().replace('Z', '+00:00'),
        text: 'Яма',
        address: `ул. № ${number}, 1`,
      }),
    }).catch(() => null);
    return answer !== null && answer.status < 300;
  });

  await tap(byCoordinator, 'Назначить исполнителя', number, offers(byCoordinator, `${surname} Э.И.`));
  await tap(byCoordinator, `${surname} Э.И.`, number, sees(byCoordinator, 'Назначено'));
  await tap(byExecutor, 'Взять в работу', number, sees(byExecutor, 'В работе'));
  await tap(byExecutor, 'Доложить руководителю', number, offers(byExecutor, `${surname} С.И.`));
  await tap(byExecutor, `${surname} С.И.`, number, sees(byExecutor, 'Доложено'));
  await tap(bySupervisor, 'Принято', number, sees(bySupervisor, /Доложено .*, принято/));

  await tap(byExecutor, 'Комментарий и фото', number, sees(byExecutor, 'Напишите комментарий'));
  acted();
  await byExecutor.sendPhotos(5);
  await say(byExecutor, `Часть первая ${number}`);
  await say(byExecutor, 'часть вторая.');
  await until('photos and words are there', sees(byExecutor, /вторая[\s\S]*Принято фото: 5/));
  await tap(byExecutor, 'Готово', number, offers(byExecutor, 'работы завершены'));
  await tap(byExecutor, 'работы завершены', number, offersNot(byExecutor, 'работы завершены'));

  await tap(byExecutor, 'Ответ на согласование', number, offers(byExecutor, 'Решено'));
  await tap(byExecutor, 'Решено', number, sees(byExecutor, 'Напишите ответ'));
  await say(byExecutor, `Яма засыпана, обращение ${number}.`);
  await until('the answer is there', sees(byExecutor, 'Яма засыпана'));
  await tap(byExecutor, 'Готово', /Напишите ответ/, async () => !(await sees(byExecutor, 'Напишите ответ')()));
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
        (await rows(`select 1 from delivery y join appeal a on a.id = y.appeal_id where a.number = $1`, [number]))
          .length === 2,
    );
  }
}

test(
  'a process killed again and again in the middle of everything loses nothing, does nothing twice',
  async () =>
    played(async (random) => {
      let finished = false;
      let kills = 0;
      const killing = (async () => {
        while (!finished) {
          await new Promise<void>((resolve) => (acted = resolve));
          acted = () => undefined;
          if (finished) break;
          await pause(random() * 150);
          await program.kill();
          kills += 1;
          program = startProgram(compiled.folder, env);
          await program.ready();
          // Not before something has come about: however long that takes, each kill finds people further on.
          const soon = steps + 1 + Math.floor(random() * 4);
          await until('people go on', () => finished || steps >= soon);
        }
      })();
      try {
        await Promise.all(LIVES.map(live));
      } finally {
        finished = true;
        acted();
        await killing;
      }
      await until('nothing waits', async () => {
        const [row] = await rows<{ waiting: number }>(
          `select ((select count(*) from inbox_update where state = 'new') + (select count(*) from outbox_message where state in ('new', 'sending'))
             + (select count(*) from attachment where judged_at is null and kind = 'photo'))::int as waiting`,
        );
        return row?.waiting === 0 && (await stand.result('getWebhookInfo')).pending_update_count === 0;
      });
      // of the seventy steps of three lives each kill takes up five or so
      expect(kills).toBeGreaterThan(3);

      expect(await rows(`select key, last_error from inbox_update where state = 'parked'`)).toEqual([]);
      expect(await rows(`select kind, reason from outbox_message where state = 'dead'`)).toEqual([]);
      for (const { number } of LIVES) {
        const acts = await rows<{ action: string }>(
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
          await rows(
            `select count(*)::int as photos, count(distinct sha256)::int as different, count(appeal_id)::int as owned from attachment t
      where t.form_id in (select j.form_id from journal_entry j join appeal a on a.id = j.appeal_id where a.number = $1)`,
            [number],
          ),
        ).toEqual([{ photos: 5, different: 5, owned: 5 }]);
        expect(
          await rows(
            `select y.kind, y.text from delivery y join appeal a on a.id = y.appeal_id where a.number = $1 order by y.id`,
            [number],
          ),
        ).toEqual([
          { kind: 'comment', text: `Часть первая ${number} часть вторая.` },
          { kind: 'draft_entry', text: `Яма засыпана, обращение ${number}.` },
        ]);
      }
      expect(await rows(`select 1 from form where state = 'open'`)).toEqual([]);

      // Each card is where its row says, with the buttons of now: drawing it anew changes nothing.
      const cards = await rows<{
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
          async () => (await rows(`select 1 from inbox_update where state = 'new'`)).length === 0,
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
      expect(strays).toBeLessThanOrEqual(kills);
    }),
  LIVES_AND_KILLS_MS,
);
