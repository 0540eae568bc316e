/** The machine's time in milliseconds: flood budgets, faults and waiting are measured with it. */
export const machineNow = (): number => Date.now();

/**
 * The stand's own time, which a person may move. Message dates, 150 s for a press, 24 h for an update and 48 h for
 * a deletion follow it. Kept as a distance from the machine's clock, so it runs on by itself.
 */
export class StandClock {
  constructor(public offsetMs = 0) {}

  now(): Date {
    return new Date(machineNow() + this.offsetMs);
  }

  /** Unix time in whole seconds, as the Bot API writes dates. */
  seconds(): number {
    return Math.floor((machineNow() + this.offsetMs) / 1000);
  }

  moveTo(instant: Date): void {
    this.offsetMs = instant.getTime() - machineNow();
  }
}
