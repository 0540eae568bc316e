import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Person } from './person';

/** Why nothing reaches a chat of a person, as the messenger told it; null when it does, or nothing was tried. */
export const UNREACHABLE = ['never_started', 'blocked', 'deactivated'] as const;
export type Unreachable = (typeof UNREACHABLE)[number];

/** By which a person uses the bot: one of each messenger at most. The messenger's ids are texts that only its adapter reads. */
@Entity('account')
@Unique(['messenger', 'userId'])
@Index('account_home', ['personId'], { unique: true, where: 'is_home' })
export class Account {
  @ForeignKey(() => Person)
  @PrimaryColumn('integer')
  personId: number;

  @PrimaryColumn('text')
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

  /** The bot writes to the person here; in the others they look and act. One of them always is. */
  @Column('boolean', { default: true })
  isHome: boolean;

  /** It is written to in the place of that messenger, until it answers again; null: the person lives here. */
  @Column('text', { nullable: true })
  insteadOf: string | null;

  /** The person has spoken here last: what stands open is asked here. */
  @Column('boolean', { default: true })
  isSpokenIn: boolean;

  /** Nobody comes in by it, and what is to be said here waits: «Это не я» was said of it, or its phone is lost. */
  @Column('timestamptz', { nullable: true })
  heldSince: Date | null;
}

/** Where somebody is met: a person's private chat, or a group. */
export type Chat = Readonly<Pick<Account, 'messenger' | 'chatId'>>;

/** An account as its messenger knows it, whoever holds it. */
export type MessengerAccount = Readonly<Pick<Account, 'messenger' | 'userId' | 'chatId'>>;
