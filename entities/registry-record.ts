import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Appeal } from './appeal';
import { RegistryFile } from './registry-file';

/**
 * What ПОС last said of an appeal in a registry file: its status, executor, terms, mark. The bot's own state is in `appeal`, and
 * neither changes the other; how they differ follows from both.
 */
@Entity('registry_record')
export class RegistryRecord {
  @ForeignKey(() => Appeal)
  @PrimaryColumn('integer')
  appealId: number;

  /** The file that said so first. */
  @ForeignKey(() => RegistryFile)
  @Column('integer')
  fileId: number;

  /** As `ReadRow` has it. */
  @Column('jsonb')
  said: object;
}
