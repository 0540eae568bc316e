import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What is wrong with a row: in which column, with which value, in the office's language. */
export interface RowComplaint {
  /** Null: the row as a whole. */
  readonly column: string | null;
  readonly value: string;
  readonly reason: string;
}

/** A row of a registry file that is new, has changed since the file before, is not registered for now, or is in error; what is known already is counted only. */
@Entity('registry_row')
@Index('registry_row_bad', ['fileId'], { where: `verdict = 'bad'` })
@Index('registry_row_words', { synchronize: false })
export class RegistryRow {
  /** Of a registry file; no foreign key: whoever writes the rows holds their file, and the checks were a sixth of its loading. */
  @PrimaryColumn('integer')
  fileId: number;

  /** As a spreadsheet counts them. */
  @PrimaryColumn('integer')
  row: number;

  @Column('text')
  verdict: 'fresh' | 'changed' | 'held' | 'bad';

  /** What it says, as `ReadRow` has it; null: it is in error. */
  @Column('jsonb', { nullable: true })
  said: object | null;

  /** Of one that has changed: which fields, what ПОС said before and what it says now. */
  @Column('jsonb', { nullable: true })
  changes: Readonly<Record<string, readonly [before: unknown, after: unknown]>> | null;

  /** Its cells as they stand, of a row in error: they are corrected and sent again. */
  @Column('jsonb', { nullable: true })
  cells: readonly string[] | null;

  @Column('jsonb', { nullable: true })
  complaints: readonly RowComplaint[] | null;
}
