import { Column, Entity, ForeignKey, PrimaryGeneratedColumn, Index, PrimaryColumn, Unique } from 'typeorm';
import type { PlainDate } from '../src/regulation/calendar';
import type { HoldingRole } from '../src/regulation/deputies';
import type { Role } from '../src/regulation/vocabulary';
import { Organization } from './office';

/** An official. Never deleted: the journal points here. Their messengers are in `account`. */
@Entity('person')
export class Person {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  /** Full name as the roster has it; unique, because roster files refer to people by name. */
  @Column('text', { unique: true })
  name: string;

  @Column('text', { nullable: true })
  position: string | null;

  @Column('text', { array: true })
  roles: Role[];

  @Column('boolean', { default: false })
  canApprove: boolean;

  /** A curator whom an admin has named Управляющий делами (body п. 3): the journal of violations is theirs. */
  @Column('boolean', { default: false })
  managesAffairs: boolean;

  @ForeignKey(() => Organization)
  @Column('integer', { nullable: true })
  organizationId: number | null;

  /** The usual supervisor, to whom the executor reports. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  supervisorId: number | null;

  @Column('text', { nullable: true })
  snils: string | null;

  @Column('text', { nullable: true })
  locale: 'ru' | 'tt' | null;

  /** They have asked that nothing of theirs makes a sound. */
  @Column('boolean', { default: false })
  withoutSound: boolean;

  /** Their morning list comes so many minutes after opening; null: when everybody's does. */
  @Column('integer', { nullable: true })
  morningAfter: number | null;

  /** They have said themselves where the bot writes to them: to press Start elsewhere changes nothing. */
  @Column('boolean', { default: false })
  homeChosen: boolean;

  /** When they were last told that a photo sent as a file keeps its time and place. */
  @Column('timestamptz', { nullable: true })
  advisedOfFilesAt: Date | null;

  @Column('timestamptz', { nullable: true })
  disabledAt: Date | null;
}

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

/** Days when a person is away, both inclusive, and who stands in. */
@Entity('absence')
@Index('absence_person', ['personId'])
@Index('absence_deputy', ['deputyId'])
export class Absence {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => Person)
  @Column('integer')
  personId: number;

  @Column('date')
  fromDay: PlainDate;

  @Column('date')
  untilDay: PlainDate;

  /** For all roles; null: nobody, or one for each role (entities/deputy.ts). */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  deputyId: number | null;

  @ForeignKey(() => Person)
  @Column('integer')
  enteredById: number;

  @Column('timestamptz')
  enteredAt: Date;

  /** Null: with the absence, or nobody was. */
  @Column('timestamptz', { nullable: true })
  deputiesNamedAt: Date | null;

  /** One's own word for the same day counts once an admin has confirmed it; null: nobody has. */
  @Column('timestamptz', { nullable: true })
  confirmedAt: Date | null;

  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  confirmedById: number | null;

  @Column('timestamptz', { nullable: true })
  cancelledAt: Date | null;
}

/** Who stands in for an absent person in one role, where not one does in all (`deputyId` of the absence). */
@Entity('deputy')
@Index('deputy_person', ['deputyId'])
export class Deputy {
  @ForeignKey(() => Absence)
  @PrimaryColumn('integer')
  absenceId: number;

  @PrimaryColumn('text')
  role: HoldingRole;

  @ForeignKey(() => Person)
  @Column('integer')
  deputyId: number;
}

/** Whose phone sounds for all coordinators on a day. A day without a row: everybody's. */
@Entity('on_duty')
export class OnDuty {
  @PrimaryColumn('date')
  day: PlainDate;

  @ForeignKey(() => Person)
  @Column('integer')
  personId: number;
}

/**
 * An account that was taken from somebody in the bot, as when its phone is stolen, and that nobody was given there since: no file and no
 * environment brings it back.
 */
@Entity('removed_account')
export class RemovedAccount {
  @PrimaryColumn('text')
  messenger: string;

  @PrimaryColumn('text')
  userId: string;

  /** Whose it was. */
  @ForeignKey(() => Person)
  @Column('integer')
  personId: number;

  @Column('timestamptz')
  removedAt: Date;
}
