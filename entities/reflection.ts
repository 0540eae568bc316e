import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { Reflection as Kind } from '../src/regulation/reflections';
import type { Stage } from '../src/regulation/vocabulary';
import { Appeal } from './appeal';
import { Person } from './person';

/** «Отразить в ПОС»: something that was decided here and ПОС does not hear of by a task. Whether it still stands follows from the appeal. */
@Entity('reflection')
@Index('reflection_open', ['at'], { where: 'ended_at is null' })
export class Reflection {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => Appeal)
  @Index('reflection_appeal')
  @Column('integer')
  appealId: number;

  @Column('text')
  kind: Kind;

  @Column('timestamptz')
  at: Date;

  /** Who has decided it; null: nobody in particular. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  personId: number | null;

  /** Who was to have it, has taken it, or has returned it. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  executorId: number | null;

  @Column('text')
  fromStage: Stage;

  /** It was ticked, ПОС shows it, or a task has carried the appeal further. */
  @Column('timestamptz', { nullable: true })
  endedAt: Date | null;

  /** Who has ticked it. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  endedById: number | null;
}
