import type { Clock } from '../../src/clock';

/** A second tap comes while the first one is at work, and is heard when that is done. */
const SECOND_TAP_MS = 5_000;

/**
 * What a chat was shown a moment ago: what changes nothing is not kept anywhere, so a second tap would show it twice. Of this
 * process: taps of one person are heard one after another by the same.
 */
export class Lately {
  private readonly shown = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  has(what: string): boolean {
    const now = this.clock.now().getTime();
    for (const [name, at] of this.shown) if (Math.abs(now - at) > SECOND_TAP_MS) this.shown.delete(name);
    return this.shown.has(what);
  }

  note(what: string): void {
    this.shown.set(what, this.clock.now().getTime());
  }
}
