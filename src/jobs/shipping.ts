import type { Leadership, Place } from '../database/leadership';
import { isOfDatabase, isOfDisk } from '../errors';
import { failpoint } from '../process/failpoint';
import { describeError, framesOf, type Log } from '../process/log';
import { CARRIERS, LONGEST_ASKED_MS, waitAfter, type Carrier, type Trouble } from '../regulation/carriers';
import type { Carried, Carriers } from '../usecases/kit/parcel';
import type { Desk } from '../usecases/kit/ports';
import { claimShipment, nextShipmentAt, recoverShipments, type Claimed } from '../usecases/delivery/mark';
import { handOver, readMailParcel, readParcel } from '../usecases/delivery/settle-engagement';
import { settleShipment } from '../usecases/delivery/settle';
import { WakingLoop, type Rest } from '../waking/loop';

export interface ShippingOptions {
  readonly desk: Desk;
  readonly carriers: Carriers;
  readonly leadership: Leadership;
  readonly log: Log;
  /** After what has queued messages. */
  readonly wake: () => void;
  /** Whether nothing may leave the house yet. Not asked any more once it was answered by no. */
  readonly isHeld?: () => Promise<boolean>;
  /** How often to look without being woken. */
  readonly pollMilliseconds?: number;
}

/** A carrier that takes nothing now. */
export interface CarrierOutage {
  readonly carrier: Carrier;
  readonly trouble: Trouble;
  readonly since: Date;
}

export interface Shipping {
  start(): void;
  /** Something may have been queued; cheap, after each commit. */
  wake(): void;
  /** What this process has met, for `/health`; of a process that does not send: nothing. */
  outages(): readonly CarrierOutage[];
  /** Takes nothing more, waits for what is under way: its answer is worth a second. */
  stop(): Promise<void>;
}

const POLL_MS = 5_000;
/** Whoever presses fast wakes it as often. */
const LEAST_REST_MS = 50;
/** Within a few minutes, by the pauses of the regulation. */
const FAULTS_AT_MOST = 5;

/** What was approved leaves the house: for each carrier one process of the office sends, one thing after the other. */
export function createShipping(options: ShippingOptions): Shipping {
  const lines = CARRIERS.map((carrier) => new CarrierLine(carrier, options));
  return {
    start: () => lines.forEach((line) => line.start()),
    wake: () => lines.forEach((line) => line.wake()),
    outages: () => lines.flatMap((line) => line.outage ?? []),
    stop: async () => {
      await Promise.all(lines.map((line) => line.stop()));
    },
  };
}

/** One carrier. While it takes nothing at all, what waits does not knock one by one. */
class CarrierLine {
  outage: CarrierOutage | null = null;
  private readonly loop: WakingLoop;
  private place: Place | null = null;
  private failures = 0;
  private mayBeHeld: boolean;
  private restingUntil = 0;
  /** Deliveries that could not be made, and how often. */
  private readonly faults = new Map<number, number>();

  constructor(
    private readonly carrier: Carrier,
    private readonly options: ShippingOptions,
  ) {
    this.mayBeHeld = options.isHeld !== undefined;
    this.loop = new WakingLoop({
      takeOver: [() => this.handOver(), () => this.recover()],
      step: () => this.sendNext(),
      complaint: 'What is to be sent cannot be read; trying again',
      failureRestMs: POLL_MS,
      leastRestMs: LEAST_REST_MS,
      log: options.log,
      about: { carrier },
    });
  }

  start(): void {
    this.place = this.options.leadership.compete(`shipping:${this.carrier}`, {
      gained: () => this.loop.start(),
      lost: () => {
        this.loop.leave();
        this.outage = null;
      },
    });
  }

  wake(): void {
    this.loop.wake();
  }

  async stop(): Promise<void> {
    await this.loop.stop();
    await this.place?.resign();
  }

  private async handOver(): Promise<void> {
    const { desk, carriers, wake } = this.options;
    if ((await handOver(desk, this.carrier, carriers[this.carrier] !== null)) > 0) wake();
  }

  private async recover(): Promise<void> {
    await recoverShipments(this.options.desk, this.carrier);
  }

  private async sendNext(): Promise<Rest> {
    const { desk, carriers, pollMilliseconds = POLL_MS, wake } = this.options;
    if (carriers[this.carrier] === null) return pollMilliseconds;
    this.mayBeHeld = this.mayBeHeld && ((await this.options.isHeld?.()) ?? false);
    if (this.mayBeHeld) return pollMilliseconds;
    const claimed = this.isResting() ? null : await claimShipment(desk, this.carrier);
    if (!claimed) {
      const next = await nextShipmentAt(desk, this.carrier);
      if (next === null) return pollMilliseconds;
      return Math.min(pollMilliseconds, Math.max(next.getTime(), this.restingUntil) - desk.clock.now().getTime());
    }
    failpoint('shipment-claimed');
    const carried = await this.carry(claimed);
    failpoint('shipment-carried');
    await this.settle(claimed, carried);
    this.note(claimed, carried);
    wake();
    return 'more';
  }

  /** A clock that leaps back must not let everybody wait for years. */
  private isResting(): boolean {
    const left = this.restingUntil - this.options.desk.clock.now().getTime();
    return left > 0 && left <= LONGEST_ASKED_MS;
  }

  /** What can't be written down holds up no other delivery: it is set aside, people hear of it, and nobody sends it again. */
  private async settle(claimed: Claimed, carried: Carried): Promise<void> {
    const { desk } = this.options;
    const shipment = claimed.id;
    const isSettled = await this.loop.keep(() => settleShipment(desk, claimed, carried), {
      refused: 'What became of a delivery cannot be written down; it is set aside',
      about: { shipment, outcome: carried.outcome },
    });
    if (isSettled) return;
    await this.loop.keep(() => settleShipment(desk, claimed, UNWRITTEN), {
      refused: 'A delivery cannot be set aside; the next start finds it',
      about: { shipment },
    });
  }

  private async carry(claimed: Claimed): Promise<Carried> {
    const { desk, carriers, log } = this.options;
    try {
      if (this.carrier === 'mail') {
        const parcel = await readMailParcel(desk, claimed);
        if (parcel === null) return { outcome: 'refused', trouble: 'address', detail: null };
        return (await carriers.mail?.send(parcel)) ?? OFF;
      }
      if (claimed.acceptedAt !== null) return (await carriers.gateway?.ask(claimed.key)) ?? OFF;
      return (await carriers.gateway?.send(await readParcel(desk, claimed))) ?? OFF;
    } catch (error) {
      const faults = (this.faults.get(claimed.id) ?? 0) + (isOfDatabase(error) || isOfDisk(error) ? 0 : 1);
      this.faults.set(claimed.id, faults);
      log.error(
        { carrier: this.carrier, shipment: claimed.id, faults, reason: describeError(error), at: framesOf(error) },
        'A delivery could not be made',
      );
      // A file that is gone, or a fault of ours: the next try may do better, a sixth will not.
      if (faults >= FAULTS_AT_MOST) return { outcome: 'refused', trouble: 'fault', detail: null };
      return { outcome: 'waits', trouble: 'fault', detail: null, afterMs: null, ofCarrier: false };
    }
  }

  private note({ id, tries }: Claimed, carried: Carried): void {
    const { carrier } = this;
    const { log, desk } = this.options;
    const now = desk.clock.now();
    const ofCarrier = carried.outcome === 'waits' && carried.ofCarrier;
    if (carried.outcome !== 'waits') this.faults.delete(id);
    if (!ofCarrier) {
      if (this.outage) log.info({ carrier }, 'The carrier takes deliveries again');
      this.outage = null;
      this.failures = 0;
      this.restingUntil = 0;
    } else {
      this.failures += 1;
      this.restingUntil = now.getTime() + waitAfter(this.failures, carried.afterMs);
      this.outage = { carrier, trouble: carried.trouble, since: this.outage?.since ?? now };
    }
    if (carried.outcome === 'refused' || carried.outcome === 'waits' || carried.outcome === 'unknown')
      log.warn(
        { carrier, shipment: id, tries, outcome: carried.outcome, trouble: carried.trouble },
        'A delivery has not arrived',
      );
  }
}

const UNWRITTEN: Carried = { outcome: 'unwritten' };
const OFF: Carried = { outcome: 'waits', trouble: 'off', detail: null, afterMs: null, ofCarrier: true };
