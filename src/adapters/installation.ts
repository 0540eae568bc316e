import { Installation, type InstallationPurpose } from '../../entities/installation';
import { columns, type RowOf } from '../columns';
import { ConfigError } from '../config';
import { type Database, statement } from '../database';

const CLAIMED = columns(Installation, ['installationId', 'purpose']);
const claim = statement(
  'installation.claim',
  // The empty update makes the row that came first, ours or another process's, come back in the same statement.
  `insert into installation (id, installation_id, purpose) values (1, gen_random_uuid(), $1)
   on conflict (id) do update set purpose = installation.purpose
   returning ${CLAIMED}`,
);

/** What to say when a database of this purpose meets a start of the other one. */
const REFUSALS: Readonly<Record<InstallationPurpose, string>> = {
  training:
    'is set, but the database (DATABASE_URL, else the embedded one in DATA_DIR) holds a training: ' +
    'remove BOT_TOKEN, or give the office a database of its own',
  office:
    'is absent, which starts a training, but the database (DATABASE_URL, else the embedded one in DATA_DIR) ' +
    "holds an office's data: set BOT_TOKEN, or give the training a database of its own",
};

/**
 * Marks a new database, and refuses one that was marked otherwise. After `migrate`.
 * @returns the installation's id, for logs.
 * @throws ConfigError naming BOT_TOKEN, which decides between training and office.
 */
export async function markInstallation(database: Database, purpose: InstallationPurpose): Promise<string> {
  const [row] = await database.query<RowOf<typeof CLAIMED>>(claim, [purpose]);
  if (row === undefined) throw new Error('installation.claim returned no row');
  if (row.purpose !== purpose) throw new ConfigError([{ variable: 'BOT_TOKEN', problem: REFUSALS[row.purpose] }]);
  return row.installationId;
}
