import { shared } from '../../../src/process/shared';

test('what is asked for twice at once is done once, and anew when it is over', async () => {
  const once = shared<number>();
  let begun = 0;
  let end: (value: number) => void = () => undefined;
  const work = () => {
    begun += 1;
    return new Promise<number>((resolve) => (end = resolve));
  };
  const asked = [once('a report', work), once('a report', work)];
  const other = once('another', async () => 5);
  end(7);
  expect(await Promise.all([...asked, other])).toEqual([7, 7, 5]);
  expect(begun).toBe(1);
  const again = once('a report', work);
  end(8);
  expect(await again).toBe(8);
  expect(begun).toBe(2);
});

test('a failure is everybody’s who waits for it, and nobody’s after', async () => {
  const once = shared<number>();
  const failing = () => Promise.reject(new Error('no such luck'));
  const asked = await Promise.allSettled([once('a report', failing), once('a report', failing)]);
  expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await once('a report', async () => 1)).toBe(1);
});
