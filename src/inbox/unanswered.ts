import { describeError, type Log } from '../process/log';
import type { IncomingUpdate } from './update';

/** An update as far as whoever has sent it is told of it. */
export type Sent = Pick<IncomingUpdate, 'key' | 'lane' | 'payload'>;

export interface UnansweredOptions {
  readonly log: Pick<Log, 'warn'>;
  /** A throw is taken for «not said». */
  readonly tell: (update: Sent) => Promise<void>;
  /** Somebody's finger waits for it: each is answered by itself. */
  readonly isAwaited: (payload: object) => boolean;
  /** An outage that ends sooner is not worth a word: a finger is answered once. */
  readonly patienceMs?: number;
}

/** A press has words within ten seconds: by then it was seen, and is not there again for another two. */
const PATIENCE_MS = 3_000;
/** A bad connection comes and goes many times: whoever was told a moment ago knows. */
const QUIET_AFTER_TOLD_MS = 10 * 60_000;

/**
 * What the database does not take now, and from whom it came. It is with the messenger still, or in the table, and will be done when the
 * database is back; whoever has sent it hears so after some seconds, without the database. Each is told of once, however often it comes.
 */
export class Unanswered {
  private readonly waiting = new Map<string, NodeJS.Timeout>();
  private readonly told = new Map<string, number>();

  constructor(private readonly options: UnansweredOptions) {}

  begin(updates: readonly Sent[]): void {
    const { patienceMs = PATIENCE_MS } = this.options;
    for (const update of updates) {
      if (this.waiting.has(update.key)) continue;
      const timer = setTimeout(() => void this.tell(update), patienceMs);
      // Nobody's stop waits for it.
      timer.unref();
      this.waiting.set(update.key, timer);
    }
  }

  areOver(updates: readonly Pick<Sent, 'key'>[]): void {
    for (const { key } of updates) {
      clearTimeout(this.waiting.get(key));
      this.waiting.delete(key);
    }
  }

  /** This process stops: another one answers. */
  forget(): void {
    this.areOver([...this.waiting.keys()].map((key) => ({ key })));
  }

  private async tell(update: Sent): Promise<void> {
    const { tell, isAwaited, log } = this.options;
    if (!isAwaited(update.payload) && !this.isNews(update)) return;
    await tell(update).catch((error: unknown) =>
      log.warn({ reason: describeError(error) }, 'Cannot say that the database is away'),
    );
  }

  private isNews({ lane }: Sent): boolean {
    const now = performance.now();
    for (const [other, at] of this.told) if (now - at >= QUIET_AFTER_TOLD_MS) this.told.delete(other);
    if (this.told.has(lane)) return false;
    this.told.set(lane, now);
    return true;
  }
}
