import { readFileSync } from 'node:fs';
import path from 'node:path';
import { version } from '../../package.json';
import { VERSION } from '../../src/version';

test('copies and whoever reads them know the version that package.json has', () => {
  expect(VERSION).toBe(version);
});

// `npm version X.Y.Z` writes all of them.
test('CHANGELOG has what is to come first, then each release with its day, this one among them once there was any', () => {
  const text = readFileSync(path.join(__dirname, '../../CHANGELOG.md'), 'utf8');
  const [first = '', ...others] = [...text.matchAll(/^## (.*)$/gm)].map(([, heading = '']) => heading);
  const releases = first === 'Pending' ? others : [first, ...others];
  for (const heading of releases) expect(heading).toMatch(/^\d+\.\d+\.\d+, \d\d\.\d\d\.\d{4}$/);
  if (releases.length > 0) expect(releases[0]).toMatch(new RegExp(`^${VERSION},`));
});

const SCREEN_SIGNS = 2_500;
const MOST_LINES = 10;

// Pages of releases, not what is to come: its entries tell maintainers each change in full.
test('CHANGELOG has a page a version, short lines, and no advice to do nothing', () => {
  const text = readFileSync(path.join(__dirname, '../../CHANGELOG.md'), 'utf8');
  expect(text).not.toMatch(/\*\*Что\s+сделать\.\*\*\s+Ничего\./);
  expect(text.split('\n').filter((line) => line.length > 200)).toEqual([]);
  const releases = text.split(/^## /m).filter((page) => /^\d/.test(page));
  expect(releases.filter((page) => /^### /m.test(page))).toEqual([]);
});

test('the news have a screen a version: what to do, what is new, what is mended', () => {
  const [, ...pages] = readFileSync(path.join(__dirname, '../../docs/official/news.md'), 'utf8').split(/^## /m);
  expect(pages.length).toBeGreaterThan(0);
  for (const page of pages) {
    const [heading = ''] = page.split('\n');
    expect(heading).toMatch(/^(Следующая версия|\d+\.\d+\.\d+, \d\d\.\d\d\.\d{4})$/);
    expect(page.replace(/\]\([^)]*\)/g, ']').length).toBeLessThanOrEqual(SCREEN_SIGNS);
    const parts = page.split(/^### /m).slice(1);
    expect(['Сделать', 'Новое', 'Исправлено']).toEqual(
      expect.arrayContaining(parts.map((part) => part.split('\n')[0])),
    );
    for (const part of parts) expect((part.match(/^- /gm) ?? []).length).toBeLessThanOrEqual(MOST_LINES);
  }
});
