import { Column, Entity, PrimaryColumn, Check, Index, PrimaryGeneratedColumn } from 'typeorm';
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

/** Statistics as counted by one going-through of all appeals, and how far the journal is followed since. The active set is read. */
@Entity('statistics_set')
@Check('statistics_set_state', `state in ('building', 'active')`)
@Check('statistics_set_builder', `builder in ('bot', 'command')`)
@Index('statistics_set_active', ['state'], { unique: true, where: `state = 'active'` })
export class StatisticsSet {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @Column('text')
  state: 'building' | 'active';

  /** Who goes through the appeals; an active set is the bot's to follow, whoever has built it. */
  @Column('text')
  builder: 'bot' | 'command';

  /** The last appeal that was gone through; null: none yet. */
  @Column('integer', { nullable: true })
  builtTo: number | null;

  /** The last entry that was followed: entries are in the order of epoch, transaction and number. */
  @Column('integer')
  epoch: number;

  @Column('bigint')
  txid: number;

  @Column('bigint')
  entryId: number;

  /** By which rules it is counted (`COUNTING_RULES`). */
  @Column('integer', { default: 1 })
  rules: number;
}

/** What an appeal has brought to a set: taken away again when it brings something else. */
@Entity('statistics_share')
@Index('statistics_share_days', ['days'], { type: 'gist' })
export class StatisticsShare {
  @PrimaryColumn('integer')
  setId: number;

  @PrimaryColumn('integer')
  appealId: number;

  /** As `packed` has it. */
  @Column('json')
  share: object;

  /** From the first day to the last on which it brings anything; open while it goes on. */
  @Column('daterange')
  days: string;
}
