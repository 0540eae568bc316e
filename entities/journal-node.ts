import { Column, Entity, PrimaryColumn } from 'typeorm';

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
