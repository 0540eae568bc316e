import { Pool } from 'pg';
import { startEmbedded } from '../../src/adapters/embedded-postgres';

/**
 * A process that keeps the embedded server as the bot does, to be killed by tests. It tells its story as JSON lines
 * and answers each line of its input, a query, with the rows.
 */
function tell(event: object): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

async function main(dataDir: string): Promise<void> {
  const embedded = await startEmbedded({
    dataDir,
    onExit: (reason) => {
      tell({ event: 'lost', reason: reason.message });
      embedded.restart().then(() => {
        tell({ event: 'restarted' });
      }, fail);
    },
  });
  const pool = new Pool({ connectionString: embedded.url });
  pool.on('error', () => undefined);
  process.on('SIGINT', () => {
    tell({ event: 'interrupted' });
  });
  process.on('SIGTERM', () => {
    pool
      .end()
      .then(() => embedded.stop())
      .then(() => process.exit(0), fail);
  });
  process.stdin.on('data', (query) => {
    pool.query(String(query)).then(({ rows }) => {
      tell({ event: 'rows', rows });
    }, fail);
  });
  tell({ event: 'started', url: embedded.url, adopted: embedded.adopted });
}

function fail(error: unknown): void {
  const { code, message } = error as { code?: string; message: string };
  tell({ event: 'failed', code, message });
  process.exit(1);
}

main(process.argv[2] ?? '').catch(fail);
