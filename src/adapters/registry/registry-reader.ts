import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Clock } from '../../clock';
import type { Locale } from '../../i18n';
import type { OfficeCalendar } from '../../regulation/calendar';
import type { Box } from '../../regulation/district';
import type { ReadRegistry, RegistryPart } from '../../intake/registry/bring-in';
import type { Remembered } from '../../intake/registry/headings';
import { startLimited } from '../limited-process';
import { hasHad } from '../processor-time';
import type { ReadingOrder, Said } from './read-parts';
import type { Unreadability } from './unreadable';

export interface RegistryReaderOptions {
  /** Where on this machine the bytes of a file are, by their SHA-256. */
  readonly pathOf: (sha256: string) => string;
  readonly calendar: () => OfficeCalendar;
  /** Absent: nobody looks where points are. */
  readonly district?: Box;
  readonly locale: Locale;
  readonly clock: Clock;
  /** Of a core, where the platform tells it, for the next rows; the first also unpacks the workbook's texts. */
  readonly partLimitMilliseconds?: number;
}

const PART_LIMIT_MS = 50_000;
/** 120,000 rows of which each has two texts that no other has are read in 292 MB, most of which is these texts; a CSV in 100. */
const LIMITS = { memoryMegabytes: 300, heapMegabytes: 224 };
const refused = (reason: Unreadability): RegistryPart => ({ what: 'refused', refusal: { reason, params: {} } });

/**
 * Reads registry files in a process of its own: one that takes for ever, or more memory than there is, harms nobody else. A thread
 * would not do: where it asks for too much at once it takes the whole process with it, and the next start reads the file again.
 */
export function createRegistryReader(options: RegistryReaderOptions): ReadRegistry {
  const { partLimitMilliseconds = PART_LIMIT_MS } = options;
  return async function* read(sha256, remembered = {}) {
    const order = readingOrder(options, sha256, remembered);
    const reader = startLimited(require.resolve('./reading-process'), LIMITS);
    try {
      await begun(reader, partLimitMilliseconds);
      reader.send(order);
      for (let next = nextPart(reader, partLimitMilliseconds); ;) {
        const part = await next;
        const isLast = part.what === 'end' || part.what === 'refused' || part.what === 'asks';
        // It reads on while the database takes what it has read.
        if (!isLast) next = nextPart(reader, partLimitMilliseconds);
        next.catch(() => undefined);
        yield part;
        if (isLast) return;
      }
    } finally {
      reader.kill('SIGKILL');
    }
  };
}

/** What whoever reads this file is told. */
export function readingOrder(options: RegistryReaderOptions, sha256: string, remembered: Remembered): ReadingOrder {
  const { pathOf, calendar, district, locale, clock } = options;
  const { zone, opensAt, closesAt } = calendar();
  return {
    path: pathOf(sha256),
    hours: { zone, opensAt, closesAt },
    ...(district && { district }),
    locale,
    now: clock.now().toISOString(),
    remembered,
  };
}

/**
 * Whatever hinders a process that has no file yet is no file's fault.
 * @throws Error when it can't work on this machine
 */
async function begun(reader: ChildProcess, limitMilliseconds: number): Promise<void> {
  const listening = new AbortController();
  const { signal } = listening;
  try {
    const end = once(reader, 'exit', { signal }).then(([code, killedBy]) => String(killedBy ?? code));
    const limit = hasHad(reader.pid, limitMilliseconds, signal).then(() => 'it took too long');
    limit.catch(() => undefined);
    const hindrance = await Promise.race([once(reader, 'message', { signal }).then(() => null), end, limit]);
    if (hindrance !== null) throw new Error(`The process that reads registry files has not started: ${hindrance}`);
  } finally {
    listening.abort();
  }
}

async function nextPart(reader: ChildProcess, limitMilliseconds: number): Promise<RegistryPart> {
  const listening = new AbortController();
  const { signal } = listening;
  try {
    const answer = once(reader, 'message', { signal }).then(([said]) => partIn(said as Said));
    // whatever it died of, at this file it would die again
    const end = once(reader, 'exit', { signal }).then(() => refused('tooHeavy'));
    const limit = hasHad(reader.pid, limitMilliseconds, signal).then(() => refused('tooSlow'));
    limit.catch(() => undefined);
    reader.send('next');
    return await Promise.race([answer, end, limit]);
  } finally {
    listening.abort();
  }
}

function partIn(said: Said): RegistryPart {
  if ('part' in said) return said.part;
  throw new Error(`A registry file could not be read: ${said.fault}`);
}
