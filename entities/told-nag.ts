import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { NagThreshold } from '../src/regulation/nags';
import { Appeal } from './appeal';
import { Person } from './person';

/**
 * That a person was reminded of a term: when that reached them and whether it sounded. Told again it is another row. It is kept for
 * good, when the nag and its message are long forgotten: a violation counts by it (domain.md, Nags).
 */
@Entity('told_nag')
@Index('told_nag_term', ['appealId', 'term'])
export class ToldNag {
  /** Of the outbox: a message that is tried again tells nothing twice. */
  @PrimaryColumn('text')
  messageKey: string;

  @ForeignKey(() => Person)
  @PrimaryColumn('integer')
  personId: number;

  @ForeignKey(() => Appeal)
  @PrimaryColumn('integer')
  appealId: number;

  @PrimaryColumn('text')
  term: string;

  @Column('text')
  threshold: NagThreshold;

  /** Where the term ended then; null: a former program told it. */
  @Column('timestamptz', { nullable: true })
  endsAt: Date | null;

  /** They heard of it only because it was over. */
  @Column('boolean')
  escalated: boolean;

  @Column('timestamptz')
  at: Date;

  /** Null: a former program told it. */
  @Column('boolean', { nullable: true })
  silent: boolean | null;
}
