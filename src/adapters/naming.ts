import { DefaultNamingStrategy, type NamingStrategyInterface, type Table } from 'typeorm';
import { snakeCase } from '../database/columns';

/**
 * Names columns after their properties, in snake case: no entity says a name twice, and the lists of hand-written SQL are
 * made from the entities (src/database/columns.ts). Names constraints as PostgreSQL itself does (`person_pkey`,
 * `appeal_executor_id_fkey`, `person_name_key`), so that migrations stay plain SQL without a hash in it. Indexes have their
 * names in the entities.
 */
export class PostgresNaming extends DefaultNamingStrategy implements NamingStrategyInterface {
  override columnName(property: string, ownName: string | undefined, embeddedIn: readonly string[]): string {
    return [...embeddedIn, ownName || property].map(snakeCase).join('_');
  }

  override primaryKeyName(table: Table | string): string {
    return `${this.getTableName(table)}_pkey`;
  }

  override foreignKeyName(table: Table | string, columns: string[]): string {
    return `${this.getTableName(table)}_${columns.join('_')}_fkey`;
  }

  override uniqueConstraintName(table: Table | string, columns: string[]): string {
    return `${this.getTableName(table)}_${columns.join('_')}_key`;
  }
}
