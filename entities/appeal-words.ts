import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Appeal } from './appeal';
import { Category } from './category';

/** By what likely repeats of an appeal are found; written with its registration, and anew when that is another. */
@Entity('appeal_sketch')
@Index('appeal_sketch_place', ['place'], { where: 'place is not null' })
@Index('appeal_sketch_likeness', { synchronize: false })
export class AppealSketch {
  @ForeignKey(() => Appeal)
  @PrimaryColumn('integer')
  appealId: number;

  /** Settlement and address in one form, however they were written; null: there is no address. */
  @Column('text', { nullable: true })
  place: string | null;

  /** Numbers of which near texts have some in common, see likeness; empty where the text is too short to tell. */
  @Column('integer', { array: true })
  likeness: number[];
}

/** Was given to somebody, and its words are not noted yet. */
@Entity('appeal_to_learn')
export class AppealToLearn {
  @ForeignKey(() => Appeal)
  @PrimaryColumn('integer')
  appealId: number;
}

/** Came with an earlier release, and by what it is like others is not kept yet. */
@Entity('appeal_to_sketch')
export class AppealToSketch {
  @ForeignKey(() => Appeal)
  @PrimaryColumn('integer')
  appealId: number;
}

/** A word of an appeal that somebody had; of common words the newest appeals only. See usecases/offers. */
@Entity('appeal_word')
export class AppealWord {
  /** Its hash: the words themselves are the applicant's, and stay in one place. */
  @PrimaryColumn('integer')
  word: number;

  @PrimaryColumn('integer')
  appealId: number;
}

/** How many appeals have a word: a rare one says more of what an appeal is about. */
@Entity('word_count')
export class WordCount {
  @PrimaryColumn('integer')
  word: number;

  @Column('integer')
  appeals: number;
}

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
