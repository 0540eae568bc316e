import { Column, Entity, PrimaryGeneratedColumn, PrimaryColumn } from 'typeorm';

/**
 * The free words of an entry, which the journal itself never holds: it has their id and their salted digest, so they can be taken away and
 * its line still proves what stood there. Changed by nothing but a forgetting.
 */
@Entity('journal_words')
export class JournalWords {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'BY DEFAULT' })
  id: number;

  /** Without it nobody can try which words the digest is of. Null: they were changed, and the entry of that says to what. */
  @Column('bytea', { nullable: true })
  salt: Buffer | null;

  /** A JSON object, byte by byte as it is digested. */
  @Column('text')
  words: string;

  /** Of the digest in the entry that has changed them last. */
  @Column('bytea', { nullable: true })
  changedSalt: Buffer | null;
}

/**
 * Somebody was forgotten whose appeal was once joined with this one, which is still open: what its texts have of them goes once it is over, and this row
 * with it.
 */
@Entity('forget_beside')
export class ForgetBeside {
  @PrimaryColumn('integer')
  appealId: number;

  /** Whose appeal it was. */
  @PrimaryColumn('integer')
  ownerId: number;

  @Column('jsonb')
  whose: Readonly<Record<string, unknown>>;
}

/** The act of destruction of somebody's data, as it was issued on paper (PDF): its bytes are kept, and are never made again. */
@Entity('destruction_act')
export class DestructionAct {
  /** Of the forgetting, in the journal. */
  @PrimaryColumn('bigint')
  entryId: number;

  /** Of its words. */
  @PrimaryColumn('text')
  locale: 'ru' | 'tt';

  /** Of the bytes, under which they are kept. */
  @Column('text')
  sha256: string;

  @Column('timestamptz')
  issuedAt: Date;
}
