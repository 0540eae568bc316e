import { performance } from 'node:perf_hooks';
import { systemClock } from '../clock';
import { failpoint } from '../process/failpoint';
import type { Leadership, Place } from '../database/leadership';
import { describeError } from '../process/log';
import { WakingLoop, type Rest } from '../waking/loop';
import type { ClaimedMessage } from './delivery';
import { Dispatch, type DispatchOptions, type Totals } from './dispatch';
import { Pauses } from './pauses';
import { createQueue, OUTBOX_CHANNEL, type HeldUp, type Queue } from './queue';

export interface SenderOptions extends DispatchOptions {
  readonly leadership: Leadership;
  /** In the leadership: of all processes that speak as one bot, one sends. */
  readonly place: string;
  /** While it answers, nothing else goes out. Not asked any more once it has answered null: nothing is held up. */
  readonly heldUp?: () => Promise<HeldUp | null>;
  /** Deliveries under way at once, each to another chat. */
  readonly parallel?: number;
  /** How often to look without being woken. */
  readonly pollMilliseconds?: number;
  /** The wait after the first failure; it doubles up to a minute. */
  readonly firstBackoffSeconds?: number;
}

export type Sender = Pick<OutboxSender, 'start' | 'wake' | 'stop' | 'totals' | 'holdsPlace'>;

/** Messages of one claim. */
const MAXIMUM_CLAIM = 100;
/** A pause that a restart may as well forget. */
const SHORTEST_KEPT_PAUSE_SECONDS = 2;

export function createSender(options: SenderOptions): Sender {
  return new OutboxSender(options);
}

/** Who goes when: claims what is due, as much as pace, pauses and seats allow, and gives each message a seat by its chat. */
class OutboxSender {
  private readonly queue: Queue;
  private readonly pauses: Pauses;
  private readonly loop: WakingLoop;
  private readonly dispatch: Dispatch;
  private readonly pollMs: number;
  private place: Place | null = null;
  private noticeUnderWay = false;
  private mayBeHeld: boolean;

  constructor(private readonly options: SenderOptions) {
    const {
      database,
      messenger,
      clock,
      log,
      parallel = 50,
      pollMilliseconds = 1_000,
      firstBackoffSeconds = 1,
    } = options;
    this.pollMs = pollMilliseconds;
    this.mayBeHeld = options.heldUp !== undefined;
    this.queue = createQueue(database, messenger.name);
    this.pauses = new Pauses(clock, firstBackoffSeconds);
    this.loop = new WakingLoop({
      takeOver: [() => this.takeOver()],
      step: () => this.sendDue(),
      complaint: 'The outbox cannot read what is due; trying again',
      failureRestMs: pollMilliseconds,
      seats: parallel,
      log,
    });
    this.dispatch = new Dispatch(options, this.queue, this.pauses, this.loop);
  }

  /** Outcomes since this process started, for /metrics. */
  get totals(): Totals {
    return this.dispatch.totals;
  }

  /** False: another process sends, or nobody yet; null: it does not ask for its place yet. */
  get holdsPlace(): boolean | null {
    return this.place?.held ?? null;
  }

  start(): void {
    const { leadership, place, pace } = this.options;
    pace.reach.onOpened(() => this.loop.wake());
    pace.onPauseAsked((chatId, seconds) => this.keepPause(chatId, seconds));
    leadership.listen(OUTBOX_CHANNEL, () => this.loop.wake());
    this.place = leadership.compete(place, { gained: () => this.loop.start(), lost: () => this.loop.leave() });
  }

  /** Something was committed for it; cheap, after each commit that enqueued. */
  wake(): void {
    if (this.loop.isActive) this.loop.wake();
    else this.giveNotice();
  }

  /** Claims nothing more, waits for what is under way. False when something still was at the limit. */
  async stop(limitMilliseconds = 10_000): Promise<boolean> {
    this.options.pace.reach.stop();
    const isDone = await this.loop.stop(limitMilliseconds);
    await this.place?.resign();
    return isDone;
  }

  /** What a process before us was sending, and which chats it had been told to leave in peace. */
  private async takeOver(): Promise<void> {
    const machineNow = systemClock.now();
    for (const { chatId, heldUntil } of await this.queue.holds(machineNow)) {
      this.options.pace.hold(chatId, (heldUntil.getTime() - machineNow.getTime()) / 1_000);
    }
    const ours = new Set(this.loop.underWay);
    for (const message of await this.queue.interrupted()) {
      if (!ours.has(message.chatId)) await this.dispatch.sendInterrupted(message);
    }
  }

  private async sendDue(): Promise<Rest> {
    const { pace, clock } = this.options;
    const now = performance.now();
    const free = Math.min(this.loop.freeSeats, MAXIMUM_CLAIM);
    const allowed = Math.min(free, this.allowance(now));
    if (free <= 0) return this.pollMs;
    if (allowed <= 0) return Math.min(this.pollMs, Math.max(10, pace.readyAt(now) - now));

    const waitingChats = [...pace.waitingChats(now), ...this.pauses.chats(now)];
    const except = [...this.loop.underWay, ...waitingChats.map(({ chatId }) => chatId)];
    const messages = await this.queue.claim(clock.now(), except, allowed, await this.heldUp());
    if (messages.length > 0) failpoint('message-claimed');
    for (const message of messages) this.send(message);
    if (messages.length === allowed) return pace.reach.state === 'trial' ? this.pollMs : 'more';
    return Math.min(this.pollMs, ...waitingChats.map(({ readyAt }) => readyAt - now));
  }

  /** Null: to everybody. */
  private async heldUp(): Promise<HeldUp | null> {
    const held = this.mayBeHeld ? ((await this.options.heldUp?.()) ?? null) : null;
    this.mayBeHeld = held !== null;
    return held;
  }

  /** While a question got through and no message has yet, one goes ahead of the others. */
  private allowance(now: number): number {
    const { pace } = this.options;
    if (pace.reach.state === 'trial' && this.loop.underWay.length > 0) return 0;
    return this.pauses.areAllResting(now) ? 0 : pace.allowance(now);
  }

  private send(message: ClaimedMessage): void {
    this.options.pace.spend(message.chatId, message.mergeable);
    this.loop.seat(message.chatId, () => this.dispatch.send(message));
  }

  private keepPause(chatId: string, seconds: number): void {
    if (seconds < SHORTEST_KEPT_PAUSE_SECONDS) return;
    const until = new Date(systemClock.now().getTime() + seconds * 1_000);
    this.queue.hold(chatId, until).catch(this.warned('A pause could not be written down'));
  }

  /** To the process that sends. What wakes us by a notice is answered by none: two that do not send would answer each other for ever. */
  private giveNotice(): void {
    if (this.noticeUnderWay || this.loop.isOver) return;
    this.noticeUnderWay = true;
    this.queue
      .notifySender()
      // the one who sends polls anyway
      .catch(this.warned('Cannot wake the sender'))
      .finally(() => (this.noticeUnderWay = false));
  }

  private warned(what: string) {
    return (error: unknown): void => this.options.log.warn({ reason: describeError(error) }, what);
  }
}
