/** The machine's time in milliseconds: flood budgets, faults and waiting are measured with it. */
export const machineNow = (): number => Date.now();

/**
 * The stand's own time, which a person may move. Message dates, 150 s for a press, 24 h for an update and 48 h for
 * a deletion follow it. Kept as a distance from the machine's clock, so it runs on by itself.
 */
export class StandClock {
  /** Of a bot that is still on its way to the new time: how far its moment is from the machine's. */
  private walkedMs: number | undefined;

  constructor(public offsetMs = 0) {}

  now(): Date {
    return new Date(machineNow() + this.offsetMs);
  }

  /** Unix time in whole seconds, as the Bot API writes dates: what is said on the way carries the moment of the way. */
  seconds(): number {
    return Math.floor((machineNow() + (this.walkedMs ?? this.offsetMs)) / 1000);
  }

  moveTo(instant: Date): void {
    this.offsetMs = instant.getTime() - machineNow();
  }

  walkAt(instant: Date): void {
    this.walkedMs = instant.getTime() - machineNow();
  }

  arrive(): void {
    this.walkedMs = undefined;
  }
}
