import { systemClock } from '../../src/clock';
import { Ledger } from '../faults/ledger';
import { KilledOffice, NO_LOSSES } from '../support/killed-office';
import type { Phone } from '../support/phone';
import { played } from '../support/random';
import { until } from '../support/until';

/** Only an end is waited for: a program is started some twenty times. */
const LIVES_AND_KILLS_MS = 1_500_000;
/** A vote and a direct line side by side, each with people of its own: nobody's form stands in another's way. */
const TEAMS = ['Азатов', 'Булатов'].map((surname, index) => ({
  keeper: { name: `${surname}а Анна Ильинична`, roles: ['engagement'], telegramId: 2101 + index * 10 },
  agreeing: { name: `${surname} Степан Ильич`, roles: ['supervisor'], telegramId: 2102 + index * 10 },
  approver: { name: `${surname} Юрий Ильич`, roles: ['supervisor'], canApprove: true, telegramId: 2103 + index * 10 },
  answering: { name: `${surname} Эдуард Ильич`, roles: ['executor'], telegramId: 2104 + index * 10 },
  surname,
}));
type Team = (typeof TEAMS)[number];
const COORDINATOR = { name: 'Вафина Алия Маратовна', roles: ['coordinator'], telegramId: 2150 };
const HEAD = { nameRu: 'ИСПОЛНИТЕЛЬНЫЙ КОМИТЕТ РАЙОНА', nameTt: 'РАЙОН БАШКАРМА КОМИТЕТЫ', contacts: '', phone: '' };

let office: KilledOffice;
let ledger: Ledger;
beforeAll(async () => {
  office = await KilledOffice.start([
    ...TEAMS.flatMap(({ keeper, agreeing, approver, answering }) => [keeper, agreeing, approver, answering]),
    COORDINATOR,
  ]);
  ledger = await Ledger.open(`${office.stand.url}/stand/events`);
  await office.rows(
    `insert into setting (key, value) values ('letterhead', $1), ('engagement', '{"isAgreed": true}')`,
    [JSON.stringify(HEAD)],
  );
});
afterAll(async () => {
  ledger.close();
  await office.stop();
});

const DAY_MS = 86_400_000;
/** «29.11.2026», so many days from today. */
const dayFromNow = (days: number): string =>
  new Date(systemClock.now().getTime() + days * DAY_MS).toLocaleDateString('ru', { timeZone: 'Europe/Moscow' });

/** What one team makes, step by step, each until the phone shows that it is done. */
class Life {
  readonly keeper: Phone;
  readonly agreeing: Phone;
  readonly approver: Phone;
  readonly answering: Phone;
  id = 0;

  constructor(
    readonly team: Team,
    readonly title: string,
  ) {
    [this.keeper, this.agreeing, this.approver, this.answering] = (
      ['keeper', 'agreeing', 'approver', 'answering'] as const
    ).map((who) => office.phone(team[who].telegramId)) as [Phone, Phone, Phone, Phone];
  }

  /** @param after messages that came later than this one */
  sees =
    (phone: Phone, part: string, after = 0) =>
    async () =>
      (await phone.messages()).some(({ message_id: id, text = '' }) => id > after && text.includes(part));

  /** A preview may have the words already: what counts is what can be pressed. */
  offers = (phone: Phone, caption: string) => async () =>
    (await phone.messages()).some(
      ({ reply_markup: keys }) => keys?.inline_keyboard.flat().some(({ text }) => text.includes(caption)) === true,
    );

  /** Answers a question, after which another one comes. */
  async writes(phone: Phone, text: string, then: string): Promise<void> {
    await office.say(phone, text);
    await until(`«${text}» is followed by ${then}`, this.sees(phone, then));
  }

  /** Answers the last one; where what follows was lost with the process, whoever has written looks at the card themselves. */
  async ends(text: string, stage: string): Promise<void> {
    await office.say(this.keeper, text);
    await until(`«${text}» has ended in ${stage}`, async () => (await this.stage()) === stage);
  }

  /** By a menu of now: further up there may be another one, or a copy of a list. @returns after which message it came */
  private async opensList(): Promise<number> {
    const before = await this.keeper.lastId();
    await office.say(this.keeper, '/menu');
    await until('the menu is there', this.sees(this.keeper, 'Меню', before));
    await office.tap(this.keeper, 'ОГ: ', 'Меню', this.sees(this.keeper, 'ОГ: в работе', before));
    return before;
  }

  async opensCard(stage: string): Promise<void> {
    const before = await this.opensList();
    if (stage === 'Завершено')
      await office.tap(this.keeper, 'Завершённые', 'ОГ: в работе', this.sees(this.keeper, 'ОГ: завершено', before));
    const isOpen = this.sees(this.keeper, `Этап: ${stage}`, before);
    await office.tap(this.keeper, this.title, /ОГ: (?:в работе|завершено)/, isOpen);
  }

  /** @param kind as its button is called @param body what its kind asks beside, until it asks for pictures */
  async make(kind: string, body: () => Promise<void>): Promise<void> {
    const { keeper, title } = this;
    await this.opensList();
    await office.tap(keeper, 'Создать', 'ОГ: в работе', this.sees(keeper, 'Что создать?'));
    await office.tap(keeper, kind, 'Что создать?', this.sees(keeper, 'Напишите заголовок'));
    await this.writes(keeper, title, 'Напишите текст');
    await this.writes(keeper, 'Скажите, что вы об этом думаете.', 'Написано:');
    await body();
    await office.tap(keeper, 'Пропустить', 'Пришлите картинки', this.sees(keeper, 'Когда откроется?'));
    await this.writes(keeper, dayFromNow(0), 'Последний день?');
    await this.writes(keeper, dayFromNow(5), 'К какому дню подвести итоги?');
    await this.writes(keeper, dayFromNow(20), 'Так это увидит житель.');
    // Where it was saved and the process died before the card was drawn, the list stands there, with the draft in it.
    const isSaved = async () =>
      (await this.offers(keeper, 'Готово к размещению')()) || (await this.offers(keeper, title)());
    await office.tap(keeper, 'Сохранить черновик', 'Так это увидит житель.', isSaved);
    await office.tap(keeper, title, 'ОГ: в работе', this.offers(keeper, 'Готово к размещению'));
    const [row] = await office.rows<{ id: number }>(
      `select engagement_id as id from engagement_version where content ->> 'title' = $1`,
      [title],
    );
    this.id = row?.id ?? 0;
  }

  /** Agreed, approved, carried into ПОС. */
  async place(): Promise<void> {
    const { keeper, agreeing, approver, title } = this;
    const { surname } = this.team;
    await office.tap(keeper, 'Готово к размещению', title, this.sees(keeper, 'Кому из руководителей?'));
    await office.tap(keeper, `${surname} С.И.`, 'Кому из руководителей?', this.sees(keeper, 'Этап: Согласование'));
    await office.tap(agreeing, 'Открыть', 'Вам на согласование', this.offers(agreeing, 'Согласовать'));
    await office.tap(agreeing, 'Согласовать', title, this.sees(agreeing, 'Кому из руководителей?'));
    await office.tap(agreeing, `${surname} Ю.И.`, 'Кому из руководителей?', this.sees(approver, 'Вам на утверждение'));
    await office.tap(approver, 'Открыть', 'Вам на утверждение', this.offers(approver, 'Утвердить'));
    await office.tap(approver, 'Утвердить', title, this.sees(keeper, 'Утверждено, можно размещать'));
    await office.tap(keeper, 'Открыть', 'Утверждено, можно размещать', this.offers(keeper, 'Разместить в ПОС'));
    await office.tap(keeper, 'Разместить в ПОС', title, this.offers(keeper, 'Размещено'));
    await office.tap(keeper, 'Размещено', 'Разместить в ПОС', this.sees(keeper, 'Пришлите адрес страницы'));
    await this.ends(`https://pos.gosuslugi.ru/og/${this.id}`, 'running');
  }

  /** Its days pass. */
  async passes(): Promise<void> {
    await office.rows(
      `update engagement_version set content = content || jsonb_build_object('opensOn', (current_date - 5)::text, 'closesOn', (current_date - 2)::text)
       where engagement_id = $1`,
      [this.id],
    );
    await office.rows(
      `update reminder set due_at = now() where engagement_id = $1 and reason = 'engagement_turn' and state = 'planned'`,
      [this.id],
    );
    await office.calmly(() => until('it is over', async () => (await this.stage()) === 'summing_up'));
    await this.opensCard('Подведение итогов');
  }

  async stage(): Promise<string | undefined> {
    return (await office.rows<{ stage: string }>('select stage from engagement where id = $1', [this.id]))[0]?.stage;
  }

  /** Summed up, its protocol signed by a word. */
  async sumUp(): Promise<void> {
    const { keeper, approver, title } = this;
    await office.tap(keeper, 'Итоги подведены', title, this.sees(keeper, 'Чем закончилось?'));
    await this.ends('Благоустроить в 2027 году.', 'finished');
    await this.opensCard('Завершено');
    await office.tap(keeper, 'Итоги', 'Этап: Завершено', this.offers(keeper, 'Протокол на подпись'));
    await office.tap(keeper, 'Протокол на подпись', `Итоги: ${title}`, this.sees(keeper, 'Кто подпишет?'));
    // Where it was sent and the process died before the paper was drawn, the results stand there again, with the paper as a button.
    const isSent = async () =>
      (await this.sees(keeper, 'Ждёт подписи')()) || (await this.offers(keeper, 'ждёт подписи')());
    await office.tap(keeper, `${this.team.surname} Ю.И.`, 'Кто подпишет?', isSent);
    await office.tap(approver, 'Открыть', 'Протокол вам на подпись', this.offers(approver, 'Подписать'));
    await office.tap(approver, 'Подписать', 'Ждёт подписи', this.sees(approver, 'Подписать этот документ?'));
    await office.tap(approver, 'Подписать', 'Подписать этот документ?', this.sees(approver, 'Подписано:'));
    await until('who has sent it hears', this.sees(keeper, 'Протокол: подпись поставлена'));
  }
}

async function vote(life: Life): Promise<void> {
  const { keeper } = life;
  await life.make('Голосование по объектам', async () => {
    await office.tap(keeper, 'Готово', 'Написано:', life.sees(keeper, 'Пришлите объекты'));
    await life.writes(keeper, 'Двор\nул. Ленина, 1\n\nПарк\nул. Речная', '2. Парк');
    await office.tap(keeper, 'Готово', '2. Парк', life.sees(keeper, 'Пришлите картинки'));
  });
  await life.place();
  await life.passes();
  await office.tap(keeper, 'Внести итоги', 'Этап: Подведение итогов', life.sees(keeper, 'Пришлите голоса'));
  await life.writes(keeper, 'Двор: 300\nПарк: 512', '2. Парк: 512');
  await office.tap(keeper, 'Готово', '2. Парк: 512', life.sees(keeper, 'Сколько человек участвовало?'));
  await life.writes(keeper, '812', 'Всё верно?');
  const isWritten = async () =>
    (await office.rows('select from engagement_result where engagement_id = $1', [life.id])).length > 0;
  await office.tap(keeper, 'Записать итоги', 'Всё верно?', isWritten);
  await life.opensCard('Подведение итогов');
  await life.sumUp();
}

const questionsOf = ({ id }: Life) =>
  office.rows<{ number: number; state: string }>(
    'select number, state from line_question where engagement_id = $1 order by number',
    [id],
  );

async function line(life: Life): Promise<void> {
  const { keeper, answering, team } = life;
  await life.make('Прямая линия', async () => {
    await office.tap(keeper, 'Готово', 'Написано:', life.sees(keeper, 'Кто отвечает жителям?'));
    await life.writes(keeper, 'Гарипов Р.М., руководитель исполкома', 'Пришлите картинки');
  });
  await life.place();
  await office.post(`/api/direct-lines/${life.id}/questions`, {
    ...{ id: 'q-1', text: 'Когда засыплют яму на улице Лесной?' },
    askedAt: systemClock.now().toISOString(),
  });
  await life.opensCard('Идёт');
  await office.tap(keeper, 'Вопросы', 'Этап: Идёт', life.offers(keeper, 'Добавить вопрос'));
  await office.tap(keeper, 'Добавить вопрос', 'Вопросы: ', life.sees(keeper, 'Напишите вопрос'));
  await office.say(keeper, 'Будет ли каток у школы?');
  await until('it is written down', async () => (await questionsOf(life)).length === 2);
  await life.opensCard('Идёт');
  await office.tap(keeper, 'Вопросы', 'Этап: Идёт', life.offers(keeper, 'яму на улице'));
  await office.tap(keeper, 'яму на улице', 'Вопросы: ', life.offers(keeper, 'Сделать сообщением'));
  await office.tap(keeper, 'Сделать сообщением', 'Вопрос № 1', life.sees(keeper, 'его получат координаторы'));
  await office.tap(keeper, 'Подтвердить', 'его получат координаторы', life.sees(keeper, 'Стал обращением'));
  await until('the coordinator has it', life.sees(office.phone(COORDINATOR.telegramId), `ПЛ-${life.id}-1`));
  await office.tap(keeper, 'К вопросам', 'Вопрос № 1', life.offers(keeper, 'Новые: 1'));
  await office.tap(keeper, 'Новые: 1', 'Вопросы: ', life.offers(keeper, 'Будет ли каток'));
  await office.tap(keeper, 'Будет ли каток', 'Вопросы: ', life.offers(keeper, 'Поручить'));
  await office.tap(keeper, 'Поручить', 'Вопрос № 2', life.sees(keeper, 'Кому поручить ответ?'));
  await office.say(keeper, team.surname);
  await office.tap(keeper, `${team.surname} Э.И.`, 'Кому поручить ответ?', life.sees(keeper, 'Сколько рабочих дней'));
  await office.tap(keeper, '3 дн.', 'Сколько рабочих дней', life.sees(keeper, `Отвечает ${team.surname} Э.И.`));
  await office.tap(answering, 'Открыть вопрос', 'Вам вопрос прямой линии № 2', life.offers(answering, 'Ответить'));
  await office.tap(answering, 'Ответить', 'Вопрос № 2', life.sees(answering, 'Напишите ответ'));
  await life.writes(answering, 'Каток зальют к декабрю.', 'Написано:');
  await office.tap(answering, 'Готово', 'Написано:', life.sees(answering, 'Ответ дан'));
  await until('ОГ hear of the answer', life.sees(keeper, 'На вопрос прямой линии № 2 есть ответ'));
  await life.passes();
  await life.sumUp();
}

/** Which acts the journal has of it, in their order. */
const actsOf = async ({ id }: Life): Promise<readonly string[]> =>
  (
    await office.rows<{ action: string }>('select action from journal_entry where engagement_id = $1 order by id', [id])
  ).map(({ action }) => action);

interface Notice {
  readonly phone: Phone;
  /** What it says and no other does. */
  readonly headline: string;
  readonly kind: string;
}
/** How often it was accepted by the messenger, and how often the program has begun to send it. */
async function heardOf({ phone, headline, kind }: Notice, news: string) {
  const rows = await office.rows<{ attempts: number; state: string }>(
    `select attempts, state from outbox_message where kind = $1 and chat_id = $2::text and coalesce(params ->> 'what', '') || ' ' || coalesce(params ->> 'news', '') like $3`,
    [kind, phone.id, `%${news}%`],
  );
  const heard = ledger.messages.filter(
    ({ chatId, first }) => chatId === phone.id && first.replaceAll('\u00a0', ' ').includes(headline),
  );
  return { rows: rows.length, attempts: rows.reduce((sum, { attempts }) => sum + attempts, 0), heard: heard.length };
}

test(
  'the lives of a vote and of a direct line go on over every kill: each act is done once, each word is heard',
  async () =>
    played(async (random) => {
      const [ofVote, ofLine] = TEAMS;
      const voted = new Life(ofVote!, 'Двор или парк');
      const asked = new Life(ofLine!, 'О жилье и дорогах');
      await office.killing(random, [() => vote(voted), () => line(asked)]);
      await office.rests();
      expect(office.kills).toBeGreaterThan(5);
      expect(await office.losses()).toEqual(NO_LOSSES);

      const before = ['make', 'handOver', 'agreeContent', 'approveContent', 'placeThere', 'end'];
      const after = ['sumUp', 'sendPaper', 'signPaper'];
      expect(await actsOf(voted)).toEqual([...before, 'tellResults', ...after]);
      expect(await actsOf(asked)).toEqual([...before, ...after]);
      for (const { id } of [voted, asked]) {
        expect(await office.rows('select state from engagement_paper where engagement_id = $1', [id])).toEqual([
          { state: 'signed' },
        ]);
        expect(await office.rows('select number from engagement_version where engagement_id = $1', [id])).toHaveLength(
          1,
        );
      }
      expect(await office.rows('select results from engagement_result where engagement_id = $1', [voted.id])).toEqual([
        { results: expect.objectContaining({ participants: 812 }) },
      ]);

      // One appeal of one question, one answer of the other.
      expect(await office.rows(`select number, text from appeal`)).toEqual([
        { number: `ПЛ-${asked.id}-1`, text: 'Когда засыплют яму на улице Лесной?' },
      ]);
      expect(await questionsOf(asked)).toEqual([
        { number: 1, state: 'appeal' },
        { number: 2, state: 'answered' },
      ]);
      expect(
        await office.rows(
          `select details ->> 'act' as act from journal_entry where action = 'workOnQuestion' order by id`,
        ),
      ).toEqual([{ act: 'makeMessage' }, { act: 'give' }, { act: 'answer' }]);

      // A message has no key: one that was on its way when the program died may come again, and no other does.
      const notices: readonly (readonly [Notice, string])[] = [voted, asked].flatMap(
        ({ keeper, agreeing, approver }) =>
          [
            [{ phone: agreeing, headline: 'Вам на согласование', kind: 'engagementNews' }, 'toAgree'],
            [{ phone: approver, headline: 'Вам на утверждение', kind: 'engagementNews' }, 'toApprove'],
            [{ phone: keeper, headline: 'Утверждено, можно размещать', kind: 'engagementNews' }, 'approved'],
            [{ phone: approver, headline: 'Протокол вам на подпись', kind: 'engagementPaper' }, 'toSign'],
            [{ phone: keeper, headline: 'Протокол: подпись поставлена', kind: 'engagementPaper' }, 'signed'],
          ] as const,
      );
      const ofQuestion: readonly (readonly [Notice, string])[] = [
        [{ phone: asked.answering, headline: 'Вам вопрос прямой линии № 2', kind: 'lineQuestion' }, 'given'],
        [{ phone: asked.keeper, headline: 'На вопрос прямой линии № 2 есть ответ', kind: 'lineQuestion' }, 'answered'],
      ];
      let copies = 0;
      for (const [notice, news] of [...notices, ...ofQuestion]) {
        const { rows, attempts, heard } = await heardOf(notice, news);
        expect({ news, rows, isHeard: heard >= 1, isCopied: heard > attempts }).toEqual({
          ...{ news, rows: 1, isHeard: true, isCopied: false },
        });
        copies += heard - rows;
      }
      expect(copies).toBeLessThanOrEqual(office.kills);
    }),
  LIVES_AND_KILLS_MS,
);
