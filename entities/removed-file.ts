import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * Bytes that are for the sweep unless a row needs them by then: of a file that was taken out, of an original whose term is over, and
 * of a photo from another system, whose request may have failed.
 */
@Entity('removed_file')
export class RemovedFile {
  @PrimaryColumn('text')
  sha256: string;

  @Column('timestamptz')
  removedAt: Date;
}
