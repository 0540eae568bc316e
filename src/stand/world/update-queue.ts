import { machineNow, type StandClock } from '../clock';
import type { Update, UpdateKind } from './types';

/** Where what people do is handed over. */
export interface Updates {
  push(kind: UpdateKind, line: Line, chatId: number, body: unknown, delayMs?: number): void;
}

const lifetimeMs = 24 * 3600 * 1000;

/** Who waits for whom at delivery: a person's presses are one line, a chat's messages another. */
export type Line = `press:${number}` | `chat:${number}`;

export interface PendingUpdate {
  readonly update: Update;
  readonly kind: UpdateKind;
  readonly line: Line;
  readonly chatId: number;
  /** Stand time in milliseconds: an unconfirmed update lives 24 h. */
  readonly at: number;
}

interface ScheduledUpdate {
  readonly kind: UpdateKind;
  readonly line: Line;
  readonly chatId: number;
  readonly body: unknown;
  /** Machine time. */
  readonly dueAt: number;
}

export interface UpdateQueueState {
  readonly pending: PendingUpdate[];
  readonly scheduled: ScheduledUpdate[];
  readonly nextUpdateId: number;
  readonly allowedUpdates: string[];
}

/** Updates that the bot has not confirmed yet, oldest first. */
export class UpdateQueue implements Updates {
  private pending: PendingUpdate[] = [];
  private scheduled: ScheduledUpdate[] = [];
  private nextUpdateId = 100_000_001;
  private timer: NodeJS.Timeout | undefined;
  private readonly listeners = new Set<() => void>();
  /** Empty: every kind. */
  allowedUpdates: string[] = [];

  constructor(
    private readonly clock: StandClock,
    private readonly touch: () => void,
  ) {}

  onArrival(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * @param delayMs how much later than now the update reaches the bot: the photos of an album come with gaps. Later
   * updates of the same line wait behind it.
   */
  push(kind: UpdateKind, line: Line, chatId: number, body: unknown, delayMs = 0): void {
    if (this.allowedUpdates.length > 0 && !this.allowedUpdates.includes(kind)) return;
    const ahead = this.scheduled.findLast((waiting) => waiting.line === line);
    const dueAt = Math.max(machineNow() + delayMs, ahead?.dueAt ?? 0);
    if (delayMs === 0 && ahead === undefined) return this.arrive({ kind, line, chatId, body, dueAt });
    this.scheduled.push({ kind, line, chatId, body, dueAt });
    this.touch();
    this.wakeForScheduled();
  }

  /** In the order of their numbers. */
  waiting(): readonly PendingUpdate[] {
    const oldest = this.clock.now().getTime() - lifetimeMs;
    if (this.pending.some((update) => update.at < oldest))
      this.pending = this.pending.filter((update) => update.at >= oldest);
    return this.pending;
  }

  /** With those that are still on their way, such as the rest of an album. */
  count(): number {
    return this.waiting().length + this.scheduled.length;
  }

  confirmBefore(updateId: number): void {
    this.keep(({ update }) => update.update_id >= updateId);
  }

  confirm(updateId: number): void {
    this.keep(({ update }) => update.update_id !== updateId);
  }

  drop(): void {
    this.scheduled = [];
    this.keep(() => false);
  }

  close(): void {
    clearTimeout(this.timer);
  }

  private keep(wanted: (pending: PendingUpdate) => boolean): void {
    const before = this.pending.length;
    this.pending = this.pending.filter(wanted);
    if (this.pending.length !== before) this.touch();
  }

  private arrive({ kind, line, chatId, body }: ScheduledUpdate): void {
    const update: Update = { update_id: this.nextUpdateId++, [kind]: body };
    this.pending.push({ update, kind, line, chatId, at: this.clock.now().getTime() });
    this.touch();
    for (const listener of this.listeners) listener();
  }

  private wakeForScheduled(): void {
    clearTimeout(this.timer);
    const first = Math.min(...this.scheduled.map(({ dueAt }) => dueAt));
    if (first === Infinity) return;
    this.timer = setTimeout(
      () => {
        const now = machineNow();
        const due = this.scheduled.filter(({ dueAt }) => dueAt <= now);
        this.scheduled = this.scheduled.filter(({ dueAt }) => dueAt > now);
        for (const update of due.sort((one, other) => one.dueAt - other.dueAt)) this.arrive(update);
        this.wakeForScheduled();
      },
      Math.max(1, first - machineNow()),
    );
  }

  dump(): UpdateQueueState {
    const { pending, scheduled, nextUpdateId, allowedUpdates } = this;
    return { pending, scheduled, nextUpdateId, allowedUpdates };
  }

  load(state: UpdateQueueState): void {
    this.pending = [...state.pending];
    this.scheduled = [...state.scheduled];
    this.nextUpdateId = state.nextUpdateId;
    this.allowedUpdates = [...state.allowedUpdates];
    this.wakeForScheduled();
  }
}
