import type { Clock } from '../../clock';
import type { HasDatabase } from '../../database/database';
import { type OfficeCalendar, type PlainDate, dayOf } from '../../regulation/calendar';
import type { Carrier } from '../../regulation/carriers';
import type { StageShares } from '../../regulation/deadlines';
import type { Box } from '../../regulation/district';
import type { Circumstances } from '../../regulation/facts';
import type { Language } from '../../regulation/language';
import type { SignatureMode } from '../../regulation/vocabulary';
import type { Contacts } from '../../text/personal-data';
import type { CopyTrouble } from './account-params';
import type { CheckedSignature, LetterMark } from './signature';

/** How this office works: from the environment, but for the calendar, which an admin may change while it runs. */
export interface Office {
  readonly calendar: () => OfficeCalendar;
  readonly shares: StageShares;
  /** Where its matters are: whoever says otherwise may have taken latitude for longitude. */
  readonly district: Box;
  readonly fourEyes: 'warn' | 'forbid';
  /** `elsewhere`: on request, in a messenger where the office allows it, which this one is not. */
  readonly personalDataInChat: 'never' | 'on_request' | 'elsewhere';
  /** Its own: no question is asked about these. */
  readonly contacts: Contacts;
  readonly signatures: SignatureMode;
  /** By which deliveries leave the house by themselves; none: coordinators carry everything. */
  readonly carriers: readonly Carrier[];
}

/** What a use case works with that counts no terms. */
export interface Records extends HasDatabase {
  readonly clock: Clock;
}

/** What every use case works with. A bot hands it on: it sees the clock and the office, and no database. */
export interface Desk extends Records {
  readonly office: Office;
}

/** How a messenger names a message that it has: only its adapter reads it. */
export type MessageRef = string;

/** Bytes that are on the disk, whoever refers to them. */
export interface StoredBytes {
  readonly sha256: string;
  readonly size: number;
  /** The media type by their content, e.g. `image/jpeg`; null: nobody knows, as with plain text. */
  readonly type: string | null;
}

/** Where original bytes of photos and files are kept. */
export interface FileStore {
  /**
   * Keeps the bytes under their SHA-256 (hex) and says what they are; the same bytes twice are one file. Null: there were
   * more than `atMost`; the rest was not waited for. Then, and when it throws, nothing of them is kept.
   * @throws the error of the disk as it came, so that ENOSPC can be told by its code
   */
  keep(bytes: AsyncIterable<Uint8Array>, atMost?: number): Promise<StoredBytes | null>;
  /**
   * Deletes the bytes of this name, unless they were kept again since.
   * @param keptBefore when they were kept the last time
   * @returns false when there are none, or they are kept anew
   * @idempotent
   */
  remove(sha256: string, keptBefore: Date): Promise<boolean>;
  /**
   * Deletes what a kill has left while it was being kept: nobody will ever ask for it.
   * @returns how many pieces
   * @idempotent
   */
  removeUnfinished(begunBefore: Date): Promise<number>;
  /** The bytes that were kept under this name (hex). @throws AppError `file_gone` while they are read: there are none */
  read(sha256: string): AsyncIterable<Uint8Array>;
}

/** What the bytes of a picture say of themselves: a row of `picture` to be. Times are as written; zones are the office's matter. */
export interface PictureFacts {
  /** By content, e.g. `jpeg`, `heif`. */
  readonly format: string;
  /** As it is looked at, in pixels. */
  readonly width: number;
  readonly height: number;
  /** `local`: as the camera wrote it, `2026-11-25T10:15:00`; minutes east of Greenwich, null: it does not say. */
  readonly taken: {
    readonly local: string;
    readonly offset: number | null;
    readonly zone: 'written' | 'satellites' | null;
  } | null;
  /** Degrees; the error in metres. */
  readonly place: { readonly latitude: number; readonly longitude: number; readonly error: number | null } | null;
  readonly camera: string | null;
  readonly software: string | null;
  readonly absurd: readonly ('time' | 'place')[];
  /** Null: too plain to be told from others. */
  readonly fingerprint: Fingerprint | null;
}

/** pHash of 63 bits as a decimal number, dHash of 256 bits in hex. */
export interface Fingerprint {
  readonly perceptual: string;
  readonly difference: string;
}

export type Examination =
  | { readonly outcome: 'picture'; readonly facts: PictureFacts }
  | {
      readonly outcome: 'not_picture' | 'broken' | 'too_large' | 'too_heavy';
      readonly format: string | null;
      readonly width: number | null;
      readonly height: number | null;
    };

/** A photo on a canvas, and what stands under it: lines of plain words. */
export interface Captioned {
  readonly sha256: string;
  readonly lines: readonly string[];
}

/** A JPEG without any data of the camera. */
export interface DrawnPicture {
  readonly jpeg: Uint8Array;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

/** What is done with pictures, apart from whoever presses: time, memory and pixels are limited, and no bytes break it. */
export interface Pictures {
  /** @throws the disk's error when the bytes can't be read */
  examine(sha256: string): Promise<Examination>;
  /** A small JPEG without any data of the camera; null: no picture could be read. */
  thumbnail(sha256: string): Promise<Uint8Array | null>;
  /** A JPEG as large as messengers show photos, without any data of the camera; null: no picture could be read. */
  viewable(sha256: string): Promise<Uint8Array | null>;
  /** The same, large enough to be published, and its pixels; null: no picture could be read. */
  publishable(sha256: string): Promise<DrawnPicture | null>;
  /** Two photos as one JPEG, words drawn under each; null: one of them could not be read. */
  sideBySide(left: Captioned, right: Captioned): Promise<Uint8Array | null>;
}

/** Another picture that looks the same: how many bits differ, of 63 and of 256. */
export interface Likeness {
  /** Row of `picture`. */
  readonly pictureId: number;
  readonly perceptual: number;
  readonly difference: number;
}

/** Pictures that look like this one among all that were ever examined, the nearest first. Thresholds: the regulation's. */
export type FindAlike = (fingerprint: Fingerprint) => Promise<readonly Likeness[]>;

/** A disk that this office writes to. */
export interface DiskSpace {
  /** Whose disk it is: instances of an office may run on several. */
  readonly machine: string;
  /** Which lies on it. */
  readonly folder: string;
  /** Bytes. */
  readonly free: number;
  readonly size: number;
}

/** The disks of this process' photos and of its own database, as they are now. */
export type ReadDisks = () => Promise<readonly DiskSpace[]>;

/** An official letter: what stands on it, in its order; days are written as they are printed. */
export interface Letter {
  /** Of the words around the text. */
  readonly locale: Language;
  readonly head: { readonly name: readonly string[]; readonly contacts: string };
  readonly date: string;
  readonly number: string;
  /** Null: it answers no appeal, and asks another body. */
  readonly inAnswerTo: { readonly number: string; readonly date: string } | null;
  /** Other appeals that it answers as well. */
  readonly alsoTo: readonly { readonly number: string; readonly date: string }[];
  /** Null: the applicant, who is not named. */
  readonly addressee: string | null;
  /** Why this paper is no answer: it is signed in ПОС, or nobody signed it yet. Null: it is what is signed. */
  readonly draft: 'inPos' | 'unsigned' | null;
  readonly text: string;
  readonly signer: { readonly name: string; readonly position: string } | null;
  /** Of a copy of what was signed: the signature that was verified, days as they are printed. */
  readonly mark?: LetterMark;
  readonly executor: { readonly name: string | null; readonly phone: string };
  readonly enclosed: readonly {
    readonly kind: 'photo' | 'document';
    readonly name: string | null;
    readonly day: string;
  }[];
  readonly issuedAt: Date;
}

/** A letter as a document (PDF); the same letter is the same bytes. */
export type WriteLetter = (letter: Letter) => Promise<Uint8Array>;

/** Of a check: instants as they are printed. */
type Printed<Value> = Value extends Date
  ? string
  : Value extends readonly (infer One)[]
    ? readonly Printed<One>[]
    : Value extends object
      ? { readonly [Name in keyof Value]: Printed<Value[Name]> }
      : Value;

/** What was checked of a signature, to be printed: instants are written in the office's zone. */
export interface Protocol {
  readonly locale: Language;
  readonly office: readonly string[];
  readonly zone: string;
  readonly document: {
    readonly file: string;
    readonly inAnswerTo: { readonly number: string; readonly date: string };
    readonly issuedAt: string;
    readonly size: number;
  };
  /** Of the signature, as it came. */
  readonly file: { readonly name: string | null; readonly size: number; readonly sha256: string };
  /** Who was to sign. */
  readonly person: string;
  readonly check: Printed<Omit<CheckedSignature, 'good'>>;
  readonly issuedAt: Date;
}

/** A protocol as a document (PDF); the same protocol is the same bytes. */
export type WriteProtocol = (protocol: Protocol) => Promise<Uint8Array>;

/** A table of a report, with what stands above and below it. */
export interface ReportTable {
  readonly title: string;
  readonly columns: readonly string[];
  /** How a line is shared among them, in any unit. */
  readonly widths: readonly number[];
  readonly rows: readonly (readonly string[])[];
  readonly note: string | null;
}

/** A report on a period, to be printed and handed over. */
export interface ReportPaper {
  readonly locale: Language;
  /** Null: the office has not named itself yet. */
  readonly head: Letter['head'] | null;
  readonly title: string;
  readonly addressee: string;
  readonly paragraphs: readonly string[];
  readonly tables?: readonly ReportTable[];
  /** Lines to be filled in and signed by hand. */
  readonly signs?: readonly string[];
  /** As of when, and by what. */
  readonly note: string;
  /** PNG without transparency. */
  readonly pictures: readonly { readonly caption: string; readonly png: Uint8Array }[];
  readonly preparedBy: string | null;
  readonly issuedAt: Date;
}

/** A report as a document (PDF); the same report is the same bytes. */
export type WriteReport = (report: ReportPaper) => Promise<Uint8Array>;

/** An appeal's history, to be printed. */
export interface HistoryPaper {
  readonly locale: Language;
  /** Null: the office has not named itself yet. */
  readonly head: Letter['head'] | null;
  readonly title: string;
  /** The oldest first; `note`: where its seal stands. */
  readonly entries: readonly { readonly title: string; readonly rows: readonly string[]; readonly note: string }[];
  /** What proves it, and what does not. */
  readonly notes: readonly string[];
  /** JSON, attached under its name; null: nothing is sealed yet. */
  readonly proof: { readonly name: string; readonly json: string } | null;
  readonly issuedAt: Date;
}

/** A history as a document (PDF); the same history is the same bytes. */
export type WriteHistory = (history: HistoryPaper) => Promise<Uint8Array>;

/** Words on the office's paper, section by section: an index, an account. */
export interface PlainPaper {
  readonly locale: Language;
  /** Null: the office has not named itself yet. */
  readonly head: Letter['head'] | null;
  readonly title: string;
  readonly sections: readonly { readonly heading: string | null; readonly lines: readonly string[] }[];
  /** As of when, and by whom it was made. */
  readonly note: string;
  readonly issuedAt: Date;
}

/** Words as a document (PDF); the same words are the same bytes. */
export type WritePlainPaper = (paper: PlainPaper) => Promise<Uint8Array>;

/** A part of minutes. */
export type MinutesPart =
  | { readonly as: 'heading' | 'paragraph'; readonly text: string }
  /** On one page, where one has room for it. */
  | { readonly as: 'together'; readonly lines: readonly string[] }
  /** The first column has the words, the others are short; `widths`: shares of a line, where that is to be otherwise. */
  | {
      readonly as: 'table';
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
      readonly widths?: readonly number[];
    }
  /** PNG without transparency. */
  | { readonly as: 'picture'; readonly caption: string; readonly png: Uint8Array };

/** What was held and how it ended: counted, decided, ordered. */
export interface Minutes {
  readonly locale: Language;
  /** Null: the office has not named itself yet. */
  readonly head: Letter['head'] | null;
  readonly title: string;
  /** Below the title: of what. */
  readonly of: string;
  /** «28.12.2026»; empty: it is of no day. */
  readonly date: string;
  readonly parts: readonly MinutesPart[];
  /** Null: nobody is to sign it. */
  readonly signer: Letter['signer'];
  /** As of when, and by whom it was made. */
  readonly note: string;
  readonly issuedAt: Date;
}

/** PDF is what is signed. DOCX is the same words, to be worked on. The same minutes are the same bytes, whenever they are written. */
export type WriteMinutes = (minutes: Minutes, form: 'pdf' | 'docx') => Promise<Uint8Array>;

/** The papers of an office, drawn apart from whoever presses. */
export interface Papers {
  readonly writeMinutes: WriteMinutes;
  readonly writePlain: WritePlainPaper;
  readonly writeLetter: WriteLetter;
  readonly writeProtocol: WriteProtocol;
  readonly writeReport: WriteReport;
  readonly writeHistory: WriteHistory;
}

/** A file in a folder that is handed over. */
export interface Enclosed {
  /** With the folders in it by `/`; safe on every system. */
  readonly name: string;
  readonly at: Date;
  /** It becomes shorter by packing: words, and no pictures. */
  readonly packs: boolean;
  /** Asked for when its turn has come. */
  readonly bytes: () => AsyncIterable<Uint8Array>;
}

/** Folders that are handed over, as ZIP files on this server's disk, open to the bot's own account and nobody else. */
export interface Folders {
  /** @returns where it lies, and how many bytes it has. @throws what reading one of the files has thrown; nothing is left then */
  write(name: string, enclosed: readonly Enclosed[]): Promise<{ readonly path: string; readonly size: number }>;
  /** Null: there is none any more. */
  read(name: string): Promise<Uint8Array | null>;
  /** @idempotent */
  remove(name: string): Promise<void>;
  /** Removes those that were written before this. @returns how many */
  forget(before: Date): Promise<number>;
}

/** The office's day that it is now. */
export const today = ({ clock, office }: Desk): PlainDate => dayOf(clock.now(), office.calendar());

export function circumstances({ clock, office }: Desk): Circumstances {
  const { fourEyes, signatures } = office;
  return { now: clock.now(), calendar: office.calendar(), fourEyes, signatures };
}

/** Copies of the database and the files that are taken by themselves. */
export interface Copies {
  /** Where they are. */
  readonly folder: string;
  /** Of which moment the newest whole one is, none of `ahead`; null: there is none, or the folder can't be read. */
  newest(): Promise<Date | null>;
  /** One that a wrong clock of the machine has dated ahead, the furthest; null: there is none. */
  ahead(): Promise<{ readonly folder: string; readonly takenAt: Date } | null>;
  /** Null: it was taken, and those that need not be kept any more are gone. */
  take(): Promise<CopyTrouble | null>;
  /** Whether the newest would do. `sealed`: it can't be loaded where its key is not, but nothing of it is lost; null: there is none. */
  check(): Promise<{ readonly takenAt: Date; readonly found: 'good' | 'sealed' | CopyTrouble } | null>;
  /** Who was forgotten, beside the copies. */
  keepDecisions(decisions: readonly { readonly number: string; readonly day: string }[]): Promise<void>;
  readonly stop: () => Promise<void>;
}
