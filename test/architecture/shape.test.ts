import { readFileSync } from 'node:fs';
import path from 'node:path';

const { ROOT, importsOf, reachable } = require('../tiers/imports.cjs') as {
  ROOT: string;
  importsOf: () => ReadonlyMap<string, readonly string[]>;
  reachable: (start: readonly string[], steps: ReadonlyMap<string, readonly string[]>) => ReadonlySet<string>;
};
const imports = importsOf();
const OURS = [...imports.keys()].filter((file) => /^(?:src|bots|entities)\//.test(file));
const textOf = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

test('no file is longer than a reader holds: 400 lines', () => {
  const long = OURS.map((file) => ({ file, lines: textOf(file).split('\n').length - 1 }));
  expect(long.filter(({ lines }) => lines > 400)).toEqual([]);
});

/** A loose file of src is a room of its own: words lie there, and what starts. The stand is another program. */
const roomOf = (file: string): string => (path.dirname(file) === 'src' ? file : path.dirname(file));

/** Rooms that are reached again from where they lead. */
function roomsInCircles(steps: ReadonlyMap<string, readonly string[]>): string[] {
  const rooms = new Map<string, Set<string>>();
  for (const [file, targets] of steps) {
    const others = targets.map(roomOf).filter((room) => room !== roomOf(file));
    rooms.set(roomOf(file), new Set([...(rooms.get(roomOf(file)) ?? []), ...others]));
  }
  const arrows = new Map([...rooms].map(([room, others]) => [room, [...others]]));
  return [...arrows].filter(([room, others]) => reachable(others, arrows).has(room)).map(([room]) => room);
}

test('no two rooms need each other, by whatever detour', () => {
  const files = OURS.filter((file) => !file.startsWith('src/stand/'));
  expect(roomsInCircles(new Map(files.map((file) => [file, imports.get(file) ?? []])))).toEqual([]);
  const planted = new Map([
    ['bots/a/one.ts', ['bots/b/two.ts']],
    ['bots/b/two.ts', ['bots/a/c/three.ts']],
    ['bots/a/c/three.ts', ['bots/a/four.ts']],
    ['bots/d/five.ts', ['bots/a/four.ts']],
  ]);
  expect(roomsInCircles(planted)).toEqual(['bots/a', 'bots/b', 'bots/a/c']);
});
