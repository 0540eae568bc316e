import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freshDatabase, type FreshDatabase } from '../../support/database';
import { compileProgram, startProgram } from '../../support/program';

let compiled: ReturnType<typeof compileProgram>;
let fresh: FreshDatabase;
let folder: string;
beforeAll(async () => {
  compiled = compileProgram();
  cpSync(path.join(__dirname, '../../../roster.example.json'), path.join(compiled.folder, 'roster.example.json'));
  fresh = await freshDatabase({ poolSize: 2 });
  folder = mkdtempSync(path.join(tmpdir(), 'murajagat-kept-people-'));
  chmodSync(folder, 0o711);
});
afterAll(async () => {
  await fresh.drop();
  compiled.remove();
  rmSync(folder, { recursive: true, force: true });
});

test('who came with the training stays as they were made in the chat, and nobody is told of a file that nobody has named', async () => {
  const rolesOf = async (): Promise<string[]> => {
    const rows = await fresh.database.dataSource.query<{ roles: string[] }[]>('select roles from person order by id');
    return rows.map(({ roles }) => roles.join());
  };
  const start = async () => {
    const program = startProgram(compiled.folder, { DATABASE_URL: fresh.url, DATA_DIR: folder, STAND_PORT: '0' });
    await program.ready();
    expect(await program.stop()).toBe(0);
    return program.output;
  };
  expect(await start()).toContain('BOT_TOKEN не задан, поэтому это учебный стенд, а не рабочий бот.');
  expect((await rolesOf()).length).toBeGreaterThan(3);
  await fresh.database.dataSource.query(
    `update person set roles = array_append(roles, 'engagement') where not roles @> '{engagement}'`,
  );
  const given = await rolesOf();
  await start();
  expect(await rolesOf()).toEqual(given);
  expect(await fresh.database.dataSource.query(`select from outbox_message where kind = 'rightsByFile'`)).toEqual([]);
});
