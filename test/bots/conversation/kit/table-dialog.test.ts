import type { Dialog, Finished } from '../../../../bots/conversation/kit/dialog';
import { TableDialog } from '../../../../bots/conversation/kit/table-dialog';
import { choice, confirm, option } from '../../../../bots/conversation/kit/choice-question';
import { moment } from '../../../../bots/conversation/kit/day-question';
import { place, answered, textOf } from '../../../../bots/conversation/kit/question';
import { line } from '../../../../bots/conversation/kit/writing-question';
import { button, only } from '../../../../bots/conversation/kit/screen';
import type { Came, SentPlace } from '../../../../bots/conversation/kit/turn';
import { beginDialog, continueDialog, endDialog, openFormOf } from '../../../../src/usecases/kit/form-engine';
import type { FormRow } from '../../../../src/usecases/kit/form-store';
import { officialById } from '../../../../src/usecases/kit/officials';
import { MORNING, type PersonName } from '../../../src/usecases/working-office';
import { openSmallTalk, shown, type SmallTalk } from '../small-talk';

const PLACE: SentPlace = { latitude: 55.7, longitude: 51.4, error: null, at: new Date(0), live: false };
let small: SmallTalk;

// ── The dialogs of this test ────────────────────────────────────────────────

/** Kinds of tea that have run out. */
let out: string[] = [];
/** Happens while a dialog reads what it asks with. */
let meanwhile: (() => Promise<unknown>) | null = null;
const finished: Record<string, unknown>[] = [];
const after: string[] = [];

const asksWords = (key: string) =>
  line<null>({
    key,
    check: (text) => (text === 'плохо' ? { complaint: '«Плохо» <нельзя>.' } : { value: text }),
  });
const read = async () => {
  const happens = meanwhile;
  meanwhile = null;
  await happens?.();
  return null;
};

/** Which tea, for black with sugar or without, for whom; then whether. */
const tea: Dialog<null> = {
  subject: 'tea',
  read,
  head: ({ answers }) =>
    ['kind', 'sugar', 'whom'].flatMap((key) => (key in answers ? [`${key}: ${textOf(answers, key)}`] : [])),
  steps: [
    {
      name: 'kind',
      ask: () => 'Какой чай?',
      question: option({
        key: 'kind',
        perRow: 2,
        values: () => ['green', 'black', 'white'].map((value) => ({ value, caption: value })),
      }),
      refuse: ({ answers: { kind } }) => (out.includes(String(kind)) ? `Кончился: ${kind}.` : null),
    },
    {
      name: 'sugar',
      when: ({ kind }) => kind === 'black',
      ask: () => 'С сахаром?',
      question: option({
        key: 'sugar',
        perRow: 2,
        values: () => ['yes', 'no'].map((value) => ({ value, caption: value })),
      }),
    },
    { name: 'whom', ask: () => 'Кому?', question: asksWords('whom') },
    { name: 'sure', ask: () => 'Заварить?', question: confirm('sure', () => 'Да') },
  ],
  async finish(_turn, _form, { answers }): Promise<Finished> {
    if (answers.whom === 'никому') return { complaint: 'Некому <пить>.' };
    finished.push(answers);
    return { toast: 'Заварено', screen: only('Чай готов'), after: async () => after.push('after') };
  },
  cancelled: async (_turn, { kind }) => only(`Без чая, хотя был ${kind}`),
};

/** When, and what of it: a question within which one goes back first, and one that words narrow. Ends without a trace. */
const walk: Dialog<null> = {
  subject: 'walk',
  read,
  steps: [
    { name: 'note', ask: () => 'Зачем?', question: asksWords('note') },
    {
      name: 'at',
      ask: ({ view }) => (view.day === undefined ? 'Когда?' : 'Во сколько?'),
      question: moment({ key: 'at', days: 'past', hours: [480, 540] }),
    },
    {
      name: 'street',
      ask: () => 'По какой улице?',
      question: choice({
        items: () => ['Советская', 'Садовая', 'Речная'].map((name) => ({ value: name, caption: name, search: name })),
        pick: (asked, value) => answered(asked, { street: value }),
      }),
    },
  ],
  async finish(_turn, _form, { answers }) {
    finished.push(answers);
    return { screen: null };
  },
  cancelled: async () => null,
};

/** One question that stays open for the next. */
const look: Dialog<null> = {
  subject: 'look',
  read,
  steps: [{ name: 'query', ask: () => 'Что найти?', question: asksWords('query') }],
  async finish({ message }, form, { answers }) {
    finished.push(answers);
    await continueDialog(small.talk.desk, form, { answers: { ...answers }, view: {}, heard: message });
    return { screen: only(`Найдено: ${answers.query}`), stays: true };
  },
  cancelled: async () => null,
  attachmentRefused: () => ({ complaint: 'Ищут словами.' }),
};

/** What must not stay in a chat, then a point on the map; it has words of its own for what is not asked. */
const meet: Dialog<null> = {
  subject: 'meet',
  read,
  steps: [
    { name: 'phone', ask: () => 'Телефон?', question: { ...asksWords('phone'), isSecret: true } },
    { name: 'place', ask: () => 'Где?', question: place({ refused: () => ({ complaint: 'Нужна точка.' }) }) },
  ],
  async finish(_turn, _form, { answers }) {
    finished.push(answers);
    return { screen: only('До встречи') };
  },
  cancelled: async () => null,
  attachmentRefused: (_asked, step) => ({ complaint: `Не на «${step?.name ?? 'ничего'}».` }),
};

/** Of which the card is an admin's. */
const rule: Dialog<null> = {
  subject: 'rule',
  read,
  steps: [{ name: 'sure', ask: () => 'Менять?', question: confirm('sure', () => 'Да') }],
  finish: async () => ({ screen: only('Изменено') }),
  cancelled: async () => ({ text: 'Правила дома', buttons: [[button('Люди', { kind: 'people', page: 0 })]] }),
};

beforeAll(async () => {
  small = await openSmallTalk((talk) => {
    const [teas, walks, looks, meets, rules] = [tea, walk, look, meet, rule].map((one) => new TableDialog(talk, one));
    return [
      {
        commands: {
          tea: (turn, kind) => teas!.begin(turn, kind === '' ? {} : { kind }),
          say: (turn, said) => walks!.begin(turn, {}, said),
          look: (turn, said) => looks!.begin(turn, {}, said),
          meet: (turn) => meets!.begin(turn),
          rule: (turn) => rules!.begin(turn),
          menu: async ({ chatId }) =>
            void (await talk.voice.send(chatId, { text: 'Меню', buttons: [[button('Чай', { kind: 'menu' })]] })),
        },
        presses: { menu: (turn) => teas!.beginHere(turn) },
        dialogs: [teas!, walks!, looks!, meets!, rules!],
      },
    ];
  });
});
afterAll(() => small.close());
beforeEach(async () => {
  out = [];
  meanwhile = null;
  finished.length = 0;
  after.length = 0;
  small.toy.answers.length = 0;
  small.office.setTime(MORNING);
  await endDialog(small.talk.desk, small.office.people.executor, 'cancelled');
  for (const { id } of [...small.toy.messages('executor'), ...small.toy.sent('executor')])
    await small.talk.voice.remove(id);
});

const say = (text: string) => small.toy.say('executor', text);
const press = (caption: string) => small.toy.press('executor', caption);
const said = () => shown(small, 'executor');
const answer = () => small.toy.answers.at(-1);
const form = async (): Promise<FormRow | null> => openFormOf(small.talk.desk, small.office.people.executor);
const answers = async () => (await form())?.answers;
const open = async (subject: string, from: Record<string, unknown>) => {
  const official = await officialById(small.talk.desk, small.office.people.executor);
  return (await beginDialog(small.talk.desk, official!, subject, from)).form;
};
const placeOf = (id: string) => ({ id, chatId: 'dialog of executor' });
const lastForm = async () =>
  (
    await small.office.rows<{ state: string; answers: Record<string, unknown> }>(
      'select state, answers from form order by id desc limit 1',
    )
  )[0]!;

// ── What is said of it ──────────────────────────────────────────────────────

describe('questions', () => {
  test('come in the order of the table, in the message where they are answered', async () => {
    await say('/tea');
    expect(said()).toEqual(['Какой чай?\n[green]\n[black]\n[white]\n[Отмена]']);
    const [{ id } = { id: '' }] = small.toy.messages('executor');
    await press('green');
    expect(said()).toEqual(['kind: green\nКому?\n[Назад]\n[Отмена]']);
    expect(small.toy.messages('executor')).toMatchObject([{ id }]);
    expect(answer()).toMatchObject({ notification: null, isRefusal: false });
    await say('Ивану');
    expect(said()).toEqual(['kind: green\nwhom: Ивану\nЗаварить?\n[Да]\n[Назад]\n[Отмена]']);
  });

  test('that are not for these answers are left out', async () => {
    await say('/tea');
    await press('black');
    expect(said()).toEqual(['kind: black\nС сахаром?\n[yes]\n[no]\n[Назад]\n[Отмена]']);
    await press('no');
    expect(said()[0]).toContain('Кому?');
  });

  test('move to the bottom, silently, when words were typed below them', async () => {
    await say('/tea');
    await press('green');
    const [before] = small.toy.messages('executor');
    await say('Ивану');
    const now = small.toy.messages('executor');
    expect(now).toMatchObject([{ silent: true }]);
    expect(now[0]?.id).not.toBe(before?.id);
    expect((await form())?.messageRef).toBe(now[0]?.id);
  });

  test('that came with their answer are not asked', async () => {
    await say('/say по делу');
    expect(said()).toMatchObject([expect.stringMatching(/^Когда\?/)]);
    expect(await answers()).toMatchObject({ note: 'по делу' });
  });

  test('that came with an answer which does not hold are asked, and say why', async () => {
    await say('/say плохо');
    expect(said()).toEqual(['Зачем?\n⚠️ «Плохо» &lt;нельзя&gt;.\n[Отмена]']);
  });

  test('take the place of the message whose button began them', async () => {
    await say('/menu');
    await press('Чай');
    expect(said()).toEqual(['Какой чай?\n[green]\n[black]\n[white]\n[Отмена]']);
    await press('green');
    expect(said()[0]).toContain('Кому?');
  });

  test('of another dialog take the place of those that were open', async () => {
    await say('/tea');
    await say('/meet');
    expect(said()).toEqual(['Телефон?\n[Отмена]']);
  });

  test('begun anew before anything was said are asked once, from the beginning', async () => {
    await say('/tea');
    await say('/tea');
    expect(said()).toEqual(['Какой чай?\n[green]\n[black]\n[white]\n[Отмена]']);
  });

  test('begun anew keep the way back to what was said before', async () => {
    const asked = 'Какой чай?\n[green]\n[black]\n[white]\n[Отмена]';
    const waits = 'Другая начатая форма ждёт, выбранное в ней сохранено.\nkind: green\n[Вернуться к вводу]';
    await say('/tea');
    await press('green');
    await say('/tea');
    expect(said()).toEqual([waits, asked]);
    await say('/tea');
    expect(said()).toEqual([waits, asked]);
    await press('Вернуться к вводу');
    expect(await answers()).toEqual({ kind: 'green', passed: ['kind'] });
  });

  test('have words where only a press will do', async () => {
    await say('/tea');
    await say('green');
    expect(said()).toEqual([
      'Какой чай?\n⚠️ Сейчас нужен выбор кнопкой. /cancel прервёт ввод.\n[green]\n[black]\n[white]\n[Отмена]',
    ]);
  });
});

describe('«Назад»', () => {
  test('asks the latest again and keeps what it was', async () => {
    await say('/tea');
    await press('black');
    await press('yes');
    await press('Назад');
    expect(said()).toEqual(['kind: black\nsugar: yes\nС сахаром?\n[yes]\n[no]\n[Назад]\n[Отмена]']);
    expect(await answers()).toEqual({ kind: 'black', sugar: 'yes', passed: ['kind'] });
    await press('Назад');
    expect(said()).toEqual(['kind: black\nsugar: yes\nКакой чай?\n[green]\n[black]\n[white]\n[Отмена]']);
  });

  test('passes over what was not asked', async () => {
    await say('/tea');
    await press('green');
    await press('Назад');
    expect(said()[0]).toContain('Какой чай?');
  });

  test('lets another answer lead another way', async () => {
    await say('/tea');
    await press('green');
    await press('Назад');
    await press('black');
    expect(said()[0]).toContain('С сахаром?');
    await press('no');
    await press('Назад');
    await press('Назад');
    await press('white');
    expect(said()[0]).toContain('Кому?');
  });

  test('goes from the hour to the day first, then to the question before', async () => {
    await say('/say по делу');
    await press('Сегодня');
    expect(said()).toEqual(['Во сколько?\n[08:00]\n[09:00]\n[Назад]\n[Отмена]']);
    await press('Назад');
    expect(said()[0]).toMatch(/^Когда\?/);
    await press('Назад');
    expect(said()).toEqual(['Зачем?\n[Отмена]']);
  });

  test('gives the whole list back first, then the question before', async () => {
    await say('/say по делу');
    await press('Сегодня');
    await press('09:00');
    await say('сад');
    expect(said()).toEqual(['По какой улице?\n[Садовая]\n[Назад]\n[Отмена]']);
    await press('Назад');
    expect(said()).toEqual(['По какой улице?\n[Советская]\n[Садовая]\n[Речная]\n[Назад]\n[Отмена]']);
    await press('Назад');
    expect(said()[0]).toMatch(/^Когда\?/);
  });

  test('from the first question, which has no such button, changes nothing', async () => {
    await say('/tea');
    const { id, revision } = (await form())!;
    await small.toy.pressPayload('executor', small.toy.messages('executor')[0]!, `q:${id.toString(36)}:${revision}:b:`);
    expect(said()).toEqual(['Какой чай?\n[green]\n[black]\n[white]\n[Отмена]']);
  });
});

describe('an answer that does not hold', () => {
  test('keeps the question and says why under it, as text', async () => {
    await say('/tea');
    await press('green');
    await say('плохо');
    expect(said()).toEqual(['kind: green\nКому?\n⚠️ «Плохо» &lt;нельзя&gt;.\n[Назад]\n[Отмена]']);
    expect(await answers()).toEqual({ kind: 'green', passed: ['kind'] });
  });

  test('says so to the finger too, when it was pressed', async () => {
    out = ['white'];
    await say('/tea');
    await press('white');
    expect(answer()).toMatchObject({ notification: 'Кончился: white.', isRefusal: true });
    expect(said()).toEqual(['kind: white\nКакой чай?\n⚠️ Кончился: white.\n[green]\n[black]\n[white]\n[Отмена]']);
  });

  test('gives way to one that does, and its line goes', async () => {
    out = ['white'];
    await say('/tea');
    await press('white');
    await press('green');
    expect(said()).toEqual(['kind: green\nКому?\n[Назад]\n[Отмена]']);
    await say('плохо');
    await say('Ивану');
    expect(said()).toEqual(['kind: green\nwhom: Ивану\nЗаварить?\n[Да]\n[Назад]\n[Отмена]']);
  });

  test('does not hold on the way back either', async () => {
    await say('/tea');
    await press('green');
    await press('Назад');
    out = ['green'];
    await press('green');
    expect(answer()).toMatchObject({ notification: 'Кончился: green.', isRefusal: true });
    expect(said()[0]).toContain('Какой чай?');
  });

  test.each(['p:red', 'p:constructor', 'p:', 'd:', 'o:new', 'g:-1', 'g:12345', 'm:2026-13-01', 'm:9999-12-31'])(
    'a move that this question does not offer, «%s», is an old button: it changes nothing and brings the question',
    async (move) => {
      await say('/tea');
      const before = (await form())!;
      const wire = `q:${before.id.toString(36)}:${before.revision.toString(36)}:${move}`;
      await small.toy.pressPayload('executor', small.toy.messages('executor')[0]!, wire);
      expect(answer()).toEqual({
        notification: 'Кнопка устарела, показываю вопрос заново.',
        isRefusal: true,
        message: { id: before.messageRef, text: expect.stringContaining('Какой чай?') },
      });
      expect(await form()).toEqual(before);
    },
  );
});

/** What a press is told that has done nothing, while its dialog waits. */
const WAITS = {
  notification: 'Ничего не сделано: бот ждёт ответа. Вопрос ниже.',
  isRefusal: true,
  message: null,
};

describe('a copy of an earlier question, which a bad network has left standing', () => {
  /** A button of the dialog as it stands now, to be pressed when it has moved on. */
  async function copyOf(move: string): Promise<() => Promise<unknown>> {
    const { id, revision } = (await form())!;
    const wire = `q:${id.toString(36)}:${revision.toString(36)}:${move}`;
    const [message] = small.toy.messages('executor').slice(-1);
    return () => small.toy.pressPayload('executor', message!, wire);
  }

  test('does what it says where only words have come for the same question', async () => {
    await say('/say по делу');
    await press('Сегодня');
    await press('09:00');
    const pick = await copyOf('p:Речная');
    await say('сад');
    await pick();
    expect(finished.at(-1)).toMatchObject({ street: 'Речная' });
  });

  test('does so after words that did not hold', async () => {
    await say('/say по делу');
    const pick = await copyOf('p:2026-11-24');
    await say('когда-нибудь');
    await say('потом');
    await pick();
    expect(said()).toEqual([expect.stringMatching(/^Во сколько\?/)]);
  });

  test.each([
    ['a choice of a question that is answered', 'p:green'],
    ['«Назад» of another question', 'b:'],
    ['a page of another question', 'g:1'],
    ['what only that question had', 'o:new'],
  ])('%s does nothing and says that the present question waits below', async (_what, move) => {
    await say('/tea');
    const before = await copyOf(move);
    await press('black');
    const standing = await form();
    await before();
    expect(answer()).toEqual(WAITS);
    expect(await answers()).toEqual(standing?.answers);
    expect(said()).toEqual(['kind: black\nС сахаром?\n[yes]\n[no]\n[Назад]\n[Отмена]']);
  });

  test('is no copy of a question that was gone back to and answered otherwise', async () => {
    await say('/say по делу');
    await press('Сегодня');
    const hour = await copyOf('p:0900');
    await press('Назад');
    await say('24.11.2026');
    await hour();
    expect(answer()).toEqual(WAITS);
    expect(said()).toEqual([expect.stringMatching(/^Во сколько\?/)]);
  });

  test('«Отмена» ends the dialog from every copy', async () => {
    await say('/tea');
    const cancel = await copyOf('c:');
    await press('black');
    await press('no');
    await cancel();
    expect(answer()?.notification).toBe('Отменено');
    expect(await form()).toBeNull();
  });
});

describe('a dialog that was open over an update', () => {
  test.each([
    ['nothing answered', { kind: null, whom: null }, 'Какой чай?'],
    ['the first answered', { kind: 'green', whom: null }, 'Кому?'],
    ['the first answered, and the next asked by it', { kind: 'black' }, 'С сахаром?'],
    ['the second answered too', { kind: 'black', sugar: 'no', whom: null }, 'Кому?'],
    ['all but the last', { kind: 'green', whom: 'Ивану' }, 'Заварить?'],
    ['a question that is no more', { kind: 'green', passed: ['kind', 'milk'] }, 'Кому?'],
  ])('goes on where it stood: %s', async (_what, from, question) => {
    await small.toy.say('executor', '/tea');
    const { id, revision } = await open('tea', from);
    // a press that changes nothing draws the present question
    const at = small.toy.messages('executor')[0]!;
    await small.toy.pressPayload('executor', at, `q:${id.toString(36)}:${revision}:g:0`);
    expect(said()[0]).toContain(question);
  });

  test('shows the question that the update has put before the one whose button is pressed', async () => {
    await say('/tea');
    await press('black');
    await press('no');
    await say('Ивану');
    const { id, revision, answers: whole } = (await form())!;
    const passed = ['kind', 'whom'];
    await small.office.rows(`update form set answers = $2 where id = $1 returning id`, [id, { ...whole, passed }]);
    await press('Да');
    expect(answer()).toMatchObject({ isRefusal: true });
    expect(said()).toEqual(['kind: black\nsugar: no\nwhom: Ивану\nС сахаром?\n[yes]\n[no]\n[Назад]\n[Отмена]']);
    expect(await form()).toMatchObject({ id, revision });
    await press('yes');
    expect(said()[0]).toContain('Заварить?');
  });

  test('takes its answer and goes back from there', async () => {
    await open('tea', { kind: 'green', whom: null });
    await say('Ивану');
    expect(said()[0]).toContain('Заварить?');
    await press('Назад');
    expect(said()[0]).toContain('Кому?');
    await press('Назад');
    expect(said()[0]).toContain('Какой чай?');
  });

  test('that had everything answered ends when it is shown', async () => {
    await say('по делу');
    const { id } = small.toy.sent('executor').at(-1)!;
    await open('walk', { note: 'по делу', at: '2026-11-25T06:00:00.000Z', street: 'Речная' });
    await small.office.rows(`update form set heard = array[$1] where state = 'open'`, [id]);
    await small.again();
    expect(finished).toMatchObject([{ note: 'по делу', street: 'Речная' }]);
    expect((await lastForm()).state).toBe('done');
  });
});

describe('what comes twice', () => {
  test('the same message answers once, and the present question is shown again', async () => {
    await say('/tea');
    await press('green');
    await say('Ивану');
    const before = await form();
    const [message] = small.toy.messages('executor');
    await small.again();
    expect(await form()).toEqual({ ...before, messageRef: expect.any(String) });
    expect(said()).toEqual(['kind: green\nwhom: Ивану\nЗаварить?\n[Да]\n[Назад]\n[Отмена]']);
    expect(small.toy.messages('executor')[0]?.id).not.toBe(message?.id);
  });

  test('so does one that was refused', async () => {
    await say('/tea');
    await press('green');
    await say('плохо');
    const before = await form();
    await small.again();
    expect((await form())?.revision).toBe(before?.revision);
    expect(said()).toEqual(['kind: green\nКому?\n[Назад]\n[Отмена]']);
  });

  test('the next message is an answer again', async () => {
    await say('/say по делу');
    await small.again();
    await say('25.11.2026');
    expect(said()[0]).toContain('Во сколько?');
  });

  test('a second tap moves nothing and hears what the first has heard', async () => {
    await say('/tea');
    const [message] = small.toy.messages('executor');
    const { payload } = message!.buttons.flat().find(({ text }) => text.includes('green'))!;
    await press('green');
    const first = answer();
    await small.toy.pressPayload('executor', message!, payload);
    expect(answer()).toMatchObject({ notification: first?.notification, isRefusal: first?.isRefusal });
    expect(await answers()).toEqual({ kind: 'green', passed: ['kind'] });
  });

  test('the same point on the map is one', async () => {
    await say('/meet');
    await say('5-55-55');
    const at: Came = { what: 'place', place: PLACE };
    await small.toy.send('executor', at, '');
    expect(finished).toHaveLength(1);
    await small.again();
    expect(finished).toHaveLength(1);
  });
});

describe('the end', () => {
  const asked = async (whom: string) => {
    await say('/tea');
    await press('green');
    await say(whom);
  };

  test('has what was answered, and its screen takes the place of the dialog', async () => {
    await asked('Ивану');
    const [message] = small.toy.messages('executor');
    const wakes = small.wakes();
    await press('Да');
    expect(finished).toEqual([{ kind: 'green', whom: 'Ивану', sure: true, passed: ['kind', 'whom', 'sure'] }]);
    expect(answer()).toMatchObject({ notification: 'Заварено', isRefusal: false });
    expect(small.toy.messages('executor')).toMatchObject([{ id: message?.id, text: 'Чай готов' }]);
    expect((await lastForm()).state).toBe('done');
    expect(small.wakes()).toBeGreaterThan(wakes);
    expect(after).toEqual(['after']);
  });

  test('of one that leaves no trace takes its message along', async () => {
    await say('/say по делу');
    await press('Сегодня');
    await press('08:00');
    await press('Речная');
    expect(finished).toMatchObject([{ at: '2026-11-25T05:00:00.000Z', street: 'Речная' }]);
    expect(said()).toEqual([]);
  });

  test('by words comes below them', async () => {
    await say('/meet');
    await say('5-55-55');
    await small.toy.send('executor', { what: 'place', place: PLACE }, '');
    expect(said()).toEqual(['До встречи']);
    expect(finished).toMatchObject([{ phone: '5-55-55', latitude: 55.7, longitude: 51.4 }]);
  });

  test('that comes to nothing asks the last question again and says why, to the finger too', async () => {
    await asked('никому');
    await press('Да');
    expect(answer()).toMatchObject({ notification: 'Некому <пить>.', isRefusal: true });
    expect(said()).toEqual(['kind: green\nwhom: никому\nЗаварить?\n⚠️ Некому &lt;пить&gt;.\n[Да]\n[Назад]\n[Отмена]']);
    expect(finished).toEqual([]);
    expect(after).toEqual([]);
    await press('Назад');
    await say('Ивану');
    await press('Да');
    expect(finished).toMatchObject([{ whom: 'Ивану' }]);
  });

  test('of which nobody hears words any more', async () => {
    await asked('Ивану');
    await press('Да');
    await say('и Марье');
    expect(said()[1]).toContain('Не понял, к чему это.');
  });
});

describe('«Отмена»', () => {
  test('shows what takes its place', async () => {
    await say('/tea');
    await press('green');
    await press('Отмена');
    expect(answer()).toMatchObject({ notification: 'Отменено', isRefusal: false });
    expect(said()).toEqual(['Без чая, хотя был green']);
    expect((await lastForm()).state).toBe('cancelled');
    expect(finished).toEqual([]);
  });

  test('of one that leaves no trace takes its message along', async () => {
    await say('/say по делу');
    await press('Отмена');
    expect(said()).toEqual([]);
    expect((await lastForm()).state).toBe('cancelled');
  });
});

describe('a dialog that stays', () => {
  test('hears the next words as an answer to its last question', async () => {
    await say('/look яма');
    expect(said()).toEqual(['Найдено: яма']);
    await say('снег');
    expect(said()).toEqual(['Найдено: снег']);
    expect(finished.map(({ query }) => query)).toEqual(['яма', 'снег']);
    expect((await form())?.answers).toMatchObject({ query: 'снег' });
  });

  test('shows again what it has found when the same words come twice', async () => {
    await say('/look яма');
    await say('снег');
    const before = await answers();
    await small.again();
    expect(said()).toEqual(['Найдено: снег']);
    expect(await answers()).toEqual(before);
  });

  test('asks its last question again when the next words do not hold', async () => {
    await say('/look яма');
    await say('плохо');
    expect(said()).toEqual(['Что найти?\n⚠️ «Плохо» &lt;нельзя&gt;.\n[Отмена]']);
    await small.again();
    expect(said()).toEqual(['Что найти?\n[Отмена]']);
    await say('снег');
    expect(said()).toEqual(['Найдено: снег']);
  });

  test('asks it again when something else comes', async () => {
    await say('/look яма');
    await small.toy.send('executor', { what: 'other', album: null }, '');
    expect(said()).toEqual(['Что найти?\n⚠️ Ищут словами.\n[Отмена]']);
    await press('Отмена');
    expect(said()).toEqual([]);
  });
});

describe('what must not stay in a chat', () => {
  test('goes as soon as it is heard', async () => {
    await say('/meet');
    await say('5-55-55');
    expect(small.toy.sent('executor').map(({ text }) => text)).toEqual(['/meet']);
    expect(await answers()).toMatchObject({ phone: '5-55-55' });
  });

  test('goes though it was refused', async () => {
    await say('/meet');
    await say('плохо');
    expect(small.toy.sent('executor').map(({ text }) => text)).toEqual(['/meet']);
    expect(said()[0]).toContain('⚠️');
  });

  test('is a matter of its question: other words stay', async () => {
    await say('/meet');
    await say('5-55-55');
    await say('у школы');
    expect(small.toy.sent('executor').map(({ text }) => text)).toEqual(['/meet', 'у школы']);
    expect(said()).toEqual(['Где?\n⚠️ Нужна точка.\n[Пропустить]\n[Назад]\n[Отмена]']);
  });
});

describe('photos, files and places', () => {
  const PHOTO = { fileRef: 'f', size: 1, kind: 'photo', compressed: true, fileName: null, mimeType: null } as const;
  const photo = (album: string | null = null): Came => ({ what: 'file', file: PHOTO, caption: '', album });
  const point: Came = { what: 'place', place: PLACE };
  const send = (came: Came) => small.toy.send('executor', came, '');

  test('a place is an answer where one is asked for', async () => {
    await say('/meet');
    await say('5-55-55');
    await send(point);
    expect(finished).toMatchObject([{ latitude: 55.7, longitude: 51.4 }]);
  });

  test('a place may be left out', async () => {
    await say('/meet');
    await say('5-55-55');
    await press('Пропустить');
    expect(finished).toHaveLength(1);
    expect(finished[0]?.latitude).toBeUndefined();
  });

  test.each([photo(), point, { what: 'other', album: null } as const])(
    '$what that is not asked for is refused in the words of the dialog',
    async (came) => {
      await say('/meet');
      await send(came);
      expect(said()).toEqual(['Телефон?\n⚠️ Не на «phone».\n[Отмена]']);
    },
  );

  test.each([
    [photo(), 'Откройте обращение, нажмите «Комментарий и фото» и пришлите фото ещё раз.'],
    [point, 'Такие вложения я не принимаю. Пришлите фото или файл.'],
    [{ what: 'other', album: null } as const, 'Такие вложения я не принимаю. Пришлите фото или файл.'],
  ])('%j to a dialog without such words hears what it would without a dialog', async (came, words) => {
    await say('/tea');
    const before = await form();
    await send(came);
    expect(said().at(-1)).toBe(words);
    expect(await form()).toEqual(before);
  });

  test('of an album that is said once', async () => {
    await say('/tea');
    for (let index = 0; index < 3; index += 1) await send(photo('album one'));
    expect(
      await small.office.rows(`select params->>'said' as said from outbox_message where kind = 'saidOfFile'`),
    ).toEqual([{ said: 'photoWithoutForm' }]);
  });
});

describe('a dialog that has changed while an answer was on its way', () => {
  const changes = async () =>
    small.office.rows(`update form set revision = revision + 1, answers = '{"kind": "white"}' where state = 'open'`);

  test('says to the finger that nothing was done, takes nothing, and shows what it asks now', async () => {
    await say('/tea');
    meanwhile = changes;
    await press('green');
    expect(answer()).toEqual(WAITS);
    expect(await answers()).toEqual({ kind: 'white' });
    expect(said()).toEqual(['kind: white\nКому?\n[Назад]\n[Отмена]']);
  });

  test('says the same when it has ended', async () => {
    await say('/tea');
    meanwhile = () => endDialog(small.talk.desk, small.office.people.executor, 'cancelled');
    await press('green');
    expect(answer()?.notification).toBe('Это уже сделано или отменено.');
    expect((await lastForm()).answers).toEqual({});
  });

  test('does not take words over what has been answered', async () => {
    await say('/say по делу');
    meanwhile = changes;
    await say('25.11.2026');
    expect(await answers()).toEqual({ kind: 'white' });
  });
});

describe('a question whose dialog is over, and which still stands since the process died before it drew what came of it', () => {
  const GONE = { notification: 'Это уже сделано или отменено.', isRefusal: false };
  const ends = (state: 'done' | 'cancelled', who: PersonName = 'executor') =>
    endDialog(small.talk.desk, small.office.people[who], state);

  test.each(['done', 'cancelled'] as const)(
    'gives its place, at the next press, to what it was about: %s',
    async (state) => {
      await say('/tea');
      await press('green');
      const [{ id } = { id: '' }] = small.toy.messages('executor');
      await ends(state);
      // The memory of a second tap is the process', and went with it.
      small.office.setTime(new Date(MORNING.getTime() + 60_000));
      await press('Назад');
      expect(answer()).toMatchObject(GONE);
      expect(said()).toEqual(['Без чая, хотя был green']);
      expect(small.toy.messages('executor')).toMatchObject([{ id }]);
      expect(await form()).toBeNull();
    },
  );

  test('goes when there is nothing to show instead', async () => {
    await say('/say');
    await ends('done');
    await press('Отмена');
    expect(answer()).toMatchObject(GONE);
    expect(said()).toEqual([]);
  });

  test('goes when what it was about is not this person’s any more', async () => {
    await say('/rule');
    await ends('done');
    await press('Да');
    expect(answer()).toMatchObject(GONE);
    expect(said()).toEqual([]);
  });

  test('shows it to whoever may see it', async () => {
    await small.toy.say('admin', '/rule');
    await ends('done', 'admin');
    await small.toy.press('admin', 'Да');
    expect(shown(small, 'admin')).toEqual(['Правила дома\n[Люди]']);
  });

  test('leaves what has just been drawn to a finger that was late', async () => {
    await say('/tea green');
    await say('Ивану');
    const [{ id, buttons } = { id: '', buttons: [] }] = small.toy.messages('executor');
    await press('Да');
    const [cancel] = buttons.flat().filter(({ text }) => text === 'Отмена');
    await small.toy.pressPayload('executor', placeOf(id), cancel?.payload ?? '');
    expect(answer()).toMatchObject(GONE);
    expect(said()).toEqual(['Чай готов']);
  });

  test('leaves the message to another dialog that is asked in it now', async () => {
    await say('/menu');
    await press('Чай');
    const [{ id, buttons } = { id: '', buttons: [] }] = small.toy.messages('executor');
    await ends('done');
    await open('tea', { kind: 'white' });
    await small.office.rows(`update form set message_ref = $1 where state = 'open'`, [id]);
    await small.toy.pressPayload('executor', placeOf(id), buttons[0]?.[0]?.payload ?? '');
    expect(answer()).toMatchObject(GONE);
    expect(said()).toEqual(['Какой чай?\n[green]\n[black]\n[white]\n[Отмена]']);
  });
});
