import { machineNow } from '../clock';
import { updateKinds, type Update } from '../world/types';
import type { PendingUpdate } from '../world/update-queue';

export const requestFaults = ['429', '500', 'reset-before', 'reset-after', 'slow'] as const;
export const updateFaults = ['duplicate', 'reorder'] as const;
export const faultKinds = [...requestFaults, ...updateFaults] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** A method for faults of requests, a kind of update (`message`, `callback_query`) for duplicate and reorder. */
  readonly method?: string | undefined;
  readonly chatId?: number | undefined;
  /** 0…1 */
  readonly probability: number;
  /** How many times more; absent: until it is taken away. */
  times?: number | undefined;
  readonly retryAfter: number;
  readonly delayMs: number;
}

/** What the person at the controls has ordered to go wrong. */
export class Faults {
  private faults: Fault[] = [];

  add(fault: Fault): void {
    this.faults.push(fault);
  }

  clear(): void {
    this.faults = [];
  }

  list(): readonly Fault[] {
    return this.faults;
  }

  /** The first fault of these kinds that strikes now; it is counted as struck. */
  strike(kinds: readonly FaultKind[], method: string, chatId: number | undefined): Fault | undefined {
    const fault = this.faults.find(
      (candidate) =>
        kinds.includes(candidate.kind) &&
        (candidate.method === undefined || candidate.method.toLowerCase() === method.toLowerCase()) &&
        (candidate.chatId === undefined || candidate.chatId === chatId) &&
        candidate.times !== 0 &&
        Math.random() < candidate.probability,
    );
    if (fault?.times !== undefined) fault.times -= 1;
    return fault;
  }
}

/** How long a reordered update waits for one that may overtake it. */
const holdMs = 2000;

/** Duplicate and reordered updates: what a network between Telegram and the bot may do to them. */
export class Disturbance {
  private readonly seen = new Set<number>();
  private again: Update[] = [];
  private held: { pending: PendingUpdate; until: number } | undefined;

  constructor(private readonly faults: Faults) {}

  /** The next batch out of the waiting updates, disturbed as ordered. */
  arrange(waiting: readonly PendingUpdate[], limit: number): Update[] {
    const fresh = waiting.slice(0, limit);
    const duplicates = this.again;
    this.again = [];
    for (const pending of fresh) this.judge(pending);
    const batch = fresh.map(({ update }) => update);
    const late = this.held && batch.findIndex(({ update_id }) => update_id === this.held?.pending.update.update_id);
    if (this.held !== undefined && late !== undefined) {
      const [update] = late === -1 ? [] : batch.splice(late, 1);
      if (update === undefined) this.held = undefined;
      else if (late < batch.length || machineNow() >= this.held.until) {
        batch.splice(late + 1, 0, update);
        this.held = undefined;
      } else {
        // Nothing that follows may be confirmed past it, so the batch ends before it.
        batch.length = late;
      }
    }
    return [...duplicates, ...batch];
  }

  /** A held update has to be looked at again soon even if nothing arrives. */
  nextCheckMs(): number {
    return this.held === undefined ? Infinity : Math.max(1, this.held.until - machineNow());
  }

  /** Whether the webhook has to deliver this update once more. */
  strikesTwice(pending: PendingUpdate): boolean {
    return this.faults.strike(['duplicate'], pending.kind, pending.chatId) !== undefined;
  }

  /** Whether the webhook has to let the next update overtake this one. */
  strikesLate(pending: PendingUpdate): boolean {
    return this.faults.strike(['reorder'], pending.kind, pending.chatId) !== undefined;
  }

  private judge(pending: PendingUpdate): void {
    const { update_id: id } = pending.update;
    if (this.seen.has(id)) return;
    this.seen.add(id);
    if (this.strikesTwice(pending)) this.again.push(pending.update);
    if (this.held === undefined && this.strikesLate(pending)) this.held = { pending, until: machineNow() + holdMs };
  }
}

export const isUpdateKind = (name: string): boolean => updateKinds.some((kind) => kind === name);
