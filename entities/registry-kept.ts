import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { Difference } from '../src/regulation/vocabulary';
import { Appeal } from './appeal';

/** «Оставить как есть»: it is not listed again until either side says something else. Who has said so is in the journal. */
@Entity('registry_kept')
export class RegistryKept {
  @ForeignKey(() => Appeal)
  @PrimaryColumn('integer')
  appealId: number;

  @PrimaryColumn('text')
  kind: Difference;

  /** What stood in ПОС and here. */
  @Column('text')
  there: string;

  @Column('text')
  here: string;
}
