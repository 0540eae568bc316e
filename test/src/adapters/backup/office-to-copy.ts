import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { takeCopy, type CopyOrder, type CopyTaken } from '../../../../src/adapters/backup/take-copy';
import { createFileStore } from '../../../../src/adapters/files';
import { markInstallation } from '../../../../src/adapters/installation';
import type { Database } from '../../../../src/database/database';
import { openOffice, type WorkingOffice } from '../../usecases/working-office';

export interface OfficeToCopy {
  readonly office: WorkingOffice;
  /** What is beside the database: files of the office, and where copies go. */
  readonly folder: string;
  readonly files: string;
  readonly copies: string;
  /** Keeps bytes as the bot does; the row that needs them is one of a registry file. @returns SHA-256 */
  readonly keep: (text: string) => Promise<string>;
  readonly take: (changes?: Partial<CopyOrder>) => Promise<CopyTaken>;
  readonly close: () => Promise<void>;
}

/** A working office with some acts and files behind it. */
export async function officeToCopy(): Promise<OfficeToCopy> {
  const office = await openOffice();
  const folder = await mkdtemp(path.join(tmpdir(), 'murajagat-copies-'));
  const dataDir = path.join(folder, 'data');
  const files = path.join(dataDir, 'files');
  const copies = path.join(folder, 'copies');
  await markInstallation(office.fresh.database, 'office');
  const store = createFileStore(files);
  for (let made = 0; made < 5; made += 1) {
    const appeal = await office.register();
    await office.must('coordinator', 'assign', appeal, { executorId: office.people.executor });
  }
  let hour = 0;
  return {
    office,
    folder,
    files,
    copies,
    async keep(text) {
      const kept = await store.keep(bytesOf(text));
      if (!kept) throw new Error('The store refused');
      await office.rows(needing, [kept.sha256, kept.size]);
      return kept.sha256;
    },
    take: (changes = {}) =>
      takeCopy({
        url: office.fresh.url,
        dataDir,
        directory: copies,
        recipient: null,
        timeZone: 'Europe/Moscow',
        taken: 'hand',
        // a copy a second, however fast they are taken
        now: new Date(Date.UTC(2026, 10, 28, 23, 30) + (hour += 1) * 1_000),
        ...changes,
      }),
    async close() {
      await office.fresh.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const needing = `insert into registry_file (source, name, sha256, size, taken_at, state, read_row, loaded_row, counts, result)
  values ('folder', 'выгрузка.csv', $1, $2, now(), 'done', 0, 0, '{}', '{}')`;

async function* bytesOf(text: string) {
  yield Buffer.from(text);
}

/** What every table holds, in no order; a copy of the database has the same. */
export async function contentOf({ dataSource }: Database): Promise<Record<string, string>> {
  const tables: { name: string }[] = await dataSource.query(
    `select tablename as name from pg_tables where schemaname = 'public' order by tablename`,
  );
  const content: Record<string, string> = {};
  for (const { name } of tables) {
    const [row]: { text: string }[] = await dataSource.query(
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' order by t::text)), '') as text from "${name}" t`,
    );
    content[name] = row?.text ?? '';
  }
  return content;
}
