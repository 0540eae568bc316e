import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A low mark of an applicant, and which file has brought it: the curators are told of each file's. */
@Entity('registry_mark')
export class RegistryMark {
  /** No foreign keys here, see migration `history`. */
  @PrimaryColumn('integer')
  fileId: number;

  @PrimaryColumn('integer')
  appealId: number;

  @Column('integer')
  mark: number;
}
