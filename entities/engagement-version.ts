import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { EngagementContent } from '../src/regulation/engagement/content';
import { Engagement } from './engagement';
import { Person } from './person';

/** One version of what is written of it. Never changed. */
@Entity('engagement_version')
@Index('engagement_version_words', { synchronize: false })
export class EngagementVersion {
  @ForeignKey(() => Engagement)
  @PrimaryColumn('integer')
  engagementId: number;

  /** From 1. */
  @PrimaryColumn('integer')
  number: number;

  /** What an older version of this program did not know is absent. */
  @Column('jsonb')
  content: Partial<EngagementContent>;

  @ForeignKey(() => Person)
  @Column('integer')
  writtenById: number;

  @Column('timestamptz')
  writtenAt: Date;
}
