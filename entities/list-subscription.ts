import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { GroupChat } from './group-chat';
import { Person } from './person';

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
