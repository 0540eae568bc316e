import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '../..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

const PAGES = readdirSync(path.join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.md'))
  .map((file) => `docs/${file}`);

const LONGEST_LINE = 200;
/** Printed from the table of transitions, and the map that moves with the code. */
const AS_THEY_ARE = ['docs/maintainer/who-may-what.md', 'docs/maintainer/architecture.md'];
/** Tables of maintainers whose cells are sentences. */
const LONG_ROWS = ['tests.md', 'domain.md', 'glossary.md'].map((file) => `docs/maintainer/${file}`);

const isRow = (line: string): boolean => line.trimStart().startsWith('|');
/** Prettier pads the cells of a table: what is read of a row is the rest. */
const withoutPadding = (line: string): string =>
  isRow(line) ? line.replace(/ +/g, ' ').replace(/-{4,}/g, '---') : line;

test.each(['README.md', 'README.ru.md', ...PAGES.filter((page) => !AS_THEY_ARE.includes(page))])(
  '%s has no line over 200 signs',
  (page) => {
    const long = read(page)
      .split('\n')
      .filter((line) => !(LONG_ROWS.includes(page) && isRow(line)))
      .map(withoutPadding)
      .filter((line) => line.length > LONGEST_LINE);
    expect(long).toEqual([]);
  },
);

/** Pages of ours that a page leads to, without what is no page. */
function ledTo(page: string): string[] {
  return [...read(page).matchAll(/(?<!!)\[[^\]]*\]\(([^)\s#]+)[^)]*\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target) && target.endsWith('.md'))
    .map((target) => path.relative(ROOT, path.join(ROOT, path.dirname(page), target)))
    .filter((file) => existsSync(path.join(ROOT, file)));
}

function reachedFrom(start: string, clicks = Infinity): Set<string> {
  const reached = new Set([start]);
  let edge = [start];
  for (let click = 0; click < clicks && edge.length > 0; click += 1) {
    edge = [...new Set(edge.flatMap(ledTo))].filter((page) => !reached.has(page));
    for (const page of edge) reached.add(page);
  }
  return reached;
}

test('every page is one click from docs/README.md', () => {
  const near = reachedFrom('docs/README.md', 1);
  expect(PAGES.filter((page) => !near.has(page))).toEqual([]);
});

/** Of a terminal or a page in a browser. */
const SCREEN = { lines: 40, signs: 120 };

test('README.md fits four screens', () => {
  const rows = read('README.md')
    .split('\n')
    .map((line) => Math.max(1, Math.ceil(withoutPadding(line).length / SCREEN.signs)));
  expect(rows.reduce((sum, row) => sum + row, 0)).toBeLessThanOrEqual(4 * SCREEN.lines);
});

describe('README.ru.md', () => {
  test('is read in a few minutes', () => {
    expect(Buffer.byteLength(read('README.ru.md'))).toBeLessThan(8_000);
  });

  test('leads a new administrator to copies, to the upgrade and to «почему не приходит» within three clicks', () => {
    const near = reachedFrom('README.ru.md', 3);
    expect(near).toContain('docs/administrator/backup.md');
    expect(near).toContain('docs/administrator/upgrade.md');
    expect([...near].filter((page) => /^# Почему не приходит$/m.test(read(page)))).toEqual([
      'docs/official/no-message.md',
    ]);
  });

  test('leads each role to its page, and everybody to terms', () => {
    const near = reachedFrom('README.ru.md', 1);
    for (const page of [
      'coordinator',
      'executor',
      'supervisor',
      'curator',
      'violations',
      'engagement',
      'administrator',
      'terms',
    ])
      expect(near).toContain(`docs/official/${page}.md`);
  });
});
