import { refusalWords } from '../../../../bots/conversation/acts/done-words';
import { historyScreen } from '../../../../bots/conversation/card/history';
import { clauseWords } from '../../../../bots/conversation/kit/calendar-words';
import type { Reading } from '../../../../bots/conversation/kit/turn';
import { loadCalendar } from '../../../../src/adapters/calendars';
import { LOCALES, wordsOf } from '../../../../src/i18n';
import { toPlainDate } from '../../../../src/regulation/calendar';
import type { Refusal } from '../../../../src/regulation/refusals';
import { TRANSITIONS } from '../../../../src/regulation/transitions';
import { EVERY_ACTION, type Action, type DeliveryKind } from '../../../../src/regulation/vocabulary';
import type { ActedBy } from '../../../../src/usecases/appeals/contacts';
import type { AppealCard } from '../../../../src/usecases/card/card';
import type { HistoryLine } from '../../../../src/usecases/card/history';
import { NOTHING } from '../card/history-facts';

const now = new Date('2026-11-25T10:00:00+03:00');
const reading: Reading = {
  words: wordsOf('ru'),
  now,
  calendar: loadCalendar({ zone: 'Europe/Moscow', opensAt: 480, closesAt: 1020 }),
  longest: 4_096,
};

// ── History ─────────────────────────────────────────────────────────────────

const LINE: HistoryLine = {
  id: 1,
  at: now,
  action: 'approveAnswer',
  capacity: 'approving',
  clause: 'П1/2 Утверждающее лицо',
  by: 'Гарипов Р.М.',
  onBehalfOf: null,
  toStage: null,
  person: null,
  organization: null,
  told: [],
  heldBy: [],
  deputy: null,
  facts: NOTHING,
  words: null,
  selfApproved: false,
};
const history = (line: Partial<HistoryLine>) =>
  historyScreen({ number: '1', total: 1, lines: [{ ...LINE, ...line }] }, 7, 0, reading).text.replace(/<[^>]*>/g, '');

test.each<[DeliveryKind, string]>([
  ['comment', 'Размещено в ПОС'],
  ['extension_notice', 'Размещено в ПОС'],
  ['draft_entry', 'Внесено в ПОС'],
  ['answer', 'Отправлено в ПОС'],
  ['redirect_notice', 'Отправлено в ПОС'],
  ['organization', 'Передано в ПОС'],
  ['removal', 'Снято в ПОС'],
])('that %s is made in ПОС is told as «%s»', (placed, words) => {
  expect(history({ action: 'place', facts: { ...NOTHING, placed } })).toContain(`25.11 10:00 · ${words}\n`);
});

test('of what was taken out of ПОС history tells what it was, of a comment its status', () => {
  const event = (facts: Partial<HistoryLine['facts']>) => history({ action: 'place', facts: { ...NOTHING, ...facts } });
  expect(event({ placed: 'removal', removes: 'draft_entry' })).toMatch(/Снято в ПОС[\s\S]*\nПроект ответа$/);
  expect(event({ placed: 'comment', progress: 'works_under_way' })).toMatch(
    /Комментарий об исполнении · работы ведутся$/,
  );
});

test('history tells why an appeal was closed without an answer', () => {
  const line = { action: 'close', facts: { ...NOTHING, closure: 'deleted' }, words: 'Дубль № 2' } as const;
  expect(history({ ...line, toStage: 'closed' })).toMatch(/Закрыто без ответа[\s\S]*[Уу]далено в ПОС/);
});

test('history tells what was done, not which button did it', () => {
  expect(history({})).toBe('История № 1\n\n25.11 10:00 · Утверждено\nГарипов Р.М., утверждающий');
});

test('a deputy’s act is the deputy’s, with whoever was absent beside them', () => {
  expect(history({ onBehalfOf: 'Шафеев И.Р.' })).toContain('Гарипов Р.М. (замещает: Шафеев И.Р.), утверждающий');
});

test('history cites a clause as officials do', () => {
  const line = { action: 'extendTerm', clause: '59-ФЗ ст. 12 ч. 2' } as const;
  expect(history(line)).toContain('ч. 2 ст. 12 59-ФЗ');
  expect(history({ clause: 'П1/3 Отложено' })).toContain('п. 3 Порядка');
});

test('every clause of the table can be cited, in both languages', () => {
  for (const locale of LOCALES)
    for (const { clause } of TRANSITIONS) expect(clauseWords(clause, wordsOf(locale))).not.toBe(clause);
});

// ── Refusals of a stale button ──────────────────────────────────────────────

const stale = (
  action: Action,
  locale: 'ru' | 'tt' = 'ru',
  refusal: Refusal = 'stale',
  by: ActedBy = { name: 'Гарипов Р.М.', insteadOf: null },
) =>
  refusalWords(
    refusal,
    {
      postponableUntil: toPlainDate('2027-02-22'),
      executor: { id: 1, name: 'Кузнецова Ю.Ю.', unreachable: null, absent: false, deputy: null, deputyActed: null },
      latest: { action, by, at: now },
    } satisfies Pick<AppealCard, 'latest' | 'executor' | 'postponableUntil'>,
    { ...reading, words: wordsOf(locale) },
  );

test('a stale button names the deputy who has done it, and in whose place', () => {
  const by = { name: 'Гарипов Р.М.', insteadOf: 'Шафеев И.Р.' };
  expect(stale('agreeAnswer', 'ru', 'stale', by)).toBe('Уже согласовано: Гарипов Р.М. (замещает: Шафеев И.Р.)');
  expect(stale('agreeAnswer', 'tt', 'stale', by)).toBe('Килештерелде инде: Гарипов Р.М. (Шафеев И.Р. урынбасары)');
});

test('a date that the rule does not accept is refused with the last one that it does', () => {
  expect(stale('submitAnswer', 'ru', 'tooFarAhead')).toBe('Дата слишком далека. Выберите день не позже 22.02.2027.');
});

test.each([
  ['assign', 'Уже назначено: Кузнецова Ю.Ю.'],
  ['approveAnswer', 'Уже утверждено: Гарипов Р.М.'],
  ['rejectAnswer', 'Уже отклонено: Гарипов Р.М.'],
  ['takeIntoWork', 'Уже взято в работу: Гарипов Р.М.'],
  ['extendTerm', 'Уже продлён срок: Гарипов Р.М.'],
] as const)('whoever comes after «%s» reads what was done meanwhile and by whom', (action, said) => {
  expect(stale(action)).toBe(said);
});

test.each([
  ['enteredAlready', 'markEntered', 'Уже внесено в ПОС: Гарипов Р.М.'],
  ['alreadyAcknowledged', 'acknowledgeReport', 'Уже принят доклад: Гарипов Р.М.'],
  ['enteredAlready', 'comment', 'Эта версия уже внесена в ПОС.'],
] as const)('«%s» names whoever did it, when that is the latest act: %s', (refusal, action, said) => {
  expect(stale(action, 'ru', refusal)).toBe(said);
});

test('every act can be named so', () => {
  for (const action of EVERY_ACTION) {
    expect(stale(action)).toMatch(/^Уже [а-я].*: /);
    expect(stale(action, 'tt')).toMatch(/инде: /);
  }
});
