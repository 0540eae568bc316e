import type { MessengerAccount } from '../../../entities/account';
import { AppError } from '../../errors';
import { wordsOf } from '../../i18n';
import { templateSheets } from '../../intake/office-table/template';
import type { OfficeTables } from '../../usecases/administration/office-tables';
import { workApart } from '../apart';
import { writeWorkbook } from '../workbook';
import type { Tasks } from './worker';

export interface OfficeTablesOptions {
  /** Where on this machine the bytes of a file are, by their SHA-256. */
  readonly pathOf: (sha256: string) => string;
  readonly admins: readonly MessengerAccount[];
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

/** Tables are read in a process of their own, as everything that comes from outside: it starts with the first. */
export function createOfficeTables({ pathOf, admins }: OfficeTablesOptions): OfficeTablesApart {
  const apart = workApart<Tasks>({ program: PROGRAM, limitMs: LIMIT_MS, idleMs: IDLE_MS, ...LIMITS });
  return {
    async read(sha256, locale, known) {
      const outcome = await apart.ask('read', { path: pathOf(sha256), locale, known });
      if (outcome === 'too_heavy') {
        const reason = wordsOf(locale).plain('intake:table.unreadable.tooHeavy');
        return { ok: false, faults: [{ place: null, reason }], more: false };
      }
      if ('failed' in outcome)
        throw new AppError('files', `A table of the office could not be read: ${outcome.failed}`);
      return outcome.done;
    },
    write: (office, locale) => writeWorkbook(templateSheets(office, locale)),
    admins,
    stop: apart.stop,
  };
}
