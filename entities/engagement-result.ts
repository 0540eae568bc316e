import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
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
