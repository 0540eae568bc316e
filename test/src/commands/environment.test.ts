import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConfigError } from '../../../src/config';
import { readEnvironment } from '../../../src/commands/environment';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'murajagat-env-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (bytes: string | Buffer) => writeFileSync(path.join(folder, '.env'), bytes);
const read = (env: NodeJS.ProcessEnv = {}) => ({ doubts: readEnvironment(folder, env), env });
function whyNot(env: NodeJS.ProcessEnv = {}): unknown {
  try {
    return read(env);
  } catch (error) {
    return error;
  }
}

test('what the process was given goes before the file, and where there is no file nothing is doubtful', () => {
  expect(read({ HTTP_PORT: '1' })).toEqual({ doubts: [], env: { HTTP_PORT: '1' } });
  write('\ufeffHTTP_PORT=2\nLOG_LEVEL=warn\nBOT_MODE=webhook\n');
  expect(read({ HTTP_PORT: '1', BOT_MODE: '' })).toEqual({
    doubts: [],
    env: { HTTP_PORT: '1', LOG_LEVEL: 'warn', BOT_MODE: '' },
  });
});

test('a file that is there and can’t be read ends the start: another program would open', () => {
  mkdirSync(path.join(folder, '.env'));
  expect(whyNot()).toBeInstanceOf(ConfigError);
  expect(String(whyNot())).toMatch(/Файл .*\.env есть, но не читается \(EISDIR\)/);
  expect(String(whyNot({ DEFAULT_LOCALE: 'tt' }))).toMatch(/\.env файлы бар, ләкин укылмый/);
});

test('nor is one read that Windows has saved by two bytes a sign', () => {
  write(Buffer.from('\ufeffBOT_TOKEN=42:x\n', 'utf16le'));
  expect(String(whyNot())).toMatch(/не читается \(UTF-16\).*UTF-8/);
});

test.each([
  ['BOT_TOKKEN', 'BOT_TOKEN'],
  ['bot_token', 'BOT_TOKEN'],
  ['BACKUPDIR', 'BACKUP_DIR'],
  ['ADMIN_TELEGRAMM_ID', 'ADMIN_TELEGRAM_IDS'],
  ['SMTP_ULR', 'SMTP_URL'],
])('%s, which nobody knows, is told with the nearest known name: %s', (name, nearest) => {
  write(`${name}=very-secret\n`);
  expect(read().doubts).toEqual([`⚠️ Имени ${name} из файла .env бот не знает. Возможно, это ${nearest}.`]);
});

test('a name that is like none is told by itself; what Node, Docker and PostgreSQL read is let be', () => {
  write('OFFICE_COLOUR=red\nNODE_EXTRA_CA_CERTS=/x\nTZ=UTC\nPGPASSWORD=x\nCOMPOSE_PROJECT_NAME=x\nSTAND_STATE=x\n');
  expect(read().doubts).toEqual(['⚠️ Имени OFFICE_COLOUR из файла .env бот не знает и ничего по нему не делает.']);
});
