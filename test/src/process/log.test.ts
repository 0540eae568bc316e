import { describeError, framesOf } from '../../../src/process/log';

const network = Object.assign(
  new Error('request to https://api.telegram.org/bot334:not-a-secret/sendMessage failed, reason: socket hang up'),
  {
    name: 'FetchError',
  },
);

test.each([
  [
    'a network error',
    network,
    'request to https://api.telegram.org/bot[token]/sendMessage failed, reason: socket hang up',
  ],
  ['an error', new TypeError('no such template'), 'no such template'],
  ['something thrown that is no error', 'text', 'text'],
])('%s is told in one line, without a token', (_, error, line) => {
  expect(describeError(error)).toBe(line);
});

test('frames say where, and nothing of what was said there', () => {
  const frames = framesOf(network);
  expect(frames[0]).toContain('log.test.ts');
  expect(frames.join()).not.toContain('not-a-secret');
  expect(framesOf('text')).toEqual([]);
});
