import { batched } from '../../../src/database/batch';
import { pause } from '../../support/until';

/** Writes slowly and remembers what was written together. */
function recorder(limit?: number, landed = () => pause(20)) {
  const writes: number[][] = [];
  const call = batched(async (items: readonly number[]) => {
    writes.push([...items]);
    await landed();
    if (items.includes(13)) throw new Error('thirteen');
    return items.map((item) => item * 2);
  }, limit);
  return { writes, call };
}

test('calls of one turn are one write, each with its own result', async () => {
  const { writes, call } = recorder();
  expect(await Promise.all([1, 2, 3].map(call))).toEqual([2, 4, 6]);
  expect(writes).toEqual([[1, 2, 3]]);
});

test('what comes while a write is on its way goes together in the next', async () => {
  let land: () => void = () => undefined;
  const landed = new Promise<void>((resolve) => (land = resolve));
  const { writes, call } = recorder(undefined, () => landed);
  const first = call(1);
  await pause(5);
  const others = [call(2), call(3)];
  await pause(5);
  others.push(call(4));
  land();
  expect(await Promise.all([first, ...others])).toEqual([2, 4, 6, 8]);
  expect(writes).toEqual([[1], [2, 3, 4]]);
});

test('a crowd is written in pieces', async () => {
  const { writes, call } = recorder(2);
  await Promise.all([1, 2, 3, 4, 5].map(call));
  expect(writes).toEqual([[1, 2], [3, 4], [5]]);
});

test('a failed write fails those who were in it, and nobody after', async () => {
  const { call } = recorder();
  const failed = [call(12), call(13)];
  await expect(Promise.allSettled(failed)).resolves.toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
  expect(await call(14)).toBe(28);
});

test('what the database refuses is one’s own trouble: the others in the write are written', async () => {
  const refusal = Object.assign(new Error('invalid byte sequence'), { code: '22021', severity: 'ERROR' });
  const call = batched(async (items: readonly number[]) => {
    if (items.includes(13)) throw refusal;
    return items.map((item) => item * 2);
  });
  await expect(Promise.allSettled([12, 13, 14].map(call))).resolves.toEqual([
    { status: 'fulfilled', value: 24 },
    { status: 'rejected', reason: refusal },
    { status: 'fulfilled', value: 28 },
  ]);
});

test('a write that answers for too few says so', async () => {
  const call = batched((_: readonly number[]) => Promise.resolve([]));
  await expect(call(1)).rejects.toThrow('1 items got 0 results');
});
