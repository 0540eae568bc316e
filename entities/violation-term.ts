import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Overdue } from './overdue';
import { Violation } from './violation';

/** A fact of a case: the one that opened it, and those of the same deed, of other appeals or of another term. */
@Entity('violation_term')
@Index('violation_term_of', ['violationId'])
export class ViolationTerm {
  @ForeignKey(() => Overdue)
  @PrimaryColumn('bigint')
  overdueId: number;

  @ForeignKey(() => Violation)
  @Column('integer')
  violationId: number;
}
