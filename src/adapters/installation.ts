import { Installation, type InstallationPurpose } from '../../entities/installation';
import { columns, type RowOf } from '../database/columns';
import { ConfigError } from '../config';
import { type Database, statement } from '../database/database';
import { wordsOf, type Locale } from '../i18n';

const CLAIMED = columns(Installation, ['installationId', 'purpose']);
const claim = statement(
  'installation.claim',
  // The empty update makes the row that came first, ours or another process's, come back in the same statement.
  `insert into installation (id, installation_id, purpose) values (1, gen_random_uuid(), $1)
   on conflict (id) do update set purpose = installation.purpose
   returning ${CLAIMED}`,
);

/**
 * Marks a new database, and refuses one that was marked otherwise. After `migrate`.
 * @returns the installation's id, for logs.
 * @throws ConfigError naming BOT_TOKEN, which decides between training and office.
 */
export async function markInstallation(
  database: Database,
  purpose: InstallationPurpose,
  locale: Locale = 'ru',
): Promise<string> {
  const [row] = await database.query<RowOf<typeof CLAIMED>>(claim, [purpose]);
  if (row === undefined) throw new Error('installation.claim returned no row');
  if (row.purpose !== purpose) {
    const problem = wordsOf(locale).plain(`config:holds.${row.purpose}`);
    throw new ConfigError([{ variable: 'BOT_TOKEN', problem }], locale);
  }
  return row.installationId;
}
