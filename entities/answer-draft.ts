import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { PlainDate } from '../src/regulation/calendar';
import type { AnswerType } from '../src/regulation/vocabulary';
import { Appeal } from './appeal';
import { Person } from './person';

/** One version of an answer: the executor's draft, or a supervisor's edit of it. Never changed. */
@Entity('answer_draft')
@Index('answer_draft_appeal', ['appealId', 'id'])
export class AnswerDraft {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => Appeal)
  @Column('integer', { name: 'appeal_id' })
  appealId: number;

  @ForeignKey(() => Person)
  @Column('integer', { name: 'author_id' })
  authorId: number;

  /** The version that this one edits; null for what an executor sent. */
  @Column('integer', { name: 'edits_id', nullable: true })
  editsId: number | null;

  @Column('text')
  type: AnswerType;

  @Column('text')
  text: string;

  @Column('date', { name: 'postponed_until', nullable: true })
  postponedUntil: PlainDate | null;

  /** Why «Решено» came without a photo. */
  @Column('text', { name: 'without_photo', nullable: true })
  withoutPhoto: string | null;

  @Column('timestamptz', { name: 'written_at' })
  writtenAt: Date;
}
