import { Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Appeal } from './appeal';

/** Came with an earlier release, and by what it is like others is not kept yet. */
@Entity('appeal_to_sketch')
export class AppealToSketch {
  @ForeignKey(() => Appeal)
  @PrimaryColumn('integer')
  appealId: number;
}
