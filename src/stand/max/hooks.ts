import { serialize } from './book';
import type { MaxUpdates } from './updates';

/** MAX comes again after 60 s × 2.5ⁿ, ten times; here a sixtieth of it is waited. */
const firstRetryMs = 1000;
const growth = 2.5;
const tries = 10;
const answerMs = 30_000;

export interface Subscription {
  readonly url: string;
  readonly secret?: string | undefined;
  readonly update_types?: readonly string[] | undefined;
  readonly time: number;
}

/** Addresses to which updates are brought, one update a request. They add up. */
export class Hooks {
  private subscriptions: Subscription[] = [];
  private failures = 0;
  private timer: NodeJS.Timeout | undefined;
  private isUnderWay = false;
  private isClosed = false;

  constructor(
    private readonly updates: MaxUpdates,
    private readonly touch: () => void,
  ) {
    updates.onArrival(() => void this.deliver());
  }

  list = (): readonly Subscription[] => this.subscriptions;

  subscribe(subscription: Subscription): void {
    this.subscriptions = [...this.subscriptions.filter(({ url }) => url !== subscription.url), subscription];
    this.touch();
    void this.deliver();
  }

  /** Also what MAX does when nobody has answered for hours. */
  unsubscribe(url?: string): void {
    this.subscriptions = this.subscriptions.filter((one) => url !== undefined && one.url !== url);
    this.touch();
  }

  /** Begins to deliver at once. */
  load(subscriptions: readonly Subscription[]): void {
    this.subscriptions = [...subscriptions];
    void this.deliver();
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
  }

  private async deliver(): Promise<void> {
    if (this.isUnderWay || this.isClosed) return;
    this.isUnderWay = true;
    try {
      for (let next = this.updates.first(); next && this.subscriptions.length > 0; next = this.updates.first()) {
        const { type, body, place } = next;
        const wanted = this.subscriptions.filter(({ update_types: types }) => types?.includes(type) ?? true);
        const taken = await Promise.all(wanted.map((to) => post(to, serialize(body))));
        if (taken.includes(false) && this.failures < tries) return this.later();
        this.failures = 0;
        this.updates.confirm(place);
      }
    } finally {
      this.isUnderWay = false;
    }
  }

  private later(): void {
    clearTimeout(this.timer);
    if (this.isClosed) return;
    this.timer = setTimeout(() => void this.deliver(), firstRetryMs * growth ** this.failures);
    this.failures += 1;
  }
}

/** Exactly 200 counts as taken. */
async function post({ url, secret }: Subscription, body: string): Promise<boolean> {
  try {
    const headers = {
      'content-type': 'application/json',
      ...(secret === undefined ? {} : { 'x-max-bot-api-secret': secret }),
    };
    const signal = AbortSignal.timeout(answerMs);
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}
