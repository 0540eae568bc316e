import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { EngagementPaperKind, PaperState } from '../src/regulation/engagement/papers';
import { Engagement } from './engagement';
import { Person } from './person';

/** A protocol or a conclusion as it was sent to be signed (PDF): its bytes are kept, and are never made again. */
@Entity('engagement_paper')
@Index('engagement_paper_engagement', ['engagementId', 'id'])
export class EngagementPaper {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => Engagement)
  @Column('integer')
  engagementId: number;

  @Column('text')
  what: EngagementPaperKind;

  @Column('text')
  state: PaperState;

  /** Raised by every act; a button of an older one is stale. */
  @Column('integer')
  version: number;

  /** Of the bytes, under which they are kept. */
  @Column('text')
  sha256: string;

  @ForeignKey(() => Person)
  @Column('integer')
  signerId: number;

  @ForeignKey(() => Person)
  @Column('integer')
  sentById: number;

  @Column('timestamptz')
  issuedAt: Date;

  /** When it was signed, rejected or withdrawn. */
  @Column('timestamptz', { nullable: true })
  endedAt: Date | null;

  /** Why it was rejected. */
  @Column('text', { nullable: true })
  reason: string | null;

  /** Of the signature's file; null: it is signed by a word in the journal, or not at all. */
  @Column('text', { nullable: true })
  signatureSha256: string | null;

  /** What was checked of the signature. */
  @Column('jsonb', { nullable: true })
  checked: object | null;
}
