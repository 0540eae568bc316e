import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../src/regulation/calendar';
import { Person } from './person';

/** Whose phone sounds for all coordinators on a day. A day without a row: everybody's. */
@Entity('on_duty')
export class OnDuty {
  @PrimaryColumn('date')
  day: PlainDate;

  @ForeignKey(() => Person)
  @Column('integer')
  personId: number;
}
