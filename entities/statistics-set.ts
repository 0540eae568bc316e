import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

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
