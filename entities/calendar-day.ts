import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { DayKind, PlainDate } from '../src/regulation/calendar';
import { Person } from './person';

/** A day that an admin has set over the production calendar. The key lets no day be both working and off. */
@Entity('calendar_day')
export class CalendarDay {
  @PrimaryColumn('date')
  day: PlainDate;

  @Column('text')
  kind: DayKind;

  @Column('text', { nullable: true })
  note: string | null;

  @ForeignKey(() => Person)
  @Column('integer')
  enteredById: number;

  @Column('timestamptz')
  enteredAt: Date;
}
