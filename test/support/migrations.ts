import type { Database } from '../../src/database/database';

/** As it was before that migration, whichever came after. */
export async function undoDownTo({ dataSource }: Database, name: string): Promise<void> {
  const isThere = async (): Promise<boolean> => {
    const rows: unknown[] = await dataSource.query('select 1 from migrations where name = $1', [name]);
    return rows.length > 0;
  };
  while (await isThere()) await dataSource.undoLastMigration();
}
