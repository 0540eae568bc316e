import { patiently } from '../../../../bots/conversation/kit/lately';
import type { Screen } from '../../../../bots/conversation/kit/screen';
import { until } from '../../../support/until';

/** A chat that keeps what is said in it. */
function chat() {
  const said: (string | null)[] = [];
  return {
    said,
    send: async (_chatId: string, { text }: Screen) => {
      said.push(text);
      return String(said.length - 1);
    },
    remove: async (message: string) => {
      said[Number(message)] = null;
      return true;
    },
  };
}

test('what takes longer is told of while it goes on, and the word goes when it is over', async () => {
  const there = chat();
  let end: (value: string) => void = () => undefined;
  const work = new Promise<string>((resolve) => (end = resolve));
  const waiting = patiently(there, '1', 'Считаю', work);
  await until('the word is said', async () => there.said.length === 1);
  end('готово');
  expect(await waiting).toBe('готово');
  expect(there.said.filter(Boolean)).toEqual([]);
});

test('what is quick is told of by itself alone', async () => {
  const there = chat();
  expect(await patiently(there, '1', 'Считаю', Promise.resolve('готово'))).toBe('готово');
  expect(there.said).toEqual([]);
});

test('a failure takes the word away too', async () => {
  const there = chat();
  let fail: (error: Error) => void = () => undefined;
  const work = new Promise<string>((_, reject) => (fail = reject));
  const waiting = patiently(there, '1', 'Считаю', work);
  const outcome = expect(waiting).rejects.toThrow('no such luck');
  await until('the word is said', async () => there.said.length === 1);
  fail(new Error('no such luck'));
  await outcome;
  expect(there.said.filter(Boolean)).toEqual([]);
});
