import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { Bytes } from './parts';

/**
 * Work comes in pieces of some ten milliseconds of a core, and rests are several times as long, so that most presses meet a rest; by finer
 * ones, at the same pace, each press meets some work (a press's p99 beside it 1.8 times that alone, by these 1.2).
 */
const PIECE_BYTES = 1024 * 1024;
const REST_MS = 50;
const LOOK_MS = 50;
/** Who has pressed once presses again soon; longer, and a bot that nobody presses would look like people half of the time. */
const AT_WORK_MS = 2_000;
/** A server that is silent for longer answers nobody else either. */
const PATIENCE = { keepAlive: true, connectionTimeoutMillis: 5_000, query_timeout: 5_000 };

/** How fast a copy may go: a low priority is this process's alone, the server reads the tables at its own, and both work ahead of each other. */
export interface Pace {
  /** Call it after each piece of work: where somebody is at work it resolves after a rest. */
  worked(bytes: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * Somebody is at work where transactions that write have begun on the server; a bot that nobody presses begins one in some ten seconds.
 * Where it can't be known, somebody is.
 * @param rest how to rest, for so many milliseconds
 */
export async function openPace(url: string, rest: (ms: number) => Promise<unknown> = pause): Promise<Pace> {
  const client = new Client({ connectionString: url, application_name: 'murajagat backup pace', ...PATIENCE });
  client.on('error', () => undefined);
  let seen = await client.connect().then(
    () => nextTransaction(client),
    () => null,
  );
  let [bytesSince, lookAt, atWorkUntil] = [0, 0, 0];

  async function isAtWork(): Promise<boolean> {
    if (seen !== null && performance.now() >= lookAt) {
      const next = await nextTransaction(client);
      lookAt = performance.now() + LOOK_MS;
      if (next !== seen) atWorkUntil = performance.now() + AT_WORK_MS;
      seen = next;
    }
    return seen === null || performance.now() < atWorkUntil;
  }

  return {
    async worked(bytes) {
      bytesSince += bytes;
      if (bytesSince < PIECE_BYTES) return;
      bytesSince = 0;
      if (await isAtWork()) await rest(REST_MS);
    },
    close: () => client.end(),
  };
}

/** The same bytes, by that pace. */
export async function* paced(pace: Pace, bytes: Bytes): Bytes {
  for await (const chunk of bytes) {
    yield chunk;
    await pace.worked(chunk.byteLength);
  }
}

/** The number of the next transaction that writes; null: nobody knows, and nobody is asked again. */
const nextTransaction = (client: Client): Promise<string | null> =>
  client.query<{ next: string }>('select pg_snapshot_xmax(pg_current_snapshot())::text as next').then(
    ({ rows }) => rows[0]?.next ?? null,
    () => null,
  );
