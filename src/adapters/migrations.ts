import type { MigrationInterface } from 'typeorm';

/** Every migration, by hand, oldest first. TypeORM orders them by the timestamp at the end of the class name. */
export const migrations: readonly (new () => MigrationInterface)[] = [];
