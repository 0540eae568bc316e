import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GOST_TRUST, SIGNATURES } from '../../support/signatures';

const ROOT = path.join(__dirname, '../../..');
const AT = ['--at', '2026-12-01T12:00:00+03:00'];
const file = (name: string): string => path.join(SIGNATURES, name);
const LETTER = file('answer.pdf');

let folder: string;
let trust: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'murajagat-signature-'));
  trust = path.join(folder, 'trust');
  await mkdir(trust);
  for (const name of GOST_TRUST) await cp(file(name), path.join(trust, name));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** As `npm run signature -- …` does, with nothing in the environment but what is given. */
async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(
    process.execPath,
    [
      '--require',
      path.join(ROOT, 'test/support/run-typescript.cjs'),
      path.join(ROOT, 'src/commands/signature.ts'),
      ...args,
    ],
    { cwd: folder, env: { PATH: process.env.PATH ?? '', SIGNATURE_TRUST_DIR: trust, ...env } },
  );
  let [out, complaints] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out, complaints };
}

test('says of a good signature what was checked, and shows no СНИЛС', async () => {
  const { code, out, complaints } = await run([
    LETTER,
    file('good-g256-A.p7s'),
    '--person=Иванов Иван Иванович',
    '--snils=112-233-445 95',
    ...AT,
  ]);
  expect({ code, complaints }).toEqual({ code: 0, complaints: '' });
  expect(out).toMatchSnapshot();
  expect(out).not.toMatch(/112-?233|11223344595/);
});

test('says of a bad one what is wrong and what to do', async () => {
  const former = ['--former', file('other.pdf')];
  expect(await run([LETTER, file('bad-other-file.p7s'), ...former, ...AT])).toEqual({
    code: 1,
    out: 'Подпись не принята.\nПодписан прежний вариант письма или его проект.\nВозьмите последний PDF и подпишите его.\n',
    complaints: '',
  });
});

test('refuses what cannot be proved where the office wants lists of revoked certificates', async () => {
  const { code, out } = await run([LETTER, file('good-g256-A.p7s'), ...AT], { SIGNATURE_CRL: 'refuse' });
  expect(code).toBe(1);
  expect(out).toContain('нет списка отзыва (Тестовый корень 512)');
});

test.each([
  ['no files', [], {}, 'Что проверить: npm run signature'],
  ['a moment that is none', [LETTER, LETTER, '--at', 'вчера'], {}, 'Что проверить: npm run signature'],
  ['a СНИЛС that is none', [LETTER, LETTER, '--snils', '112-233-445 96'], {}, 'Такого СНИЛС не бывает: 112-233-445 96'],
  ['a file that is not there', [LETTER, 'nowhere.sig'], {}, 'Файл не читается: nowhere.sig (ENOENT)'],
  ['no trust', [LETTER, LETTER], { SIGNATURE_TRUST_DIR: '' }, 'SIGNATURE_TRUST_DIR не задан'],
])('%s is exit 2', async (_, args, env, said) => {
  const { code, complaints } = await run(args, env);
  expect(code).toBe(2);
  expect(complaints).toContain(said);
});

test('a file that is no certificate is exit 2 and named', async () => {
  const bad = path.join(folder, 'bad');
  await cp(trust, bad, { recursive: true });
  await writeFile(path.join(bad, 'notes.txt'), 'корни');
  const { code, complaints } = await run([LETTER, LETTER], { SIGNATURE_TRUST_DIR: bad });
  expect(code).toBe(2);
  expect(complaints).toContain('  notes.txt: не сертификат и не список отзыва');
});
