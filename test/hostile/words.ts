import { readFileSync } from 'node:fs';
import path from 'node:path';

const LOCALES = path.join(__dirname, '../../locales/ru');
type Tree = { readonly [key: string]: string | Tree };

/** Whatever the office's Russian says under these keys, with anything in the place of what changes. @param where «file:key.key» */
export function saysAnyOf(...where: readonly string[]): RegExp {
  const all = where.flatMap((place) => leaves(at(place)));
  return new RegExp(all.map(patternOf).join('|'));
}

function at(place: string): Tree | string {
  const [file = '', keys = ''] = place.split(':');
  const whole = JSON.parse(readFileSync(path.join(LOCALES, `${file}.json`), 'utf8')) as Tree;
  const found = keys
    .split('.')
    .filter(Boolean)
    .reduce<Tree | string | undefined>((tree, key) => (typeof tree === 'object' ? tree[key] : undefined), whole);
  if (found === undefined) throw new Error(`Nothing is said under ${place}`);
  return found;
}

const leaves = (tree: Tree | string): string[] =>
  typeof tree === 'string' ? [tree] : Object.values(tree).flatMap(leaves);

const patternOf = (text: string): string =>
  text
    .split(/\{\{[^}]*\}\}|\$t\([^)]*\)/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^\\n]*');
