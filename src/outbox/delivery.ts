/** The port through which the outbox speaks; a messenger implements it. */
export interface Messenger {
  /** As rows name it: it is given the messages of these alone. */
  readonly name: string;
  /**
   * Renders and sends, now. Ends within a minute. A throw is a fault of ours: tried again a few times, then dead.
   */
  deliver(message: ClaimedMessage): Promise<Delivery>;
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
  (GROUP_REASONS as readonly UnreachableReason[]).includes(reason);

export type Delivery =
  /** `message`: what it has become, as the messenger names it. */
  | { readonly outcome: 'sent'; readonly message?: string }
  /** There was nothing to say any more. */
  | { readonly outcome: 'skipped'; readonly reason: string }
  /** It certainly did not arrive and may later. `afterSeconds` is the other side's word, else we choose. */
  | { readonly outcome: 'retry'; readonly afterSeconds?: number; readonly error: string }
  /** It may have arrived. */
  | { readonly outcome: 'ambiguous'; readonly error: string }
  | { readonly outcome: 'unreachable'; readonly reason: UnreachableReason; readonly error: string }
  /** It will never arrive. */
  | { readonly outcome: 'dead'; readonly error: string }
  /** The chat has another id now. */
  | { readonly outcome: 'migrated'; readonly toChatId: string };
