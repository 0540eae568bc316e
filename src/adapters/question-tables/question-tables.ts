import { AppError } from '../../errors';
import { wordsOf } from '../../i18n';
import type { QuestionTables } from '../../usecases/direct-lines/question-tables';
import { workApart } from '../apart';
import type { Tasks } from './worker';

export interface QuestionTablesApart extends QuestionTables {
  readonly stop: () => Promise<void>;
}

const PROGRAM = require.resolve('./worker');
/** 10,000 questions take two seconds; whoever waits looks at a chat. */
const LIMIT_MS = 30_000;
const IDLE_MS = 60_000;
/** As registry files have: a workbook of anybody's making may hold as much. */
const LIMITS = { memoryMegabytes: 300, heapMegabytes: 224 };

/**
 * Tables are read in a process of their own, as everything that comes from outside: it starts with the first.
 * @param pathOf where on this machine the bytes of a file are, by their SHA-256
 */
export function createQuestionTables(pathOf: (sha256: string) => string): QuestionTablesApart {
  const apart = workApart<Tasks>({ program: PROGRAM, limitMs: LIMIT_MS, idleMs: IDLE_MS, ...LIMITS });
  return {
    async read(sha256, locale) {
      const outcome = await apart.ask('read', { path: pathOf(sha256), locale });
      if (outcome === 'too_heavy') {
        const reason = wordsOf(locale).plain('intake:table.unreadable.tooHeavy');
        return { rows: [], faults: [{ row: null, reason }], faulty: 1 };
      }
      if ('failed' in outcome) throw new AppError('files', `A table of questions could not be read: ${outcome.failed}`);
      return outcome.done;
    },
    stop: apart.stop,
  };
}
