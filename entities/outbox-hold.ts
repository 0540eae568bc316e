import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A chat that must be left in peace until a moment: Telegram's retry_after, or our own backoff. */
@Entity('outbox_hold')
export class OutboxHold {
  @PrimaryColumn({ name: 'chat_id', type: 'bigint', primaryKeyConstraintName: 'outbox_hold_pkey' })
  chatId: number;

  /** On the machine's clock: Telegram's waits do not follow an office's clock. */
  @Column({ name: 'held_until', type: 'timestamptz' })
  heldUntil: Date;
}
