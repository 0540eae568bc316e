import { Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Appeal } from './appeal';
import { RegistryFile } from './registry-file';

/** A file that is under way names this appeal, which is open here or there. Gone once the file is over. */
@Entity('registry_sighting')
export class RegistrySighting {
  @ForeignKey(() => RegistryFile)
  @PrimaryColumn('integer')
  fileId: number;

  @ForeignKey(() => Appeal)
  @PrimaryColumn('integer')
  appealId: number;
}
