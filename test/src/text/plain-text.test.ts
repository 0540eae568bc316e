import { PRINTABLE } from '../../../src/text/printable';
import {
  asPrinted,
  cleanText,
  foreignLine,
  isMeaningful,
  lengthInCharacters,
  revealHidden,
  unprintable,
} from '../../../src/text/plain-text';

test.each([
  ['NUL goes away', 'Яма\u0000 у школы', 'Яма у школы'],
  ['other control characters go away', '\u0007Яма\u001b[31m', 'Яма[31m'],
  ['overrides of the direction of writing go away', 'Яма \u202eкот\u202c у \u2067школы\u2069', 'Яма кот у школы'],
  ['tabs and line breaks stay', 'Яма\n\tу школы', 'Яма\n\tу школы'],
  ['line breaks of Windows and of old Macs become one kind', 'один\r\nдва\rтри', 'один\nдва\nтри'],
  ['half of a surrogate pair becomes a replacement character', 'Яма\ud83d', 'Яма\ufffd'],
  ['a whole pair stays', 'Спасибо 🙏', 'Спасибо 🙏'],
  ['blanks around go away', ' \n Яма \u00a0', 'Яма'],
])('%s', (_, text, expected) => {
  expect(cleanText(text)).toBe(expected);
});

test.each([
  ['an override of the direction of writing', 'отчет\u202efdp.exe', 'отчет[U+202E]fdp.exe'],
  ['its kin', '\u2066а\u2069\u200fб\u061c', '[U+2066]а[U+2069][U+200F]б[U+061C]'],
  ['what has no width', 'а\u200bб\ufeff\u00ad', 'а[U+200B]б[U+FEFF][U+00AD]'],
  ['what looks like nothing', '\u3164\u2800', '[U+3164][U+2800]'],
  ['control characters, line breaks too', 'а\u0000\tб\r\nв\u0085', 'а[U+0000][U+0009]б[U+000D][U+000A]в[U+0085]'],
  ['tags behind the letters', 'а\u{e0041}', 'а[U+E0041]'],
  ['half of a pair', 'а\ud83d', 'а[U+D83D]'],
  ['a joiner between letters', 'а\u200dб', 'а[U+200D]б'],
])('%s is shown by its code', (_, line, expected) => {
  expect(revealHidden(line)).toBe(expected);
});

test.each(['План работ (2).docx', 'Ямә Җирле №5.pdf', '👨‍👩‍👧 ❤️ 🏳️‍🌈', 'e\u0301', 'क्‍ष'.replace('\u200d', '')])(
  '%s is shown as it is',
  (line) => {
    expect(revealHidden(line)).toBe(line);
  },
);

test.each([
  ['👍', false],
  ['…!', false],
  [' \u200b ', false],
  ['Да', true],
  ['5', true],
  ['Җ', true],
])('%j says something: %s', (text, expected) => {
  expect(isMeaningful(text)).toBe(expected);
});

test('an emoji counts as one character', () => {
  expect(lengthInCharacters('Да 👍')).toBe(4);
});

test.each<[string, number, string]>([
  ['  550 5.1.1\r\n no\tsuch user ', 100, '550 5.1.1 no such user'],
  ['нет\0такого', 100, 'нет[U+0000]такого'],
  ['отчет\u202efdp', 100, 'отчет[U+202E]fdp'],
  ['\ud83d', 100, ''],
  ['а\udc00б', 100, 'а[U+DC00]б'],
  ['👍👍', 3, '👍'],
  ['а'.repeat(500), 300, 'а'.repeat(300)],
  ['ab cd', 3, 'ab'],
])('another program’s words %j in %i are kept as one line that PostgreSQL takes', (said, most, kept) => {
  expect(foreignLine(said, most)).toBe(kept);
  expect(JSON.stringify(kept)).not.toMatch(/\\u(?:0000|d[89a-f])/);
});

test('what papers can print is what their fonts have', () => {
  const { coverage } = require('../../support/font-coverage.cjs') as { coverage: () => string };
  expect(PRINTABLE).toBe(coverage());
});

test.each([
  ['Хөрмәтле Җәмилә! № 5, «да» — 10 ₽', []],
  ['→ ← ↑ ↓ ✔ ✓ ☎ ⌀ ℃ Σ ⅓ ■ ● ′ ″ ❤️', []],
  ['Спасибо 👍 и 👍, и 👨‍👩‍👧, и 漢', ['👍', '👨‍👩‍👧', '漢']],
  ['мяг\u00adкий\u200b перенос', []],
])('of %s is not printed: %j', (text, signs) => {
  expect(unprintable(text)).toEqual(signs);
});

test('a paper has an empty square for what cannot be printed, and nothing for what nobody sees', () => {
  expect(asPrinted('Спасибо 👍\u202e!\nДа\tнет\u00ad')).toBe('Спасибо □!\nДа нет');
});
