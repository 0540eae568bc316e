import { Column, Entity, ForeignKey, PrimaryColumn, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { EngagementResults } from '../src/regulation/engagement/results';
import { Engagement } from './engagement';
import { Person } from './person';

/** How it ended, as somebody has told it; the latest counts. Never changed. */
@Entity('engagement_result')
export class EngagementResult {
  @ForeignKey(() => Engagement)
  @PrimaryColumn('integer')
  engagementId: number;

  /** From 1. */
  @PrimaryColumn('integer')
  number: number;

  @Column('jsonb')
  results: EngagementResults;

  @ForeignKey(() => Person)
  @Column('integer')
  toldById: number;

  @Column('timestamptz')
  toldAt: Date;
}

/** Results that came home from ПОС by HTTP: a draft until somebody of the ОГ role takes it. */
@Entity('returned_result')
@Index('returned_result_key', ['engagementId', 'key'], { unique: true })
@Index('returned_result_waiting', ['engagementId'], { unique: true, where: `state = 'waiting'` })
export class ReturnedResult {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => Engagement)
  @Column('integer')
  engagementId: number;

  /** The sender's own. */
  @Column('text')
  key: string;

  /** Without personal data of citizens. */
  @Column('jsonb')
  results: EngagementResults;

  @Column('date')
  countedOn: string;

  /** The address of the page from which they are. */
  @Column('text')
  source: string;

  /** replaced: others came before anybody had decided. */
  @Column('text')
  state: 'waiting' | 'taken' | 'declined' | 'replaced';

  @Column('timestamptz')
  receivedAt: Date;

  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  decidedById: number | null;

  @Column('timestamptz', { nullable: true })
  decidedAt: Date | null;
}
