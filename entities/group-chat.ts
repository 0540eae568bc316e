import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

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
