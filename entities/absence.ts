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
  @Column('integer', { name: 'person_id' })
  personId: number;

  @Column('date', { name: 'from_day' })
  fromDay: PlainDate;

  @Column('date', { name: 'until_day' })
  untilDay: PlainDate;

  @ForeignKey(() => Person)
  @Column('integer', { name: 'deputy_id', nullable: true })
  deputyId: number | null;

  @ForeignKey(() => Person)
  @Column('integer', { name: 'entered_by_id' })
  enteredById: number;

  @Column('timestamptz', { name: 'entered_at' })
  enteredAt: Date;

  @Column('timestamptz', { name: 'cancelled_at', nullable: true })
  cancelledAt: Date | null;
}
