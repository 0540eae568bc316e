import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What an appeal has brought to a set: taken away again when it brings something else. */
@Entity('statistics_share')
export class StatisticsShare {
  @PrimaryColumn('integer')
  setId: number;

  @PrimaryColumn('integer')
  appealId: number;

  /** As `packed` has it. */
  @Column('json')
  share: object;
}
