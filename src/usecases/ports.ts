import type { Clock } from '../clock';
import type { Database } from '../database';
import type { OfficeCalendar } from '../regulation/calendar';
import type { StageShares } from '../regulation/deadlines';
import type { Circumstances } from '../regulation/facts';

/** How this office works: from the environment, but for the calendar, which an admin may change while it runs. */
export interface Office {
  readonly calendar: () => OfficeCalendar;
  readonly shares: StageShares;
  readonly fourEyes: 'warn' | 'forbid';
  readonly personalDataInChat: 'never' | 'on_request';
  readonly signatures: 'mark';
}

/** What every use case works with. */
export interface Desk {
  readonly database: Database;
  readonly clock: Clock;
  readonly office: Office;
}

/** Where original bytes of photos and files are kept. */
export interface FileStore {
  /** Keeps the bytes under their SHA-256 (hex) and says how many there were; the same bytes twice are one file. */
  keep(bytes: AsyncIterable<Uint8Array>): Promise<{ readonly sha256: string; readonly size: number }>;
}

export function circumstances({ clock, office }: Desk): Circumstances {
  return { now: clock.now(), office: office.calendar(), fourEyes: office.fourEyes };
}
