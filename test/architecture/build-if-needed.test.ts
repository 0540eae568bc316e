import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'murajagat-omit-dev-'));
  copyFileSync(path.join(__dirname, '../../build-if-needed.cjs'), path.join(folder, 'build-if-needed.cjs'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const prestart = () => spawnSync(process.execPath, ['build-if-needed.cjs'], { cwd: folder, encoding: 'utf8' });

test('without the development packages a start takes what was built before', () => {
  mkdirSync(path.join(folder, 'dist/src'), { recursive: true });
  writeFileSync(path.join(folder, 'dist/src/main.js'), '');
  expect(prestart().status).toBe(0);
});

test('without them and without a build a start says what to do', () => {
  const { status, stderr } = prestart();
  expect(status).toBe(1);
  expect(stderr).toContain('npm run build');
});
