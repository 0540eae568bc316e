import { listIn } from '../../../../bots/conversation/kit/links';
import { groupDigestScreen } from '../../../../bots/conversation/digests/group-digest';
import { visibleLength } from '../../../../bots/conversation/kit/fit';
import { loadCalendar } from '../../../../src/adapters/calendars';
import { wordsOf, type Locale } from '../../../../src/i18n';
import { toPlainDate as day } from '../../../../src/regulation/calendar';
import { STAGES, isFinal } from '../../../../src/regulation/vocabulary';
import { DIGEST_PARTS, groupDigests, type DigestPart } from '../../../../src/usecases/digests/group-digest';
import type { OfficeNumbers } from '../../../../src/usecases/digests/office';
import { paramsOf } from '../../../../src/usecases/kit/messages';

const calendar = loadCalendar({ zone: 'Europe/Moscow', opensAt: 8 * 60, closesAt: 17 * 60 });

const busy: OfficeNumbers = {
  fresh: 12,
  stages: [
    { stage: 'coordination', count: 8 },
    { stage: 'assigned', count: 4 },
    { stage: 'in_progress', count: 71 },
    { stage: 'answer_agreement', count: 6 },
  ],
  dueToday: 3,
  dueNext: { from: day('2026-11-28'), until: day('2026-11-30'), count: 4 },
  overdue: [
    { personId: 3, organizationId: null, unnamed: null, name: 'Петров П.П.', appeals: 3, whole: 1, stage: 2 },
    { personId: null, organizationId: null, unnamed: null, name: null, appeals: 1, whole: 0, stage: 1 },
    { personId: null, organizationId: 3, unnamed: null, name: 'МУП «Тепловые сети»', appeals: 1, whole: 1, stage: 0 },
  ],
  leftOut: [],
  duty: 1,
  redirect: 1,
  results: {
    from: day('2026-11-26'),
    until: day('2026-11-26'),
    answered: 5,
    redirected: 1,
    late: 1,
    reexaminations: 1,
    missed: 2,
  },
  engagement: {
    ...{ opens: 1, closesSoon: 2, closesLater: 0, resultsDue: 1, resultsLate: 0, questionsLate: 3, tasksLate: 0 },
  },
};
const quiet: OfficeNumbers = {
  fresh: 0,
  stages: [],
  dueToday: 0,
  dueNext: { from: day('2026-12-01'), until: day('2026-12-01'), count: 0 },
  overdue: [],
  leftOut: [],
  duty: 0,
  redirect: 0,
  results: {
    from: day('2026-11-27'),
    until: day('2026-11-29'),
    answered: 0,
    redirected: 0,
    late: 0,
    reexaminations: 0,
    missed: 0,
  },
  engagement: null,
};
const yesterday = {
  fresh: 9,
  open: 92,
  overdue: 2,
  people: { 3: 1, 0: 1, 'organization 3': 2 } as Record<string, number>,
};

function screens(
  on: string,
  numbers: OfficeNumbers,
  before: typeof yesterday | null,
  { locale = 'ru', contents = DIGEST_PARTS }: { locale?: Locale; contents?: readonly DigestPart[] } = {},
) {
  const reading = { words: wordsOf(locale), now: new Date(`${on}T08:30:00+03:00`), calendar, longest: 4_096 };
  // as they come out of the outbox
  return groupDigests(day(on), numbers, before, contents).map((digest) =>
    groupDigestScreen(paramsOf('groupDigest', JSON.parse(JSON.stringify({ digest }))).digest, reading),
  );
}

test('a busy Friday before a weekend, as the group reads it', () => {
  const [screen] = screens('2026-11-27', busy, yesterday);
  expect(screen?.text).toBe(`<b>Сводка на пт 27.11</b>

<b>Новых: 12 (+3)</b>

<b>Всего в работе: 89 (−3)</b>
На координации: 8
Назначено: 4
В работе: 71
Согласование ответа: 6

<b>Общий срок сегодня: 3</b>
<b>Общий срок сб 28.11 – пн 30.11: 4</b>

<b>Просрочено сейчас: 5 (+3)</b>
Петров П.П.: 3 (+2) · общий срок 1, этап 2
Координаторы: 1 · этап 1
организация: МУП «Тепловые сети»: 1 (−1) · общий срок 1
Без доклада руководителю в срок: 1
Истекли 7 дней на перенаправление: 1

<b>Итоги за чт 26.11</b>
Ответ направлен: 5
Перенаправлено: 1
Из них с пропущенным сроком: 1
Возвращено на повторное рассмотрение: 1
Пропущено сроков: 2

<b>ОГ</b>
Открывается сегодня: 1
Последний день сегодня или завтра: 2
Подвести итоги сегодня: 1
Вопросы прямых линий без ответа в срок: 3

<i>В скобках: насколько изменилось с прошлого рабочего дня.</i>`);
  expect(screen?.buttons.flat()).toEqual([
    { text: 'Просрочено', start: 'l-o' },
    { text: 'Скоро срок', start: 'l-s' },
    { text: 'На координации', start: 'l-c' },
    { text: 'Мои', start: 'l-m' },
    { text: 'Открыть бота', start: 'menu' },
  ]);
});

test('a quiet Monday is short', () => {
  expect(screens('2026-11-30', quiet, null).map(({ text }) => text)).toEqual([
    `<b>Сводка на пн 30.11</b>

Новых нет

В работе ничего нет

Сегодня и завтра общие сроки не истекают

Просроченных нет

За пт 27.11 – вс 29.11 ответов и пропущенных сроков нет`,
  ]);
});

test('brackets are explained where there are some: a number that is not shown has none', () => {
  const [fewer] = screens('2026-11-30', quiet, { fresh: 9, open: 0, overdue: 0, people: {} });
  expect(fewer?.text).not.toContain('скобках');
  const [more] = screens('2026-11-30', { ...quiet, fresh: 1 }, { fresh: 9, open: 0, overdue: 0, people: {} });
  expect(more?.text).toContain('Новых: 1');
  expect(more?.text).toContain('скобках');
});

test('only what the group wants', () => {
  expect(screens('2026-11-27', busy, null, { contents: ['fresh', 'due'] }).map(({ text }) => text)).toEqual([
    `<b>Сводка на пт 27.11</b>

<b>Новых: 12</b>

<b>Общий срок сегодня: 3</b>
<b>Общий срок сб 28.11 – пн 30.11: 4</b>`,
  ]);
});

test.each<Locale>(['ru', 'tt'])(
  'two hundred people late with everything: every message of %s fits, no tag is torn, the buttons are under the last',
  (locale) => {
    const crowd = Array.from({ length: 200 }, (_, index) => ({
      personId: index + 1,
      organizationId: null,
      unnamed: null,
      name: `${'Константинопольская'.repeat(4)} А.${index}`,
      appeals: 9_999,
      whole: 9_999,
      stage: 9_999,
    }));
    const numbers = {
      ...busy,
      stages: STAGES.filter((stage) => !isFinal(stage)).map((stage) => ({ stage, count: 999_999 })),
      overdue: crowd,
    };
    const messages = screens('2026-11-27', numbers, yesterday, { locale });
    expect(messages.length).toBeGreaterThan(1);
    for (const { text } of messages) {
      expect(visibleLength(text)).toBeLessThanOrEqual(4096);
      expect(text.match(/<b>/g)?.length).toBe(text.match(/<\/b>/g)?.length);
      expect(text).not.toContain('{{');
    }
    expect(messages.map(({ buttons }) => buttons.length > 0)).toEqual(
      messages.map((_, index) => index === messages.length - 1),
    );
  },
);

test.each([
  ['l-o', 'overdue'],
  ['l-m', 'mine'],
  ['l-c', 'coordination'],
  ['l-x', null],
  ['l-', null],
  ['a12', null],
  ['menu', null],
  ['l-oo', null],
])('the payload %s names the list %s', (payload, list) => expect(listIn(payload)).toBe(list));
