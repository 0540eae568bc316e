import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { Holder, MissedTerm } from '../src/regulation/nags';
import type { Stage } from '../src/regulation/vocabulary';
import { Appeal } from './appeal';

/** A term that was missed (§1 «просрочка»), with who held the appeal then. A trigger lets nothing but its end be written. */
@Entity('overdue')
@Index('overdue_term', ['appealId', 'term'], { unique: true })
@Index('overdue_due', ['dueAt'])
@Index('overdue_running', ['appealId'], { where: 'ended_at is null' })
export class Overdue {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => Appeal)
  @Column('integer')
  appealId: number;

  @Column('text')
  kind: MissedTerm;

  /** Which visit to the stage, which duty, which whole term: see `termsOf`. */
  @Column('text')
  term: string;

  /** Where the appeal was then. */
  @Column('text')
  stage: Stage;

  @Column('timestamptz')
  dueAt: Date;

  /** In which place they held it; null: the term had passed before the office received the appeal. */
  @Column('text', { nullable: true })
  holder: Holder | null;

  /** One person, or all coordinators of that moment. */
  @Column('integer', { array: true })
  holderIds: number[];

  @Column('timestamptz')
  notedAt: Date;

  /** When what was late was done at last, or had lost its reason: by how much is `endedAt - dueAt`. Null: still running. */
  @Column('timestamptz', { nullable: true })
  endedAt: Date | null;
}
