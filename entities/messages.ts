import { Check, Column, Entity, Index, PrimaryGeneratedColumn, Unique, PrimaryColumn } from 'typeorm';

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

export const INBOX_STATES = ['new', 'done', 'parked'] as const;
export type InboxState = (typeof INBOX_STATES)[number];

/** An update of a messenger, kept from before it is confirmed until after it is handled. */
@Entity('inbox_update')
@Unique(['messenger', 'key'])
@Check('inbox_update_state', `state in ('new', 'done', 'parked')`)
@Index('inbox_update_new', ['messenger', 'lane', 'place', 'id'], { where: `state = 'new'` })
export class InboxUpdate {
  /** Order of arrival. */
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: number;

  /** Whose words the key, the lane and the payload are. */
  @Column('text')
  messenger: string;

  /** The same for every delivery of one event. */
  @Column('text')
  key: string;

  /** Whose update it is: one lane is worked by one hand, in order. */
  @Column('text')
  lane: string;

  /** The order within a lane: the messenger's own where it numbers its updates, else that of arrival. */
  @Column('bigint')
  place: number;

  /** Null once done: what people write is kept where it belongs, not twice. */
  @Column('jsonb', { nullable: true })
  payload: object | null;

  @Column('timestamptz')
  receivedAt: Date;

  @Column('text')
  state: InboxState;

  /** Tries that threw, but for those that an outage has spoilt. */
  @Column('smallint', { default: 0 })
  attempts: number;

  /** How often a process found it at the head of its lane, left by a process that had stopped, since one has outlived a try of it. */
  @Column('smallint', { default: 0 })
  resumes: number;

  @Column('text', { nullable: true })
  lastError: string | null;

  @Column('timestamptz', { nullable: true })
  nextAttemptAt: Date | null;

  @Column('timestamptz', { nullable: true })
  doneAt: Date | null;
}

/** Bytes that a messenger has been given by us: it shows them again by a name of its own, without another upload. */
@Entity('sent_file')
export class SentFile {
  @PrimaryColumn('text')
  messenger: string;

  @PrimaryColumn('text')
  sha256: string;

  /** As a photo it may be a smaller copy of these bytes. */
  @PrimaryColumn('text')
  shownAs: 'photo' | 'document';

  @Column('text')
  fileRef: string;
}
