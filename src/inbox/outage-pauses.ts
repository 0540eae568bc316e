import type { Outage, WaitingUpdate } from './update';

export interface OutageMilliseconds {
  readonly first: number;
  readonly longest: number;
  /** An outage that ends sooner is not worth a word. */
  readonly toldAfter: number;
}

/** An update that an outage keeps from its end. */
interface Standing {
  /** When the first try that it has spoilt began. */
  readonly since: number;
  readonly tries: number;
  readonly isTold: boolean;
}

/** A bad connection comes and goes many times: whoever was told a moment ago knows. */
const QUIET_AFTER_TOLD_MS = 10 * 60_000;

/** How long updates wait for the end of an outage, and who is still to be told of it. */
export class OutagePauses {
  private readonly standing = new Map<number, Standing>();
  private readonly told = new Map<string, number>();

  constructor(private readonly times: OutageMilliseconds) {}

  /** Another process has waited with this one; whether it has told of that nobody knows, and nobody is to be told twice. */
  goesOn({ id }: WaitingUpdate): void {
    this.standing.set(id, { since: performance.now(), tries: 0, isTold: true });
  }

  /**
   * How long to wait now: the pauses grow, and those of different lanes differ, so that what has just come back is not struck
   * by all of them at once.
   */
  next({ id }: WaitingUpdate, { afterSeconds }: Outage, since: number): number {
    const standing = this.standing.get(id) ?? { since, tries: 0, isTold: false };
    this.standing.set(id, { ...standing, tries: standing.tries + 1 });
    const { first, longest } = this.times;
    const spread = Math.random() / 2;
    return afterSeconds === undefined
      ? Math.ceil(Math.min(first * 2 ** standing.tries, longest) * (1 - spread))
      : Math.ceil(afterSeconds * 1_000 + first * spread);
  }

  /** Not where the other side has asked for silence: no word would pass. */
  isToBeTold({ id, lane }: WaitingUpdate, { afterSeconds }: Outage): boolean {
    const standing = this.standing.get(id);
    if (!standing || standing.isTold || afterSeconds !== undefined) return false;
    const now = performance.now();
    return (
      now - standing.since >= this.times.toldAfter && now - (this.told.get(lane) ?? -Infinity) >= QUIET_AFTER_TOLD_MS
    );
  }

  isTold({ id, lane }: WaitingUpdate): void {
    const now = performance.now();
    for (const [other, at] of this.told) if (now - at >= QUIET_AFTER_TOLD_MS) this.told.delete(other);
    this.told.set(lane, now);
    const standing = this.standing.get(id);
    if (standing) this.standing.set(id, { ...standing, isTold: true });
  }

  isOver({ id }: WaitingUpdate): void {
    this.standing.delete(id);
  }

  /** Another process waits with them from now on. */
  forget(): void {
    this.standing.clear();
  }
}
