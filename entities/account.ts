import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { Person } from './person';

/** Why nothing reaches a person's chat, as the messenger told it; null when it does, or nothing was tried. */
export const UNREACHABLE = ['never_started', 'blocked', 'deactivated'] as const;
export type Unreachable = (typeof UNREACHABLE)[number];

/** By which a person uses the bot: one of one messenger, for now. The messenger's ids are texts that only its adapter reads. */
@Entity('account')
@Unique(['messenger', 'userId'])
export class Account {
  @ForeignKey(() => Person)
  @PrimaryColumn('integer')
  personId: number;

  @Column('text')
  messenger: string;

  @Column('text')
  userId: string;

  /** The private chat of the person with the bot. */
  @Column('text')
  chatId: string;

  /** When the person first wrote to the bot: it can't write first. */
  @Column('timestamptz', { nullable: true })
  startedAt: Date | null;

  @Column('text', { nullable: true })
  unreachable: Unreachable | null;

  /** The message that shows a menu or a list, as its messenger names it: the next one takes its place. */
  @Column('text', { nullable: true })
  listRef: string | null;
}

/** Where somebody is met: a person's private chat, or a group. */
export type Chat = Readonly<Pick<Account, 'messenger' | 'chatId'>>;

/** An account as its messenger knows it, whoever holds it. */
export type MessengerAccount = Readonly<Pick<Account, 'messenger' | 'userId' | 'chatId'>>;
