import { Client } from 'pg';
import type { OpenDatabase } from '../../../src/adapters/database';
import type { Database, Statement, Transaction } from '../../../src/database/database';
import { CONNECTIONS } from './press';

export interface Said {
  readonly statement: Statement;
  readonly values: readonly unknown[];
}

const BEGIN = { name: 'replay.begin', text: 'begin' };
const COMMIT = { name: 'replay.commit', text: 'commit' };

/** The same database, noting every statement with its values, `begin` and `commit` included. */
export function recording(database: OpenDatabase): { readonly database: OpenDatabase; readonly said: Said[] } {
  const said: Said[] = [];
  const noting =
    (queries: Pick<Transaction, 'query'>): Transaction['query'] =>
    (statement, values = []) => {
      said.push({ statement, values });
      return queries.query(statement, values);
    };
  const noted = (one: Database): Database => ({
    ...one,
    query: noting(one),
    async transaction(work) {
      said.push({ statement: BEGIN, values: [] });
      const result = await one.transaction((tx) => work({ manager: tx.manager, query: noting(tx) }));
      said.push({ statement: COMMIT, values: [] });
      return result;
    },
  });
  return {
    said,
    database: {
      ...database,
      ...noted(database),
      // what keeps and finishes an update is of the press too; what clocks and watchers ask is not
      apart: async (pool) => (pool === 'queues' ? noted(await database.apart(pool)) : database.apart(pool)),
    },
  };
}

/** The values of a recorded press with other ids in the place of its own, however deep they sit in texts and lists. */
export function retold(said: readonly Said[], ids: ReadonlyMap<string, string>): Said[] {
  const pattern = new RegExp([...ids.keys()].sort((one, other) => other.length - one.length).join('|'), 'g');
  const text = (value: string): string => value.replace(pattern, (id) => ids.get(id) ?? id);
  const retell = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (typeof value === 'number') return Number(text(String(value)));
    return Array.isArray(value) ? value.map(retell) : value;
  };
  return said.map(({ statement, values }) => ({ statement, values: values.map(retell) }));
}

export interface Replayer {
  replay(said: readonly Said[], connection: number): Promise<void>;
  /** Nobody works these lanes: what was replayed must not pile up in front of what comes. */
  forgetUpdates(): Promise<void>;
  query(sql: string): Promise<object[]>;
  close(): Promise<void>;
}

/** Bare pg: prepared statements on as many connections as the presses have, with the session settings of the bot. */
export async function startReplayer(url: string): Promise<Replayer> {
  const clients = await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      const client = new Client({ connectionString: url, options: '-c TimeZone=UTC -c DateStyle=ISO' });
      await client.connect();
      return client;
    }),
  );
  return {
    async replay(said, connection) {
      const client = clients[connection];
      if (!client) throw new Error(`There is no connection ${connection}`);
      for (const { statement, values } of said) await client.query({ ...statement, values: [...values] });
    },
    async forgetUpdates() {
      await clients[0]?.query("update inbox_update set state = 'done', payload = null where state = 'new'");
    },
    async query(sql) {
      return (await clients[0]?.query<object>(sql))?.rows ?? [];
    },
    async close() {
      await Promise.all(clients.map((client) => client.end()));
    },
  };
}
