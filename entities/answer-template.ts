import { Column, Entity, ForeignKey, PrimaryGeneratedColumn } from 'typeorm';
import { Category } from './category';
import { Person } from './person';

/** A text with which answers of a category begin. */
@Entity('answer_template')
export class AnswerTemplate {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  /** With everything below it; null: for every appeal. */
  @ForeignKey(() => Category)
  @Column('integer', { nullable: true })
  categoryId: number | null;

  /** By which it is chosen. */
  @Column('text')
  name: string;

  /** With placeholders; see regulation/placeholders. */
  @Column('text')
  text: string;

  @ForeignKey(() => Person)
  @Column('integer')
  writtenById: number;

  @Column('timestamptz')
  writtenAt: Date;

  /** Null: it is offered. */
  @Column('timestamptz', { nullable: true })
  removedAt: Date | null;
}
