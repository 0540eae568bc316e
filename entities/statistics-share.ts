import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

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
