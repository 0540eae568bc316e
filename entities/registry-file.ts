import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../src/regulation/calendar';
import type { AskedColumns, RegistryLayout, ColumnAnswers } from '../src/regulation/registry-layout';
import type { Difference } from '../src/regulation/vocabulary';
import { Appeal } from './appeal';
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

/** What is wrong with a row: in which column, with which value, in the office's language. */
export interface RowComplaint {
  /** Null: the row as a whole. */
  readonly column: string | null;
  readonly value: string;
  readonly reason: string;
}

/** A row of a registry file that is new, has changed since the file before, is not registered for now, or is in error; what is known already is counted only. */
@Entity('registry_row')
@Index('registry_row_bad', ['fileId'], { where: `verdict = 'bad'` })
@Index('registry_row_words', { synchronize: false })
export class RegistryRow {
  /** Of a registry file; no foreign key: whoever writes the rows holds their file, and the checks were a sixth of its loading. */
  @PrimaryColumn('integer')
  fileId: number;

  /** As a spreadsheet counts them. */
  @PrimaryColumn('integer')
  row: number;

  @Column('text')
  verdict: 'fresh' | 'changed' | 'held' | 'bad';

  /** What it says, as `ReadRow` has it; null: it is in error. */
  @Column('jsonb', { nullable: true })
  said: object | null;

  /** Of one that has changed: which fields, what ПОС said before and what it says now. */
  @Column('jsonb', { nullable: true })
  changes: Readonly<Record<string, readonly [before: unknown, after: unknown]>> | null;

  /** Its cells as they stand, of a row in error: they are corrected and sent again. */
  @Column('jsonb', { nullable: true })
  cells: readonly string[] | null;

  @Column('jsonb', { nullable: true })
  complaints: readonly RowComplaint[] | null;
}

/**
 * In which row of which registry file ПОС has last said something new of an appeal: its status, executor, terms, mark. The bot's own
 * state is in `appeal`, and neither changes the other; how they differ follows from both.
 */
@Entity('registry_record')
@Index('registry_record_watched', ['appealId'], { where: 'watched' })
export class RegistryRecord {
  @PrimaryColumn('integer')
  appealId: number;

  /** The file that said so, and the row of it in which it is kept. */
  @Column('integer')
  fileId: number;

  @Column('integer')
  row: number;

  /** It may differ from the bot whatever that does: it is open there, or was examined anew. Most are neither. */
  @Column('boolean')
  watched: boolean;

  /** The latest file that has named it, where it is open here or there; null: none after the one that is kept. */
  @Column('integer', { nullable: true })
  seenFileId: number | null;
}

/** «Оставить как есть»: it is not listed again until either side says something else. Who has said so is in the journal. */
@Entity('registry_kept')
export class RegistryKept {
  @ForeignKey(() => Appeal)
  @PrimaryColumn('integer')
  appealId: number;

  @PrimaryColumn('text')
  kind: Difference;

  /** What stood in ПОС and here. */
  @Column('text')
  there: string;

  @Column('text')
  here: string;
}

/** Who in the bot is meant by a name of ПОС, as a coordinator has decided once for all its appeals. */
@Entity('registry_name')
export class RegistryName {
  /** The name as two people write it: one case, without dots and spaces, the surname first. */
  @PrimaryColumn('text')
  key: string;

  /** As ПОС writes it. */
  @Column('text')
  name: string;

  /** Null: nobody of the bot. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  personId: number | null;

  @ForeignKey(() => Person)
  @Column('integer')
  decidedById: number;

  @Column('timestamptz')
  decidedAt: Date;
}

/** An open appeal that the latest whole file of its days does not name. */
@Entity('registry_missing')
export class RegistryMissing {
  @ForeignKey(() => Appeal)
  @PrimaryColumn('integer')
  appealId: number;

  @ForeignKey(() => RegistryFile)
  @Column('integer')
  fileId: number;
}

/** A low mark of an applicant, and which file has brought it: the curators are told of each file's. */
@Entity('registry_mark')
export class RegistryMark {
  /** No foreign keys: whoever writes a mark has just inserted or read its appeal, and holds the file. */
  @PrimaryColumn('integer')
  fileId: number;

  @PrimaryColumn('integer')
  appealId: number;

  @Column('integer')
  mark: number;
}

/** A file that is under way names this appeal, which is open here or there. Gone once the file is over. */
@Entity('registry_sighting')
export class RegistrySighting {
  @ForeignKey(() => RegistryFile)
  @PrimaryColumn('integer')
  fileId: number;

  @ForeignKey(() => Appeal)
  @PrimaryColumn('integer')
  appealId: number;
}
