import { parseDay } from '../../../../bots/conversation/kit/day-question';
import { toPlainDate } from '../../../../src/regulation/calendar';

/** A Wednesday. */
const TODAY = toPlainDate('2026-11-25');

test.each([
  ['сегодня', '2026-11-25'],
  ['Завтра', '2026-11-26'],
  ['послезавтра', '2026-11-27'],
  ['вчера', '2026-11-24'],
  ['пятница', '2026-11-27'],
  ['в  пятницу', '2026-11-27'],
  ['до пятницы', '2026-11-27'],
  ['пт', '2026-11-27'],
  ['во вторник', '2026-12-01'],
  ['через неделю', '2026-12-02'],
  ['через 2 недели', '2026-12-09'],
  ['через 3 дня', '2026-11-28'],
  ['через 21 день', '2026-12-16'],
  ['15', '2026-12-15'],
  ['25', '2026-11-25'],
  ['31', '2026-12-31'],
  ['до 30-го', '2026-11-30'],
  ['бүген', '2026-11-25'],
  ['иртәгә', '2026-11-26'],
  ['берсекөнгә', '2026-11-27'],
  ['Җомга', '2026-11-27'],
  ['җомга көнне', '2026-11-27'],
  ['бер атнадан', '2026-12-02'],
  ['3 көннән', '2026-11-28'],
])('«%s» is %s', (text, day) => {
  expect(parseDay(text, TODAY)).toBe(day);
});

test('a weekday is never today: that would be called so', () => {
  expect(parseDay('в среду', TODAY)).toBe('2026-12-02');
  expect(parseDay('в среду', TODAY, true)).toBe('2026-11-18');
});

test.each([
  ['сегодня', '2026-11-25'],
  ['вчера', '2026-11-24'],
  ['позавчера', '2026-11-23'],
  ['кичә', '2026-11-24'],
  ['в пятницу', '2026-11-20'],
  ['15', '2026-11-15'],
  ['31', '2026-10-31'],
  ['25', '2026-11-25'],
])('of what is over, «%s» was %s', (text, day) => {
  expect(parseDay(text, TODAY, true)).toBe(day);
});

test('a number or a weekday is looked for among the days that may be chosen', () => {
  const from = toPlainDate('2026-12-18');
  expect(parseDay('15', TODAY, false, from)).toBe('2027-01-15');
  expect(parseDay('в пятницу', TODAY, false, from)).toBe('2026-12-18');
  expect(parseDay('завтра', TODAY, false, from)).toBe('2026-11-26');
});

test.each(['', '0', '32', '100', 'скоро', 'через много дней', 'через NaN дней', 'пятницы, в пятницу', '15 16 17'])(
  '«%s» is no day',
  (text) => {
    expect(parseDay(text, TODAY)).toBeNull();
  },
);
