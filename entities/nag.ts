import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Person } from './person';
import { Reminder } from './reminder';

/** Who is reminded by which reminder: at most once, by the primary key. */
@Entity('nag')
@Index('nag_message', { synchronize: false })
@Index('nag_lately', ['personId', 'notedAt'])
@Index('nag_untold', ['personId'], { where: 'message_key is null' })
export class Nag {
  @ForeignKey(() => Reminder)
  @PrimaryColumn('bigint')
  reminderId: number;

  @ForeignKey(() => Person)
  @PrimaryColumn('integer')
  personId: number;

  /** Whose deputy they are reminded as. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  absentId: number | null;

  /** They hear of it only because the term is over. */
  @Column('boolean')
  escalated: boolean;

  /** As a curator alone: it waits for their next morning list. */
  @Column('boolean', { default: false })
  gathered: boolean;

  /** When it fell due, or was last put into a message: by it what was told lately is found. When it was told is in `told_nag`. */
  @Column('timestamptz')
  notedAt: Date;

  /** The outbox message that tells it, with whatever else fell together for the person; null: not yet put into one. */
  @Column('text', { nullable: true })
  messageKey: string | null;

  /** The message that it has joined since, when the person was told of something else a few minutes later. */
  @Column('text', { nullable: true })
  joinedKey: string | null;

  /** When its reason went, or a later nag of the same term took its place: the message shows it no more. */
  @Column('timestamptz', { nullable: true })
  withdrawnAt: Date | null;
}
