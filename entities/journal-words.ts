import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

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
