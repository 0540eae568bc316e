import type { Clock } from '../clock';
import { describeError, framesOf, type Log } from '../process/log';
import type { WakingLoop } from '../waking/loop';
import type { OutagePauses } from './outage-pauses';
import type { Inbox } from './queue';
import type { Sent, Unanswered } from './unanswered';
import type { HandleUpdate, Outage, WaitingUpdate } from './update';

export interface TriesOptions {
  readonly inbox: Inbox;
  readonly handle: HandleUpdate;
  readonly clock: Clock;
  readonly log: Log;
  /** Waits before the second, third… try; after the last one the update is parked. */
  readonly retryMilliseconds?: readonly number[];
  /** Whose failure it is; null: one of ours, which waiting does not mend. Absent: every failure is ours. */
  readonly outageIn?: (error: unknown) => Outage | null;
  /** Tells whoever sent the update that it waits; a throw is taken for «not said». */
  readonly onOutage?: (update: Sent, outage: Outage) => Promise<void>;
  /**
   * Of what an outage keeps for hours from its end. True: it is over, since whoever has sent it knows that it did not come; a throw is taken
   * for «not said».
   */
  readonly onLongOutage?: (update: Sent, error: unknown) => Promise<boolean>;
  /** Whether its lane may go on without it, which is so of no press: what follows may hang on it. */
  readonly mayWaitBeside?: (payload: object) => boolean;
  /** Where the database is away nobody may try again here for long: its words come by the clock. */
  readonly unanswered: Pick<Unanswered, 'begin' | 'areOver'>;
}

/**
 * What a try has come to: the update is over, its end can't be written down, or it waits so many milliseconds for the next try, at the head of
 * its lane or beside it.
 */
export type Tried =
  'over' | 'unwritten' | { readonly update: WaitingUpdate; readonly pause: number; readonly beside?: boolean };

/**
 * An update that was at hand each time a process died is not tried for ever. A death counts against the head of every lane, the
 * innocent among them, so a machine that dies often must not cost a word: after six, nine presses were set aside for nothing.
 */
const MAXIMUM_RESUMES = 30;
const RETRIES_MS = [1_000, 10_000];
/** All that a person sends later waits behind it. */
const LONG_OUTAGE_MS = 2 * 60 * 60_000;

/** One try of one update, and what is written down of it. */
export class Tries {
  constructor(
    private readonly options: TriesOptions,
    private readonly outages: OutagePauses,
    private readonly loop: Pick<WakingLoop, 'keep'>,
  ) {}

  async attempt(update: WaitingUpdate): Promise<Tried> {
    const { inbox, handle, log, outageIn } = this.options;
    const { id, key, attempts, resumes } = update;
    if (resumes > MAXIMUM_RESUMES) {
      const error = new Error(`the process stopped ${resumes} times while this update was at the head of its lane`);
      log.error({ messenger: inbox.messenger, key }, 'An update is parked: processes keep dying with it in hand');
      return this.park(update, error);
    }
    const since = performance.now();
    try {
      await handle(update.payload, { key, attempt: attempts + resumes + 1 });
    } catch (error) {
      const outage = outageIn?.(error) ?? null;
      return outage ? this.waitOut(update, error, outage, since) : this.fail(update, error);
    }
    this.isOver(update);
    return this.end(() => inbox.done(id), 'mark an update done');
  }

  /** A fault of ours: a few tries, then it is set aside and told. */
  private async fail(update: WaitingUpdate, error: unknown): Promise<Tried> {
    const { inbox, log, clock, retryMilliseconds = RETRIES_MS } = this.options;
    const { id, key, attempts } = update;
    this.isOver(update);
    const pause = retryMilliseconds[attempts];
    log.error(
      {
        messenger: inbox.messenger,
        key,
        attempt: attempts + 1,
        reason: describeError(error),
        at: framesOf(error),
        parked: pause === undefined,
      },
      'A handler failed',
    );
    if (pause === undefined) return this.park(update, error);
    const nextAttemptAt = new Date(clock.now().getTime() + pause);
    await this.keep(() => inbox.failed(id, error, nextAttemptAt), 'record a failure');
    return { update: { ...update, attempts: attempts + 1 }, pause };
  }

  /** Nobody's fault here: its lane waits as long as the outage lasts, and it costs the update nothing. */
  private async waitOut(update: WaitingUpdate, error: unknown, outage: Outage, since: number): Promise<Tried> {
    const { inbox, log, clock, onOutage, unanswered, mayWaitBeside } = this.options;
    const { messenger } = inbox;
    if (outage.of === 'messenger' && (await this.isGivenUp(update, error))) {
      log.error(
        { messenger, key: update.key, reason: describeError(error) },
        'An outage lasts too long: the update is given up, as its sender knows',
      );
      this.isOver(update);
      return this.end(() => inbox.done(update.id), 'mark an update done');
    }
    const pause = this.outages.next(update, outage, since);
    log.warn(
      { messenger, key: update.key, outage: outage.of, reason: describeError(error), pause },
      'An outage: the update waits',
    );
    if (outage.of === 'database') unanswered.begin([update]);
    else if (onOutage && this.outages.isToBeTold(update, outage)) {
      await onOutage(update, outage).then(
        () => this.outages.isTold(update),
        this.warned('Cannot tell of the outage yet'),
      );
    }
    const nextAttemptAt = new Date(clock.now().getTime() + pause);
    // Tried once: what is not written down now is only tried sooner after a restart.
    await inbox.postponed(update.id, error, nextAttemptAt).catch(this.warned('Cannot record that an update waits'));
    return {
      update: { ...update, resumes: 0 },
      pause,
      beside: outage.beside === true && mayWaitBeside?.(update.payload) === true,
    };
  }

  private async isGivenUp(update: WaitingUpdate, error: unknown): Promise<boolean> {
    const { clock, onLongOutage } = this.options;
    if (!onLongOutage || clock.now().getTime() - update.receivedAt.getTime() < LONG_OUTAGE_MS) return false;
    return onLongOutage(update, error).catch((failure: unknown) => {
      this.warned('Cannot tell yet that an update is given up')(failure);
      return false;
    });
  }

  private isOver(update: WaitingUpdate): void {
    this.outages.isOver(update);
    this.options.unanswered.areOver([update]);
  }

  private park(update: WaitingUpdate, error: unknown): Promise<Tried> {
    return this.end(() => this.options.inbox.park(update, error), 'park an update');
  }

  private async end(write: () => Promise<void>, what: string): Promise<Tried> {
    return (await this.keep(write, what)) ? 'over' : 'unwritten';
  }

  private keep(write: () => Promise<void>, what: string): Promise<boolean> {
    return this.loop.keep(write, { waits: `Cannot ${what}`, refused: `Cannot ${what}: the database refuses it` });
  }

  private warned(what: string) {
    return (error: unknown): void => this.options.log.warn({ reason: describeError(error) }, what);
  }
}
