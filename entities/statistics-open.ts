import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../src/regulation/calendar';
import type { Grain, KeptSlice } from './statistics-cell';

/** By how many the open appeals of a row became more on a day, or in a month; fewer: below zero. */
@Entity('statistics_open')
export class StatisticsOpen {
  @PrimaryColumn('integer')
  setId: number;

  @PrimaryColumn('text')
  slice: KeptSlice;

  @PrimaryColumn('text')
  grain: Grain;

  /** The day, or the first of the month. */
  @PrimaryColumn('date')
  day: PlainDate;

  /** Empty: there is none. */
  @PrimaryColumn('text')
  key: string;

  @Column('integer')
  open: number;

  /** Of them, those from before the bot had its first appeal. */
  @Column('integer')
  backlog: number;
}
