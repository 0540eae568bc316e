import type { Clock } from '../../src/clock';

/** A second tap comes while the first one is at work, and is heard when that is done. */
const SECOND_TAP_MS = 5_000;

/**
 * What a chat was told or shown a moment ago: what changes nothing is not kept anywhere, so a second tap would show it twice. Of this
 * process: taps of one person are heard one after another by the same.
 */
export class Lately<Told = true> {
  private readonly told = new Map<string, { readonly at: number; readonly told: Told }>();

  constructor(private readonly clock: Clock) {}

  /** Null: nothing, or longer ago than a second tap comes. */
  get(what: string): Told | null {
    this.forget();
    return this.told.get(what)?.told ?? null;
  }

  note(what: string, told: Told): void {
    this.forget();
    this.told.set(what, { at: this.clock.now().getTime(), told });
  }

  private forget(): void {
    const now = this.clock.now().getTime();
    for (const [what, { at }] of this.told) if (Math.abs(now - at) > SECOND_TAP_MS) this.told.delete(what);
  }
}
