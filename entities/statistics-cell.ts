import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../src/regulation/calendar';

/** By what cells are kept. */
export const KEPT_SLICES = ['none', 'kind', 'category', 'executor', 'organization', 'settlement', 'channel'] as const;
export type KeptSlice = (typeof KEPT_SLICES)[number];

/** Days for what begins or ends within a month, months for all the rest. */
export type Grain = 'day' | 'month';

/** How often each bucket was met. */
export type Histogram = Readonly<Record<string, number>>;

/** Counts by name, and a histogram where something is measured. */
export type Counts = Readonly<Record<string, number | Histogram>>;

/** What was counted on a day, or in a month, under one row of a slice. */
@Entity('statistics_cell')
export class StatisticsCell {
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

  /** It counts in periods that end before this day. */
  @PrimaryColumn('date')
  until: PlainDate;

  @Column('json')
  counts: Counts;
}
