import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { Action, Capacity, Role, Stage } from '../src/regulation/vocabulary';
import { Person } from './person';

/** Acts outside the table of the regulation that are journaled all the same. */
export const EVENTS = [
  'register',
  'missTerm',
  'answerTerm',
  'restoreTerm',
  'tellOverdue',
  'replan',
  'showContacts',
  'place',
  'takeTask',
  'leaveTask',
  'reflect',
  'reflectNot',
  'carry',
  'receivePhotos',
  'deleteOriginals',
  'receiveMark',
  'linkAccount',
  'unlinkAccount',
  'answerAccess',
  'changeRoles',
  'changePerson',
  'disablePerson',
  'enablePerson',
  'invite',
  'addAbsence',
  'cancelAbsence',
  'confirmAbsence',
  'nameDeputies',
  'changeOffice',
  'loadRoster',
  'loadAnyway',
  'actOnViolation',
  'gatherQuestions',
  'workOnQuestion',
  'tieGroup',
  'untieGroup',
  'gatherFolder',
  'gatherApplicant',
  'decideToForget',
  'forgetContacts',
  'beginTree',
] as const;
export type Event = (typeof EVENTS)[number];

/** What an entry remembers beside who, when, what and the stages. */
export type JournalDetails = Readonly<Record<string, unknown>>;

/** Append-only: corrections are new entries. */
@Entity('journal_entry')
@Index('journal_entry_appeal', ['appealId', 'id'])
@Index('journal_entry_engagement', ['engagementId', 'id'], { where: 'engagement_id is not null' })
@Index('journal_entry_results', ['at'], {
  where: `from_stage <> to_stage and (to_stage in ('answered', 'redirected') or action = 'returnForReexamination')`,
})
@Index('journal_entry_brought', ['at'], {
  where: `action in ('report', 'instruct', 'markEntered', 'passAgreement', 'passApproval', 'replaceParticipant')`,
})
@Index('journal_entry_approvals', ['appealId'], { where: `action = 'approveAnswer'` })
@Index('journal_entry_order', ['epoch', 'txid', 'id'], { where: 'txid is not null' })
@Index('journal_entry_unordered', ['id'], { where: 'txid is null' })
@Index('journal_entry_form', ['formId', 'appealId'], { unique: true, where: 'form_id is not null' })
export class JournalEntry {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @Column('timestamptz')
  at: Date;

  /** No foreign key: whoever writes an entry has its appeal's row already, and the check was half of what a file of finished appeals took. */
  @Column('integer', { nullable: true })
  appealId: number | null;

  /**
   * What the ОГ role makes; no foreign key here either. Acts, capacities and stages of its entries are words of their own, see
   * usecases/journal/engagement-journal.ts. Null: it is of an appeal, or of neither.
   */
  @Column('integer', { nullable: true })
  engagementId: number | null;

  @Column('text')
  action: Action | Event;

  /** Null: time acted, or the system. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  personId: number | null;

  @Column('text', { nullable: true })
  capacity: Capacity | Role | null;

  /** The absent person for whom a deputy acted. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  onBehalfOfId: number | null;

  @Column('text', { nullable: true })
  clause: string | null;

  @Column('text', { nullable: true })
  fromStage: Stage | null;

  @Column('text', { nullable: true })
  toStage: Stage | null;

  /** The version, of the appeal or of what the ОГ role makes, after the act. */
  @Column('integer', { nullable: true })
  version: number | null;

  /** The form that carried the act: it acts once, on each of the appeals that are worked as one. */
  @Column('integer', { nullable: true })
  formId: number | null;

  /**
   * As it is written, all of it; as it is kept, without free words: the database takes these to `journal_words`. SQL reads it with them as
   * `told`, a function that is called like a column.
   */
  @Column('jsonb')
  details: JournalDetails;

  /** In `journal_words`. Null: it says nothing in free words. */
  @Column('bigint', { nullable: true })
  wordsId: number | null;

  /** SHA-256 of the salt and the words after it, hex. */
  @Column('text', { nullable: true })
  wordsDigest: string | null;

  /** By which transaction, in which epoch: the database writes both, so that followers of the journal overlook nothing. Null: from before them. */
  @Column('integer', { nullable: true, default: 1 })
  epoch: number | null;

  // A number by two casts, which TypeORM leaves out where it reads a default.
  @Column('bigint', { nullable: true, default: () => '((pg_current_xact_id()))' })
  txid: number | null;
}
