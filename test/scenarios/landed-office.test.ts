import { LandedOffice } from '../support/landed-office';
import type { Phone, Toast } from '../support/phone';

const number = (index: number): string => String(771_000_000 + index);
/** The card itself, not another message that names the appeal. */
const card = (index: number): RegExp => new RegExp(`(^|\\n)№ ${number(index)} · `);

/** '>words' are typed, '+2' sends photos, '~Лукин Е.М.' types a surname and presses the name; the rest are captions. */
async function go(phone: Phone, on: RegExp | undefined, ...steps: readonly string[]): Promise<string | null> {
  let toast: Toast | null = null;
  for (const step of steps) {
    if (step.startsWith('>')) await phone.say(step.slice(1));
    else if (step.startsWith('+')) await phone.sendPhotos(Number(step.slice(1)));
    else if (step.startsWith('~')) {
      await phone.say(step.slice(1).split(' ')[0] ?? '');
      toast = await phone.press(step.slice(1), on);
    } else toast = await phone.press(step, on);
  }
  return toast?.text ?? null;
}

/** Opens the card at the bottom of the chat by a button such as every list has, and acts on it. */
async function act(
  office: LandedOffice,
  surname: string,
  index: number,
  ...steps: readonly string[]
): Promise<string | null> {
  const phone = office.phone(surname);
  const [appeal] = await office.rows<{ id: number }>('select id from appeal where number = $1', [number(index)]);
  await phone.pressAnywhere(`o:${(appeal?.id ?? 0).toString(36)}`);
  return go(phone, card(index), ...steps);
}

/** What the landed version says, kind by kind: a kind that nobody shows any more would be lost in silence. */
const KINDS = [
  'absenceAdded',
  'absenceCancelled',
  'batch',
  'calendarUnloaded',
  'calendarUnloadedUsed',
  'card',
  'commands',
  'failed',
  'groupAdded',
  'groupDigest',
  'groupInvites',
  'groupUnreachable',
  'jobFailed',
  'joined',
  'morning',
  'nags',
  'notice',
  'parked',
  'participantLeft',
  'redraw',
  'redrawNags',
  'reminderFailed',
  'remove',
  'saidOfFile',
  'weekend',
  'weekly',
  'weeklyFile',
];

/** Restoring and the first drain take seconds, on a busy machine many. */
jest.setTimeout(180_000);

describe('a database of the landed version, migrated', () => {
  interface Outgoing {
    readonly id: number;
    readonly chat: string;
    readonly kind: string;
    readonly state: string;
    readonly message: string | null;
    readonly reason: string | null;
  }
  const COLUMNS = `id, chat_id as chat, kind, state, message_ref as message, reason`;
  /** Telegram answers 403 for them: one has never started the bot. */
  const UNREACHED = ['3011'];
  let office: LandedOffice;
  let waited: readonly Outgoing[];
  let keptUpdates: readonly { readonly id: string }[];
  beforeAll(async () => {
    office = await LandedOffice.restore();
    waited = await office.rows<Outgoing>(
      `select ${COLUMNS} from outbox_message where state in ('new', 'sending') order by id`,
    );
    keptUpdates = await office.rows(`select key as id from inbox_update where state = 'new'`);
    await office.start();
    await office.quiet();
  });
  afterAll(() => office.close());

  test('every message that waited is shown, none is dead', async () => {
    expect([...new Set(waited.map(({ kind }) => kind))].sort()).toEqual(KINDS);
    const now = await office.rows<Outgoing>(
      `select ${COLUMNS} from outbox_message where id = any($1::bigint[]) order by id`,
      [waited.map(({ id }) => id)],
    );
    expect(now).toHaveLength(waited.length);
    const shown = now.filter(({ state }) => state === 'sent');
    expect([...new Set(shown.map(({ kind }) => kind))].sort()).toEqual(KINDS);
    const others = now.filter(({ state, chat }) => state !== 'sent' && !UNREACHED.includes(chat));
    // Somebody who has left, a nag that is over, one that Telegram never confirmed; and the four of approvers whose drafts have
    // not been entered into ПОС: nothing there is theirs to sign yet.
    expect(others.map(({ kind, state, reason }) => `${kind} ${state}: ${reason}`).sort()).toEqual([
      'morning skipped: the person has no account here any more',
      ...Array<string>(5).fill('nags skipped: nothing to say for nags'),
      'redrawNags skipped: the nags are in no message',
      'redrawNags skipped: the person has no account here any more',
    ]);
    for (const chat of new Set(shown.map((one) => one.chat))) {
      const there = new Set((await office.shown(Number(chat))).map(({ message_id: id }) => `${chat}/${id}`));
      for (const { kind, message } of shown.filter((one) => one.chat === chat && one.message !== null))
        expect(`${kind} ${there.has(message ?? '')}`).toBe(`${kind} true`);
    }
  });

  /** Of each kind one, and of cards and notices one of each reason: what it says is what its parameters say. */
  test.each<[string, string, string | RegExp]>([
    ['absenceAdded', 'Назаров', 'Записано ваше отсутствие: 01.12–04.12 (вас замещает Титова Э.Ю.).'],
    ['absenceAdded, to the deputy', 'Титова', 'Вы замещаете: Назаров Р.И., с 01.12 по 04.12.'],
    ['absenceCancelled', 'Лукин', 'Ваше отсутствие 07.12–11.12 отменено.'],
    ['absenceCancelled, to the deputy', 'Чернов', 'Замещение отменено: Лукин Е.М., 07.12–11.12.'],
    ['batch', 'Воронцова', 'Поступило 21 обращение, ждёт распределения.'],
    ['calendarUnloaded', 'Каримов', 'производственный календарь не загружен'],
    ['calendarUnloadedUsed', 'Каримов', 'Срок посчитан без производственного календаря 2028 года'],
    ['card, registered and gone on', 'Воронцова', /^№ 771000201 · В работе/],
    ['card, registered', 'Хабирова', /^Новое обращение\n\n№ 771000202|^№ 771000202/],
    ['card, assigned and taken', 'Лукин', /^№ 771000201 · В работе/],
    ['card, returned', 'Воронцова', /^Возвращено на координацию\n\n№ 771000203[^]*Чернов И\.Г\.\nНе моё\./],
    ['card, handedToOrganization', 'Воронцова', /^Передано в организацию, ответа пока нет\n\n№ 771000006[^]*Их сети\./],
    ['card, organizationAnswered', 'Воронцова', /^Ответ организации получен, нужен исполнитель\n\n№ 771000016/],
    ['card, redirectToAgree', 'Зуев', /^Перенаправление ждёт вашего согласования\n\n№ 771000202/],
    ['card, redirectToApprove and rejected', 'Назаров', /^№ 771000026 · В работе/],
    ['card, redirectRejected', 'Лукин', /^Перенаправление отклонено\n\n№ 771000026[^]*Сами\./],
    ['card, reported', 'Зуев', /№ 771000038 ·/],
    ['card, instruction', 'Лукин', /^Указание руководителя\n\n№ 771000035[^]*Сделайте сегодня\./],
    ['card, answerToAgree and agreed', 'Зуев', /^№ 771000009 · Утверждение ответа/],
    ['card, answerToApprove', 'Назаров', /^Ответ ждёт вашего утверждения\n\n№ 771000009/],
    ['card, answerRejected', 'Чернов', /^Ответ возвращён на доработку\n\n№ 771000013[^]*Нет срока\./],
    ['card, passedOn', 'Титова', /^Передано вам\n\n№ 771000014/],
    ['card, reexamination', 'Чернов', /^Возвращено на повторное рассмотрение\n\n№ 771000130[^]*Снимите снова\./],
    ['card, resumed', 'Лукин', /^Рассмотрение возобновлено: подошла дата\n\n№ 771000039/],
    ['card, replaced', 'Лукин', /^Вас назначили вместо другого участника\nУволилась\.\n\n№ 771000033/],
    ['card of a delivery', 'Воронцова', /^Разместить в ПОС\nУведомление о продлении срока по № 771000134/],
    ['failed', 'Сафина', 'Не получилось: последнее нажатие или сообщение не принято.'],
    ['groupInvites', 'Каримов', 'Бота добавили в группу «Новая группа».'],
    ['groupUnreachable', 'Каримов', 'Группа «Старая группа» больше не получает сводку: бота в ней нет.'],
    [
      'jobFailed',
      'Каримов',
      'Не выполнено по расписанию: сводка для группы (20.11 08:30). Бот попробует ещё раз сам, до 12:00.',
    ],
    ['joined', 'Каримов', 'Гареева Л.Н.: аккаунт подключён'],
    ['morning', 'Воронцова', /^Дела на пн 23\.11\nПросрочено сейчас: 11\n\n❗️ № 771000021/],
    ['nags', 'Воронцова', /^12 напоминаний\n\n№ 771000132[^]*❗️ Не распределено, срок истёк 22\.11 10:57/],
    ['notice, assignmentTaken', 'Чернов', '№ 771000023 больше не у вас: назначение изменено'],
    ['notice, reportAcknowledged', 'Лукин', '№ 771000035: доклад принят, Зуев А.О.'],
    [
      'notice, visitPlanned',
      'Чернов',
      /^Лукин Е\.М\. приглашает на выезд\nКогда: пт 27\.11 15:00\nГде: у школы\nПо обращению № 771000035/,
    ],
    [
      'notice, meetingPlanned',
      'Зуев',
      /^Лукин Е\.М\. приглашает на совещание\nКогда: пт 27\.11 16:00\nГде: каб\. 1\nПо обращению № 771000035/,
    ],
    ['parked', 'Каримов', /после нескольких попыток \(обновление \d{9}\)/],
    [
      'participantLeft',
      'Воронцова',
      'Дроздова Нина Павловна: доступ отключён. Осталось 3 открытых обращения, замените участника.',
    ],
    ['reminderFailed', 'Каримов', /^Напоминание \d+ не отправлено из-за ошибки/],
    ['saidOfFile, in Tatar', 'Миннуллина', 'Мөрәҗәгатьне ачыгыз'],
    ['weekend', 'Воронцова', /^К выходным\nДо пт 27\.11 включительно истекают сроки: \d+/],
    ['weekly', 'Хабирова', /^Неделя 16\.11–22\.11\.2026\nПоступило: 38 \(−2\)/],
  ])('shown: %s', async (_, surname, words) => {
    await office.phone(surname).sees(words);
  });

  test('shown in groups: a welcome, and a digest in its topic', async () => {
    expect(await office.shown(-5004)).toEqual(
      expect.arrayContaining([expect.objectContaining({ text: expect.stringMatching(/^Сюда по рабочим дням/) })]),
    );
    expect((await office.shown(-1003334445566)).at(-1)).toMatchObject({
      text: expect.stringMatching(/^Сводка на пн 23\.11/),
      message_thread_id: 2,
    });
  });

  test('a workbook comes, contacts go, menus follow roles', async () => {
    const [workbook] = (await office.shown(3002)).filter((message) => 'document' in message).slice(-1);
    expect(workbook).toMatchObject({ document: { file_name: 'Неделя 16.11.2026–22.11.2026.xlsx' } });
    expect(
      (await office.phone('Чернов').messages()).filter(({ text }) => text?.startsWith('Контакты по') === true),
    ).toEqual([]);
    const { body } = await office.stand.control('GET', 'people/3017/commands');
    expect(body.commands.map(({ command }: { command: string }) => command)).toContain('control');
  });

  test('nothing that is shown has a hole in it', async () => {
    for (const { chat } of office.kept.chats)
      for (const { text = '', caption = '' } of await office.shown(chat.id))
        expect(`${text}${caption}`).not.toMatch(/undefined|\bnull\b|NaN|\{\{|Invalid|\[object/);
  });

  test('an update that was kept is handled once; a parked one stays parked', async () => {
    expect(keptUpdates.length).toBeGreaterThan(10);
    expect(await office.rows(`select state, count(*)::int as count from inbox_update group by state`)).toEqual(
      expect.arrayContaining([{ state: 'parked', count: 2 }]),
    );
    expect(
      await office.rows(`select key from inbox_update where state <> 'done' and key = any($1)`, [
        keptUpdates.map(({ id }) => id),
      ]),
    ).toEqual([]);
  });

  test.each<[string, string, string | RegExp]>([
    ['a command that had failed before', 'Воронцова', 'Меню'],
    ['a command that Telegram still had', 'Чернов', 'Мои'],
    ['words for a form', 'Вавилов', 'Нужен другой исполнитель.\nИ быстрее.'],
    ['a choice in a form', 'Земцов', 'Напишите итог.'],
    ['an album for a form', 'Лыков', 'Принято фото: 4'],
    ['a file for a form', 'Давлетов', 'Принято файлов: 2'],
    ['an answer to a question of a dialog', 'Мингазов', 'электронная почта'],
    ['a name of somebody new', 'Рамазанов', 'Новенький Пётр Ильич'],
    ['a look at the history', 'Котова', 'История'],
    ['a list', 'Хабирова', /^Просрочено: \d/],
    ['a place that nobody has asked for', 'Ганиев', 'Такие вложения я не принимаю'],
    ['a greeting of a stranger', 'Прохожий', 'Этот бот для сотрудников'],
    ['the return of one who had blocked the bot', 'Быков', card(22)],
    ['the bot’s coming into a group', 'Каримов', 'Бота добавили в группу «Группа после остановки»'],
  ])('kept: %s', async (_, surname, words) => {
    await office.phone(surname).sees(words);
  });

  test('an invitation that was made lets its person in', async () => {
    const [, payload = ''] =
      /start=(i[\w-]+)/.exec(await office.phone('Каримов').text(/^Ссылка для входа: Валиуллин/)) ?? [];
    await office.phone('Валиуллин').say(`/start ${payload}`);
    await office.phone('Валиуллин').sees('Тимур Ринатович, здравствуйте.');
  });

  test('acts that were pressed before the bot stopped are done', async () => {
    expect(await office.status(number(5))).toMatchObject({ stage: 'in_progress' });
    expect(await office.status(number(119))).toMatchObject({ stage: 'in_progress' });
  });

  test.each([
    ['coordination', 136, 'На координации'],
    ['assigned', 18, 'Назначено'],
    ['in_progress', 12, 'В работе'],
    ['with_organization', 17, 'В организации'],
    ['redirect_agreement', 25, 'Согласование перенаправления'],
    ['redirect_approval', 27, 'Утверждение перенаправления'],
    ['answer_agreement', 11, 'Согласование ответа'],
    ['answer_approval', 15, 'Утверждение ответа'],
    ['postponed', 8, 'Отложено'],
    ['answered', 1, 'Ответ направлен'],
    ['redirected', 4, 'Перенаправлено'],
  ] as const)('a card at the stage %s is opened', async (_, index, stage) => {
    await act(office, 'Воронцова', index);
    expect(await office.phone('Воронцова').text(card(index))).toContain(stage);
    // in front, or behind «Ещё» where the acts and the likely repeats take all five rows
    const offered = await office.phone('Воронцова').buttons(card(index));
    expect(offered.includes('Ещё') || ['История', 'Сроки'].every((caption) => offered.includes(caption))).toBe(true);
  });

  test.each<[string, string, number, readonly string[], string]>([
    ['coordination', 'Воронцова', 136, ['Назначить исполнителя', '~Лукин Е.М.'], 'assigned'],
    ['assigned', 'Чернов', 18, ['Взять в работу'], 'in_progress'],
    [
      'in_progress',
      'Чернов',
      37,
      ['Ответ на согласование', 'Не решено', '>В плане.', 'Готово', 'Пропустить', '~Зуев А.О.'],
      'answer_agreement',
    ],
    [
      'with_organization',
      'Хабирова',
      17,
      ['Ответ организации получен', '>Сделано.', 'Готово', 'Сегодня'],
      'coordination',
    ],
    ['redirect_agreement', 'Зуев', 25, ['Согласовать перенаправление', '~Назаров Р.И.'], 'redirect_approval'],
    ['redirect_approval', 'Назаров', 27, ['Утвердить перенаправление', 'Подтвердить'], 'delivery'],
    ['answer_agreement', 'Каримов', 11, ['Согласовать', '~Назаров Р.И.'], 'answer_approval'],
    ['answer_approval, by its author', 'Ермаков', 15, ['Внесено в ПОС', 'Утвердить', 'Как внесено'], 'answered'],
    ['postponed', 'Чернов', 8, ['Возобновить'], 'in_progress'],
    ['answered', 'Сафина', 2, ['Вернуть на повторное рассмотрение', 'другое', '>Нет даты.', 'Отправить'], 'assigned'],
  ])('it is moved on from %s', async (_, surname, index, steps, stage) => {
    await act(office, surname, index, ...steps);
    expect(await office.status(number(index))).toMatchObject({ stage });
  });
});

describe('a form that is half filled goes on where it was', () => {
  let office: LandedOffice;
  let open: readonly { readonly name: string; readonly subject: string }[];
  beforeAll(async () => {
    office = await LandedOffice.restore();
    open = await office.rows(
      `select p.name, f.subject from form f join person p on p.id = f.person_id where f.state = 'open'`,
    );
    await office.start();
    await office.quiet();
  });
  afterAll(() => office.close());

  /** Of an act: whose, which, on which appeal, what is left to answer, what is said then. */
  const ACTS: readonly [string, string, number, readonly string[], string | RegExp][] = [
    ['Агапов', 'passToSubordinate', 101, ['Ганиев М.И.', '>Их двор.', 'Отправить'], 'Передано: Ганиев М.И.'],
    ['Бирюков', 'redirect', 102, ['Готово', 'Оставить как есть', '~Зуев А.О.'], /Зуев А\.О\./],
    ['Вавилов', 'returnToCoordination', 103, ['Отправить'], /координаци/],
    ['Горшков', 'report', 104, ['Зуев А.О.'], 'Доложено: Зуев А.О.'],
    ['Дёмин', 'planVisit', 105, ['Готово', 'Отправить'], /Выезд 27\.11 14:30/],
    ['Ежов', 'planMeeting', 106, ['Отправить'], /Совещание 30\.11 09:00/],
    ['Жилин', 'recordVisit', 107, ['Отправить'], 'Итог выезда записан'],
    ['Земцов', 'recordMeeting', 108, ['>Решено.', 'Отправить'], 'Итог совещания записан'],
    ['Игошин', 'requestDocuments', 109, ['30'], /Запрос записан, срок до 30\.11/],
    ['Каштанов', 'receiveDocuments', 110, ['Схема'], /Документы|Получ/i],
    ['Лыков', 'comment', 111, ['Готово', 'осмотрено'], /./],
    ['Мухин', 'submitAnswer', 112, ['Готово', '~Зуев А.О.'], 'Отправлено на согласование: Зуев А.О.'],
    ['Носов', 'submitAnswer', 113, ['>08.12.2026', '>Позже.', 'Готово', 'Пропустить', '~Зуев А.О.'], /на согласование/],
    ['Орехов', 'submitAnswer', 114, ['Готово', 'Пропустить', '~Зуев А.О.'], /на согласование/],
    ['Пряхин', 'submitAnswer', 115, ['Готово', '~Зуев А.О.'], /на согласование/],
    ['Рогов', 'agreeRedirect', 116, ['Назаров Р.И.'], 'Согласовано, утверждает Назаров Р.И.'],
    ['Сычёв', 'rejectRedirect', 117, ['Отправить'], /[Оо]тклон/],
    ['Трофимов', 'agreeAnswer', 118, ['~Назаров Р.И.'], /утвердит Назаров Р\.И\./],
    ['Фомичёв', 'passAgreement', 120, ['Каримов Б.А.'], /Каримов Б\.А\./],
    ['Хохлов', 'instruct', 127, ['Отправить', 'Без срока'], 'Указание передано: Чернов И.Г.'],
    ['Цветков', 'approveRedirect', 125, ['Подтвердить'], 'Утверждено. Осталось отправить в ПОС: Ведомство связи'],
    ['Чижов', 'rejectRedirect', 126, ['Отправить'], /[Оо]тклон/],
    ['Шишкин', 'approveAnswer', 121, ['Подписано в ПОС'], /ещё не внесена в ПОС/],
    ['Щукин', 'rejectAnswer', 122, ['Отправить'], 'Возвращено исполнителю: Чернов И.Г.'],
    ['Юдин', 'passApproval', 123, ['Титова Э.Ю.'], /Титова Э\.Ю\./],
    ['Якушев', 'approveAnswer', 124, ['Оставить как есть'], /ещё не внесена в ПОС/],
    ['Абзалов', 'extendTerm', 25, ['Отправить', 'Оставить как есть', 'Подтвердить'], /Срок продлён/],
    ['Бариев', 'assign', 132, ['Лукин Е.М.'], /Лукин Е\.М\./],
    ['Вафин', 'passToSubordinate', 133, ['Ганиев М.И.'], 'Передано: Ганиев М.И.'],
    ['Гильманов', 'organizationAnswered', 128, ['Готово', 'Сегодня'], /^Записано, ответ от 23\.11\. Теперь/],
    ['Давлетов', 'organizationAnsweredApplicant', 129, ['Отправить'], /^Записано, ответ от .*обращение завершено/],
    ['Закиров', 'redirect', 135, ['Назаров Р.И.', 'Оставить как есть', 'Назаров Р.И.'], /Назаров Р\.И\./],
    ['Исламов', 'returnForReexamination', 10, ['Отправить'], 'Возвращено на повторное рассмотрение'],
    ['Камалов', 'replaceParticipant', 131, ['~Чернов И.Г.', '>Уволилась.', 'Отправить'], /Чернов И\.Г\./],
  ];

  test.each(ACTS)('%s: %s', async (surname, _, index, steps, said) => {
    const toast = await go(office.phone(surname), card(index), ...steps);
    expect(toast).toMatch(said);
  });

  /** Of the bot's own dialogs: what is left to answer, what is seen then. */
  const DIALOGS: readonly [string, string, readonly string[], string | RegExp][] = [
    [
      'Латыпин',
      'new',
      [
        '>И третья.',
        'Готово',
        'Пропустить',
        'Пропустить',
        'Пропустить',
        'Пропустить',
        'Пропустить',
        'Пропустить',
        // photos of the applicant, which the release before did not ask for
        'Пропустить',
        'Подтвердить',
      ],
      card(401),
    ],
    ['Мингазов', 'new', ['Пропустить', 'Пропустить', 'Подтвердить'], card(402)],
    // an old «Подтвердить» brings the question that was not asked before
    ['Насыров', 'new', ['Подтвердить', 'Пропустить', 'Подтвердить'], card(403)],
    ['Нуриев', 'absence', ['>04.12.2026', 'Без заместителя'], '30.11–04.12'],
    ['Гареева', 'absence', ['~Чернов И.Г.'], '30.11–03.12, замещает Чернов И.Г.'],
    ['Ганиев', 'find', ['>Верхняя Ошма'], 'По запросу «Верхняя Ошма»'],
    ['Садыков', 'officeWords', ['>Валиуллин Тимур Маратович'], 'Валиуллин Тимур Маратович'],
    ['Тагиров', 'officeWords', ['>Инспектор'], 'Инспектор'],
    ['Усманов', 'officeWords', ['Подведомственная'], 'Организации:'],
    ['Фазлыев', 'officeWords', ['>Дороги / Мосты'], 'Дороги / Мосты'],
    ['Шакиров', 'calendarDay', ['>30.11.2026'], 'пн 30.11: рабочий день'],
    ['Юнусов', 'calendarDay', ['>Распоряжение № 8'], 'Примечание: Распоряжение № 8'],
    ['Ярмиев', 'group', ['>-5003'], 'Новая группа'],
    ['Аксёнов', 'group', ['>9:15'], 'в 9:15'],
  ];

  test.each(DIALOGS)('%s: %s', async (surname, _, steps, seen) => {
    const phone = office.phone(surname);
    await go(phone, undefined, ...steps);
    await phone.sees(seen);
  });

  test('each that was open is here, but for two that kept updates finish', () => {
    const finished = ['Уткин rejectAnswer', 'Рамазанов officeWords'];
    expect(open.map(({ name, subject }) => `${name.split(' ')[0]} ${subject}`).sort()).toEqual(
      [...[...ACTS, ...DIALOGS].map(([surname, subject]) => `${surname} ${subject}`), ...finished].sort(),
    );
  });
});

describe('the days off, and the morning after', () => {
  let office: LandedOffice;
  let planned: readonly { readonly id: string }[];
  beforeAll(async () => {
    office = await LandedOffice.open();
    planned = await office.rows(
      `select id::text as id from reminder where state = 'planned' and due_at < '2026-11-27T09:05:00+03:00'`,
    );
    await office.walkTo('2026-11-27T09:05:00+03:00');
  });
  afterAll(() => office.close());

  test('planned reminders fire, but those that the new allowances have moved to later', async () => {
    expect(planned.length).toBeGreaterThan(50);
    expect(
      await office.rows(
        `select id from reminder where state = 'planned' and id::text = any($1) and due_at < '2026-11-27T09:05:00+03:00'`,
        [planned.map(({ id }) => id)],
      ),
    ).toEqual([]);
    expect(
      await office.rows(`select key from outbox_message where kind = 'reminderFailed' and created_at > $1`, [
        office.kept.moment,
      ]),
    ).toEqual([]);
    await office.phone('Ганиев').sees(`№ ${number(12)}. Через час выезд`);
  });

  test('what was put off till the 27th resumes by itself', async () => {
    expect(await office.status(number(40))).toMatchObject({ stage: 'in_progress' });
    expect(await office.status(number(8))).toMatchObject({ stage: 'postponed' });
  });

  test('the morning brings lists to people and digests to groups', async () => {
    for (const surname of ['Воронцова', 'Лукин', 'Зуев']) await office.phone(surname).sees('Дела на пт 27.11');
    for (const chatId of [-1003334445566, -5001, -5004])
      expect(
        (await office.shown(chatId)).filter(({ text = '' }) => /^Сводка на пт 27\.11(, часть 1 из \d)?\n/.test(text)),
      ).toHaveLength(1);
  });

  test('nothing of it is dead', async () => {
    expect(
      await office.rows(
        `select kind, reason from outbox_message where state in ('dead', 'ambiguous') and finished_at > $1`,
        [office.kept.moment],
      ),
    ).toEqual([]);
  });
});

describe('buttons drawn by the landed version', () => {
  interface Button {
    readonly chatId: number;
    readonly messageId: number;
    readonly data: string;
  }
  /** An act, a list, a section, what a form does: whatever tells one handler from another. */
  const kindOf = (data: string): string => {
    const [kind = '', second, , move] = data.split(':');
    if (kind === 'q') return `q:${move}`;
    return 'alwx'.includes(kind) ? `${kind}:${second}` : kind;
  };
  /** Of a person whom the bot has let go, and of one who has never come. */
  const NOBODYS = [3009, 3011];
  /** What an act would leave behind: a form, a nag. */
  const FIRST = ['', 'q:', 'w:'];
  /** What changes who may press what comes last; «Отмена» after all else that a form does. */
  const LAST = ['q:c', 'x:role', 'x:disabled'];
  /** Right of a button that has waited for days: the appeal has gone on, the minute has passed, the form is over. */
  const STALE = /обновлена|Уже [а-яё]+(?: .*)?: |Уже сделано или отменено|Минута прошла|Напоминать не о чем/;
  const TRIES = 8;

  let office: LandedOffice;
  const outdated: string[] = [];
  const worked = new Set<string>();
  const tried = new Map<string, string[]>();
  beforeAll(async () => {
    office = await LandedOffice.open();
    const buttons = new Map<string, Button[]>();
    for (const { chat, messages } of office.kept.chats) {
      if (chat.id < 0 || NOBODYS.includes(chat.id)) continue;
      for (const { message_id: messageId, reply_markup: markup } of messages)
        for (const { callback_data: data } of markup?.inline_keyboard?.flat() ?? []) {
          if (data === undefined) continue;
          buttons.set(kindOf(data), [{ chatId: chat.id, messageId, data }, ...(buttons.get(kindOf(data)) ?? [])]);
        }
    }
    const rank = (kind: string) =>
      LAST.includes(kind) ? 1 + LAST.indexOf(kind) : FIRST.findLastIndex((start) => kind.startsWith(start)) * -1;
    const kinds = [...buttons.keys()].sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1));
    for (const kind of kinds) {
      const answers: string[] = [];
      tried.set(kind, answers);
      for (const button of buttons.get(kind) ?? []) {
        if (worked.has(kind) || answers.length === TRIES) break;
        const before = await office.shown(button.chatId);
        // The first drain has brought some cards to the bottom of their chats: theirs are pressed on the latest message.
        const there = before.filter(({ deleted, from }) => !deleted && from.is_bot).map(({ message_id: id }) => id);
        const messageId = there.includes(button.messageId) ? button.messageId : (there.at(-1) ?? 0);
        const { text, showAlert } = await office.phoneOf(button.chatId).pressData(messageId, button.data);
        await office.quiet();
        answers.push(`${button.chatId} ${button.data}: ${text}`);
        // «Кнопка устарела», in both languages.
        if (/устарела|искергән/.test(text ?? '')) outdated.push(`${button.data}: ${text}`);
        if (showAlert || STALE.test(text ?? '')) continue;
        // «Страница 1 из 2» is a button that does nothing.
        if (
          kind === 'n' ||
          text !== null ||
          JSON.stringify(await office.shown(button.chatId)) !== JSON.stringify(before)
        )
          worked.add(kind);
      }
    }
  });
  afterAll(() => office.close());

  test('none is called outdated', () => {
    expect(tried.size).toBeGreaterThan(90);
    expect(outdated).toEqual([]);
  });

  test('of every kind one does what it says, or says rightly that it comes too late', () => {
    const late = [...tried].filter(([kind]) => !worked.has(kind));
    // A minute for «Отменить назначение», nags that newer ones have taken the place of, and drafts to be entered into ПОС first.
    expect(late.map(([kind]) => kind)).toEqual(['w:h', 'w:t', 'a:ap', 'a:ua']);
    for (const [kind, answers] of late)
      for (const answer of answers) expect(answer).toMatch(kind === 'a:ap' ? /внес/ : STALE);
  });
});
