import {
  daysCount,
  bottomRow,
  moved,
  place,
  answered,
  idIn,
  type Asked,
  type Question,
} from '../../../../bots/conversation/kit/question';
import {
  ALL_WHEN_NONE_FITS,
  choice,
  confirm,
  narrowed,
  nothingFound,
  option,
} from '../../../../bots/conversation/kit/choice-question';
import {
  day,
  moment,
  wholeMoment,
  type Days,
  parseDay,
  parseTime,
} from '../../../../bots/conversation/kit/day-question';
import { file, photos, line, writing } from '../../../../bots/conversation/kit/writing-question';
import type { ScreenButton } from '../../../../bots/conversation/kit/screen';
import { loadCalendar } from '../../../../src/adapters/calendars';
import { wordsOf } from '../../../../src/i18n';
import { maskPersonalData } from '../../../../src/text/personal-data';
import { toPlainDate } from '../../../../src/regulation/calendar';

const calendar = loadCalendar({ zone: 'Europe/Moscow', opensAt: 480, closesAt: 1020 });
/** A Wednesday. */
const NOW = new Date('2026-11-25T10:00:00+03:00');

type Given = Partial<Pick<Asked<null>, 'answers' | 'view' | 'last'>> & { readonly now?: Date };
const asked = ({ answers = {}, view = {}, last = false, now = NOW }: Given = {}): Asked<null> => ({
  answers,
  view,
  last,
  state: null,
  reading: { words: wordsOf('ru'), now, calendar, longest: 4_096 },
  move: (move, value = '') => ({ kind: 'form', formId: 1, revision: 0, move, value }),
});

const captions = (rows: ScreenButton[][]): string[] => rows.map((row) => row.map(({ text }) => text).join(' | '));
/** What a button does: «pick 17», or the kind of one that belongs to no question. */
const doing = (button: ScreenButton | undefined): string => {
  if (button === undefined || !('press' in button)) return 'no button';
  return button.press.kind === 'form' ? `${button.press.move} ${button.press.value}`.trim() : button.press.kind;
};
const doings = (rows: ScreenButton[][]): string[] => rows.map((row) => row.map(doing).join(' | '));

describe('one of a list', () => {
  const names = Array.from({ length: 20 }, (_, index) => `Сотрудник ${index + 1}`);
  const listed = (all: readonly string[], more: Partial<Parameters<typeof choice<null>>[0]> = {}) =>
    choice<null>({
      items: () => all.map((name, index) => ({ value: String(index + 1), caption: name, search: name })),
      pick(one, value) {
        const id = idIn(value);
        return id === null ? null : answered(one, { id });
      },
      ...more,
    });

  test.each<[string, unknown, string[], string]>([
    ['the first page', undefined, names.slice(0, 7), 'nothing | nothing | page 1'],
    ['the next', 1, names.slice(7, 14), 'page 0 | nothing | page 2'],
    ['the last', 2, names.slice(14), 'page 1 | nothing | nothing'],
    ['a page past the end', 9_999, names.slice(14), 'page 1 | nothing | nothing'],
    ['a page that is none', 'two', names.slice(0, 7), 'nothing | nothing | page 1'],
  ])('%s of twenty has seven at most', (_what, page, shown, turning) => {
    const rows = listed(names).rows(asked({ view: { page } }));
    expect(captions(rows).slice(0, -1)).toEqual(shown);
    expect(doings(rows).at(-1)).toBe(turning);
  });

  test('seven are in sight, without pages', () => {
    expect(captions(listed(names.slice(0, 7)).rows(asked()))).toEqual(names.slice(0, 7));
  });

  test.each<[string, string[]]>([
    ['17', ['Сотрудник 17']],
    ['СОТРУДНИК 9', ['Сотрудник 9']],
    ['ник 2', ['Сотрудник 2', 'Сотрудник 20']],
    ['нет такого', []],
    ['.*', []],
  ])('typed «%s» leaves %j', (query, left) => {
    expect(captions(listed(names).rows(asked({ view: { query } })))).toEqual(left);
  });

  test.each([
    ['Иванов', 'Иванов'],
    ['Иванов \n\t Иван', 'Иванов Иван'],
    ['я'.repeat(300), 'я'.repeat(200)],
    ['😀'.repeat(201), '😀'.repeat(200)],
  ])('%j is looked for as %j, from the first page on', (text, query) => {
    const one = asked({ view: { page: 2, query: 'Петров' } });
    expect(listed(names).typed(one, text)).toEqual({ view: { query } });
    expect(narrowed(text)).toEqual({ view: { query } });
  });

  test('whom no words are like: nobody, with the reason', () => {
    const question = listed(names, { nothing: nothingFound });
    const one = asked({ view: { query: 'Петров & <сын>' } });
    expect(question.rows(one)).toEqual([]);
    expect(question.empty?.(one)).toEqual(['По запросу «Петров &amp; &lt;сын&gt;» ничего нет. Напишите иначе.']);
    expect(question.empty?.(asked())).toEqual([]);
  });

  test('or all of them again, with the reason, where the question could not be answered otherwise', () => {
    const question = listed(names, ALL_WHEN_NONE_FITS);
    const one = asked({ view: { query: 'Петров' } });
    expect(captions(question.rows(one))).toEqual([...names.slice(0, 7), '◀ | 1/3 | ▶']);
    expect(question.empty?.(one)).toEqual(['По запросу «Петров» ничего нет, ниже весь список. Можно написать иначе.']);
  });

  test('an empty list says whom to ask', () => {
    expect(listed([], { nothing: nothingFound }).empty?.(asked())).toEqual([
      'Список пуст. Попросите администратора его дополнить.',
    ]);
  });

  test('a telephone that was looked for is not shown', () => {
    expect(
      nothingFound([{ value: '1', caption: 'a', search: 'a' }], asked({ view: { query: '+7 917 123-45-67' } }))[0],
    ).not.toContain('123');
  });

  test('a long name is cut for its button', () => {
    const [[only] = []] = listed(['О'.repeat(100)]).rows(asked());
    expect([...(only?.text ?? '')]).toHaveLength(60);
  });

  test.each<[string, 'pick' | 'done' | 'other', string, unknown]>([
    ['one of them', 'pick', '3', { answers: { id: 3 }, view: {}, passes: true }],
    ['what is none', 'pick', 'constructor', null],
    ['a way out that there is not', 'other', 'new', null],
    ['an end that there is not', 'done', '', null],
  ])('pressed: %s', (_what, move, value, change) => {
    expect(listed(names).pressed(asked(), move, value)).toEqual(change);
  });

  test('another way out stands under the list and is pressed', () => {
    const question = listed(names.slice(0, 2), {
      aside: ({ move }) => [[{ text: 'Никого', press: move('other', 'nobody') }]],
      pressedAside: (one, move, value) => (move === 'other' && value === 'nobody' ? answered(one, { id: null }) : null),
    });
    expect(doings(question.rows(asked()))).toEqual(['pick 1', 'pick 2', 'other nobody']);
    expect(question.pressed(asked(), 'other', 'nobody')).toEqual({ answers: { id: null }, view: {}, passes: true });
    expect(question.pressed(asked(), 'other', 'somebody')).toBeNull();
  });
});

describe('one of a few', () => {
  const few = option<null>({
    key: 'kind',
    perRow: 2,
    values: () => ['a', 'b', 'c'].map((value) => ({ value, caption: value.toUpperCase() })),
    isHidden: (value, { answers }) => value === 'c' && answers.once === true,
  });

  test('all are in sight', () => {
    expect(captions(few.rows(asked()))).toEqual(['A | B', 'C']);
  });

  test('one that is not offered now is for whoever judges the answer to refuse', () => {
    const one = asked({ answers: { once: true } });
    expect(captions(few.rows(one))).toEqual(['A | B']);
    expect(few.pressed(one, 'pick', 'c')).toMatchObject({ answers: { kind: 'c', once: true }, passes: true });
  });

  test.each([
    ['pick', 'd'],
    ['pick', 'constructor'],
    ['pick', ''],
    ['done', 'a'],
    ['other', 'a'],
  ] as const)('%s «%s» is none of them', (move, value) => {
    expect(few.pressed(asked(), move, value)).toBeNull();
  });

  test('none of them may be the answer, where it says so', () => {
    const left = option<null>({ key: 'kind', perRow: 2, values: () => [], leave: () => 'без изменений' });
    expect(captions(left.rows(asked()))).toEqual(['без изменений']);
    expect(left.pressed(asked(), 'done', '')).toEqual({ answers: { kind: null }, view: {}, passes: true });
  });

  test('words are answered by what is wanted', () => {
    expect(few.typed(asked(), 'A')).toEqual({ complaint: 'Сейчас нужен выбор кнопкой. /cancel прервёт ввод.' });
  });

  test('the word that makes it so is the one button', () => {
    const sure = confirm<null>('sure', () => 'Подписано');
    expect(doings(sure.rows(asked()))).toEqual(['done']);
    expect(sure.pressed(asked({ answers: { a: 1 } }), 'done', '')).toEqual({
      answers: { a: 1, sure: true },
      view: {},
      passes: true,
    });
    expect(sure.pressed(asked(), 'pick', 'yes')).toBeNull();
  });
});

describe('a day', () => {
  const of = (days: Days) => day<null>({ key: 'on', days });

  test.each<[Days, string[]]>([
    ['past', ['pick 2026-11-25 | pick 2026-11-24', 'pick 2026-11-23 | pick 2026-11-20', 'month 2026-11-01']],
    ['today', ['pick 2026-11-25 | pick 2026-11-26', 'pick 2026-11-30 | pick 2026-12-02', 'month 2026-11-01']],
    ['later', ['pick 2026-11-26 | pick 2026-11-30', 'pick 2026-12-02 | pick 2026-12-09', 'month 2026-11-01']],
  ])('%s: near days first, and the month', (days, buttons) => {
    expect(doings(of(days).rows(asked()))).toEqual(buttons);
  });

  test('before a day off only working days are near, each once, and today only where one works or looks back', () => {
    const friday = new Date('2026-12-11T10:00:00+03:00');
    const sunday = new Date('2026-12-13T10:00:00+03:00');
    expect(captions(of('today').rows(asked({ now: friday })))).toEqual([
      'Сегодня | +3 · пн 14.12',
      '+7 · пт 18.12',
      'Календарь',
    ]);
    expect(captions(of('today').rows(asked({ now: sunday })))).toEqual([
      'Завтра | +3 · ср 16.12',
      '+8 · пн 21.12',
      'Календарь',
    ]);
    expect(captions(of('past').rows(asked({ now: sunday })))[0]).toBe('Сегодня | пт 11.12');
    // 31.12.2026 to 10.01.2027 nobody works
    const holidays = new Date('2026-12-30T10:00:00+03:00');
    expect(captions(of('later').rows(asked({ now: holidays })))).toEqual([
      '+12 · пн 11.01.2027 | +14 · ср 13.01.2027',
      'Календарь',
    ]);
  });

  test('the month opens where the first day to come is', () => {
    const now = new Date('2026-11-30T10:00:00+03:00');
    expect(doings(of('later').rows(asked({ now }))).at(-1)).toBe('month 2026-12-01');
    expect(doings(of('past').rows(asked({ now }))).at(-1)).toBe('month 2026-11-01');
  });

  /** Arrows of a month, then its first and last day with a button. */
  const monthOf = (question: Question<null>, month: string) => {
    const rows = doings(question.rows(asked({ view: { month } })));
    const [back, , on] = (rows.find((row) => row.split(' | ').length === 3) ?? '').split(' | ');
    const picks = rows
      .slice(3)
      .flatMap((row) => row.split(' | '))
      .filter((what) => what.startsWith('pick'));
    return { back, on, first: picks[0] ?? null, last: picks.at(-1) ?? null };
  };

  test.each<[Days, string, ReturnType<typeof monthOf>]>([
    [
      'past',
      '2026-11-01',
      { back: 'month 2026-10-01', on: 'nothing', first: 'pick 2026-11-01', last: 'pick 2026-11-25' },
    ],
    [
      'past',
      '2026-10-01',
      { back: 'month 2026-09-01', on: 'month 2026-11-01', first: 'pick 2026-10-01', last: 'pick 2026-10-31' },
    ],
    ['past', '2026-12-01', { back: 'month 2026-11-01', on: 'nothing', first: null, last: null }],
    [
      'today',
      '2026-11-01',
      { back: 'nothing', on: 'month 2026-12-01', first: 'pick 2026-11-25', last: 'pick 2026-11-30' },
    ],
    [
      'later',
      '2026-11-01',
      { back: 'nothing', on: 'month 2026-12-01', first: 'pick 2026-11-26', last: 'pick 2026-11-30' },
    ],
    [
      'later',
      '2026-12-01',
      { back: 'month 2026-11-01', on: 'month 2027-01-01', first: 'pick 2026-12-01', last: 'pick 2026-12-31' },
    ],
    ['today', '2026-10-01', { back: 'nothing', on: 'month 2026-11-01', first: null, last: null }],
  ])(
    '%s: of the month of %s only what may be chosen has a button, and only months that have it are turned to',
    (days, month, seen) => {
      expect(monthOf(of(days), month)).toEqual(seen);
    },
  );

  test('days of one’s own have bounds of their own', () => {
    const question = day<null>({
      key: 'on',
      days: 'today',
      offer: (_asked, today) => ({
        quick: [{ caption: 'Один день', day: today }],
        opensAt: today,
        first: toPlainDate('2026-11-27'),
        last: toPlainDate('2026-12-03'),
      }),
    });
    expect(captions(question.rows(asked()))).toEqual(['Один день', 'Календарь']);
    expect(monthOf(question, '2026-11-01')).toEqual({
      back: 'nothing',
      on: 'month 2026-12-01',
      first: 'pick 2026-11-27',
      last: 'pick 2026-11-30',
    });
    expect(monthOf(question, '2026-12-01')).toMatchObject({ on: 'nothing', last: 'pick 2026-12-03' });
  });

  test.each<[Days, string, string]>([
    ['past', '25.11', '2026-11-25'],
    ['past', '24.11.2026', '2026-11-24'],
    ['past', ' 1/3 ', '2026-03-01'],
    ['past', '31.12.25 г.', '2025-12-31'],
    // a few days ahead is a slip, for whoever judges the answer to refuse
    ['past', '30.11', '2026-11-30'],
    ['today', '26.11', '2026-11-26'],
    ['today', '1-12', '2026-12-01'],
    ['today', '15.01', '2027-01-15'],
    ['today', '01.09', '2027-09-01'],
    // so are days that have just passed
    ['later', '20.11', '2026-11-20'],
    ['later', '28.02.28 года', '2028-02-28'],
    ['later', '29 02 2028', '2028-02-29'],
    ['later', '31.12.2100', '2100-12-31'],
    ['past', '1.1.2000', '2000-01-01'],
  ])('%s: typed «%s» is %s', (days, text, on) => {
    expect(of(days).typed(asked({ answers: { a: 1 } }), text)).toEqual({
      answers: { a: 1, on },
      view: {},
      passes: true,
    });
  });

  test.each<[Days, string, string]>([
    ['past', 'когда-то', '25.11.2026'],
    ['today', '31.02', '26.11.2026'],
    ['later', '29.02.2027', '26.11.2026'],
    ['later', '2026-12-01', '26.11.2026'],
    ['later', '00.00', '26.11.2026'],
    ['later', '1.12.026', '26.11.2026'],
    ['later', '01.01.2101', '26.11.2026'],
    ['today', '31.12.9999', '26.11.2026'],
    ['past', '31.12.1999', '25.11.2026'],
    ['today', '', '26.11.2026'],
    ['today', '9'.repeat(10_000), '26.11.2026'],
  ])('%s: typed «%.20s» is no day, and an example says how', (days, text, example) => {
    expect(of(days).typed(asked(), text)).toEqual({ complaint: `Не понял дату. Напишите, например, ${example}.` });
  });

  test.each<['pick' | 'done' | 'other', string, string | null]>([
    ['pick', '2026-11-26', '2026-11-26'],
    ['pick', '2026-02-30', null],
    ['pick', '9999-12-31', null],
    ['pick', '26.11.2026', null],
    ['done', '2026-11-26', null],
    ['other', '', null],
  ])('pressed %s «%s»: %s', (move, value, on) => {
    expect(of('today').pressed(asked(), move, value)).toEqual(on && { answers: { on }, view: {}, passes: true });
  });
});

describe('a day and its hour', () => {
  const HOURS = [480, 540, 600, 660, 960];
  const gone = moment<null>({
    key: 'at',
    days: 'past',
    hours: HOURS,
    nowCaption: () => 'Сейчас',
    typedWhole: wholeMoment,
    badDay: () => ({ complaint: 'Не понял, когда.' }),
    check: (instant, { reading }) => (instant > reading.now ? { complaint: 'Ещё не было.' } : null),
  });
  const ahead = moment<null>({ key: 'at', days: 'today', hours: HOURS });

  test.each<[string, Question<null>, string | null, string[]]>([
    ['of the past, today', gone, '2026-11-25', ['pick now', 'pick 0800 | pick 0900 | pick 1000']],
    ['of the past, a day before', gone, '2026-11-24', ['pick 0800 | pick 0900 | pick 1000 | pick 1100', 'pick 1600']],
    ['to come, today', ahead, '2026-11-25', ['pick 1100 | pick 1600']],
    ['to come, a day after', ahead, '2026-11-26', ['pick 0800 | pick 0900 | pick 1000 | pick 1100', 'pick 1600']],
  ])('hours %s are those that fit', (_what, question, on, buttons) => {
    expect(doings(question.rows(asked({ view: { day: on } })))).toEqual(buttons);
  });

  test('«сейчас» answers both, where the moment is one of the past', () => {
    expect(doings(gone.rows(asked()))[0]).toBe('pick now');
    expect(gone.pressed(asked(), 'pick', 'now')).toEqual({
      answers: { at: NOW.toISOString() },
      view: {},
      passes: true,
    });
    expect(doings(ahead.rows(asked())).join()).not.toContain('now');
    expect(ahead.pressed(asked(), 'pick', 'now')).toBeNull();
  });

  const at = (iso: string) => ({ answers: { at: iso }, view: {}, passes: true });
  test.each<[string, string | null, string, unknown]>([
    ['a day', null, '2026-11-26', { view: { day: '2026-11-26' } }],
    ['a day that there is not', null, '2026-11-31', null],
    ['an hour before its day', null, '0900', null],
    ['its hour', '2026-11-26', '0930', at('2026-11-26T06:30:00.000Z')],
    ['midnight', '2026-11-26', '0000', at('2026-11-25T21:00:00.000Z')],
    ['an hour that there is not', '2026-11-26', '2400', null],
    ['minutes that there are not', '2026-11-26', '0960', null],
    ['another day', '2026-11-26', '2026-11-27', null],
  ])('pressed: %s', (_what, on, value, change) => {
    expect(ahead.pressed(asked({ view: on === null ? {} : { day: on } }), 'pick', value)).toEqual(change);
  });

  test.each<[string, Question<null>, string | null, string, unknown]>([
    ['a day', ahead, null, '27.11', { view: { day: '2026-11-27' } }],
    ['an hour alone', ahead, null, '14:30', { complaint: 'Не понял дату. Напишите, например, 26.11.2026.' }],
    [
      'a day that no calendar has',
      ahead,
      null,
      '31.12.9999',
      { complaint: 'Не понял дату. Напишите, например, 26.11.2026.' },
    ],
    ['it with its hour', gone, null, '31.12.9999 10:00', { complaint: 'Ещё не было.' }],
    ['a day in words', ahead, null, 'завтра', { view: { day: '2026-11-26' } }],
    ['no day', ahead, null, 'когда-нибудь', { complaint: 'Не понял дату. Напишите, например, 26.11.2026.' }],
    ['its hour', ahead, '2026-11-27', '14.30', at('2026-11-27T11:30:00.000Z')],
    ['a whole hour', ahead, '2026-11-27', '9', at('2026-11-27T06:00:00.000Z')],
    ['no hour', ahead, '2026-11-27', '25:00', { complaint: 'Не понял время. Напишите, например, 14:30.' }],
    ['both together', gone, null, '24.11 14:30', at('2026-11-24T11:30:00.000Z')],
    ['both, the month by its name', gone, null, '24 ноября, 14:30', at('2026-11-24T11:30:00.000Z')],
    ['an hour of today', gone, null, '9:15', at('2026-11-25T06:15:00.000Z')],
    ['both, where only the hour is asked', gone, '2026-11-20', '24.11 14:30', at('2026-11-24T11:30:00.000Z')],
    ['another day, where the hour is asked', gone, '2026-11-20', '24.11', { view: { day: '2026-11-24' } }],
    ['neither', gone, null, 'когда-то', { complaint: 'Не понял, когда.' }],
    [
      'neither, where the hour is asked',
      gone,
      '2026-11-20',
      'днём',
      { complaint: 'Не понял время. Напишите, например, 14:30.' },
    ],
    ['what has not been yet', gone, null, '11:00', { complaint: 'Ещё не было.' }],
    ['a day that has not been yet', gone, null, '26.11', { complaint: 'Ещё не было.' }],
  ])('typed: %s', (_what, question, on, text, change) => {
    expect(question.typed(asked({ view: on === null ? {} : { day: on } }), text)).toEqual(change);
  });

  test('its hour is within the question: one goes back from it first', () => {
    expect(gone.isInside?.(asked())).toBe(false);
    expect(gone.isInside?.(asked({ view: { day: '2026-11-24' } }))).toBe(true);
  });
});

describe('what people type for a day and an hour', () => {
  const today = toPlainDate('2026-01-15');
  test.each([
    ['20.11', false, '2025-11-20'],
    ['10.11', false, '2026-11-10'],
    ['14.01', false, '2026-01-14'],
    ['20.11', true, '2025-11-20'],
    ['16.03', true, '2026-03-16'],
    ['17.03', true, '2025-03-17'],
    ['29.02', false, null],
    ['29.02.24', true, '2024-02-29'],
    ['1.1.1', false, null],
    ['2 декабря', false, '2025-12-02'],
    ['до 10 ноября', false, '2026-11-10'],
    ['10-го Нояб. 2027 г.', false, '2027-11-10'],
    ['16 мартка', true, '2026-03-16'],
    ['31 ноября', false, null],
    ['2 ведра', false, null],
    ['более 2 декабря', false, null],
  ])('in the middle of January %s (past: %s) is %s', (text, past, on) => {
    expect(parseDay(text, today, past)).toBe(on);
  });

  test.each([
    ['14:30', 870],
    ['14.30', 870],
    ['14-30', 870],
    ['14 30', 870],
    ['930', 570],
    ['0930', 570],
    ['9', 540],
    [' 00:00 ', 0],
    ['23:59', 1439],
    ['24:00', null],
    ['9:60', null],
    ['9:5', null],
    ['-1', null],
    ['девять', null],
    ['', null],
  ])('«%s» is %s minutes after midnight', (text, minutes) => {
    expect(parseTime(text)).toBe(minutes);
  });
});

describe('a text in as many messages as it takes', () => {
  const text = writing<null>({ key: 'text', limit: 10 });

  test.each<[string, string | undefined, string, unknown]>([
    ['the first', undefined, 'Яма', { answers: { text: 'Яма' } }],
    ['the next, on a line of its own', 'Яма', 'Снег', { answers: { text: 'Яма\nСнег' } }],
    ['after a sentence has ended', 'Яма.', 'и лёд', { answers: { text: 'Яма.\nи лёд' } }],
    ['what goes on with a sentence, without a break', 'Яма', 'и снег', { answers: { text: 'Яма и снег' } }],
    ['up to the limit', 'Яма', '123456', { answers: { text: 'Яма\n123456' } }],
    ['emoji, which count once', undefined, `Яма${'😀'.repeat(7)}`, { answers: { text: `Яма${'😀'.repeat(7)}` } }],
    ['no words', 'Яма', '😀', { complaint: 'Нужен текст словами.' }],
    [
      'over it',
      'Яма',
      '1234567',
      {
        complaint:
          'Это сообщение не добавлено: вместе вышло бы знаков 11, можно до 10. Сократите его и пришлите снова.',
      },
    ],
  ])('%s', (_what, before, said, change) => {
    expect(text.typed(asked({ answers: before === undefined ? {} : { text: before } }), said)).toEqual(change);
  });

  test('nothing is asked on by its parts: it is answered when «Готово» is pressed', () => {
    expect(text.typed(asked(), 'Яма')).not.toHaveProperty('passes');
    expect(text.pressed(asked({ answers: { text: 'Яма' } }), 'done', '')).toEqual({ view: {}, passes: true });
  });

  test('a check sees the whole and says what is kept', () => {
    const upper = writing<null>({
      key: 'text',
      limit: 100,
      check: (whole) => (whole.includes('!') ? { complaint: 'Без «!».' } : { value: whole.toUpperCase() }),
    });
    expect(upper.typed(asked({ answers: { text: 'ЯМА' } }), 'и снег')).toEqual({ answers: { text: 'ЯМА И СНЕГ' } });
    expect(upper.typed(asked({ answers: { text: 'ЯМА' } }), 'снег!')).toEqual({ complaint: 'Без «!».' });
  });

  test('«Написать заново» forgets it', () => {
    const one = asked({ answers: { a: 1, text: 'Яма' } });
    expect(text.pressed(one, 'other', 'again')).toEqual({ answers: { a: 1, text: undefined }, view: {} });
  });

  const full = writing<null>({
    key: 'text',
    limit: 10,
    files: ({ answers }) => answers.photos === 1,
    earlier: () => 'Прежний',
  });
  const edited = writing<null>({ key: 'text', limit: 10, asIs: () => 'Как было <1>' });
  test.each<[string, Question<null>, Given, string[]]>([
    ['nothing yet', text, {}, []],
    ['written', text, { answers: { text: 'Яма' } }, ['Готово | Написать заново']],
    ['written, and nothing follows', text, { answers: { text: 'Яма' }, last: true }, ['Отправить | Написать заново']],
    ['nothing yet, and a text of an earlier time', full, {}, ['Взять прежний текст']],
    ['photos that suffice', full, { answers: { photos: 1 } }, ['Готово']],
    ['a text that may stay', edited, {}, ['Оставить как есть']],
    ['another in its place', edited, { answers: { text: 'Яма' } }, ['Готово | Написать заново']],
  ])('offered: %s', (_what, question, given, rows) => {
    expect(captions(question.rows(asked(given)))).toEqual(rows);
  });

  test('the text of an earlier time is taken where there is one', () => {
    expect(full.pressed(asked({ answers: { a: 1 } }), 'other', 'earlier')).toEqual({
      answers: { a: 1, text: 'Прежний' },
      view: {},
    });
    expect(text.pressed(asked(), 'other', 'earlier')).toBeNull();
  });

  test.each([
    ['pick', ''],
    ['other', ''],
    ['other', 'withoutPhoto'],
  ] as const)('%s «%s» is no move of it', (move, value) => {
    expect(full.pressed(asked(), move, value)).toBeNull();
  });

  const whole = (characters: number) => characters;
  test.each<[string, Question<null>, Given, string[]]>([
    ['nothing', text, {}, []],
    [
      'what was written, as text',
      text,
      { answers: { text: 'Яма <1>' } },
      ['Написано:', '<blockquote expandable>Яма &lt;1&gt;</blockquote>'],
    ],
    ['what may stay', edited, {}, ['<blockquote expandable>Как было &lt;1&gt;</blockquote>']],
    ['its own instead', edited, { answers: { text: 'Яма' } }, ['Написано:', '<blockquote expandable>Яма</blockquote>']],
  ])('shown: %s', (_what, question, given, lines) => {
    expect(question.soFar?.(asked(given), whole)).toEqual(lines);
  });

  test('shown: the end of a long one, for its beginning is known', () => {
    const [, shown] = text.soFar?.(asked({ answers: { text: `${'а'.repeat(3_000)}конец` } }), () => 10) ?? [];
    expect(shown).toBe('<blockquote expandable>…ааааконец</blockquote>\n<i>Показано 9 из 3\u00a0005 знаков</i>');
  });

  test('shown: a telephone as an official has written it, an applicant’s masked', () => {
    const given = asked({ answers: { text: 'Звонить +7 917 123-45-67' } });
    expect(text.soFar?.(given, whole).join()).toContain('123-45-67');
    const applicants = writing<null>({ key: 'text', limit: 100, shown: maskPersonalData });
    expect(applicants.soFar?.(given, whole).join()).not.toContain('123');
  });

  test('photos come with it only where they are an answer', () => {
    expect(text.takes).toBeUndefined();
    expect(full.takes).toEqual({ files: true, caption: true });
  });
});

describe('an answer in one message', () => {
  const check = (said: string) => (said === 'плохо' ? { complaint: 'Нет.' } : { value: said.length });
  const required = line<null>({ key: 'name', check });
  const left = line<null>({
    key: 'name',
    check,
    isOptional: true,
    put: (answers, value) => ({ ...answers, contact: { name: value } }),
  });

  test('is what its check makes of it', () => {
    expect(required.typed(asked({ answers: { a: 1 } }), 'Яма')).toEqual({
      answers: { a: 1, name: 3 },
      view: {},
      passes: true,
    });
    expect(required.typed(asked(), 'плохо')).toEqual({ complaint: 'Нет.' });
  });

  test('goes where it belongs', () => {
    expect(left.typed(asked(), 'Яма')).toMatchObject({ answers: { contact: { name: 3 } } });
  });

  test('may be left out only where it says so', () => {
    expect(captions(required.rows(asked()))).toEqual([]);
    expect(required.pressed(asked(), 'done', 'skip')).toBeNull();
    expect(captions(left.rows(asked()))).toEqual(['Пропустить']);
    expect(left.pressed(asked(), 'done', 'skip')).toEqual({
      answers: { contact: { name: undefined } },
      view: {},
      passes: true,
    });
    expect(left.pressed(asked(), 'done', '')).toBeNull();
  });
});

describe('photos, or why there are none', () => {
  const of = (received: number, isEnough: boolean) =>
    photos<null>('withoutPhoto', { received: () => ({ photos: received, files: 0 }), isEnough: () => isEnough });
  const NO_PHOTO = { view: { withoutPhoto: true } };

  test.each<[string, Question<null>, Given, string[]]>([
    ['none came, and they have to', of(0, false), {}, ['other withoutPhoto']],
    ['none came, and they need not', of(0, true), {}, ['done']],
    ['some came', of(2, true), {}, ['done']],
    ['some came, and they do not suffice yet', of(2, false), {}, ['done']],
    ['the reason is asked for', of(0, false), NO_PHOTO, []],
    ['the reason is written', of(0, true), { ...NO_PHOTO, answers: { withoutPhoto: 'Темно' } }, ['done | other again']],
  ])('offered: %s', (_what, question, given, rows) => {
    expect(doings(question.rows(asked(given)))).toEqual(rows);
  });

  test.each<[string, Given, 'pick' | 'done' | 'other', string, unknown]>([
    ['that it is enough', {}, 'done', '', { view: {}, passes: true }],
    ['that there are none', {}, 'other', 'withoutPhoto', NO_PHOTO],
    [
      'that the reason is another',
      { ...NO_PHOTO, answers: { a: 1, withoutPhoto: 'Темно' } },
      'other',
      'again',
      { answers: { a: 1, withoutPhoto: undefined } },
    ],
    ['anything else', {}, 'other', 'new', null],
    ['anything at all', {}, 'pick', '1', null],
  ])('pressed: %s', (_what, given, move, value, change) => {
    expect(of(0, false).pressed(asked(given), move, value)).toEqual(change);
  });

  test.each<[string, Given, string, unknown]>([
    ['words where photos are asked for', {}, 'Темно', { complaint: 'Здесь нужно фото или файл.' }],
    ['the reason', NO_PHOTO, 'Темно', { answers: { withoutPhoto: 'Темно' }, view: {}, passes: true }],
    [
      'another one in its place',
      { ...NO_PHOTO, answers: { withoutPhoto: 'Темно' } },
      'Снег',
      { answers: { withoutPhoto: 'Снег' }, view: {}, passes: true },
    ],
    [
      'too much of it',
      NO_PHOTO,
      'а'.repeat(1_001),
      { complaint: 'Слишком длинно: знаков 1001, можно до 1000. Сократите и пришлите снова.' },
    ],
  ])('typed: %s', (_what, given, text, change) => {
    expect(of(0, false).typed(asked(given), text)).toEqual(change);
  });

  test('the reason is shown while it is asked for, and one goes back from it first', () => {
    const answers = { withoutPhoto: 'Темно' };
    const question = of(0, true);
    expect(question.soFar?.(asked({ ...NO_PHOTO, answers }), (room) => room)).toEqual([
      'Написано:',
      '<blockquote expandable>Темно</blockquote>',
    ]);
    expect(question.soFar?.(asked({ answers }), (room) => room)).toEqual([]);
    expect(question.isInside?.(asked(NO_PHOTO))).toBe(true);
    expect(question.isInside?.(asked())).toBe(false);
  });

  test('their captions are not words for it', () => {
    expect(of(0, false).takes).toEqual({ files: true, caption: false });
  });

  test('a file goes on only when there is one, and has no way round it', () => {
    const needed = (isEnough: boolean) =>
      file<null>({ received: () => ({ photos: 0, files: 1 }), isEnough: () => isEnough });
    expect(doings(needed(false).rows(asked()))).toEqual([]);
    expect(captions(needed(true).rows(asked({ last: true })))).toEqual(['Отправить']);
    expect(needed(true).pressed(asked(), 'done', '')).toEqual({ view: {}, passes: true });
    expect(needed(true).pressed(asked(), 'other', 'withoutPhoto')).toBeNull();
    expect(needed(true).typed(asked(), 'Темно')).toEqual({ complaint: 'Здесь нужно фото или файл.' });
  });
});

describe('a point on the map', () => {
  const where = place<null>({ refused: () => ({ complaint: 'Нужна точка.' }) });
  const answers = { a: 1, latitude: 1, longitude: 2 };

  test('is an answer when it is sent', () => {
    expect(where.placed?.(asked({ answers: { a: 1 } }), { latitude: 55.7, longitude: 51.4 })).toEqual({
      answers: { a: 1, latitude: 55.7, longitude: 51.4 },
      view: {},
      passes: true,
    });
  });

  test('may be left out, and then is none', () => {
    expect(doings(where.rows(asked()))).toEqual(['done skip']);
    expect(where.pressed(asked({ answers }), 'done', 'skip')).toEqual({
      answers: { a: 1, latitude: undefined, longitude: undefined },
      view: {},
      passes: true,
    });
    expect(where.pressed(asked({ answers }), 'done', '')).toBeNull();
  });

  test('is not typed', () => {
    expect(where.typed(asked(), '55.7, 51.4')).toEqual({ complaint: 'Нужна точка.' });
  });
});

describe('a number of days', () => {
  const days = daysCount<null>({ key: 'days', offered: [5, 10, 30], least: 1, most: 30 });
  const taken = (count: number) => ({ answers: { days: count }, view: {}, passes: true });
  const no = { complaint: 'Нужно число от 1 до 30.' };

  test('some are offered', () => {
    expect(captions(days.rows(asked()))).toEqual(['5 дн. | 10 дн. | 30 дн.']);
  });

  test('each with what it comes to, where that is known', () => {
    const known = daysCount<null>({
      key: 'days',
      offered: [5, 10, 30],
      least: 1,
      most: 30,
      caption: (count) => `до ${count}`,
    });
    expect(captions(known.rows(asked()))).toEqual(['до 5 | до 10', 'до 30']);
  });

  test.each<[string, unknown]>([
    ['7', taken(7)],
    [' 30 ', taken(30)],
    // whether so many will do is for the regulation to say
    ['0', taken(0)],
    ['999', taken(999)],
    ['1000', no],
    ['-1', no],
    ['1.5', no],
    ['десять', no],
    ['', no],
  ])('typed «%s»', (text, change) => {
    expect(days.typed(asked(), text)).toEqual(change);
  });

  test.each<['pick' | 'done' | 'other', string, unknown]>([
    ['pick', '10', taken(10)],
    ['pick', '0', null],
    ['pick', 'ten', null],
    ['pick', '9999999999', null],
    ['done', '10', null],
  ])('pressed %s «%s»', (move, value, change) => {
    expect(days.pressed(asked(), move, value)).toEqual(change);
  });
});

describe('moves that are the same for every question', () => {
  const at = moment<null>({ key: 'at', days: 'past', hours: [480] });

  test.each<[string, Parameters<typeof moved>[2], string, Given, unknown]>([
    ['out', 'cancel', '', {}, 'cancel'],
    ['back to the question before', 'back', '', {}, 'stepBack'],
    ['back within the question', 'back', '', { view: { day: '2026-11-24', month: '2026-11-01' } }, { view: {} }],
    [
      'to a page, the words that narrow it kept',
      'page',
      '3',
      { view: { query: 'сад' } },
      { view: { query: 'сад', page: 3 } },
    ],
    ['to a page that is none', 'page', '-1', {}, null],
    ['to a page beyond all lists', 'page', '10000', {}, null],
    ['to a month', 'month', '2026-12-01', {}, { view: { month: '2026-12-01' } }],
    ['to a month that is none', 'month', '2026-13-01', {}, null],
    ['to a month beyond all calendars', 'month', '9999-12-01', {}, null],
    ['of the question itself', 'pick', '2026-11-24', {}, { view: { day: '2026-11-24' } }],
    ['of no question', 'other', 'new', {}, null],
  ])('%s', (_what, move, value, given, result) => {
    expect(moved(at, asked(given), move, value)).toEqual(result);
  });

  test.each<[string, Given, boolean, string]>([
    ['the first question', {}, false, 'cancel'],
    ['a later one', {}, true, 'back | cancel'],
    ['the first, within it', { view: { day: '2026-11-24' } }, false, 'back | cancel'],
  ])('under %s', (_what, given, hasPassed, buttons) => {
    expect(doings([bottomRow(at, asked(given), hasPassed)])).toEqual([buttons]);
  });
});
