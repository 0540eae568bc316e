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
  @Column('integer')
  appealId: number;

  @ForeignKey(() => Person)
  @Column('integer')
  authorId: number;

  /** The version that this one edits; null for what an executor sent. */
  @Column('integer', { nullable: true })
  editsId: number | null;

  @Column('text')
  type: AnswerType;

  @Column('text')
  text: string;

  @Column('date', { nullable: true })
  postponedUntil: PlainDate | null;

  /** Why «Решено» came without a photo. */
  @Column('text', { nullable: true })
  withoutPhoto: string | null;

  @Column('timestamptz')
  writtenAt: Date;
}
