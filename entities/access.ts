import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { AccessMatter, AccessState } from '../src/regulation/access';
import { Person } from './person';

/** A link that ties one account of a messenger to one person: single use, expiring. Only the hash of its secret is kept. */
@Entity('invitation')
@Index('invitation_person', ['personId'])
export class Invitation {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @ForeignKey(() => Person)
  @Column('integer')
  personId: number;

  /** The messenger whose account it ties; null: any. */
  @Column('text', { nullable: true })
  messenger: string | null;

  @Column('text', { unique: true })
  secretHash: string;

  @ForeignKey(() => Person)
  @Column('integer')
  createdById: number;

  @Column('timestamptz')
  expiresAt: Date;

  @Column('timestamptz', { nullable: true })
  usedAt: Date | null;
}

/** From where a change of access came. */
export const ACCESS_SOURCES = ['link', 'number', 'table', 'server', 'chat'] as const;
export type AccessSource = (typeof ACCESS_SOURCES)[number];

/** That somebody comes in by another account, or may approve or administer: told to all concerned, and not done before it is confirmed where one admin alone must not do it. */
@Entity('access_change')
@Index('access_change_person', ['personId', 'messenger'])
@Index('access_change_open', ['dueAt'], { where: `state in ('waits', 'contested')` })
export class AccessChange {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @Column('text')
  matter: AccessMatter;

  /** Null: it is of the whole office. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  personId: number | null;

  /** The admin who wants it, or has made the link; null: the server. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  byId: number | null;

  @Column('text')
  source: AccessSource;

  /** Of the account by which the person comes in; null: it is about none. */
  @Column('text', { nullable: true })
  messenger: string | null;

  @Column('text', { nullable: true })
  userId: string | null;

  @Column('text', { nullable: true })
  chatId: string | null;

  /** Start was pressed there. */
  @Column('boolean', { default: false })
  isStarted: boolean;

  /** The account whose place it has taken or would take; null: none, or one that was reported lost and has no word. */
  @Column('text', { nullable: true })
  formerUserId: string | null;

  @Column('text', { nullable: true })
  formerChatId: string | null;

  @Column('text')
  state: AccessState;

  @Column('timestamptz')
  askedAt: Date;

  /** When what waits is done, unless somebody objects; null: it waits for nothing. */
  @Column('timestamptz', { nullable: true })
  dueAt: Date | null;

  /** When «Это не я» was said. */
  @Column('timestamptz', { nullable: true })
  contestedAt: Date | null;

  @Column('timestamptz', { nullable: true })
  settledAt: Date | null;

  /** Null: time, the server, or it is not settled. */
  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  settledById: number | null;
}
