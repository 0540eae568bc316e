import { nagsScreen } from '../../../../bots/conversation/terms/nags-screen';
import { loadCalendar } from '../../../../src/adapters/calendars';
import { LOCALES, wordsOf } from '../../../../src/i18n';
import { NAG_REASONS, NAGS } from '../../../../src/regulation/nags';
import type { TermNag } from '../../../../src/usecases/terms/nags';

const calendar = loadCalendar({ zone: 'Europe/Moscow', opensAt: 480, closesAt: 1020 });
const at = (text: string) => new Date(`${text.replace(' ', 'T')}+03:00`);
const overall: TermNag = {
  kind: 'term',
  reminderIds: [1],
  appealId: 7,
  number: '327441806',
  place: 'Мамадыш',
  follows: null,
  absent: null,
  reason: 'overall',
  term: 'whole',
  threshold: 'threeDays',
  stage: 'in_progress',
  due: at('2026-12-02 23:59:59'),
  overdue: false,
  escalated: false,
  gathered: false,
  sound: 'own',
  holder: null,
  nameless: null,
  away: false,
};
const shown = (line: TermNag) => ({ lines: [line], snoozed: null, snoozes: [] });
const lineOf = (nag: Partial<TermNag>, now: string) =>
  nagsScreen(shown({ ...overall, ...nag }), {
    words: wordsOf('ru'),
    now: at(now),
    calendar,
    longest: 4_096,
  })?.text.split('\n')[1];

test.each<[string, Partial<TermNag>, string, string]>([
  ['told in time', {}, '2026-11-27 08:00', 'До общего срока 3 рабочих дня: 02.12'],
  ['put off until tomorrow', {}, '2026-11-30 08:00', 'До общего срока 2 рабочих дня: 02.12'],
  [
    'told in time of a Sunday',
    { reason: 'organization', due: at('2026-11-29 23:59:59') },
    '2026-11-24 08:00',
    'Ответ организации: до срока 3 рабочих дня, 29.11. Последний рабочий день 27.11',
  ],
  [
    'on the last working day before a Sunday',
    { threshold: 'today', due: at('2026-11-29 23:59:59') },
    '2026-11-27 08:00',
    'Сегодня последний рабочий день, общий срок 29.11',
  ],
  [
    'of the seven days, on the last working day before a Sunday',
    { reason: 'redirect', threshold: 'today', due: at('2026-11-29 23:59:59') },
    '2026-11-27 08:00',
    '59-ФЗ: перенаправить можно до 29.11, сегодня последний рабочий день',
  ],
  [
    'after an outage',
    { reason: 'postponed', stage: 'postponed', due: at('2026-12-10 23:59:59') },
    '2026-12-09 09:00',
    'Отложено до 10.12, остался 1 рабочий день',
  ],
])('a reminder counts the working days that are left when it is read: %s', (_what, nag, now, expected) => {
  expect(lineOf(nag, now)).toBe(expected);
});

test.each([
  ['removal', 'То, что отозвано, ещё не снято в ПОС'],
  ['passing', 'Передача организации ещё не отмечена в ПОС'],
] as const)('a task that no term limits names no day, and counts none: %s', (reason, expected) => {
  const nag = { reason, threshold: 'fourHours', due: new Date('9999-12-31T12:00:00Z') } as const;
  expect(lineOf(nag, '2026-12-02 09:00')).toBe(expected);
});

test.each(LOCALES)('every row of the table of nags has its words for each stage and threshold: %s', (locale) => {
  for (const reason of NAG_REASONS) {
    const { stages, before, overdue } = NAGS[reason];
    for (const stage of stages) {
      for (const threshold of [
        ...before.map((moment) => moment.threshold),
        ...(overdue ? (['overdue'] as const) : []),
      ]) {
        const line: TermNag = { ...overall, reason, stage, threshold, overdue: threshold === 'overdue' };
        const text =
          nagsScreen(shown(line), { words: wordsOf(locale), now: at('2026-11-27 08:00'), calendar, longest: 4_096 })
            ?.text ?? '';
        // a key without words is shown as the key
        expect(text.split('\n')[1]).toMatch(/\p{Script=Cyrillic} /u);
        expect(text).not.toContain(threshold);
      }
    }
  }
});
