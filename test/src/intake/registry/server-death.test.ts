import { TATARSTAN } from '../../../../src/regulation/district';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadCalendar } from '../../../../src/adapters/calendars';
import { openDatabase, type OpenDatabase } from '../../../../src/adapters/database';
import { startEmbedded, type Embedded } from '../../../../src/adapters/embedded-postgres';
import { migrate } from '../../../../src/adapters/migrate';
import { createRegistryReader } from '../../../../src/adapters/registry/registry-reader';
import { DATABASE } from '../../../../src/database/database';
import { bringIn } from '../../../../src/intake/registry/bring-in';
import type { Desk } from '../../../../src/usecases/kit/ports';
import { takeFile } from '../../../../src/usecases/registry/files';
import { csvOf, FINISHED, LAYOUT_2022, linesOf } from '../../../support/registry-files';
import { MORNING } from '../../usecases/working-office';

let folder: string;
let server: Embedded;
let database: OpenDatabase;
let onExit: () => void = () => undefined;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'murajagat-server-death-'));
  // as root the server runs as another user, who must get in
  await chmod(folder, 0o755);
  server = await startEmbedded({ dataDir: folder, onExit: () => onExit() });
  database = await openDatabase({ url: server.url });
  await migrate(database);
});
afterAll(async () => {
  await database.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const ROWS = 9_000;

test('no part of a file waits for the disk, and one that the server has lost by its death is read or loaded again', async () => {
  const desk = deskOf(database);
  const name = path.join(folder, 'registry.csv');
  const lines = Array.from({ length: ROWS }, (_, index) => ({ ...FINISHED, Номер: String(100_000 + index) }));
  await writeFile(name, csvOf(linesOf(lines, LAYOUT_2022)));
  const { calendar } = desk.office;
  const read = createRegistryReader({ pathOf: () => name, calendar, locale: 'ru', clock: desk.clock });
  const { id } = await takeFile(database, { source: 'folder', name: 'registry.csv', sha256: 'registry' }, MORNING);

  for (const [state, part] of [
    ['reading', 7],
    ['loading', 2],
  ] as const) {
    let parts = 0;
    const died = new Promise<void>((resolve) => (onExit = resolve));
    const onProgress = (file: { readonly state: string }) => {
      if (file.state !== state || (parts += 1) !== part) return;
      const [pid] = readFileSync(path.join(folder, 'pg/postmaster.pid'), 'utf8').split('\n');
      process.kill(Number(pid), 'SIGQUIT');
    };
    await expect(bringIn({ desk, read, wake: () => undefined, onProgress }, id)).rejects.toThrow();
    await died;
    await server.restart();
  }
  const file = await bringIn({ desk, read, wake: () => undefined }, id);
  expect(file).toMatchObject({ state: 'done', counts: { rows: ROWS, fresh: ROWS }, result: { finished: ROWS } });
  const counted = await database.dataSource.query<object[]>(
    `select (select count(*)::int from appeal) as appeals, (select count(*)::int from registry_row) as rows,
       (select count(*)::int from journal_entry where action = 'register') as registered,
       (select count(*)::int from registry_record) as records`,
  );
  expect(counted).toEqual([{ appeals: ROWS, rows: ROWS, registered: ROWS, records: ROWS }]);
});

function deskOf(kept: OpenDatabase): Desk {
  const calendar = loadCalendar({ zone: 'Europe/Moscow', opensAt: 8 * 60, closesAt: 17 * 60 });
  return {
    [DATABASE]: kept,
    clock: { now: () => MORNING },
    office: {
      calendar: () => calendar,
      shares: { coordination: 0.1, assigned: 0.1, in_progress: 0.6, answer_agreement: 0.1, answer_approval: 0.1 },
      district: TATARSTAN,
      fourEyes: 'warn',
      carriers: [],
      personalDataInChat: 'never',
      contacts: { numbers: [], mails: [] },
      signatures: 'mark',
    },
  };
}
