import type { Clock } from '../clock';
import type { HasDatabase } from '../database';
import type { Contacts } from '../personal-data';
import { type OfficeCalendar, type PlainDate, dayOf } from '../regulation/calendar';
import type { StageShares } from '../regulation/deadlines';
import type { Circumstances } from '../regulation/facts';
import type { SignatureMode } from '../regulation/vocabulary';

/** How this office works: from the environment, but for the calendar, which an admin may change while it runs. */
export interface Office {
  readonly calendar: () => OfficeCalendar;
  readonly shares: StageShares;
  readonly fourEyes: 'warn' | 'forbid';
  readonly personalDataInChat: 'never' | 'on_request';
  /** Its own: no question is asked about these. */
  readonly contacts: Contacts;
  readonly signatures: SignatureMode;
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

/** Where original bytes of photos and files are kept. */
export interface FileStore {
  /**
   * Keeps the bytes under their SHA-256 (hex) and says how many there were; the same bytes twice are one file. Null: there were
   * more than `atMost`; the rest was not waited for. Then, and when it throws, nothing of them is kept.
   * @throws the error of the disk as it came, so that ENOSPC can be told by its code
   */
  keep(
    bytes: AsyncIterable<Uint8Array>,
    atMost?: number,
  ): Promise<{ readonly sha256: string; readonly size: number } | null>;
  /** The bytes that were kept under this name (hex). Reading throws when there are none. */
  read(sha256: string): AsyncIterable<Uint8Array>;
}

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

/** A sheet of a workbook: its heading is the first row, frozen and with filters. */
export interface Sheet {
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  /** Of `moment` and `day` columns: the office's clock read as if it were UTC, since a spreadsheet knows no zones. */
  readonly rows: readonly (readonly (string | number | Date | null)[])[];
}

export interface SheetColumn {
  readonly heading: string;
  readonly type: 'text' | 'number' | 'day' | 'moment';
  /** In characters. */
  readonly width: number;
}

/** A file for a spreadsheet program (XLSX). What begins with `=`, `+`, `-` or `@` stays text in it. */
export type WriteWorkbook = (sheets: readonly Sheet[]) => Promise<Uint8Array>;

/** The office's day that it is now. */
export const today = ({ clock, office }: Desk): PlainDate => dayOf(clock.now(), office.calendar());

export function circumstances({ clock, office }: Desk): Circumstances {
  const { fourEyes, signatures } = office;
  return { now: clock.now(), calendar: office.calendar(), fourEyes, signatures };
}
