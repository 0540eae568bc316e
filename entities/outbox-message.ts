import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

export const OUTBOX_STATES = [
  'new',
  'gathered',
  'sending',
  'sent',
  'skipped',
  'ambiguous',
  'unreachable',
  'dead',
] as const;
/** `gathered`: it is no message of its own, but a line of its reader's next morning list. */
export type OutboxState = (typeof OUTBOX_STATES)[number];

/** Something to be said to somebody, written in the transaction that is its reason, rendered when it is sent. */
@Entity('outbox_message')
@Check(
  'outbox_message_state',
  `state in ('new', 'gathered', 'sending', 'sent', 'skipped', 'ambiguous', 'unreachable', 'dead')`,
)
@Index('outbox_message_key', ['key'], { unique: true, where: `not mergeable` })
@Index('outbox_message_merge', ['key'], { unique: true, where: `mergeable and state = 'new'` })
@Index('outbox_message_open', ['messenger', 'chatId', 'id'], { where: `state in ('new', 'sending')` })
@Index('outbox_message_gathered', ['id'], { where: `state = 'gathered'` })
@Index('outbox_message_failed', ['state'], { where: `state in ('ambiguous', 'unreachable', 'dead')` })
export class OutboxMessage {
  /** Order within a chat. */
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: number;

  /** Why it exists: 'appeal:12:v5:assigned:user:7'. Once for all time, unless mergeable. */
  @Column('text')
  key: string;

  /** A redraw: several requests that wait together are one message, the last state. */
  @Column('boolean')
  mergeable: boolean;

  // Names and ids, no words of a language: by the rules of one, the sender's claim took two fifths longer.

  @Column({ type: 'text', collation: 'C' })
  messenger: string;

  @Column({ type: 'text', collation: 'C' })
  chatId: string;

  @Column('text')
  kind: string;

  @Column('jsonb')
  params: Record<string, unknown>;

  @Column('boolean')
  silent: boolean;

  @Column('text', { default: 'new' })
  state: OutboxState;

  /** How many requests a mergeable message stands for. */
  @Column('integer', { default: 1 })
  requested: number;

  /** Claims so far; also tells a claim from an earlier one of a process that has lost its place. */
  @Column('integer', { default: 0 })
  attempts: number;

  /** Sends of which nobody knows whether they arrived. */
  @Column('smallint', { default: 0 })
  ambiguousSends: number;

  /** Not before; null means at once. */
  @Column('timestamptz', { nullable: true })
  dueAt: Date | null;

  @Column('timestamptz')
  createdAt: Date;

  @Column('timestamptz', { nullable: true })
  finishedAt: Date | null;

  /** The message that it has become, as the messenger names it. */
  @Column('text', { nullable: true })
  messageRef: string | null;

  /** Why it was skipped, retried, left ambiguous or given up. */
  @Column('text', { nullable: true })
  reason: string | null;
}
