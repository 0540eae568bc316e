import { Column, Entity, PrimaryColumn, Check, Index, PrimaryGeneratedColumn, ForeignKey } from 'typeorm';
import type { PlainDate } from '../src/regulation/calendar';
import { Person } from './person';

/** What a digest counted that day: the next working day's shows the difference. */
@Entity('digest')
export class Digest {
  /** Whose digest: 'group:3', 'person:7'. */
  @PrimaryColumn('text')
  subject: string;

  @PrimaryColumn('date')
  day: PlainDate;

  @Column('jsonb')
  numbers: unknown;
}

/** A group, or a topic of one, that gets digests. Work never happens there. */
@Entity('group_chat')
@Index('group_chat_place', { synchronize: false })
@Check('group_chat_digest_at', 'digest_at between 0 and 1439')
export class GroupChat {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @Column('text')
  title: string;

  @Column('text')
  messenger: string;

  @Column('text')
  chatId: string;

  /** The topic, where the messenger has such a thing; null: the group itself. */
  @Column('text', { nullable: true })
  threadId: string | null;

  /** Minutes after midnight; null: half an hour after the office opens. */
  @Column('integer', { nullable: true })
  digestAt: number | null;

  /** Parts of the digest that are shown; null: everything. */
  @Column('text', { array: true, nullable: true })
  contents: string[] | null;

  /** Switched off by an admin, or because the bot can't write there any more. */
  @Column('timestamptz', { nullable: true })
  stoppedAt: Date | null;
}

/** A control list that somebody wants each morning, or into a group on the first working day of each week. */
@Entity('list_subscription')
@Index('list_subscription_once', { synchronize: false })
export class ListSubscription {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  /** By whose rights it is read. */
  @ForeignKey(() => Person)
  @Column('integer')
  personId: number;

  /** Null: to themselves, each morning. */
  @ForeignKey(() => GroupChat, { onDelete: 'CASCADE' })
  @Column('integer', { nullable: true })
  groupId: number | null;

  @Column('text')
  list: string;

  /** To what it is narrowed, as its buttons name it; null: all of it. */
  @Column('text', { nullable: true })
  narrowedBy: string | null;

  @Column('text', { nullable: true })
  code: string | null;
}
