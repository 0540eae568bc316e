import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A low mark of an applicant, and which file has brought it: the curators are told of each file's. */
@Entity('registry_mark')
export class RegistryMark {
  /** No foreign keys: whoever writes a mark has just inserted or read its appeal, and holds the file. */
  @PrimaryColumn('integer')
  fileId: number;

  @PrimaryColumn('integer')
  appealId: number;

  @Column('integer')
  mark: number;
}
