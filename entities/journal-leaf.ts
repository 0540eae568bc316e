import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** An entry of the journal as it was sealed. Append-only. */
@Entity('journal_leaf')
export class JournalLeaf {
  /** In the tree, from 0. */
  @PrimaryColumn('bigint')
  place: number;

  /** No foreign key: whoever deletes the entry must not be able to take its seal along. */
  @Index('journal_leaf_entry', { unique: true })
  @Column('bigint')
  entryId: number;

  /** Of its line, as RFC 9162 hashes a leaf. */
  @Column('bytea')
  hash: Buffer;
}
