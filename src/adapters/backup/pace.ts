import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { Bytes } from './parts';

/** A piece is worked on for a millisecond or less, so that a press of a dozen meets the copy's rests as much as its work. */
const PIECE_BYTES = 64 * 1024;
const LOOK_MS = 50;
/** Who has pressed once presses again soon; longer, and a bot that nobody presses would look like people half of the time. */
const AT_WORK_MS = 2_000;
/** For each moment of work, so many of rest: a quarter of a core is left to the copy, and as little of the server. */
const REST = 3;
/** What has waited long for its turn has rested already. */
const MOST_REST_MS = 50;

/** A server that is silent for longer answers nobody else either. */
const PATIENCE = { keepAlive: true, connectionTimeoutMillis: 5_000, query_timeout: 5_000 };

/** How fast a copy may go: a low priority is this process's alone, and the server reads the tables at its own. */
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
  let [bytesSince, restedAt, lookAt, atWorkUntil] = [0, performance.now(), 0, 0];

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
      const workedMs = performance.now() - restedAt;
      if (await isAtWork()) await rest(Math.min(MOST_REST_MS, Math.ceil(REST * workedMs)));
      restedAt = performance.now();
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
