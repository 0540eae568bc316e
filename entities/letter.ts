import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { AnswerDraft } from './answer-draft';
import { Person } from './person';

/** A version of an answer as it was issued on paper (PDF): its bytes are kept, and are never made again. */
@Entity('letter')
@Index('letter_of_draft', { synchronize: false })
export class Letter {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => AnswerDraft)
  @Column('integer')
  draftId: number;

  /** Who is to sign it, and is printed under it; null: nobody was named yet. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  signerId: number | null;

  /** Not given out where an office shows no personal data in chats any more. */
  @Column('boolean')
  namesApplicant: boolean;

  /** Signed in ПОС, where its text stands: nobody signs this paper. */
  @Column('boolean')
  isDraft: boolean;

  /** The appeals that it answers, by numbers and registrations in short (`APPEALS_NAMED`); '': an earlier version did not say. */
  @Column('text', { default: '' })
  appealsNamed: string;

  /** Of the bytes, under which they are kept. */
  @Column('text')
  sha256: string;

  @Column('timestamptz')
  issuedAt: Date;
}
