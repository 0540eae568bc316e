import { Check, Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { EngagementKind, EngagementLevel, EngagementStage } from '../src/regulation/engagement/vocabulary';
import { Person } from './person';

/** A poll, a vote, hearings, a direct line, news: what the ОГ role makes. What is written of it are versions. */
@Entity('engagement')
@Check('engagement_level', `level = 'municipal'`)
@Index('engagement_stage', ['stage', 'id'])
@Index('engagement_form', ['formId'], { unique: true })
export class Engagement {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @Column('text')
  kind: EngagementKind;

  /** Always «муниципальный» (§2); the database refuses another. */
  @Column('text')
  level: EngagementLevel;

  @Column('text')
  stage: EngagementStage;

  /** When it came to this stage. */
  @Column('timestamptz')
  stageAt: Date;

  /** Raised by every act; a button of an older one is stale. */
  @Column('integer')
  version: number;

  /** The present version of what is written. */
  @Column('integer')
  number: number;

  @ForeignKey(() => Person)
  @Column('integer')
  authorId: number;

  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  agreeingId: number | null;

  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  approvingId: number | null;

  /** Who has sent it for agreement; null: nobody. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  handedOverById: number | null;

  /** Where it stands in ПОС; null: it does not. */
  @Column('text', { nullable: true })
  address: string | null;

  /** The version that stands there. */
  @Column('integer', { nullable: true })
  placedNumber: number | null;

  /** Where it stood before it was removed. */
  @Column('text', { nullable: true })
  stageBefore: EngagementStage | null;

  @Column('timestamptz')
  createdAt: Date;

  /** In which it was begun; null: nobody knows. */
  @Column('integer', { nullable: true })
  formId: number | null;
}
