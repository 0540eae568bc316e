import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createOfficeTables } from '../../../src/adapters/office-tables/office-tables';
import { recordingLog } from '../../support/recording-log';

const folder = mkdtempSync(path.join(tmpdir(), 'murajagat-office-tables-'));
const log = recordingLog();
const tables = createOfficeTables({ pathOf: (sha256) => path.join(folder, sha256), admins: [], log });
afterAll(async () => {
  await tables.stop();
  rmSync(folder, { recursive: true, force: true });
});

const NOBODY = { people: [], organizations: [] };

test('a file that can’t be read is answered in words and noted, and the next one is read', async () => {
  expect(await tables.read('gone', 'ru', NOBODY)).toEqual({
    ok: false,
    faults: [{ place: null, reason: 'Файл не получилось прочитать. Сохраните его заново и пришлите ещё раз.' }],
    more: false,
  });
  expect(JSON.stringify(log.lines)).toContain('ENOENT');
  writeFileSync(path.join(folder, 'there'), 'ФИО;Роли\nПетров Пётр;Исполнитель\n');
  expect(await tables.read('there', 'ru', NOBODY)).toMatchObject({
    ok: true,
    roster: { users: [{ name: 'Петров Пётр', roles: ['executor'] }] },
  });
});
