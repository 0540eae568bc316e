import path from 'node:path';
import type { MessengerAccount } from '../../../entities/person';
import { wordsOf } from '../../i18n';
import { templateSheets } from '../../intake/office-table/template';
import type { Log } from '../../process/log';
import type { Language } from '../../regulation/language';
import type { OfficeTables } from '../../usecases/office/tables';
import type { QuestionTables } from '../../usecases/lines/gather';
import type { ReadTables, RefusedTable } from '../../usecases/kit/sent-table';
import { workApart, type ApartOptions } from '../apart';
import { writeWorkbook } from '../workbook';
import type * as tasks from './tasks';

export interface SentTablesOptions extends Partial<Omit<ApartOptions, 'tasks'>> {
  /** Where on this machine the bytes of a file are, by their SHA-256. */
  readonly pathOf: (sha256: string) => string;
  readonly admins: readonly MessengerAccount[];
  readonly ofServer: OfficeTables['ofServer'];
  readonly log: Log;
}

export interface SentTablesApart {
  readonly sentTables: ReadTables;
  readonly questionTables: QuestionTables;
  readonly officeTables: OfficeTables;
  readonly stop: () => Promise<void>;
}

type Tasks = typeof tasks;
const TASKS = require.resolve('./tasks');
/** 10,000 questions take two seconds; whoever waits looks at a chat. */
const LIMIT_MS = 30_000;
const IDLE_MS = 60_000;
/** As of registry files: a stranger's bytes may unpack to more than there is. */
const LIMITS = { memoryMegabytes: 300, heapMegabytes: 224 };

/** Tables that people send are read in a process of their own, as everything that comes from outside: it starts with the first. */
export function createSentTables({ pathOf, admins, ofServer, log, ...others }: SentTablesOptions): SentTablesApart {
  const apart = workApart<Tasks>({ tasks: TASKS, limitMs: LIMIT_MS, idleMs: IDLE_MS, ...LIMITS, ...others });

  function asker<Name extends keyof Tasks>(name: Name) {
    type Answer = Awaited<ReturnType<Tasks[Name]>>;
    /** A dialog asks for its table again at every press. */
    let last: { readonly asked: string; readonly answer: Answer } | null = null;
    return async (asks: Parameters<Tasks[Name]>[0]): Promise<Answer | RefusedTable> => {
      const asked = JSON.stringify(asks);
      if (last?.asked === asked) return last.answer;
      const outcome = await apart.ask(name, asks);
      if (outcome === 'too_heavy') return { ok: false, refusal: 'tooHeavy', params: {} };
      if ('done' in outcome) {
        last = { asked, answer: outcome.done };
        return outcome.done;
      }
      // A dialog that failed here would never be left, nor get another table.
      log.error({ file: path.basename(asks.path), reason: outcome.failed }, 'A table could not be read');
      return { ok: false, refusal: 'failed', params: {} };
    };
  }

  const [rowsOf, questionsOf, officeOf] = [asker('rows'), asker('questions'), asker('office')];
  return {
    sentTables: {
      async read(sha256) {
        const sent = await rowsOf({ path: pathOf(sha256) });
        return sent.ok ? { ok: true, rows: sent.read } : sent;
      },
    },
    questionTables: {
      async read(sha256, locale, today) {
        const sent = await questionsOf({ path: pathOf(sha256), locale, today });
        if (sent.ok) return sent.read;
        return { rows: [], repeats: [], faults: [{ row: null, reason: refusalSaid(sent, locale) }], faulty: 1 };
      },
    },
    officeTables: {
      async read(sha256, locale, known) {
        const sent = await officeOf({ path: pathOf(sha256), locale, known });
        if (sent.ok) return sent.read;
        return { ok: false, faults: [{ place: null, reason: refusalSaid(sent, locale) }], more: false };
      },
      write: (office, locale) => writeWorkbook(templateSheets(office, locale)),
      admins,
      ofServer,
    },
    stop: apart.stop,
  };
}

const refusalSaid = ({ refusal, params }: RefusedTable, locale: Language): string =>
  wordsOf(locale).plain(`table:refused.${refusal}`, params);
