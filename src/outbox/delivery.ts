/** The port through which the outbox speaks; a messenger implements it. */
export interface Messenger {
  /** As rows name it: it is given the messages of these alone. */
  readonly name: string;
  /**
   * Renders and sends, now. Ends within a minute. A throw is a fault of ours: tried again a few times, then dead.
   */
  deliver(message: ClaimedMessage): Promise<Delivery>;
  /** Asks something cheap: whether it answers now. */
  isReached(): Promise<boolean>;
}

export interface ClaimedMessage {
  readonly id: number;
  readonly key: string;
  readonly messenger: string;
  readonly chatId: string;
  readonly kind: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly silent: boolean;
  readonly mergeable: boolean;
  /** 1 at first. */
  readonly attempt: number;
  /** Earlier sends of it that may have arrived. */
  readonly ambiguousSends: number;
}

/** Of a group: the bot is not in it, may not write, or its topic is closed or gone. */
const GROUP_REASONS = ['kicked', 'muted', 'topic_gone'] as const;
export type GroupReason = (typeof GROUP_REASONS)[number];
export type UnreachableReason = 'never_started' | 'blocked' | 'deactivated' | GroupReason;

export const isOfGroup = (reason: UnreachableReason): reason is GroupReason =>
  GROUP_REASONS.some((one) => one === reason);

/** Nobody knows whether it arrived, after all the tries that there are; or it never will. */
export type GivenUp = 'ambiguous' | 'dead';

export type Delivery =
  /**
   * `message`: what it has become, as the messenger names it. `remember`: what has to be kept of it beside; it is done until
   * the database takes it, since from here on a failure is no reason to send again.
   */
  | { readonly outcome: 'sent'; readonly message?: string; readonly remember?: () => Promise<void> }
  /** There was nothing to say any more. */
  | { readonly outcome: 'skipped'; readonly reason: string }
  /**
   * It certainly did not arrive and may later. `afterSeconds`: the messenger has asked for a pause, in this chat or in all.
   * Without them it was not reached.
   */
  | {
      readonly outcome: 'retry';
      readonly afterSeconds?: number;
      readonly ofAllChats?: boolean;
      readonly error: string;
    }
  /** It may have arrived. */
  | { readonly outcome: 'ambiguous'; readonly error: string }
  | { readonly outcome: 'unreachable'; readonly reason: UnreachableReason; readonly error: string }
  /** It will never arrive. */
  | { readonly outcome: 'dead'; readonly error: string }
  /** The chat has another id now. */
  | { readonly outcome: 'migrated'; readonly toChatId: string };
