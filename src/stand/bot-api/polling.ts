import { conflict, type ApiError } from '../errors';
import type { Disturbance } from './faults';
import type { Update } from '../world/types';
import type { UpdateQueue } from '../world/update-queue';

interface Waiter {
  readonly wake: () => void;
  readonly refuse: (error: ApiError) => void;
}

/** getUpdates: one poller at a time; a newer request ends the older one, as Telegram does. */
export class Polling {
  private waiter: Waiter | undefined;

  constructor(
    private readonly updates: UpdateQueue,
    private readonly disturbance: Disturbance,
  ) {
    updates.onArrival(() => this.waiter?.wake());
  }

  /**
   * @param offset confirms everything before it; negative: keeps only that many last ones
   * @param gone fires when the poller has hung up
   */
  async poll(offset: number, limit: number, timeoutSeconds: number, gone: AbortSignal): Promise<Update[]> {
    this.end(conflict('terminated by other getUpdates request; make sure that only one bot instance is running'));
    if (offset > 0) this.updates.confirmBefore(offset);
    if (offset < 0) {
      const kept = this.updates.waiting().slice(offset);
      this.updates.confirmBefore(kept[0]?.update.update_id ?? Infinity);
    }
    const deadline = performance.now() + timeoutSeconds * 1000;
    for (;;) {
      const batch = this.disturbance.arrange(this.updates.waiting(), limit);
      const leftMs = deadline - performance.now();
      if (batch.length > 0 || leftMs <= 0 || gone.aborted) return batch;
      await this.wait(Math.min(leftMs, this.disturbance.nextCheckMs()), gone);
    }
  }

  /** Ends the poll that is under way, if any. */
  end(error: ApiError): void {
    this.waiter?.refuse(error);
  }

  private wait(ms: number, gone: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (): void => {
        clearTimeout(timer);
        gone.removeEventListener('abort', waiter.wake);
        if (this.waiter === waiter) this.waiter = undefined;
      };
      const waiter: Waiter = {
        wake: () => {
          finish();
          resolve();
        },
        refuse: (error) => {
          finish();
          reject(error);
        },
      };
      const timer = setTimeout(waiter.wake, ms);
      gone.addEventListener('abort', waiter.wake);
      this.waiter = waiter;
    });
  }
}
