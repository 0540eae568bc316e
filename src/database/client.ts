import { Client } from 'pg';
import type { QueryRunner } from 'typeorm';

/** The connection under a runner, for what TypeORM does not ask of one. */
export async function clientOf(runner: QueryRunner): Promise<Client> {
  const client: unknown = await runner.connect();
  if (!(client instanceof Client)) throw new Error('TypeORM no longer connects by a client of pg');
  return client;
}
