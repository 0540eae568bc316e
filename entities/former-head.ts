import { Column, Entity, PrimaryColumn } from 'typeorm';

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
