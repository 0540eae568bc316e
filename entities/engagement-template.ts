import { Column, Entity, ForeignKey, PrimaryGeneratedColumn } from 'typeorm';
import type { EngagementContent } from '../src/regulation/engagement/content';
import type { EngagementKind } from '../src/regulation/engagement/vocabulary';
import { Person } from './person';

/** With what one of a kind begins that the ОГ role makes again and again, kept by name. */
@Entity('engagement_template')
export class EngagementTemplate {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @Column('text')
  kind: EngagementKind;

  /** By which it is chosen. */
  @Column('text')
  name: string;

  /** Without title and days. What an older version of this program did not know is absent. */
  @Column('jsonb')
  content: Partial<EngagementContent>;

  @ForeignKey(() => Person)
  @Column('integer')
  writtenById: number;

  @Column('timestamptz')
  writtenAt: Date;

  /** Null: it is offered. */
  @Column('timestamptz', { nullable: true })
  removedAt: Date | null;
}
