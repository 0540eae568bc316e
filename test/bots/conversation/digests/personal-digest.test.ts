import type { Screen } from '../../../../bots/conversation/kit/screen';
import { morningScreen, weekendScreen } from '../../../../bots/conversation/digests/personal-digest';
import { visibleLength } from '../../../../bots/conversation/kit/fit';
import { loadCalendar } from '../../../../src/adapters/calendars';
import { LOCALES, wordsOf } from '../../../../src/i18n';
import { NAG_REASONS } from '../../../../src/regulation/nags';
import { paramsOf, type MessageKind, type Params } from '../../../../src/usecases/kit/messages';
import type { NagLine } from '../../../../src/usecases/terms/nags';

const calendar = loadCalendar({ zone: 'Europe/Moscow', opensAt: 480, closesAt: 1020 });
const at = (text: string) => new Date(`${text.replace(' ', 'T')}+03:00`);
const reading = (now: string, locale: (typeof LOCALES)[number] = 'ru') => ({
  words: wordsOf(locale),
  now: at(now),
  calendar,
  longest: 4_096,
});
/** As it comes back from the outbox. */
const stored = <Kind extends MessageKind>(kind: Kind, params: object): Params<Kind> =>
  paramsOf(kind, JSON.parse(JSON.stringify(params)));
const buttons = (screen: Screen | null) => screen?.buttons.map((row) => row.map(({ text }) => text));

const line = { appealId: 7, number: '327441806', place: 'Мамадыш, ул. Советская, 15', absent: null };
const term = (reason: string, due: string, overdue = false, stage = 'in_progress') => ({
  reason,
  stage,
  due: at(due),
  overdue,
});
const morning = {
  personId: 1,
  day: '2026-11-25',
  until: at('2026-11-25 12:00'),
  overdue: { count: 1, change: 1 },
  due: { count: 2, change: -3 },
  more: 0,
  escalated: { count: 0, change: 0 },
  holders: [],
  lines: [
    { ...line, terms: [term('duty', '2026-11-23 10:00', true), term('overall', '2026-11-25 23:59:59')] },
    {
      ...line,
      appealId: 8,
      number: '327441807',
      place: null,
      absent: 'Петров П.П.',
      terms: [term('stage', '2026-11-25 14:20')],
    },
  ],
};

test('the morning list says what is late by how much and what ends when; buttons open the cards', () => {
  const screen = morningScreen(stored('morning', morning), reading('2026-11-25 08:15'));
  expect(screen?.text).toBe(`<b>Дела на ср 25.11</b>
Просрочено сейчас: 1
Срок сегодня: 2

❗️ <b>№ 327441806</b> · Мамадыш, ул. Советская, 15
Доклад руководителю: просрочка 2 дня, общий срок: сегодня

<b>№ 327441807</b> · место не указано · вы замещаете: Петров П.П.
Этап «В работе»: сегодня до 14:20`);
  expect(buttons(screen)).toEqual([
    ['…7441806', '…7441807'],
    ['Просрочено', 'Меню'],
  ]);
});

test('what waits for an admin’s word is a line and a button', () => {
  const empty = { ...morning, overdue: { count: 0, change: 0 }, due: { count: 0, change: 0 }, lines: [], access: 2 };
  const screen = morningScreen(stored('morning', empty), reading('2026-11-25 08:15'));
  expect(screen?.text).toBe('<b>Дела на ср 25.11</b>\nЖдут решения о доступе: 2');
  expect(buttons(screen)?.flat()).toEqual(['Доступ: ждут решения (2)', 'Меню']);
});

test('an appeal that stands in several places of the list has one button', () => {
  const { number, place } = line;
  const came = [{ appealId: 9, number: '327441809', place, stage: 'in_progress' }];
  const appeals = [
    { appealId: 7, number },
    { appealId: 9, number: '327441809' },
  ];
  const holders = [{ name: 'Примеров А.М.', count: 2, appeals }];
  const screen = morningScreen(
    stored('morning', { ...morning, came, cameCount: 1, escalated: { count: 2, change: null }, holders }),
    reading('2026-11-25 08:15'),
  );
  expect(buttons(screen)?.flat()).toEqual(['…7441806', '…7441807', '…7441809', 'Просрочено', 'Меню']);
});

test('a line names those that are worked as one with it', () => {
  const [first] = morning.lines;
  const lines = [{ ...first, beside: ['327441810', '327441811'] }];
  expect(morningScreen(stored('morning', { ...morning, lines }), reading('2026-11-25 08:15'))?.text).toContain(
    'Мамадыш, ул. Советская, 15 · и ещё № 327441810, № 327441811\nДоклад',
  );
});

test('what has become late at others says of each stage whether its share is assumed', () => {
  const late = {
    ...line,
    reminderIds: [1],
    follows: null,
    sound: 'none',
    kind: 'term',
    term: 'stage',
    threshold: 'overdue',
    reason: 'stage',
    stage: 'assigned',
    due: at('2026-11-24 10:00'),
    overdue: true,
    escalated: true,
    gathered: true,
    away: false,
  } as const;
  const others: NagLine[] = [
    { ...late, nameless: 'assumed', holder: null },
    { ...late, reason: 'overall', term: 'overall', nameless: null, holder: 'Петров П.П.' },
    { ...late, appealId: 8, number: '327441807', nameless: null, holder: 'Петров П.П.' },
  ];
  const beside = { lines: others, snoozed: null, snoozes: [] };
  const text = morningScreen(stored('morning', morning), reading('2026-11-25 08:15'), beside)?.text.replaceAll(
    '\u00a0',
    ' ',
  );
  expect(text).toContain('№ 327441806: этап «Назначено» (доля срока предположительная), общий срок');
  expect(text).toContain('№ 327441807: этап «Назначено», Петров П.П.');
});

test('reports, papers and the seven days that are late stand beside the overdue, in a line of their own', () => {
  const late = { ...morning, late: { count: 3, change: 2 } };
  expect(morningScreen(stored('morning', late), reading('2026-11-25 08:15'))?.text.split('\n').slice(0, 4)).toEqual([
    '<b>Дела на ср 25.11</b>',
    'Просрочено сейчас: 1',
    'Просрочено другое (не этап и не общий срок): 3',
    'Срок сегодня: 2',
  ]);
  const none = { ...morning, late: { count: 0, change: 0 } };
  expect(morningScreen(stored('morning', none), reading('2026-11-25 08:15'))?.text).not.toContain('после срока');
});

test('whoever controls terms sees who holds the overdue', () => {
  const appeals = ['1', '2', '3', '4'].map((number) => ({ appealId: Number(number), number }));
  const holders = [
    { name: 'Петров П.П.', count: 5, appeals: appeals.slice(0, 3) },
    { name: null, count: 1, appeals: appeals.slice(3) },
  ];
  const screen = morningScreen(
    stored('morning', {
      ...morning,
      lines: [],
      overdue: { count: 0, change: null },
      due: { count: 0, change: null },
      escalated: { count: 6, change: 2 },
      holders,
    }),
    reading('2026-11-25 08:15'),
  );
  expect(screen?.text).toBe(`<b>Дела на ср 25.11</b>

<b>Просрочено у сотрудников, с прошлых дней: 6</b>
Петров П.П.: № 1, № 2, № 3 и другие, всего 5
Координаторы: № 4`);
  expect(buttons(screen)).toEqual([
    ['1', '2', '3', '4'],
    ['Просрочено', 'Меню'],
  ]);
});

test('«к выходным» says until which day, and marks days off', () => {
  const params = {
    ...morning,
    day: '2026-12-30',
    until: at('2026-12-30 17:00'),
    firstWorkingDay: '2027-01-11',
    overdue: { count: 0, change: 0 },
    lines: [
      { ...line, terms: [term('overall', '2027-01-05 23:59:59'), term('duty', '2027-01-11 09:30')] },
      { ...line, terms: [term('organization', '2027-01-11 23:59:59')] },
    ],
  };
  expect(weekendScreen(stored('weekend', params), reading('2026-12-30 14:00'))?.text).toBe(`<b>К выходным</b>
До пн 11.01.2027 включительно истекают сроки: 2

<b>№ 327441806</b> · Мамадыш, ул. Советская, 15
Общий срок: 05.01.2027 (выходной), доклад руководителю: 11.01.2027 до 09:30

<b>№ 327441806</b> · Мамадыш, ул. Советская, 15
Ответ организации: 11.01.2027`);
  expect(weekendScreen(stored('weekend', params), reading('2026-12-30 17:00'))).toBeNull();
});

test('a morning list that waited until noon is not sent any more', () => {
  expect(morningScreen(stored('morning', morning), reading('2026-11-25 12:00'))).toBeNull();
});

describe.each([...LOCALES])('in %s', (locale) => {
  const long = 'Ы'.repeat(300);
  const lines = Array.from({ length: 20 }, (_, index) => ({
    appealId: index,
    number: `3274418${index}`.padEnd(60, '0'),
    place: long,
    absent: long,
    terms: NAG_REASONS.map((reason) => term(reason, '2026-10-05 10:00', true, 'redirect_agreement')),
  }));
  const holders = Array.from({ length: 8 }, () => ({
    name: long,
    count: 9,
    appeals: [1, 2, 3].map((appealId) => ({ appealId: 1_000 + appealId, number: long })),
  }));

  const came = lines.slice(0, 10).map(({ appealId, number, place }) => ({
    ...{ appealId: 100 + appealId, number, place, stage: 'redirect_agreement' },
  }));
  const duties = Array.from({ length: 12 }, (_, index) => ({
    ...{ of: 'engagement', id: index, title: long, what: 'resultsLate', day: '2026-10-05', absent: 'Ы'.repeat(40) },
  }));
  const nags = Array.from({ length: 12 }, (_, index): NagLine => ({
    ...{
      kind: 'term',
      term: 'whole',
      reminderIds: [index],
      appealId: 200 + index,
      number: `3274419${index}`.padEnd(60, '0'),
    },
    ...{
      place: long,
      follows: '327441806',
      absent: 'Ы'.repeat(40),
      sound: 'own',
      reason: 'overall',
      threshold: 'overdue',
    },
    ...{ stage: 'in_progress', due: at('2026-11-24 23:59:59'), overdue: true, escalated: true, holder: 'Ы'.repeat(40) },
    gathered: false,
    nameless: null,
    away: false,
  }));
  const most = { ...morning, lines, more: 3, escalated: { count: 72, change: 72 }, holders };
  const { html } = wordsOf(locale);
  const shownOf = (params: object, beside: readonly NagLine[] = []) => {
    const screen = morningScreen(stored('morning', params), reading('2026-11-25 08:15', locale), {
      ...{ lines: beside, snoozed: null, snoozes: [] },
    });
    expect(visibleLength(screen?.text ?? '')).toBeLessThanOrEqual(4_096);
    const pressed = screen?.buttons.flat().flatMap((one) => ('press' in one ? [one.press] : [])) ?? [];
    const opened = (from: number) =>
      pressed.filter((one) => one.kind === 'open' && one.appealId >= from && one.appealId < from + 100).length;
    return {
      ...{
        text: screen?.text ?? '',
        lines: (screen?.text ?? '').split('❗️ <b>').length - 1,
        came: opened(100),
        nags: opened(200),
      },
      duties: pressed.filter(({ kind }) => kind === 'engagement').length,
    };
  };

  test('the longest list fits a message, and counts the lines that did not', () => {
    const screen = morningScreen(stored('morning', most), reading('2026-11-25 08:15', locale));
    const opening = screen?.buttons.flat().filter(({ text }) => text.startsWith('…0')).length ?? 0;
    expect(visibleLength(screen?.text ?? '')).toBeLessThanOrEqual(4_096);
    expect(opening).toBeGreaterThan(0);
    expect(screen?.text).toContain(html('digest:mine.more', { count: 23 - opening }));
  });

  test('with every part that it may have it fits too: duties go after its lines, then reminders, and each part counts what it leaves out', () => {
    const all = shownOf({ ...most, came, cameCount: 30, duties }, nags);
    expect([all.lines, all.came, all.duties]).toEqual([0, 10, 0]);
    expect(all.text).toContain(html('digest:mine.more', { count: 20 }));
    expect(all.text).toContain(html('digest:mine.more', { count: 23 }));
    expect(all.text).toContain(html('engagement:duty.more', { count: 12 }));
    expect(all.text).toContain(html('nag:more', { count: 12 - all.nags }));

    const some = shownOf({ ...morning, lines, more: 3, came, cameCount: 10, duties }, nags.slice(0, 6));
    expect([some.lines, some.came, some.nags]).toEqual([0, 10, 6]);
    expect(some.duties).toBeGreaterThan(0);
    expect(some.text).toContain(html('engagement:duty.more', { count: 12 - some.duties }));
  });
});
