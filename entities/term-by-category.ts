import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Appeal } from './appeal';
import { Category } from './category';

/** Nobody said what fast track this appeal has, and its category was new: its term follows what is decided about that. */
@Entity('term_by_category')
@Index('term_by_category_category', ['categoryId'])
export class TermByCategory {
  @ForeignKey(() => Appeal)
  @PrimaryColumn('integer')
  appealId: number;

  @ForeignKey(() => Category)
  @Column('integer')
  categoryId: number;
}
