import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { Appeal } from './appeal';

/** Выезд или совещание (§2). */
@Entity('visit')
@Index('visit_appeal', ['appealId'])
export class Visit {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => Appeal)
  @Column('integer')
  appealId: number;

  @Column('text')
  kind: 'visit' | 'meeting';

  @Column('timestamptz')
  at: Date;

  @Column('text')
  place: string;

  @Column('integer', { array: true })
  peopleIds: number[];

  /** Outside organizations, in words. */
  @Column('text', { nullable: true })
  outside: string | null;

  @Column('text', { nullable: true })
  result: string | null;

  @Column('timestamptz', { nullable: true })
  recordedAt: Date | null;

  /** It will not be. */
  @Column('timestamptz', { nullable: true })
  cancelledAt: Date | null;
}
