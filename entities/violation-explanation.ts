import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { Person } from './person';
import { Violation } from './violation';

/** What somebody has explained, in their own words; its files hang on the form. Another one is added, none is changed. */
@Entity('violation_explanation')
@Index('violation_explanation_of', ['violationId'])
@Index('violation_explanation_form', ['formId'], { unique: true })
export class ViolationExplanation {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => Violation)
  @Column('integer')
  violationId: number;

  @ForeignKey(() => Person)
  @Column('integer')
  personId: number;

  @Column('timestamptz')
  at: Date;

  /** It came after the two working days. */
  @Column('boolean')
  late: boolean;

  @Column('text')
  text: string;

  /** By which it was given, once. No foreign key: a form without files is forgotten in time. */
  @Column('integer')
  formId: number;
}
