import type { Screen } from '../../../../bots/conversation/kit/screen';
import { aheadScreen } from '../../../../bots/conversation/terms/ahead';
import { visibleLength } from '../../../../bots/conversation/kit/fit';
import { loadCalendar } from '../../../../src/adapters/calendars';
import { LOCALES, wordsOf } from '../../../../src/i18n';
import { toPlainDate } from '../../../../src/regulation/calendar';
import { NAGS, NAG_REASONS } from '../../../../src/regulation/nags';
import { STAGES } from '../../../../src/regulation/vocabulary';
import type { AheadEvent, Hearers } from '../../../../src/usecases/terms/ahead-events';
import type { Ahead } from '../../../../src/usecases/terms/ahead';

const calendar = loadCalendar({ zone: 'Europe/Moscow', opensAt: 480, closesAt: 1020 });
const at = (text: string) => new Date(`${text.replace(' ', 'T')}+03:00`);
const reading = { words: wordsOf('ru'), now: at('2026-11-25 10:00'), calendar, longest: 4_096 };
/** A screen as one reads it: tags away, buttons in brackets, a row a line. */
const read = ({ text, buttons }: Screen): string =>
  `${text.replace(/<[^>]*>/g, '')}\n\n${buttons.map((row) => row.map((one) => `[${one.text}]`).join(' ')).join('\n')}`;

const executor: Hearers = { people: [{ name: 'Петров П.П.', insteadOf: null }], crowds: [] };
const everybody: Hearers = {
  people: [
    ...executor.people,
    { name: 'Сидоров С.С.', insteadOf: 'Петров П.П.' },
    { name: 'Насибулина Г.Р.', insteadOf: null },
  ],
  crowds: [{ role: 'coordinator', size: 3 }],
};
const duty = { reason: 'duty', stage: 'in_progress', due: at('2026-11-26 10:00') } as const;
const whole = { reason: 'overall', stage: 'in_progress', due: at('2026-12-05 23:59:59') } as const;
const NOTED = { receivedAt: at('2026-11-10 09:00'), answeredBy: null, byFormerRules: false, unnamed: null };
const AHEAD: Ahead = {
  assumptions: { shares: false, due: null, noDay: false },
  number: '327441801',
  stage: 'in_progress',
  missed: [
    {
      kind: 'stage',
      stage: 'coordination',
      due: at('2026-11-20 09:00'),
      endedAt: at('2026-11-20 11:59'),
      heldBy: { people: [], crowds: [{ role: 'coordinator', size: 3 }] },
      ...NOTED,
      byFormerRules: true,
      unnamed: null,
    },
    { kind: 'stage', stage: 'in_progress', due: at('2026-11-24 09:00'), endedAt: null, heldBy: executor, ...NOTED },
    {
      kind: 'redirect',
      stage: 'coordination',
      due: at('2026-11-01 23:59:59'),
      endedAt: at('2026-11-23 09:00'),
      heldBy: null,
      ...NOTED,
    },
  ],
  running: [
    { ...duty, since: at('2026-11-25 10:00'), overdue: false, passed: 0.25 },
    { ...whole, since: at('2026-11-05 09:00'), overdue: false, passed: 0.669 },
    {
      reason: 'documents',
      stage: 'in_progress',
      since: at('2026-11-20 10:00'),
      due: at('2026-11-24 23:59:59'),
      overdue: true,
      passed: 1,
    },
  ],
  events: [
    { what: 'nag', at: at('2026-11-25 14:30'), ...duty, threshold: 'half', to: executor },
    { what: 'end', at: at('2026-11-26 10:00'), ...duty },
    { what: 'nag', at: at('2026-11-26 10:00:01'), ...duty, threshold: 'overdue', to: everybody },
    {
      what: 'visit',
      at: at('2026-11-26 18:00'),
      threshold: 'evening',
      visit: { kind: 'visit', at: at('2026-11-27 14:00'), place: 'ул. Советская, 15' },
      to: executor,
    },
    { what: 'mornings', at: at('2026-11-27 08:00'), ...duty, to: everybody },
    { what: 'end', at: at('2026-12-05 23:59:59'), ...whole },
    { what: 'nag', at: at('2026-12-07 08:00'), ...whole, threshold: 'overdue', to: { people: [], crowds: [] } },
  ],
};

test('what was missed comes first, then what runs, then day by day what comes', () => {
  expect(read(aheadScreen(AHEAD, 7, 0, reading))).toBe(`Сроки № 327441801 · В работе

❗️ Пропущенные сроки
• распределить: срок истёк 20.11 09:00, просрочка 2 часа
по прежним правилам
Было у: все координаторы (3)
• подготовить ответ: срок истёк 24.11 09:00, просрочка уже 1 день
Было у: Петров П.П.
• перенаправить (7 дней): срок истёк 01.11, просрочка 22 дня
Срок истёк до приёма в бот

Идут сейчас
• доложить руководителю: 25.11 10:00 – 26.11 10:00
▓▓░░░░░░░░ 25 %
• рассмотреть обращение: 05.11 09:00 – 05.12
▓▓▓▓▓▓░░░░ 66 %
❗️ получить запрошенные документы: срок истёк 24.11, просрочка уже 1 день

Если ничего не делать

ср 25.11
14:30 напомню: доложить руководителю, прошла половина срока
→ Петров П.П.

чт 26.11
10:00 сообщу о просрочке: доложить руководителю
→ Петров П.П. (замещает Сидоров С.С.), Насибулина Г.Р., все координаторы (3)
18:00 напомню: завтра выезд 27.11 14:00, ул. Советская, 15
→ Петров П.П.

пт 27.11
затем каждое рабочее утро в списке дел: доложить руководителю
→ Петров П.П. (замещает Сидоров С.С.), Насибулина Г.Р., все координаторы (3)

сб 05.12
23:59 истекает срок: рассмотреть обращение

пн 07.12
08:00 сообщу о просрочке: рассмотреть обращение
→ некому, участник отключён

[К карточке]`);
});

test('an appeal that is finished says that nothing runs', () => {
  const screen = aheadScreen({ ...AHEAD, stage: 'answered', missed: [], running: [], events: [] }, 7, 0, reading);
  expect(read(screen)).toBe(
    `Сроки № 327441801 · Ответ направлен\n\nРассмотрение завершено, сроки не идут.\n\n[К карточке]`,
  );
});

test('a date in a year without a production calendar says so, on the page that shows it', () => {
  const events: AheadEvent[] = [
    { what: 'end', ...whole, at: at('2029-01-10 23:59:59'), due: at('2029-01-10 23:59:59') },
  ];
  expect(read(aheadScreen({ ...AHEAD, events }, 7, 0, reading))).toContain('календарь 2029 года не загружен');
  expect(read(aheadScreen(AHEAD, 7, 0, reading))).not.toContain('календарь');
});

// ── The worst case ──────────────────────────────────────────────────────────

const long = [...'Длинное слово <b> & «кавычки» 😀 '.repeat(40)].slice(0, 300).join('');
const CROWD: Hearers = {
  people: Array.from({ length: 40 }, () => ({ name: long, insteadOf: long })),
  crowds: [
    { role: 'coordinator', size: 40 },
    { role: 'curator', size: 40 },
  ],
};
const EVERY_NAG = NAG_REASONS.flatMap((reason) =>
  NAGS[reason].stages.slice(0, 2).flatMap((stage) =>
    [...NAGS[reason].before.map(({ threshold }) => threshold), 'overdue' as const].map((threshold): AheadEvent => ({
      what: 'nag',
      at: whole.due,
      reason,
      stage,
      due: whole.due,
      threshold,
      to: CROWD,
    })),
  ),
);
const WORST: Ahead = {
  assumptions: { shares: true, due: null, noDay: false },
  number: '9'.repeat(40),
  stage: 'redirect_agreement',
  missed: STAGES.map((stage) => ({
    kind: 'stage',
    stage,
    due: at('2020-01-01 09:00'),
    endedAt: null,
    heldBy: CROWD,
    ...NOTED,
  })),
  running: NAG_REASONS.map((reason) => ({
    reason,
    stage: 'redirect_agreement',
    since: at('2020-01-01 09:00'),
    due: whole.due,
    overdue: false,
    passed: 1,
  })),
  events: [
    ...EVERY_NAG,
    ...(['evening', 'hour'] as const).map((threshold): AheadEvent => ({
      what: 'visit',
      at: whole.due,
      threshold,
      visit: { kind: 'meeting', at: whole.due, place: long.repeat(4) },
      to: CROWD,
    })),
    { what: 'resume', at: whole.due },
    { what: 'mornings', at: whole.due, ...duty, to: CROWD },
  ],
};

test.each(LOCALES)('every page fits a message, in %s, and each line is on one of them', (locale) => {
  const words = { ...reading, words: wordsOf(locale) };
  const pages: Screen[] = [];
  for (let page = 0, last = 1; page < last; page += 1) {
    const screen = aheadScreen(WORST, 7, page, words);
    pages.push(screen);
    last = Number(screen.buttons[0]?.[1]?.text.split('/')[1]);
  }
  for (const { text } of pages) {
    expect(visibleLength(text)).toBeLessThanOrEqual(reading.longest);
    expect(text).not.toMatch(/\p{Surrogate}/u);
    expect(text).not.toMatch(/ahead\.|nag:/);
    expect((text.match(/<(?!\/)/g) ?? []).length).toBe((text.match(/<\//g) ?? []).length);
  }
  const arrows = pages.map(({ text }) => text.split('→').length - 1).reduce((sum, count) => sum + count, 0);
  expect(arrows).toBe(EVERY_NAG.length + 3);
});

test('pages turn within their ends, and one that is gone is the last', () => {
  const turns = (page: number) =>
    aheadScreen(WORST, 7, page, reading).buttons[0]?.map((one) => ('press' in one ? one.press : null));
  expect(turns(0)).toEqual([{ kind: 'nothing' }, { kind: 'nothing' }, { kind: 'ahead', appealId: 7, page: 1 }]);
  expect(turns(1)).toEqual([
    { kind: 'ahead', appealId: 7, page: 0 },
    { kind: 'nothing' },
    { kind: 'ahead', appealId: 7, page: 2 },
  ]);
  expect(turns(1_000)?.[2]).toEqual({ kind: 'nothing' });
});

test('what stands on our reading alone is said under the terms that rest on it', () => {
  const due = { by: 'postponement', first: toPlainDate('2026-11-28') } as const;
  const text = (more: Partial<Ahead>) =>
    read(aheadScreen({ ...AHEAD, assumptions: { shares: true, due, noDay: false }, ...more }, 7, 0, reading));
  const [shares, moved] = [
    'Доли сроков этапов предположительные',
    'Срок сдвинут на время «Отложено», первый был 28.11 (в Порядке не сказано)',
  ];
  expect(text({})).toContain(`${shares}\n${moved}`);
  const onlyDuty = { missed: [], running: AHEAD.running.filter(({ reason }) => reason === 'duty'), events: [] };
  expect(text(onlyDuty)).not.toContain(shares);
  expect(text(onlyDuty)).not.toContain('в Порядке не сказано');
  const again = { shares: false, due: { ...due, by: 'reexamination' as const }, noDay: false };
  expect(text({ assumptions: again })).toContain('Срок считается заново со дня возврата, первый был 28.11');
  expect(text({ assumptions: again })).not.toContain(shares);
});
