import { administer } from './database';

/** Takes a database away, as a restart of the server does, while `during` runs, and brings it back. */
export async function withoutDatabase({ url }: { readonly url: string }, during: () => Promise<void>): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await administer(`alter database ${name} with allow_connections false`);
  await administer(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
  try {
    await during();
  } finally {
    await administer(`alter database ${name} with allow_connections true`);
  }
}
