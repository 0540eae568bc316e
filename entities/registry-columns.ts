import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Person } from './person';
import type { ColumnAnswers } from '../src/regulation/registry-layout';

/** What people have answered about the columns of files with these headings, in whichever order. */
@Entity('registry_columns')
export class RegistryColumns {
  /** Of the headings, see `layoutOf`. */
  @PrimaryColumn('text')
  layout: string;

  @Column('jsonb')
  answers: ColumnAnswers;

  /** Null: a command. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  personId: number | null;

  @Column('timestamptz')
  answeredAt: Date;
}
