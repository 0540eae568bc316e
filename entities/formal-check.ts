import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { FormalSign } from '../src/regulation/formal-signs';
import { AnswerDraft } from './answer-draft';

/** What a version of an answer looked like when it was written: the signs of a formal one. Never changed. */
@Entity('formal_check')
@Index('formal_check_likeness', { synchronize: false })
@Index('formal_check_signs', { synchronize: false })
export class FormalCheck {
  @ForeignKey(() => AnswerDraft)
  @PrimaryColumn('integer')
  draftId: number;

  @Column('jsonb')
  signs: FormalSign[];

  /** Of another appeal, whose text this one is nearly; null: of none. */
  @ForeignKey(() => AnswerDraft)
  @Column('integer', { nullable: true })
  repeatsId: number | null;

  /** Numbers of which near texts have some in common; see likeness. */
  @Column('integer', { array: true })
  likeness: number[];
}
