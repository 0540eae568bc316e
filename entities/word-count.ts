import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How many appeals have a word: a rare one says more of what an appeal is about. */
@Entity('word_count')
export class WordCount {
  @PrimaryColumn('integer')
  word: number;

  @Column('integer')
  appeals: number;
}
