import type { MessengerAccount } from '../../../entities/account';
import { wordsOf } from '../../i18n';
import { templateSheets } from '../../intake/office-table/template';
import type { Log } from '../../process/log';
import type { Language } from '../../regulation/language';
import type { OfficeTables, ReadTable } from '../../usecases/administration/office-tables';
import { workApart } from '../apart';
import { writeWorkbook } from '../workbook';
import type { Tasks } from './worker';

export interface OfficeTablesOptions {
  /** Where on this machine the bytes of a file are, by their SHA-256. */
  readonly pathOf: (sha256: string) => string;
  readonly admins: readonly MessengerAccount[];
  readonly log: Log;
}

export interface OfficeTablesApart extends OfficeTables {
  readonly stop: () => Promise<void>;
}

const PROGRAM = require.resolve('./worker');
/** A table of 5,000 rows takes a second; whoever waits looks at a chat. */
const LIMIT_MS = 20_000;
const IDLE_MS = 60_000;
/** As registry files have: a workbook of anybody's making may hold as much. */
const LIMITS = { memoryMegabytes: 300, heapMegabytes: 224 };

function unread(why: 'tooHeavy' | 'failed', locale: Language): ReadTable {
  const reason = wordsOf(locale).plain(`intake:table.unreadable.${why}`);
  return { ok: false, faults: [{ place: null, reason }], more: false };
}

/** Tables are read in a process of their own, as everything that comes from outside: it starts with the first. */
export function createOfficeTables({ pathOf, admins, log }: OfficeTablesOptions): OfficeTablesApart {
  const apart = workApart<Tasks>({ program: PROGRAM, limitMs: LIMIT_MS, idleMs: IDLE_MS, ...LIMITS });
  return {
    async read(sha256, locale, known) {
      const outcome = await apart.ask('read', { path: pathOf(sha256), locale, known });
      if (outcome === 'too_heavy') return unread('tooHeavy', locale);
      if ('done' in outcome) return outcome.done;
      // The dialog reads it at every press: one that failed here would never be left, nor get another table.
      log.error({ sha256, reason: outcome.failed }, 'A table of the office could not be read');
      return unread('failed', locale);
    },
    write: (office, locale) => writeWorkbook(templateSheets(office, locale)),
    admins,
    stop: apart.stop,
  };
}
