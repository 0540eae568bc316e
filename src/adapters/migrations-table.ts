/** All processes that start on one database queue here; the later ones find nothing left to do. */
export const MIGRATION_LOCK = 334_000_002;
/** TypeORM's own name for what has run. */
export const MIGRATIONS_TABLE = 'migrations';
