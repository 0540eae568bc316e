import { differenceInParts, inParts } from '../../../../bots/conversation/kit/fit';
import { quoted, quotedEnd } from '../../../../bots/conversation/kit/screen';
import { textInParts } from '../../../../bots/conversation/card/whole-texts';
import type { Reading } from '../../../../bots/conversation/kit/turn';
import { loadCalendar } from '../../../../src/adapters/calendars';
import { wordsOf } from '../../../../src/i18n';

const reading: Reading = {
  words: wordsOf('ru'),
  now: new Date('2026-11-25T10:00:00+03:00'),
  calendar: loadCalendar({ zone: 'Europe/Moscow', opensAt: 480, closesAt: 1020 }),
  longest: 4_096,
};
/** As Telegram counts a message: UTF-16 units of what is seen. */
const units = (html: string): number =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;|&gt;|&quot;/g, '"')
    .replace(/&amp;/g, '&').length;

const SENTENCE = 'Работы на участке выполнены, асфальт уложен 25.11.2026.\n';
const FAMILY = '👨‍👩‍👧‍👦';
const AWKWARD: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['4 000 characters', SENTENCE.repeat(80).slice(0, 4_000)],
  ['exactly a message', 'а'.repeat(4_096)],
  ['one more', 'а'.repeat(4_097)],
  ['8 000 characters', SENTENCE.repeat(160).slice(0, 8_000)],
  ['30 000 characters', SENTENCE.repeat(600).slice(0, 30_000)],
  ['a long line without blanks', 'а'.repeat(30_000)],
  ['blanks alone', ' '.repeat(9_000)],
  ['lines alone', '\n'.repeat(9_000)],
  ['emoji', '😀'.repeat(5_000)],
  ['emoji after one letter', `а${'😀'.repeat(5_000)}`],
  ['families of four', FAMILY.repeat(900)],
  ['marks of HTML', '<b>&amp;</b>"'.repeat(1_000)],
  ['one character that never ends', `e${'\u0301'.repeat(9_000)}`],
];

test.each(AWKWARD)('nothing is lost between the parts of %s', (_, text) => {
  for (const limit of [1, 7, 3_000, 3_896]) {
    const parts = inParts(text.slice(0, limit < 10 ? 300 : undefined), limit);
    expect(parts.join('')).toBe(text.slice(0, limit < 10 ? 300 : undefined));
    for (const part of parts) expect(part.length).toBeLessThanOrEqual(limit);
  }
});

test('no emoji and no family is cut in two', () => {
  for (const part of inParts('😀'.repeat(5_000), 3_001)) expect(part).toMatch(/^(?:😀)+$/u);
  for (const part of inParts(FAMILY.repeat(900), 3_000)) expect(part.replaceAll(FAMILY, '')).toBe('');
});

test('parts end with a line where one is near, else with a word', () => {
  expect(inParts('Первая строка.\nВторая строка.', 20)).toEqual(['Первая строка.\n', 'Вторая строка.']);
  expect(inParts('Слово за словом', 10)).toEqual(['Слово за ', 'словом']);
});

test.each(AWKWARD)('each part of %s is a message, with its number of all and the appeal’s', (_, text) => {
  const parts = textInParts({ what: 'Проект ответа', text }, '9'.repeat(40), reading);
  parts.forEach((part, index) => {
    expect(units(part)).toBeLessThanOrEqual(4_096);
    expect(part).toContain(
      parts.length === 1 ? `Проект ответа, № ${'9'.repeat(40)}<` : `Часть ${index + 1} из ${parts.length}`,
    );
  });
});

test('of a text that is cut it is said how much is shown, at its beginning and at its end', () => {
  const text = 'а'.repeat(8_340);
  expect(quoted(text, 1_201, reading.words)).toContain('Показано 1\u00a0200 из 8\u00a0340 знаков');
  expect(quotedEnd(text, 1_201, reading.words)).toContain('Показано 1\u00a0200 из 8\u00a0340 знаков');
  expect(quoted('Коротко.', 1_201, reading.words)).toBe('<blockquote expandable>Коротко.</blockquote>');
});

test('a difference in parts says what it says whole, and every part closes its tags', () => {
  const before = SENTENCE.repeat(100);
  const after = before.replaceAll('асфальт', 'щебень').replace('участке', 'улице <Мира>') + 'а'.repeat(9_000);
  const parts = differenceInParts(before, after, 1_000);
  expect(parts.length).toBeGreaterThan(10);
  for (const part of parts) {
    expect(units(part)).toBeLessThanOrEqual(1_000);
    for (const tag of ['u', 'b', 's']) expect(part.split(`<${tag}>`).length).toBe(part.split(`</${tag}>`).length);
  }
  const joined = parts.join('');
  expect(joined.replace(/<s>[^<]*<\/s>/g, '').replace(/<[^>]*>/g, '')).toBe(
    after.replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  );
  expect(joined.replace(/<u><b>[^<]*<\/b><\/u>/g, '').replace(/<[^>]*>/g, '')).toBe(before);
});
