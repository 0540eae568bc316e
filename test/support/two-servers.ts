import { chmodSync } from 'node:fs';
import { appendFile, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { openDatabase } from '../../src/adapters/database';
import { clusterFolder } from '../../src/adapters/embedded-cluster';
import { runningPostmaster } from '../../src/adapters/embedded-postmaster';
import { startEmbedded, type Embedded } from '../../src/adapters/embedded-postgres';
import { migrate } from '../../src/adapters/migrate';
import type { FreshDatabase } from './database';
import { TcpSwitch } from './tcp-switch';
import { until } from './until';

const OFFICE = 'office';

/** One office on a leader and a standby that has every commit before anybody is told of it, behind one address. */
export interface TwoServers {
  readonly office: FreshDatabase;
  readonly address: TcpSwitch;
  readonly leader: { readonly port: number; kill(): void };
  readonly standby: { readonly port: number; run<Row>(sql: string): Promise<Row[]> };
}

const portOf = (url: string): number => Number(new URL(url).port);

/** By a connection of its own. */
async function runOn<Row>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}

export async function startTwoServers(): Promise<TwoServers> {
  const home = await mkdtemp(path.join(tmpdir(), 'murajagat-two-servers-'));
  // As root the servers run as another user, who must get in.
  chmodSync(home, 0o755);
  const [first, second] = [path.join(home, 'first'), path.join(home, 'second')];
  const made = await startEmbedded({ dataDir: first });
  await runOn(made.url, `create database ${OFFICE} template template0`);
  await made.stop();
  await cp(clusterFolder(first), clusterFolder(second), { recursive: true });
  const leader = await startEmbedded({ dataDir: first });
  const standby = await startStandby(second, leader.url);
  await runOn(leader.url, `alter system set synchronous_standby_names = 'standby'`);
  await runOn(leader.url, 'select pg_reload_conf()');
  await until('each commit waits for the standby', () => isSynchronous(leader.url));
  const address = new TcpSwitch();
  const url = new URL(leader.url);
  url.port = String(await address.open());
  url.pathname = `/${OFFICE}`;
  address.turn({ port: portOf(leader.url) });
  const database = await openDatabase({ url: url.href, poolSize: 12 });
  await migrate(database);
  return {
    office: {
      database,
      url: url.href,
      async drop() {
        if (database.dataSource.isInitialized) await database.close();
        await address.close();
        for (const server of [leader, standby]) await server.stop();
        await rm(home, { recursive: true, force: true });
      },
    },
    address,
    leader: {
      port: portOf(leader.url),
      kill: () => void process.kill(runningPostmaster(clusterFolder(first))?.pid ?? NaN, 'SIGKILL'),
    },
    standby: { port: portOf(standby.url), run: (sql) => runOn(standby.url, sql) },
  };
}

async function startStandby(dataDir: string, of: string): Promise<Embedded> {
  const { port, username, password } = new URL(of);
  const folder = clusterFolder(dataDir);
  const place = `host=127.0.0.1 port=${port} user=${username} password=${password} application_name=standby`;
  await appendFile(path.join(folder, 'postgresql.auto.conf'), `primary_conninfo = '${place}'\n`);
  await writeFile(path.join(folder, 'standby.signal'), '');
  return startEmbedded({ dataDir });
}

async function isSynchronous(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ state: string }>('select sync_state as state from pg_stat_replication');
  await client.end();
  return rows.some(({ state }) => state === 'sync');
}
