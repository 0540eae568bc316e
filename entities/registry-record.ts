import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * In which row of which registry file ПОС has last said something new of an appeal: its status, executor, terms, mark. The bot's own
 * state is in `appeal`, and neither changes the other; how they differ follows from both.
 */
@Entity('registry_record')
@Index('registry_record_watched', ['appealId'], { where: 'watched' })
export class RegistryRecord {
  @PrimaryColumn('integer')
  appealId: number;

  /** The file that said so, and the row of it in which it is kept. */
  @Column('integer')
  fileId: number;

  @Column('integer')
  row: number;

  /** It may differ from the bot whatever that does: it is open there, or was examined anew. Most are neither. */
  @Column('boolean')
  watched: boolean;

  /** The latest file that has named it, where it is open here or there; null: none after the one that is kept. */
  @Column('integer', { nullable: true })
  seenFileId: number | null;
}
