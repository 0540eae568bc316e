import { bucketOf, minutesOf, quantileOf } from '../../../../src/usecases/statistics/rows';

test('no time is told further from what it was than its bucket is wide: 2 %', () => {
  for (let minutes = 0; minutes < 200_000; minutes += minutes < 2_000 ? 1 : 97) {
    const told = minutesOf(bucketOf(minutes));
    expect(Math.abs(told - minutes)).toBeLessThanOrEqual(minutes * 0.02);
  }
});

test('buckets stand in the order of their times', () => {
  const buckets = Array.from({ length: 50_000 }, (_, minutes) => bucketOf(minutes));
  expect(buckets).toEqual([...buckets].sort((one, other) => one - other));
});

test('a quantile is the nearest rank: the smallest time that so many do not exceed', () => {
  const histogram = Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((minutes) => [bucketOf(minutes), 1]));
  expect(quantileOf(histogram, 0.5)).toBe(5);
  expect(quantileOf(histogram, 0.9)).toBe(9);
  expect(quantileOf({ [bucketOf(60)]: 1 }, 0.9)).toBe(60);
  expect(quantileOf({ [bucketOf(60)]: 1, [bucketOf(30)]: 1 }, 0.5)).toBe(30);
});

test('over nothing there is none', () => {
  expect(quantileOf({}, 0.5)).toBeNull();
});
