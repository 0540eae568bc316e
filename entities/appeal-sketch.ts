import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Appeal } from './appeal';

/** By what likely repeats of an appeal are found; written with its registration, and anew when that is another. */
@Entity('appeal_sketch')
@Index('appeal_sketch_place', ['place'], { where: 'place is not null' })
@Index('appeal_sketch_likeness', { synchronize: false })
export class AppealSketch {
  @ForeignKey(() => Appeal)
  @PrimaryColumn('integer')
  appealId: number;

  /** Settlement and address in one form, however they were written; null: there is no address. */
  @Column('text', { nullable: true })
  place: string | null;

  /** Numbers of which near texts have some in common, see likeness; empty where the text is too short to tell. */
  @Column('integer', { array: true })
  likeness: number[];
}
