import { AppError } from '../../../src/errors';
import { endsWithin } from '../../../src/process/pause';
import type { FileStore, StoredBytes } from '../../../src/usecases/kit/ports';
import type { Voice } from './voice';

export interface FetchingOptions {
  readonly voice: Pick<Voice, 'download' | 'outcomeOf'>;
  readonly files: Pick<FileStore, 'keep'>;
  /** So long a person's lane waits for a file; most are there within a second. */
  readonly patienceMs?: number;
}

interface Fetch {
  readonly personId: number;
  isOver: boolean;
  /** Fulfilled whatever becomes of it. */
  readonly ended: Promise<{ readonly stored: StoredBytes | null } | { readonly error: unknown }>;
}

const PATIENCE_MS = 5_000;
/** And for one that was late before, each time that it is tried again. */
const LATE_PATIENCE_MS = 1_000;
/** Of files that are given up nobody tells. */
const REMEMBERED = 1_000;

export const fileIsLate = () => new AppError('file_late', 'A file has not come yet; it is fetched on');

/**
 * Files on their way from a messenger. One that does not come at once is fetched on beside its sender's lane, which goes on; whoever asks for
 * it later gets what has come.
 */
export class Fetching {
  private readonly underWay = new Map<string, Fetch>();
  /** Files that have been late once: nobody waits for them any more. */
  private readonly late = new Set<string>();

  constructor(private readonly options: FetchingOptions) {}

  /**
   * The bytes of a file, on the disk; null: there are more than `atMost`.
   * @throws AppError `file_late`: it is fetched on. What the fetching itself has ended with, once
   */
  async take(fileRef: string, atMost: number, personId: number): Promise<StoredBytes | null> {
    const patience = this.patienceFor(fileRef, personId);
    const fetch = (await this.fetchOf(fileRef)) ?? this.begin(fileRef, atMost, personId);
    if (!(await endsWithin(patience, fetch.ended))) {
      this.remember(fileRef);
      throw fileIsLate();
    }
    this.underWay.delete(fileRef);
    const end = await fetch.ended;
    if ('error' in end) {
      this.remember(fileRef);
      throw this.isSilence(end.error) ? fileIsLate() : end.error;
    }
    this.late.delete(fileRef);
    return end.stored;
  }

  /** The messenger does not even say where the file is. */
  private isSilence(error: unknown): boolean {
    try {
      return ['retry', 'ambiguous'].includes(this.options.voice.outcomeOf(error, 'edit', '').outcome);
    } catch {
      return false;
    }
  }

  /** Of several of one person the first is waited for, and the others not behind it. */
  private patienceFor(fileRef: string, personId: number): number {
    const { patienceMs = PATIENCE_MS } = this.options;
    const isWaitedFor = [...this.underWay].every(
      ([other, one]) => other === fileRef || one.personId !== personId || one.isOver,
    );
    if (!isWaitedFor) return 0;
    return this.late.has(fileRef) ? Math.min(LATE_PATIENCE_MS, patienceMs) : patienceMs;
  }

  /** What has failed meanwhile is begun anew: those that were late together so come in their order once they come. */
  private async fetchOf(fileRef: string): Promise<Fetch | null> {
    const fetch = this.underWay.get(fileRef);
    return !fetch || (fetch.isOver && 'error' in (await fetch.ended)) ? null : fetch;
  }

  private begin(fileRef: string, atMost: number, personId: number): Fetch {
    const fetched = async () => this.options.files.keep(await this.options.voice.download(fileRef), atMost);
    const ended = fetched().then(
      (stored) => ({ stored }),
      (error: unknown) => ({ error }),
    );
    const fetch: Fetch = { personId, ended, isOver: false };
    void ended.then(() => (fetch.isOver = true));
    this.underWay.set(fileRef, fetch);
    return fetch;
  }

  private remember(fileRef: string): void {
    this.late.add(fileRef);
    for (const [first] of this.late.entries()) {
      if (this.late.size <= REMEMBERED) break;
      this.late.delete(first);
    }
  }
}
