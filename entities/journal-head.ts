import { Column, Entity, PrimaryColumn } from 'typeorm';

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
