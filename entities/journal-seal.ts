import { Column, Entity, PrimaryColumn, Index } from 'typeorm';

/**
 * Numbers of transactions grow as long as a database stays on its server; one that was moved or restored may begin anew, below
 * those that its journal has. From then on entries are of another epoch, and are in order by both. The last one goes on.
 */
@Entity('journal_epoch')
export class JournalEpoch {
  @PrimaryColumn('integer')
  id: number;

  @Column('timestamptz')
  begunAt: Date;
}

/** What the tree of the journal was when so many of its entries were sealed. Append-only: whoever has kept one can compare. */
@Entity('journal_head')
export class JournalHead {
  /** How many entries it seals. */
  @PrimaryColumn('bigint')
  size: number;

  /** Of the tree, hex. */
  @Column('text')
  root: string;

  /** SHA-256 of the former head's line, hex; 64 zeros: there was none. */
  @Column('text')
  previous: string;

  @Column('timestamptz')
  sealedAt: Date;

  /** The last entry that it seals, in the order of sealing; of entries from before that order epoch and transaction are 0. */
  @Column('integer')
  epoch: number;

  @Column('bigint')
  txid: number;

  @Column('bigint')
  entryId: number;
}

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

/** A full subtree of the journal's tree, of every fourth level: those between are made of sixteen at most. Append-only. */
@Entity('journal_node')
export class JournalNode {
  /** It has 2 ** level leaves. */
  @PrimaryColumn('smallint')
  level: number;

  /** Among those of its level, from 0. */
  @PrimaryColumn('bigint')
  place: number;

  @Column('bytea')
  hash: Buffer;
}

/**
 * Heads of the tree that the journal had while its entries still held words. Its leaves are gone: without a salt whoever knows the rest of a
 * line can try which words it had. Append-only.
 */
@Entity('journal_former_head')
export class FormerHead {
  @PrimaryColumn('bigint')
  size: number;

  /** Hex. */
  @Column('text')
  root: string;

  /** As in `journal_head`. */
  @Column('text')
  previous: string;

  @Column('timestamptz')
  sealedAt: Date;
}
