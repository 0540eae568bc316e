import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { PlainDate } from '../src/regulation/calendar';
import { Person } from './person';

/** Days when a person is away, both inclusive, and who stands in. */
@Entity('absence')
@Index('absence_person', ['personId'])
@Index('absence_deputy', ['deputyId'])
export class Absence {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => Person)
  @Column('integer')
  personId: number;

  @Column('date')
  fromDay: PlainDate;

  @Column('date')
  untilDay: PlainDate;

  /** For all roles; null: nobody, or one for each role (entities/deputy.ts). */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  deputyId: number | null;

  @ForeignKey(() => Person)
  @Column('integer')
  enteredById: number;

  @Column('timestamptz')
  enteredAt: Date;

  /** Null: with the absence, or nobody was. */
  @Column('timestamptz', { nullable: true })
  deputiesNamedAt: Date | null;

  /** One's own word for the same day counts once an admin has confirmed it; null: nobody has. */
  @Column('timestamptz', { nullable: true })
  confirmedAt: Date | null;

  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  confirmedById: number | null;

  @Column('timestamptz', { nullable: true })
  cancelledAt: Date | null;
}
