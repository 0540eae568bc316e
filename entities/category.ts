import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { FastTrackDays } from '../src/regulation/deadlines';
import { Person } from './person';

/** What an appeal may be about, down to the fact; a fast-track term belongs to any of the three levels (§1). */
@Entity('category')
@Index('category_path', { synchronize: false })
export class Category {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @Column('text')
  category: string;

  @Column('text', { nullable: true })
  subcategory: string | null;

  @Column('text', { nullable: true })
  fact: string | null;

  @Column('integer', { nullable: true })
  fastTrackDays: FastTrackDays | null;

  /** «Без фото»: of it and of what stands below it nothing can be seen, such as benefits and certificates. */
  @Column('boolean', { default: false })
  isPhotoless: boolean;

  /** The usual executor, offered first. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  executorId: number | null;

  /** It came with an appeal, and nobody has decided about it yet. */
  @Column('boolean', { default: false })
  isNew: boolean;

  /** «Это то же, что …»: its term, its usual executor and its templates are those of the other. */
  @ForeignKey(() => Category)
  @Column('integer', { nullable: true })
  sameAsId: number | null;

  /** The coordinator who has decided about a new one. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  decidedById: number | null;

  /** In their words: the reason of the corrections that follow from it. */
  @Column('text', { nullable: true })
  decision: string | null;
}
