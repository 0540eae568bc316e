import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { placeWarnings, requirePlaces } from '../../../src/application/places';
import { ConfigError, loadConfig } from '../../../src/config';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'murajagat-places-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (...names: readonly string[]) => path.join(folder, ...names);
const configOf = (env: Record<string, string>) =>
  loadConfig({ BOT_TOKEN: '123456:AbC-dEf_1', DATA_DIR: at('data'), ...env }, false);
const problemsOf = async (env: Record<string, string>) => {
  const error: unknown = await requirePlaces(configOf(env)).then(
    () => null,
    (cause: unknown) => cause,
  );
  if (!(error instanceof ConfigError)) throw new Error(`It is no word of settings: ${String(error)}`);
  return error.problems.map(({ variable, problem }) => `${variable} ${problem}`);
};

test('all that is wrong with folders and files of the settings is told at once', async () => {
  writeFileSync(at('a-file'), '{');
  mkdirSync(at('trust'));
  writeFileSync(at('trust', 'no.crt'), 'no certificate');
  const problems = await problemsOf({
    BACKUP_DIR: at('data', 'copies'),
    INTAKE_DIR: at('a-file'),
    ROSTER_FILE: at('a-file'),
    SIGNATURE_TRUST_DIR: at('trust'),
  });
  expect(problems.map((line) => line.split(' ')[0])).toEqual([
    'BACKUP_DIR',
    'INTAKE_DIR',
    'ROSTER_FILE',
    'SIGNATURE_TRUST_DIR',
  ]);
  expect(problems[0]).toContain('лежит в папке данных');
  expect(problems[1]).toContain('ENOTDIR');
  expect(problems[2]).toContain('называет файл с ошибками');
  expect(problems[3]).toContain('no.crt');
});

test('what is not there: nothing starts without it, but for a folder of copies, of which the start and whoever watches are told', async () => {
  const env = { INTAKE_DIR: at('intake'), ROSTER_FILE: at('roster.json'), SIGNATURE_TRUST_DIR: at('trust') };
  expect(await problemsOf(env)).toEqual([
    expect.stringMatching(/^INTAKE_DIR .*ENOENT/),
    expect.stringMatching(/^ROSTER_FILE .*не читается/),
    expect.stringMatching(/^SIGNATURE_TRUST_DIR .*ENOENT/),
  ]);
  const copies = configOf({ BACKUP_DIR: at('copies') });
  expect(await requirePlaces(copies)).toEqual([
    expect.stringMatching(/^⚠️ BACKUP_DIR .*ENOENT.*ночных копий не будет/),
  ]);
  expect(await placeWarnings(copies)).toEqual([`BACKUP_DIR: ${at('copies')} is not to be had (ENOENT)`]);
  mkdirSync(at('copies'));
  expect(await requirePlaces(copies)).toEqual([]);
  expect(await placeWarnings(copies)).toEqual([]);
});
