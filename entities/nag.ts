import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Person } from './person';
import { Reminder } from './reminder';

/** Who is reminded by which reminder: at most once, by the primary key. */
@Entity('nag')
@Index('nag_message', ['messageKey'])
@Index('nag_untold', ['personId'], { where: 'message_key is null' })
export class Nag {
  @ForeignKey(() => Reminder)
  @PrimaryColumn('bigint', { name: 'reminder_id' })
  reminderId: number;

  @ForeignKey(() => Person)
  @PrimaryColumn('integer', { name: 'person_id' })
  personId: number;

  /** Whose deputy they are reminded as. */
  @ForeignKey(() => Person)
  @Column('integer', { name: 'absent_id', nullable: true })
  absentId: number | null;

  /** They hear of it only because the term is over. */
  @Column('boolean')
  escalated: boolean;

  @Column('timestamptz', { name: 'noted_at' })
  notedAt: Date;

  /** The outbox message that tells it, with whatever else fell together for the person; null: not yet put into one. */
  @Column('text', { name: 'message_key', nullable: true })
  messageKey: string | null;

  /** When its reason went, or a later nag of the same term took its place: the message shows it no more. */
  @Column('timestamptz', { name: 'withdrawn_at', nullable: true })
  withdrawnAt: Date | null;
}
