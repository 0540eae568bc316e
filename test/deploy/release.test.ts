import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.join(__dirname, '../..');
const TOUCHED = ['src/version.ts', 'CHANGELOG.md', 'docs/official/news.md'];

/** As `npm version` calls it, in a copy of what it touches. */
describe('npm version', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'release-'));
    for (const file of TOUCHED) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      cpSync(path.join(ROOT, file), path.join(folder, file));
    }
    write(
      'CHANGELOG.md',
      '# Что нового\n\n## Pending\n\n### Одно\n\nСлова.\n\n### Другое\n\nСлова.\n\n## 0.2.0, 29.11.2026\n\n- Прежнее\n',
    );
    write(
      'docs/official/news.md',
      '# Что нового\n\n## Следующая версия\n\n### Новое\n\n- Одно.\n\n## 0.2.0, 29.11.2026\n',
    );
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const write = (file: string, text: string): void => {
    writeFileSync(path.join(folder, file), text);
  };
  const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8');
  const release = (): string =>
    execFileSync(process.execPath, [path.join(ROOT, 'deploy/release.cjs'), folder], {
      env: { ...process.env, npm_package_version: '9.8.7' },
      encoding: 'utf8',
      stdio: 'pipe',
    });

  test('makes a page of «Pending», a line an entry, and gives the news their number and day', () => {
    release();
    expect(read('src/version.ts')).toContain("'9.8.7'");
    expect(read('CHANGELOG.md')).toMatch(
      /^# Что нового\n\n## 9\.8\.7, \d\d\.\d\d\.\d{4}\n\n.*git show v9\.8\.7\^:CHANGELOG\.md.*\n\n- Одно\n- Другое\n\n## 0\.2\.0, 29\.11\.2026\n\n- Прежнее\n$/,
    );
    expect(read('docs/official/news.md')).toMatch(/\n## 9\.8\.7, \d\d\.\d\d\.\d{4}\n\n### Новое\n/);
  });

  test('changes nothing while the news have no page of what comes', () => {
    write('docs/official/news.md', '# Что нового\n\n## 0.2.0, 29.11.2026\n');
    const before = TOUCHED.map(read);
    expect(release).toThrow('docs/official/news.md has nothing like');
    expect(TOUCHED.map(read)).toEqual(before);
  });
});
