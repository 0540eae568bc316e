import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { PlainDate } from '../src/regulation/calendar';
import { Appeal } from './appeal';
import { Person } from './person';

/** Указание руководителя со сроком; without a day it is a word, which the journal keeps. */
@Entity('instruction')
@Index('instruction_appeal', ['appealId'])
export class Instruction {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => Appeal)
  @Column('integer')
  appealId: number;

  /** Whose it is; a deputy has given it in their place. */
  @ForeignKey(() => Person)
  @Column('integer')
  giverId: number;

  @Column('text')
  text: string;

  @Column('date')
  byDay: PlainDate;

  @Column('timestamptz', { nullable: true })
  doneAt: Date | null;

  /** Its giver has taken it back. */
  @Column('timestamptz', { nullable: true })
  withdrawnAt: Date | null;

  /** The appeal was finished without it. */
  @Column('timestamptz', { nullable: true })
  endedAt: Date | null;
}
