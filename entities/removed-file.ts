import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Bytes that a photo or a file was taken out with, for good when nothing else refers to them by the end of their term. */
@Entity('removed_file')
export class RemovedFile {
  @PrimaryColumn('text')
  sha256: string;

  @Column('timestamptz')
  removedAt: Date;
}
