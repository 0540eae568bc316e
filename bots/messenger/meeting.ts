import type { Log } from '../../src/process/log';
import type { Line, LineTrouble } from './line';
import { insist } from './patience';
import type { Service } from './service';

/** What keeps the bot from speaking with a messenger, or from being spoken to. */
export interface Hindrance {
  readonly kind: LineTrouble['kind'] | 'webhook';
  readonly reason: string;
}

/** A line as far as a process and a messenger come to know each other by it. */
export interface MeetingLine<Me> extends Pick<Line, 'trouble'> {
  readonly service: Service;
  whoAmI(this: void): Promise<Me>;
  /** From now on updates come by themselves. */
  setWebhook(url: string, secret: string): Promise<true>;
  /** Asks by itself while there is trouble. */
  watch(stopped: AbortSignal): Promise<void>;
}

/** How a process and a messenger come to know each other: each step is asked for until it is taken, or somebody stops. */
export function createMeeting<Me>(line: MeetingLine<Me>, log: Log) {
  const { service } = line;
  const stopping = new AbortController();
  const insistence = { service, stopped: stopping.signal, log };
  let hasMet = false;
  let noWebhook: string | null = null;
  return {
    hindrance(this: void): Hindrance | null {
      if (!hasMet) return line.trouble(0) ?? { kind: 'silent', reason: `${service.name} has not been reached yet` };
      const trouble = line.trouble();
      if (trouble || noWebhook === null) return trouble;
      return {
        kind: 'webhook',
        reason: `${service.name} has not taken ${service.webhookVariable} yet, it is asked again: ${noWebhook}`,
      };
    },
    /** Who we are; null: stopped before the messenger has said it. */
    async meet(): Promise<Me | null> {
      void line.watch(stopping.signal);
      const me = await insist('who the bot is', line.whoAmI, insistence);
      hasMet = me !== null;
      return me;
    },
    /** Updates come to this address from now on; null: stopped before it was taken. */
    async takeWebhook({ url, secret }: { readonly url: string; readonly secret: string }): Promise<true | null> {
      noWebhook = 'no answer yet';
      const onFailure = (reason: string) => (noWebhook = reason);
      const taken = await insist('the webhook', () => line.setWebhook(url, secret), { ...insistence, onFailure });
      if (taken !== null) noWebhook = null;
      return taken;
    },
    isStopped: (): boolean => stopping.signal.aborted,
    stop: () => stopping.abort(),
  };
}
