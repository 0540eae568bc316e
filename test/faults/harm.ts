import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { pause, until } from '../support/until';
import { mountSmall, unmount } from './mount';
import type { Scene } from './play';

const SECOND = 1_000;

type Office = Scene['office'];

function serverOf({ server }: Office) {
  if (!server) throw new Error('This script needs a server of its own');
  return server;
}

const postmasterOf = ({ serverFolder }: Office): number =>
  Number(readFileSync(path.join(serverFolder, 'pg', 'postmaster.pid'), 'utf8').split('\n')[0]);

/** kill -9 of the server, which is started again at once, as whoever looks after it does. */
export async function killServer({ office }: Scene): Promise<void> {
  process.kill(postmasterOf(office), 'SIGKILL');
  await until('the server is up', () => restarted(office));
}

export async function stopServer({ office }: Scene, seconds: number): Promise<void> {
  process.kill(postmasterOf(office), 'SIGINT');
  await pause(seconds * SECOND);
  await until('the server is up', () => restarted(office));
}

async function restarted(office: Office): Promise<boolean> {
  await serverOf(office)
    .restart()
    .catch(() => undefined);
  return office.rows('select 1').then(
    () => true,
    () => false,
  );
}

/** Every process of the server, as the kernel has them: children of the postmaster. */
function processesOf(office: Office): number[] {
  const postmaster = postmasterOf(office);
  const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(postmaster)], { encoding: 'utf8' });
  return [postmaster, ...children.split('\n').map(Number).filter(Boolean)];
}

/** Its sockets stay open, and nobody answers. */
export async function stillServer({ office }: Scene, seconds: number): Promise<void> {
  const processes = processesOf(office);
  for (const pid of processes) process.kill(pid, 'SIGSTOP');
  try {
    await pause(seconds * SECOND);
  } finally {
    for (const pid of processes) process.kill(pid, 'SIGCONT');
  }
}

/** As a careless `vacuum full` or a migration by hand does. */
export async function lockTables({ office }: Scene, seconds: number): Promise<void> {
  const client = new Client({ connectionString: office.databaseUrl });
  await client.connect();
  await client.query('begin');
  await client.query('lock table appeal, inbox_update, outbox_message, form in access exclusive mode');
  await pause(seconds * SECOND);
  await client.query('rollback');
  await client.end();
}

/** Others take every connection that is to be had, those of the bot too. */
export async function takeConnections({ office }: Scene, seconds: number): Promise<void> {
  const taken: Client[] = [];
  const take = async (): Promise<boolean> => {
    const client = new Client({ connectionString: office.databaseUrl, application_name: 'somebody else' });
    client.on('error', () => undefined);
    return client.connect().then(
      () => taken.push(client) > 0,
      () => false,
    );
  };
  while (await take());
  await taken[0]?.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'murajagat'`);
  const end = performance.now() + seconds * SECOND;
  while (performance.now() < end) if (!(await take())) await pause(50);
  await Promise.all(taken.map((client) => client.end().catch(() => undefined)));
}

// ── Disks ───────────────────────────────────────────────────────────────────

/** Nothing more can be written into this folder, until it is mended; what was in it stays. */
export async function smallDisk(folder: string): Promise<{ readonly mounted: boolean; mend(): Promise<void> }> {
  const aside = `${folder}.aside`;
  mkdirSync(folder, { recursive: true });
  renameSync(folder, aside);
  const mounted = mountSmall(folder, 1);
  console.log(`       the full disk: ${mounted ? 'a mount of 1 MB' : 'a file in the place of the folder'}`);
  if (mounted) fill(folder);
  else {
    rmSync(folder, { recursive: true });
    writeFileSync(folder, '');
  }
  return {
    mounted,
    async mend() {
      if (mounted) unmount(folder);
      rmSync(folder, { recursive: true, force: true });
      renameSync(aside, folder);
    },
  };
}

const FILLER = 'filler';

function fill(folder: string): void {
  for (let part = 0; ; part += 1) {
    try {
      writeFileSync(path.join(folder, `${FILLER}${part}`), Buffer.alloc(4_096 * 16, 1));
    } catch {
      return;
    }
  }
}

/** The disk of the server is filled to the brim, again and again, and made free after a while. */
export async function fillDisk({ office }: Scene, seconds: number): Promise<void> {
  const folder = path.join(office.serverFolder, FILLER);
  mkdirSync(folder, { recursive: true });
  const end = performance.now() + seconds * SECOND;
  while (performance.now() < end) {
    fill(folder);
    await pause(500);
  }
  rmSync(folder, { recursive: true, force: true });
  await until('the server is up', () => restarted(office));
}
