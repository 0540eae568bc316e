import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { openPace } from '../../../../src/adapters/backup/pace';
import { startEmbedded, type Embedded } from '../../../../src/adapters/embedded-postgres';
import { until } from '../../../support/until';

// Whoever writes on a server counts, so that a server of one's own is what nobody else writes on.
let folder: string;
let server: Embedded;
let person: Client;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'murajagat-pace-'));
  // as root the server runs as another user, who must get in
  await chmod(folder, 0o755);
  server = await startEmbedded({ dataDir: folder, disposable: true });
  person = new Client({ connectionString: server.url });
  await person.connect();
  await person.query('create table acts (id bigint generated always as identity)');
});
afterAll(async () => {
  await person.end();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const PIECE = 1024 * 1024;
const PIECES = 3_000;

/** How often a copy rests over these pieces, which take more than one look at the server. */
async function restsOver(pieces: number, meanwhile: () => Promise<unknown>): Promise<number> {
  let rests = 0;
  const pace = await openPace(server.url, async (ms) => {
    expect(ms).toBeGreaterThan(0);
    rests += 1;
  });
  for (let piece = 0; piece < pieces; piece += 1) {
    await meanwhile();
    await pace.worked(PIECE);
  }
  await pace.close();
  return rests;
}

test('a copy rests after each piece from when somebody is seen to write', async () => {
  const rests = await restsOver(PIECES, () => person.query('insert into acts default values'));
  expect(rests).toBeGreaterThan(PIECES / 2);
});

test('where people only look, it does not', async () => {
  // The server itself writes now and then, its statistics: another round is without.
  await until('a copy has gone on without a rest', async () => {
    const rests = await restsOver(PIECES / 10, () => person.query('select id from acts limit 1'));
    return rests === 0;
  });
});

test('what is smaller than a piece is no reason to rest', async () => {
  const pace = await openPace(server.url, () => Promise.reject(new Error('It has rested')));
  for (let row = 0; row < 100; row += 1) {
    await person.query('insert into acts default values');
    await pace.worked(PIECE / 200);
  }
  await pace.close();
});

test('where nobody knows, somebody is at work', async () => {
  let rests = 0;
  const nowhere = Object.assign(new URL(server.url), { pathname: '/no_such_database' });
  const pace = await openPace(nowhere.href, async () => (rests += 1));
  for (let piece = 0; piece < 10; piece += 1) await pace.worked(PIECE);
  await pace.close();
  expect(rests).toBe(10);
});
