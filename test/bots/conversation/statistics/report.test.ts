import { encode } from '../../../../bots/conversation/button-table';
import { SHARE_FROM } from '../../../../bots/conversation/statistics/figure-words';
import { partsScreen } from '../../../../bots/conversation/statistics/report-buttons';
import { periodScreen } from '../../../../bots/conversation/statistics/report';
import { workbookOf } from '../../../../bots/conversation/statistics/workbook';
import type { Screen } from '../../../../bots/conversation/kit/screen';
import type { Reading } from '../../../../bots/conversation/kit/turn';
import { visibleLength } from '../../../../bots/conversation/kit/fit';
import { loadCalendar } from '../../../../src/adapters/calendars';
import { wordsOf, type Locale } from '../../../../src/i18n';
import { toPlainDate as day } from '../../../../src/regulation/calendar';
import { unitAround } from '../../../../src/usecases/statistics/figures';
import { AS_OF, details, figures, HELD, MONTH, NOVEMBER, report, row, statistics } from '../../../support/figures';

const calendar = loadCalendar({ zone: 'Europe/Moscow', opensAt: 8 * 60, closesAt: 17 * 60 });
const reading = (locale: Locale = 'ru'): Reading => ({ words: wordsOf(locale), now: AS_OF, calendar, longest: 4096 });
const captions = ({ buttons }: Screen) => buttons.flat().map(({ text }) => text);

test('a month says what came, what was done and what was late, beside the month and the year before', () => {
  expect(periodScreen(report(), reading()).text).toBe(
    [
      '<b>Отчёт за ноябрь 2026 года</b>',
      'По состоянию на 30.11 17:00',
      '<i>В скобках: 01.10–31.10.2026; 01.11–30.11.2025</i>',
      '',
      'Поступило: 41 (38; 0)',
      'Ответ направлен: 24 (0; 0)',
      'решено 20, не решено 3, отклонено 1',
      'Перенаправлено: 4 (0; 0)',
      'Отложено: 2 (0; 0)',
      'Возвращено на повторное рассмотрение: 1 (0; 0)',
      'В работе: 11 (0; 0)',
      'Из них поступили до запуска бота: 2',
      'Просрочено сейчас: 3',
      '',
      '<b>Пропущено сроков: 7 (0; 0)</b>',
      'На координации: 1',
      'В работе: 4',
      'общий срок: 1',
      'доклад руководителю: 1',
      '',
      '<b>Соблюдение сроков</b>',
      'В общий срок: 93 % (–; –)',
      'Фаст-трек в срок: 9 из 10 (–; –)',
      'Доклад за один рабочий день: 11 из 12 (–; –)',
      '',
      '<b>Сколько рабочего времени занимает</b>',
      'От регистрации до ответа: половина за 3,9 раб. дн., девять из десяти за 9,3 раб. дн.',
      'На координации: половина за 1,6 ч, девять из десяти за 1,1 раб. дн.',
      'В работе: половина за 3 раб. дн., девять из десяти за 8 раб. дн.',
      'Утверждение ответа: половина за 40 мин, девять из десяти за 5 ч',
      '',
      'Возвращено на повторное рассмотрение: формальный ответ 1',
      'Оценки заявителей: 5: 7, 4: 2, 2: 1',
    ].join('\n'),
  );
});

test('what polls, hearings and direct lines came to stands at the end, beside what they came to before', () => {
  const before = { kinds: [], asked: 3, answered: 0, inTime: { kept: 0, of: 0 } };
  const shown = report({ engagement: HELD, before: { ...report().before!, engagement: before }, yearBefore: null });
  expect(periodScreen(shown, reading()).text.split('\n\n').at(-1)).toBe(
    [
      '<b>Опросы, голосования, слушания, прямые линии</b>',
      'Проведено: 3 (0)',
      'опросы 2, слушания 1',
      'Участников: 365 (0)',
      'Предложений жителей: 7 (0)',
      'Вопросов прямых линий: 40 (3)',
      'Ответов на них: 31 (0)',
      'Из ответов в срок: 93 % (–)',
    ].join('\n'),
  );
  const nothing = { ...HELD, kinds: [], asked: 0, answered: 0 };
  expect(periodScreen(report({ engagement: nothing }), reading()).text).not.toContain('Опросы');
});

test('the workbook has the same as numbers', () => {
  const shown = details({ report: report({ engagement: HELD, before: null, yearBefore: null }) });
  const [summary] = workbookOf(shown, { received: [], missed: [] }, reading());
  expect(summary?.rows.slice(-8).map(([what, value]) => [what, value])).toEqual([
    ['Проведено', 3],
    ['Участников', 365],
    ['Предложений жителей', 7],
    ['Вопросов прямых линий', 40],
    ['Ответов на них', 31],
    ['Из ответов в срок, доля', { share: 27 / 29 }],
    ['Из ответов в срок, соблюдено', 27],
    ['Из ответов в срок, всего', 29],
  ]);
});

test('each figure that is not nothing leads to its list, and «Пропущено» to what was missed', () => {
  const screen = periodScreen(report(), reading());
  expect(captions(screen).slice(0, 10)).toEqual([
    'Поступило: 41',
    'Ответ направлен: 24',
    'Перенаправлено: 4',
    'Отложено: 2',
    'Возвращено на повторное рассмотрение: 1',
    'В работе: 11',
    'В работе из поступивших до запуска бота: 2',
    'Пропущено: 7',
    'Просрочено сейчас: 3',
    'Сегодня',
  ]);
  expect(captions(screen)).toEqual(
    expect.arrayContaining(['✓ Месяц', 'Свои даты', 'По исполнителям', 'XLSX', 'PDF', 'Диаграммы', 'Обзор для сайта']),
  );
  expect(screen.buttons.flat().find(({ text }) => text === 'Пропущено: 7')).toMatchObject({
    press: { kind: 'behind', figure: 'missed', ...NOVEMBER, unit: 'month', page: 0 },
  });
});

test('of few no percentage is made: a single one would move it by more than five points', () => {
  const share = (kept: number, of: number) =>
    /В общий срок: ([^(]*) \(/.exec(
      periodScreen(report({ figures: figures({ inTerm: { kept, of } }) }), reading()).text,
    )?.[1];
  expect(share(SHARE_FROM - 2, SHARE_FROM - 1)).toBe('18 из 19');
  expect(share(SHARE_FROM - 1, SHARE_FROM)).toBe('95 %');
  expect(share(999, 1_000)).toBe('99 %');
  expect(share(1, 1_000)).toBe('1 %');
  expect(share(1_000, 1_000)).toBe('100 %');
});

test('a period without anything says zeros and no empty headings', () => {
  const { text } = periodScreen(
    report({ figures: figures(), before: null, yearBefore: null, overdueNow: null }),
    reading(),
  );
  expect(text).toBe(
    [
      '<b>Отчёт за ноябрь 2026 года</b>',
      'По состоянию на 30.11 17:00',
      '',
      'Поступило: 0',
      'Ответ направлен: 0',
      'В работе: 0',
      '',
      '<b>Пропущено сроков: 0</b>',
    ].join('\n'),
  );
});

test('stages that are late by shares which nobody has confirmed are no figure, and that is said', () => {
  const late = figures({
    missed: { total: 7, byStage: { in_progress: 4, coordination: 1 }, whole: 1, duty: 1, assumed: 4 },
  });
  const screen = periodScreen(report({ figures: late, before: null, yearBefore: null }), reading());
  expect(screen.text).toContain(
    '<b>Пропущено сроков: 3</b>\nэтапы: 1\nобщий срок: 1\nдоклад руководителю: 1\n<i>Не учтены этапы с неподтверждёнными долями: 4</i>',
  );
  expect(captions(screen)).toContain('Пропущено: 3');
});

test('what lags behind is said', () => {
  expect(periodScreen(report({ lag: 61_000 }), reading()).text).toContain('Сделанное позже ещё не учтено.');
  expect(periodScreen(report({ lag: 5_000 }), reading()).text).not.toContain('ещё не учтено');
});

describe('a period is called as people call it', () => {
  test.each([
    [unitAround('day', day('2026-11-29')), 'Отчёт за 29.11.2026'],
    [unitAround('week', day('2026-01-01')), 'Отчёт за неделю 29.12.2025–04.01.2026'],
    [unitAround('quarter', day('2026-11-29')), 'Отчёт за IV квартал 2026 года'],
    [unitAround('year', day('2026-11-29')), 'Отчёт за 2026 год'],
    [{ unit: 'own' as const, from: day('2026-11-02'), to: day('2026-11-05') }, 'Отчёт за 02.11–05.11.2026'],
  ])('%o', (named, title) => {
    expect(periodScreen(report({ named }), reading()).text).toContain(`<b>${title}</b>`);
  });
});

test('the report of one executor names them, and leads back to the whole', () => {
  const part = { by: 'executor' as const, code: 'x1', id: '3', name: 'Петров П.П.' };
  const screen = periodScreen(report({ parts: [part], overdueNow: null }), reading());
  expect(screen.text).toContain('<b>Исполнитель: Петров П.П.</b>');
  expect(screen.text).toContain('От назначения до проекта, который утвердили: половина за');
  expect(captions(screen)).toEqual(expect.arrayContaining(['По исполнителям', 'Весь отчёт']));
  expect(captions(screen)).toEqual(expect.arrayContaining(['XLSX', 'PDF', 'Диаграммы', 'По категориям']));
});

test('where slices meet, each is named, may be left out again, and no more than four meet', () => {
  const parts = (['executor', 'category', 'settlement', 'kind'] as const).map((by) => ({
    by,
    code: '1z141z3',
    id: by === 'kind' ? 'message' : by,
    name: `Имя ${by}`,
  }));
  const two = periodScreen(report({ parts: parts.slice(0, 2), overdueNow: null }), reading());
  expect(two.text).toContain('<b>Исполнитель: Имя executor</b>\n<b>Категория: Имя category</b>');
  expect(captions(two)).toEqual(expect.arrayContaining(['✕ Имя executor', '✕ Имя category', 'По видам']));
  expect(captions(two)).not.toContain('По исполнителям');
  const four = periodScreen(report({ parts, overdueNow: null }), reading());
  expect(captions(four)).not.toContain('По каналам');
  for (const one of four.buttons.flat()) if ('press' in one) expect(encode(one.press).length).toBeLessThanOrEqual(64);
});

test('what has no name is said so, and kinds and channels have their words', () => {
  const names = (by: 'executor' | 'kind' | 'channel' | 'settlement', id: string | null) =>
    captions(partsScreen(report().named, by, [], statistics(by, [row(id, id)], MONTH), 0, reading()))[0];
  expect(names('executor', null)).toBe('без исполнителя');
  expect(names('kind', 'appeal59')).toBe('Обращение, 59-ФЗ');
  expect(names('channel', 'hand')).toBe('вручную');
  expect(names('settlement', 'Мамадыш')).toBe('Мамадыш');
});

test('parts go over pages, each with its figures', () => {
  const rows = Array.from({ length: 40 }, (_, index) =>
    row(String(index), `Исполнитель ${index}`, { received: 40 - index }),
  );
  const screen = partsScreen(report().named, 'executor', [], statistics('executor', rows, MONTH), 1, reading());
  expect(screen.text).toContain('<b>Исполнитель 7</b>\nпоступило 33, ответов 0, в работе 0, пропущено 0');
  expect(captions(screen)).toContain('2/6');
});

test.each(['ru', 'tt'] as const)('everything fits a message and its buttons, in %s', (locale) => {
  const longest =
    'Муниципальное бюджетное учреждение «Благоустройство и содержание территорий Мамадышского района»'.repeat(3);
  const rows = Array.from({ length: 9 }, (_, index) => row(String(index), `${longest} ${index}`, MONTH));
  const screens = [
    periodScreen(report(), reading(locale)),
    partsScreen(report().named, 'organization', [], statistics('organization', rows, MONTH), 0, reading(locale)),
  ];
  for (const { text, buttons } of screens) {
    expect(visibleLength(text)).toBeLessThan(4_096);
    expect(text).not.toMatch(/undefined|null|NaN|\{\{/);
    for (const one of buttons.flat()) if ('press' in one) expect(encode(one.press).length).toBeLessThanOrEqual(64);
  }
});

test('the fixture of details is a month', () => {
  expect(details().flow.rows).toHaveLength(30);
});
