import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Appeal } from './appeal';
import { RegistryFile } from './registry-file';

/** A low mark of an applicant, and which file has brought it: the curators are told of each file's. */
@Entity('registry_mark')
export class RegistryMark {
  @ForeignKey(() => RegistryFile)
  @PrimaryColumn('integer')
  fileId: number;

  @ForeignKey(() => Appeal)
  @PrimaryColumn('integer')
  appealId: number;

  @Column('integer')
  mark: number;
}
