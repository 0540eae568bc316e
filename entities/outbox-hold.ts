import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A chat that must be left in peace until a moment: the messenger's word, or our own backoff. */
@Entity('outbox_hold')
export class OutboxHold {
  @PrimaryColumn('text')
  messenger: string;

  @PrimaryColumn('text')
  chatId: string;

  /** On the machine's clock: a messenger's waits do not follow an office's clock. */
  @Column('timestamptz')
  heldUntil: Date;
}
