import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { PlainDate } from '../src/regulation/calendar';
import type { AskedColumns, RegistryLayout } from '../src/regulation/registry-layout';
import type { Difference } from '../src/regulation/vocabulary';
import { Person } from './person';

/** By which way a registry file of ПОС came. A `trial` is a command's too: it is looked at, and gone with the command. */
export const REGISTRY_SOURCES = ['chat', 'folder', 'command', 'trial'] as const;
export type RegistrySource = (typeof REGISTRY_SOURCES)[number];

/**
 * asking     a column that decides was not found: it waits for an answer, and is read with it
 * reading    its rows are being read and compared with what is known; nothing is registered
 * ready      waits for «Загрузить»
 * loading    its rows are being brought in
 * refused    it is no registry, or none that can be read
 * dropped    nobody wants it
 */
export const REGISTRY_STATES = ['asking', 'reading', 'ready', 'loading', 'done', 'refused', 'dropped'] as const;
export type RegistryState = (typeof REGISTRY_STATES)[number];

/** What a preview counts: whatever a row by itself can tell, and marks that are new. */
export type Counted = Exclude<Difference, 'missing'> | 'mark';

/** Of the rows read so far; `finished` are among the `fresh`, `differing` among the known and changed. */
export interface RegistryCounts {
  readonly rows: number;
  readonly fresh: number;
  readonly finished: number;
  readonly known: number;
  readonly changed: number;
  readonly bad: number;
  /** New ones of which nobody has said whether they are under 59-ФЗ: they are not registered. Files of an earlier version count none. */
  readonly held?: number;
  /** Rows that are told of once and left out: a row that says again what stands before it, a sum, the headings once more. */
  readonly repeated?: number;
  readonly totals?: number;
  readonly headings?: number;
  /** Of those in error, whose number can't be read: they may be anybody's. */
  readonly nameless?: number;
  /** Files of an earlier version know fewer kinds. */
  readonly differing: Readonly<Partial<Record<Counted, number>>>;
  /** Those of them that were not there when the file before was brought in. */
  readonly news?: Readonly<Partial<Record<Counted, number>>>;
}

/**
 * Why what a file does not name is not looked for.
 *
 * numbers  it has a row whose number can't be read: that may be anybody's
 * sheets   it has a sheet that nobody has looked into
 * part     it names less than half of the open appeals of its days
 */
export type Unsought = 'numbers' | 'sheets' | 'part';

/** What the loading has done so far. Whatever somebody else has registered meanwhile is among the `changed`. */
export interface RegistryResult {
  readonly open: number;
  readonly finished: number;
  readonly changed: number;
  /** Absent: it was looked for, or it is not over. */
  readonly unsought?: Unsought;
}

/** Why a file can't be read: a key of `registry:refused` and its values. */
export interface RegistryRefusal {
  readonly reason: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** A registry file of ПОС («Выгрузка»), from its coming to what it has brought. */
@Entity('registry_file')
@Index('registry_file_under_way', ['state'], { where: `state in ('reading', 'loading')` })
@Index('registry_file_message', ['messenger', 'messageRef'], { unique: true })
export class RegistryFile {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @Column('text')
  source: RegistrySource;

  @Column('text')
  name: string;

  /** Of its bytes, under which they are kept. */
  @Column('text')
  sha256: string;

  /** In bytes, of one from the watched folder; null: too many to be kept, or it came another way. */
  @Column('integer', { nullable: true })
  size: number | null;

  /** The last line of it has no end: the rest may not have come. */
  @Column('boolean', { default: false })
  unended: boolean;

  /** It begins with this file, which was read before the rest was written. No foreign key: nothing hangs on it but words. */
  @Column('integer', { nullable: true })
  grownFromId: number | null;

  /** Who has sent it; null: nobody in particular. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  personId: number | null;

  @Column('text', { nullable: true })
  messenger: string | null;

  /** The message that brought it, as the messenger names it. */
  @Column('text', { nullable: true })
  messageRef: string | null;

  /** The message that shows what becomes of it. */
  @Column('text', { nullable: true })
  shownRef: string | null;

  @Column('timestamptz')
  takenAt: Date;

  @Column('text')
  state: RegistryState;

  /** The names of its columns, as they stand in it. */
  @Column('jsonb', { nullable: true })
  headings: readonly string[] | null;

  /** Which sheets are read and which are not; null: it is not known yet, or the file is of an earlier version. */
  @Column('jsonb', { nullable: true })
  layout: RegistryLayout | null;

  /** What people are asked about it; null: nothing. */
  @Column('jsonb', { nullable: true })
  asked: AskedColumns | null;

  /** Its day: the newest one of receipt or of actual end in its good rows. */
  @Column('date', { nullable: true })
  day: PlainDate | null;

  /** It is older than another one: it brings in what is new, and changes nothing that is known. */
  @Column('boolean', { default: false })
  onlyFresh: boolean;

  /** It was older than what was known, and somebody has wanted it whole all the same. */
  @Column('boolean', { default: false })
  loadedAnyway: boolean;

  /** The last row that was read, as a spreadsheet counts them. */
  @Column('integer')
  readRow: number;

  /** How often its reading was begun since the last part that was noted: what the bot itself ended at is begun once more. */
  @Column('integer', { default: 0 })
  readings: number;

  /** The last row that was brought in: another process goes on after it. */
  @Column('integer')
  loadedRow: number;

  @Column('jsonb')
  counts: RegistryCounts;

  @Column('jsonb')
  result: RegistryResult;

  @Column('jsonb', { nullable: true })
  refusal: RegistryRefusal | null;

  @Column('timestamptz', { nullable: true })
  endedAt: Date | null;

  /** Between which days its appeals were registered. */
  @Column('date', { nullable: true })
  receivedFrom: PlainDate | null;

  @Column('date', { nullable: true })
  receivedUntil: PlainDate | null;

  /** When its rows and its bytes were forgotten; what ПОС has last said of an appeal stays. */
  @Column('timestamptz', { nullable: true })
  forgottenAt: Date | null;

  /** When its bytes were given up, with its rows or before them: an applicant was forgotten whom it may name. */
  @Column('timestamptz', { nullable: true })
  emptiedAt: Date | null;

  /** When its rows were looked through for applicants who were forgotten while they were read: once it is over it gets no others. */
  @Column('timestamptz', { nullable: true })
  searchedAt: Date | null;

  /** When it was put away out of the watched folder. */
  @Column('timestamptz', { nullable: true })
  filedAt: Date | null;
}
