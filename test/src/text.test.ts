import { cleanText, isMeaningful, lengthInCharacters } from '../../src/text';

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
