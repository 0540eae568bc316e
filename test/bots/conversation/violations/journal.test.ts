import { encode } from '../../../../bots/conversation/button-table';
import { loadCalendar } from '../../../../src/adapters/calendars';
import { journalKindsScreen, journalScreen } from '../../../../bots/conversation/violations/journal';
import { wordsOf } from '../../../../src/i18n';
import { toPlainDate } from '../../../../src/regulation/calendar';
import type { ViolationLine } from '../../../../src/usecases/violations/read-violations';

const calendar = loadCalendar({ zone: 'Europe/Moscow', opensAt: 8 * 60, closesAt: 17 * 60 });
const reading = { now: new Date('2026-12-01T09:00:00Z'), calendar, words: wordsOf('ru'), longest: 4_096 };
const named = { unit: 'month', from: toPlainDate('2026-11-01'), to: toPlainDate('2026-11-30') } as const;
const line = (id: number): ViolationLine => ({
  id,
  kind: 'duty',
  at: new Date('2026-11-20T09:00:00Z'),
  stage: 'assigned',
  state: 'opened',
  openedAt: new Date('2026-11-20T09:05:00Z'),
  askedAt: null,
  silentAt: null,
  decision: null,
  orderNumber: null,
  orderDay: null,
  decisionWords: null,
  number: String(id),
  beside: [],
  inForce: true,
  endedAt: null,
  explainedAt: null,
  late: false,
  explanation: null,
  people: ['Петров П.П.'],
  positions: [null],
});
const captions = (count: number, page: number) =>
  journalScreen(
    { lines: Array.from({ length: count }, (_, index) => line(index + 1)), of: null, only: null },
    { named, ofId: null, only: null, page },
    reading,
  )
    .buttons.flat()
    .map(({ text }) => text);

test('a month of six hundred cases is walked by tens of pages and from both ends', () => {
  expect(captions(600, 24).filter((caption) => caption.startsWith('→'))).toEqual(['→ 1', '→ 15', '→ 35', '→ 100']);
  expect(captions(600, 99).filter((caption) => caption.startsWith('→'))).toEqual(['→ 1', '→ 90']);
});

test('a few pages are leafed through', () => {
  expect(captions(30, 0).filter((caption) => caption.startsWith('→'))).toEqual([]);
});

test('kinds and states that there are stand with their numbers, and a narrowed journal says to what, in its files too', () => {
  const lines = [line(1), line(2), { ...line(3), kind: 'photo' as const, inForce: false }];
  const kinds = journalKindsScreen({ lines, of: null, only: null }, { named, ofId: 7 }, reading);
  const captionsOf = (screen: typeof kinds) => screen.buttons.map((row) => row.map(({ text }) => text));
  expect(captionsOf(kinds)).toEqual([['Доклад · 2', 'Фото · 1'], ['Открыто · 2', 'Срок соблюдён · 1'], ['Все виды']]);
  const narrowed = journalScreen(
    { lines: [line(1)], of: null, only: 'duty' },
    { named, ofId: null, only: 'duty', page: 0 },
    reading,
  );
  expect(narrowed.text).toContain('Только: Доклад');
  const wires = narrowed.buttons.flat().flatMap((one) => ('press' in one ? [encode(one.press)] : []));
  expect(wires.filter((wire) => wire.startsWith('x:caseFile:'))).toEqual([
    'x:caseFile:m:2026-11-01:2026-11-30:xlsx:0:d',
    'x:caseFile:m:2026-11-01:2026-11-30:pdf:0:d',
  ]);
});
