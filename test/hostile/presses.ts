import { pause } from '../support/until';
import type { HostileOffice } from './office';

/** Between two presses of a hasty person. */
const PAUSE_MS = 25;

/** Somebody who works on a card of their own while strangers' bytes come in. */
export class PressMeter {
  readonly alone: number[] = [];
  readonly beside: number[] = [];
  private isBeside = false;
  private pressing: Promise<void> = Promise.resolve();

  constructor(private readonly office: HostileOffice) {}

  /** So many with nobody else about. */
  async pressAlone(times: number): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      this.alone.push(await this.office.pressOnce());
      await pause(PAUSE_MS);
    }
  }

  begin(): void {
    this.isBeside = true;
    this.pressing = this.pressOn();
    // who waits for it hears of it; until then nobody does
    this.pressing.catch(() => undefined);
  }

  async end(): Promise<void> {
    this.isBeside = false;
    await this.pressing;
  }

  /** p99 beside, as a multiple of p99 alone. */
  ratio(): number {
    return quantile(this.beside, 0.99) / quantile(this.alone, 0.99);
  }

  private async pressOn(): Promise<void> {
    while (this.isBeside) {
      this.beside.push(await this.office.pressOnce());
      await pause(PAUSE_MS);
    }
  }
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
