import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const { INSIDES, canKeep } = require('../support/kept.cjs') as {
  INSIDES: readonly string[];
  canKeep: (text?: string) => boolean;
};
const ROOT = path.join(__dirname, '../..');
const runtime = readFileSync(require.resolve('jest-runtime'), 'utf8');

test('today’s jest has all that the kept runtime takes hold of', () => {
  expect(canKeep()).toBe(process.env.PLAIN_JEST !== '1');
});

test.each(INSIDES)('a jest without %s is left as it is', (inside) => {
  expect(canKeep(runtime.replaceAll(inside, 'elsewhere'))).toBe(false);
});

describe('a test file', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'murajagat-jest-'));
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
    const support = path.join(ROOT, 'test/support');
    const jest = {
      testEnvironment: path.join(support, 'kept-environment.cjs'),
      runtime: path.join(support, 'kept-runtime.cjs'),
      transform: {},
    };
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'planted', jest }));
    const globals = `require('node:vm').runInThisContext('Array')`;
    writeFileSync(
      path.join(folder, 'realm.test.js'),
      `test('runs', () => void process.stderr.write(Array === ${globals} ? 'among node’s own globals' : 'in a realm of its own'));`,
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (env: Readonly<Record<string, string>>): Promise<string> =>
    new Promise((resolve) => {
      const jest = path.join(ROOT, 'node_modules/jest/bin/jest.js');
      const options = { cwd: folder, env: { ...process.env, PLAIN_JEST: '', ...env } };
      execFile(process.execPath, [jest, '--runInBand'], options, (_error, stdout, stderr) => resolve(stdout + stderr));
    });

  test.each([
    ['is kept with the bot', {}, 'among node’s own globals'],
    ['runs as jest runs it by itself where that cannot be', { PLAIN_JEST: '1' }, 'in a realm of its own'],
  ])('%s', async (_what, env, realm) => {
    const said = await run(env);
    expect(said).toContain(realm);
    expect(said).toContain('1 passed');
  });
});
