import { LIMITS, type EngagementPicture } from '../../../../src/regulation/engagement/content';
import {
  changedPictures,
  inOrder,
  mergedPictures,
  picturesOfNothing,
  tooManyOf,
  whyNoPicture,
  withRenamed,
} from '../../../../src/regulation/engagement/pictures';

const options = ['Двор', 'Парк'].map((name) => ({ name, about: '' }));
const picture = (sha256: string, of: string | null = null): EngagementPicture => ({ sha256, of });
const many = (count: number, of: string | null): readonly EngagementPicture[] =>
  Array.from({ length: count }, (_, place) => picture(`${of ?? ''}${place}`, of));

test('they stand as what they show does, and those of an option that is no more are gone', () => {
  const pictures = [
    picture('p', 'Парк'),
    picture('d', 'Двор'),
    picture('s', 'Сквер'),
    picture('w'),
    picture('d2', 'Двор'),
  ];
  expect(inOrder({ options, pictures }).map(({ sha256 }) => sha256)).toEqual(['w', 'd', 'd2', 'p']);
  expect(picturesOfNothing({ options, pictures })).toBe(1);
});

test('an option that has another name keeps its pictures, whatever else has its former one', () => {
  const pictures = [picture('d', 'Двор'), picture('p', 'Парк'), picture('w')];
  const renamed = [
    ['Двор', 'Двор у школы'],
    ['Парк', 'Двор'],
  ] as const;
  expect(withRenamed({ pictures }, renamed).pictures.map(({ of }) => of)).toEqual(['Двор у школы', 'Двор', null]);
});

test('of the whole there are as many as a messenger shows together, of an option a few, and of all no more than one file takes', () => {
  expect(whyNoPicture({ options, pictures: many(LIMITS.pictures - 1, null) }, null)).toBeNull();
  expect(whyNoPicture({ options, pictures: many(LIMITS.pictures, null) }, null)).toBe('here');
  expect(whyNoPicture({ options, pictures: many(LIMITS.pictures, null) }, 'Двор')).toBeNull();
  expect(whyNoPicture({ options, pictures: many(LIMITS.picturesOfOption, 'Двор') }, 'Двор')).toBe('here');
  const projects = Array.from({ length: LIMITS.projects }, (_, index) => ({ name: `Проект ${index}`, about: '' }));
  const all = projects.flatMap(({ name }) => many(2, name)).slice(0, LIMITS.allPictures);
  expect(whyNoPicture({ options: projects, pictures: all }, 'Проект 29')).toBe('inAll');
  // Those that are of nothing count for nothing.
  expect(whyNoPicture({ options, pictures: all }, 'Двор')).toBeNull();
});

test('of what pictures were added, taken out or replaced', () => {
  const before = { options, pictures: [picture('w'), picture('d', 'Двор'), picture('p', 'Парк')] };
  expect(changedPictures(before, before)).toEqual([]);
  const after = {
    options: [
      { name: 'Двор', about: '' },
      { name: 'Сквер', about: '' },
    ],
    pictures: [picture('w'), picture('w2'), picture('other', 'Двор'), picture('s', 'Сквер')],
  };
  expect(changedPictures(before, after)).toEqual([
    { subject: null, before: 1, after: 2 },
    { subject: 'Двор', before: 1, after: 1 },
    { subject: 'Сквер', before: 0, after: 1 },
    { subject: 'Парк', before: 1, after: 0 },
  ]);
});

test('what two have made of the same pictures is what either has added, without what either has taken out', () => {
  const [a, b, c, mine, theirs] = ['a', 'b', 'c', 'mine', 'theirs'].map((sha256) => picture(sha256));
  const before = [a!, b!, c!];
  expect(mergedPictures(before, [b!, c!, mine!], [a!, b!, theirs!])).toEqual([b, theirs, mine]);
  expect(mergedPictures(before, [...before, mine!], [...before, mine!])).toEqual([...before, mine]);
  expect(mergedPictures(before, [a!, b!, c!], [])).toEqual([]);
  // The same picture of another thing is another one.
  expect(mergedPictures([a!], [picture('a', 'Двор')], [a!])).toEqual([picture('a', 'Двор')]);
});

test('together they may be more than there may be: of what, is said', () => {
  expect(tooManyOf({ options, pictures: many(LIMITS.pictures, null) })).toBeNull();
  expect(tooManyOf({ options, pictures: many(LIMITS.pictures + 1, null) })).toEqual({ of: null });
  expect(tooManyOf({ options, pictures: many(LIMITS.picturesOfOption + 1, 'Парк') })).toEqual({ of: 'Парк' });
  const projects = Array.from({ length: LIMITS.projects }, (_, index) => ({ name: `Проект ${index}`, about: '' }));
  const each = projects.flatMap(({ name }) => many(2, name));
  expect(tooManyOf({ options: projects, pictures: each.slice(0, LIMITS.allPictures) })).toBeNull();
  expect(tooManyOf({ options: projects, pictures: each.slice(0, LIMITS.allPictures + 1) })).toEqual({});
});
