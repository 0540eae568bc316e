import { DATABASE, databaseOf, type Database } from '../../src/database/database';
import type { Desk } from '../../src/usecases/kit/ports';

/** A process that dies before its commit, or right after it. */
export function dyingDesk(desk: Desk, dies: () => boolean): Desk {
  const database: Database = databaseOf(desk);
  return {
    ...desk,
    [DATABASE]: {
      dataSource: database.dataSource,
      query: (...asked) => database.query(...asked),
      transaction: async (work) => {
        const result = await database.transaction(async (tx) => {
          const done = await work(tx);
          if (dies()) throw new Error('killed before the commit');
          return done;
        });
        if (dies()) throw new Error('killed after the commit');
        return result;
      },
    },
  };
}
