import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { telegramAccount } from '../../../src/intake/messenger-chats';
import { acceptInvitation, invite } from '../../../src/usecases/office/invitations';
import { officialByAccount, officialById } from '../../../src/usecases/kit/officials';
import { openOffice, type WorkingOffice } from '../usecases/working-office';

const ROOT = path.join(__dirname, '../../..');

let office: WorkingOffice;
let folder: string;
beforeAll(async () => {
  office = await openOffice();
  folder = await mkdtemp(path.join(tmpdir(), 'murajagat-access-'));
  await office.register();
});
afterAll(async () => {
  await office.fresh.drop();
  await rm(folder, { recursive: true, force: true });
});

/** As `npm run access` does, with nothing in the environment but what is given. */
async function run(...args: readonly string[]) {
  const child = spawn(
    process.execPath,
    [
      '--require',
      path.join(ROOT, 'test/support/run-typescript.cjs'),
      path.join(ROOT, 'src/commands/access.ts'),
      ...args,
    ],
    { cwd: folder, env: { PATH: process.env.PATH ?? '', DATABASE_URL: office.fresh.url, DATA_DIR: folder } },
  );
  let [out, complaints] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out, complaints };
}

test('the server says what waits, and its own word about it', async () => {
  expect(await run()).toMatchObject({ code: 0, out: 'Ничего не ждёт решения.\n', complaints: '' });
  const admin = (await officialById(office.desk, office.people.admin))!;
  const account = telegramAccount(777);
  await invite(office.desk, admin, office.people.approving, 'link');
  expect(await acceptInvitation(office.desk, 'link', account)).toMatchObject({ ok: false, refusal: 'waits' });

  const listed = await run();
  expect(listed).toMatchObject({ code: 0, complaints: '' });
  const id =
    /^(\d+) {2}.*вход с другого аккаунта, Telegram\. Кто: .*, по ссылке для входа\./.exec(listed.out)?.[1] ?? '';
  expect(id).not.toBe('');
  for (const args of [['confirm'], ['confirm', '0'], ['allow', id], ['confirm', id, id]])
    expect(await run(...args)).toMatchObject({ code: 2, out: '' });
  expect(await run('confirm', '99999')).toMatchObject({ code: 2, out: '' });
  const confirmed = await run('confirm', id);
  expect(confirmed).toMatchObject({ code: 0, complaints: '' });
  expect(confirmed.out).toContain('Вступило в силу.');
  expect(await officialByAccount(office.desk, 'telegram', '777')).toMatchObject({ personId: office.people.approving });
  expect(await run('confirm', id)).toMatchObject({ code: 2, out: '' });
});
