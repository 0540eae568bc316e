import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Appeal } from './appeal';
import { RegistryFile } from './registry-file';

/** An open appeal that the latest whole file of its days does not name. */
@Entity('registry_missing')
export class RegistryMissing {
  @ForeignKey(() => Appeal)
  @PrimaryColumn('integer')
  appealId: number;

  @ForeignKey(() => RegistryFile)
  @Column('integer')
  fileId: number;
}
