import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const printed = require('./write-docs.cjs') as {
  matrix: () => string;
  MATRIX: string;
  tests: () => string;
  TESTS: string;
};
const { notice } = require('./write-notice.cjs') as { notice: () => string };
const ROOT = path.join(__dirname, '../..');
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

/** Every document for people, by its path from the root. */
const DOCUMENTS = [
  'README.md',
  'README.ru.md',
  'CONTRIBUTING.md',
  ...readdirSync(path.join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];

/** All that the bot says in Russian. */
function captions(): string[] {
  const strings = (value: unknown): string[] =>
    typeof value === 'string' ? [value] : Object.values(value as Record<string, unknown>).flatMap(strings);
  return readdirSync(path.join(ROOT, 'locales/ru')).flatMap((file) => strings(JSON.parse(read(`locales/ru/${file}`))));
}

describe('the rules as a document', () => {
  const domain = read('docs/maintainer/domain.md');
  const bold = (text: string): string[] => [...text.matchAll(/\*\*([^*]+)\*\*/g)].map(([, caption]) => caption ?? '');
  const between = (from: string, to: string): string =>
    domain.slice(domain.indexOf(from), domain.indexOf(to, domain.indexOf(from)));

  test('every caption of the table of actions is on a button, or named as not built yet', () => {
    const said = captions();
    const rows = between('| action | from |', 'Whatever takes back an answer');
    const missing = bold(rows).filter(
      (caption) => !said.some((text) => text === caption || text.startsWith(`${caption} `)),
    );
    const notYet = bold(between('## Ordered, not built yet', '## Words'));
    expect([...new Set(missing)].sort()).toEqual(notYet.sort());
  });
});

test('the matrix «кто что может» is printed from the table: npm run docs', () => {
  expect(readFileSync(printed.MATRIX, 'utf8')).toBe(printed.matrix());
});

test('where each kind of test runs is printed from test/tiers: npm run docs', () => {
  expect(readFileSync(printed.TESTS, 'utf8')).toBe(printed.tests());
});

test('each word of this house is where the glossary says', () => {
  const places = ['', 'src', 'bots', 'bots/conversation'];
  const named = [...read('docs/maintainer/glossary.md').matchAll(/`([\w-]+\/[\w./-]+)`/g)].map(
    ([, file]) => file ?? '',
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((file) => !places.some((place) => existsSync(path.join(ROOT, place, file))))).toEqual([]);
});

describe.each(DOCUMENTS)('%s', (document) => {
  const text = read(document);

  test('leads only to what is there', () => {
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '');
    const lost = targets.filter((target) => {
      const [file = '', anchor] = target.split('#');
      if (/^[a-z]+:/.test(target)) return false;
      const whole = file === '' ? path.join(ROOT, document) : path.join(ROOT, path.dirname(document), file);
      if (!existsSync(whole)) return true;
      return anchor !== undefined && !anchorsOf(readFileSync(whole, 'utf8')).includes(anchor);
    });
    expect(lost).toEqual([]);
  });

  test('names only files and folders that are there', () => {
    const named = [...text.matchAll(/`((?:src|bots|entities|migrations|locales|test|docs|\.ci)\/[\w./-]*)`/g)].map(
      ([, file]) => file ?? '',
    );
    expect(named.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
  });
});

/** As GitHub and GitLab make them of headings. */
function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
}

test('NOTICE names everybody whose work is used, as `npm run notice` writes it', () => {
  expect(read('NOTICE')).toBe(notice());
});
