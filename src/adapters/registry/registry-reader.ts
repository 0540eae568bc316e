import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Clock } from '../../clock';
import type { Locale } from '../../i18n';
import type { OfficeCalendar } from '../../regulation/calendar';
import type { ReadRegistry, RegistryPart } from '../../intake/registry/bring-in';
import type { ReadingOrder } from './read-parts';

export interface RegistryReaderOptions {
  /** Where on this machine the bytes of a file are, by their SHA-256. */
  readonly pathOf: (sha256: string) => string;
  readonly calendar: () => OfficeCalendar;
  readonly locale: Locale;
  readonly clock: Clock;
}

/** For the next two thousand rows; the first also unpacks the workbook's texts. */
const PART_LIMIT_MS = 60_000;
/** Of the thread's heap. A file of 200 MB once unpacked is read in half of this. */
const HEAP_MB = 256;
const refused = (reason: string): RegistryPart => ({ what: 'refused', refusal: { reason, params: {} } });

/** Reads registry files in a thread of its own: one that takes for ever, or more memory than there is, harms nobody else. */
export function createRegistryReader({ pathOf, calendar, locale, clock }: RegistryReaderOptions): ReadRegistry {
  return async function* read(sha256) {
    const { zone, opensAt, closesAt } = calendar();
    const order: ReadingOrder = {
      path: pathOf(sha256),
      hours: { zone, opensAt, closesAt },
      locale,
      now: clock.now().toISOString(),
    };
    const thread = new Worker(require.resolve('./reading-thread'), {
      workerData: order,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    try {
      for (let next = nextPart(thread); ;) {
        const part = await next;
        const isLast = part.what === 'end' || part.what === 'refused';
        // It reads on while the database takes what it has read.
        if (!isLast) next = nextPart(thread);
        next.catch(() => undefined);
        yield part;
        if (isLast) return;
      }
    } finally {
      await thread.terminate();
    }
  };
}

async function nextPart(thread: Worker): Promise<RegistryPart> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), PART_LIMIT_MS).unref();
  try {
    const answer = once(thread, 'message', { signal: limit.signal });
    thread.postMessage('next');
    const [part] = (await answer) as [RegistryPart];
    return part;
  } catch (error) {
    if (limit.signal.aborted) return refused('tooSlow');
    if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
      return refused('tooHeavy');
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
