import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A group that gets digests. Work never happens there. */
@Entity('group_chat')
export class GroupChat {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @Column('text')
  title: string;

  @Column('bigint', { name: 'chat_id', unique: true })
  chatId: number;

  @Column('integer', { name: 'thread_id', nullable: true })
  threadId: number | null;
}
