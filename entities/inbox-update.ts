import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

export const INBOX_STATES = ['new', 'done', 'parked'] as const;
export type InboxState = (typeof INBOX_STATES)[number];

/** An update of the messenger, kept from before it is confirmed until after it is handled. */
@Entity('inbox_update')
@Check('inbox_update_state', `state in ('new', 'done', 'parked')`)
@Index('inbox_update_new', ['lane', 'updateId'], { where: `state = 'new'` })
export class InboxUpdate {
  @PrimaryColumn({ name: 'update_id', type: 'bigint', primaryKeyConstraintName: 'inbox_update_pkey' })
  updateId: number;

  /** Whose update it is: one lane is worked by one hand, in order. */
  @Column({ type: 'bigint' })
  lane: number;

  /** Null once done: what people write is kept where it belongs, not twice. */
  @Column({ type: 'jsonb', nullable: true })
  payload: object | null;

  @Column({ name: 'received_at', type: 'timestamptz' })
  receivedAt: Date;

  @Column({ type: 'text' })
  state: InboxState;

  /** Tries that threw. */
  @Column({ type: 'smallint', default: 0 })
  attempts: number;

  /** How often a process found it at the head of its lane, left by a process that had stopped. */
  @Column({ type: 'smallint', default: 0 })
  resumes: number;

  @Column({ name: 'last_error', type: 'text', nullable: true })
  lastError: string | null;

  @Column({ name: 'next_attempt_at', type: 'timestamptz', nullable: true })
  nextAttemptAt: Date | null;

  @Column({ name: 'done_at', type: 'timestamptz', nullable: true })
  doneAt: Date | null;
}
