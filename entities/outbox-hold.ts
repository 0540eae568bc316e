import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A chat that must be left in peace until a moment: Telegram's retry_after, or our own backoff. */
@Entity('outbox_hold')
export class OutboxHold {
  @PrimaryColumn('bigint')
  chatId: number;

  /** On the machine's clock: Telegram's waits do not follow an office's clock. */
  @Column('timestamptz')
  heldUntil: Date;
}
