import { wordsOf } from '../../../../src/i18n';
import { inMessages, inNumberedMessages, inOneMessage, visibleLength } from '../../../../bots/conversation/kit/fit';

const words = wordsOf('ru');
const lines = Array.from({ length: 100 }, (_, index) => `<b>${index + 1}.</b> Парк &amp; сквер`);

test('blocks stand in as few messages as take them, in their order, and markup counts for nothing', () => {
  expect(inMessages(['a', '<b>b</b>', 'ccc'], 4)).toEqual(['a\n\n<b>b</b>', 'ccc']);
  expect(inMessages([], 4)).toEqual([]);
});

test('each of several messages says which part it is, and keeps its limit; one alone says nothing', () => {
  const parts = inNumberedMessages(lines, 500, words);
  expect(parts.length).toBeGreaterThan(3);
  expect(parts.filter((part) => visibleLength(part) > 500)).toEqual([]);
  expect(parts[1]).toContain(`<i>часть 2 из ${parts.length}</i>`);
  expect(lines.filter((line) => !parts.some((part) => part.split('\n').includes(line)))).toEqual([]);
  expect(inNumberedMessages(['a', 'b'], 500, words)).toEqual(['a\nb']);
});

test('of what one message has no room for it says how much there is', () => {
  const shown = inOneMessage(lines, 500, (count) => `… и ещё: ${count}`);
  expect(visibleLength(shown.join('\n'))).toBeLessThanOrEqual(500);
  expect(shown.at(-1)).toBe(`… и ещё: ${lines.length - (shown.length - 1)}`);
  expect(inOneMessage(['a'], 500, String)).toEqual(['a']);
});
