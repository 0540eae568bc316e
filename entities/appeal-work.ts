import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../src/regulation/calendar';
import type { Stage } from '../src/regulation/vocabulary';
import { Appeal } from './appeal';
import { Person } from './person';

/** Выезд или совещание (§2). */
@Entity('visit')
@Index('visit_appeal', ['appealId'])
export class Visit {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => Appeal)
  @Column('integer')
  appealId: number;

  @Column('text')
  kind: 'visit' | 'meeting';

  @Column('timestamptz')
  at: Date;

  @Column('text')
  place: string;

  @Column('integer', { array: true })
  peopleIds: number[];

  /** Outside organizations, in words. */
  @Column('text', { nullable: true })
  outside: string | null;

  @Column('text', { nullable: true })
  result: string | null;

  @Column('timestamptz', { nullable: true })
  recordedAt: Date | null;

  /** It will not be. */
  @Column('timestamptz', { nullable: true })
  cancelledAt: Date | null;
}

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

/** Запрос документов и материалов в других органах (§2). */
@Entity('document_request')
@Index('document_request_appeal', ['appealId'])
export class DocumentRequest {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => Appeal)
  @Column('integer')
  appealId: number;

  @Column('text')
  body: string;

  @Column('text')
  what: string;

  @Column('date')
  byDay: PlainDate;

  /** Null: an earlier version did not note it. */
  @Column('timestamptz', { nullable: true })
  askedAt: Date | null;

  @Column('timestamptz', { nullable: true })
  receivedAt: Date | null;

  /** It is asked for no more. */
  @Column('timestamptz', { nullable: true })
  cancelledAt: Date | null;
}

/**
 * Appeals that are not finished, as lists and digests look for them. Written in the statement that saves the appeal;
 * small and indexed, so that `appeal` need not be.
 */
@Entity('open_work')
@Index('open_work_stage', ['stage', 'dueAt'])
@Index('open_work_executor', ['executorId', 'dueAt'])
@Index('open_work_agreeing', ['agreeingId'])
@Index('open_work_approving', ['approvingId'])
@Index('open_work_due', ['dueAt'])
export class OpenWork {
  @ForeignKey(() => Appeal)
  @PrimaryColumn('integer')
  appealId: number;

  @Column('text')
  stage: Stage;

  @Column('integer', { nullable: true })
  executorId: number | null;

  @Column('integer', { nullable: true })
  agreeingId: number | null;

  @Column('integer', { nullable: true })
  approvingId: number | null;

  @Column('timestamptz')
  dueAt: Date;

  @Column('timestamptz', { nullable: true })
  stageDueAt: Date | null;
}

/**
 * The executor's one working day (§2) that ended with the supervisor knowing of the appeal: by a report, or by a draft or a
 * redirect sent to one. A fact: the appeal's own row begins anew with each return and each other executor. One that ended
 * in time and one that ended late are both here.
 */
@Entity('duty_done')
@Index('duty_done_due', ['dueAt'])
export class DutyDone {
  @ForeignKey(() => Appeal)
  @PrimaryColumn('integer')
  appealId: number;

  @PrimaryColumn('timestamptz')
  beganAt: Date;

  @Column('timestamptz')
  dueAt: Date;

  @Column('timestamptz')
  doneAt: Date;

  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  executorId: number | null;
}

/** A paper or a document of an appeal that the bot has sent into somebody's chat: nobody can take it back from there. */
@Entity('given_file')
@Index('given_file_appeal', ['appealId'])
export class GivenFile {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => Appeal)
  @Column('integer')
  appealId: number;

  @ForeignKey(() => Person)
  @Column('integer')
  personId: number;

  @Column('text')
  messenger: string;

  /** As it stands in the chat. */
  @Column('text')
  name: string;

  @Column('timestamptz')
  at: Date;
}
