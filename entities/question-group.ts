import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { Engagement } from './engagement';
import { Person } from './person';

/**
 * A group of a domestic messenger in which the bot is. Tied to a direct line, questions are gathered from it; never one that gets
 * digests. The last tie stays until the next: a message of its days may come late, or be changed.
 */
@Entity('question_group')
@Unique('question_group_chat', ['messenger', 'chatId'])
@Index('question_group_line', ['engagementId'], { where: 'engagement_id is not null' })
export class QuestionGroup {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'BY DEFAULT' })
  id: number;

  @Column('text')
  messenger: string;

  @Column('text')
  chatId: string;

  @Column('text')
  title: string;

  /** The bot was removed; null: it is there. */
  @Column('timestamptz', { nullable: true })
  leftAt: Date | null;

  /** The direct line of its last tie; null: it has never been tied. */
  @ForeignKey(() => Engagement)
  @Column('integer', { nullable: true })
  engagementId: number | null;

  @ForeignKey(() => Person)
  @Column('integer', { nullable: true })
  tiedById: number | null;

  @Column('timestamptz', { nullable: true })
  tiedAt: Date | null;

  /** Null: the tie stands, if there is one. */
  @Column('timestamptz', { nullable: true })
  untiedAt: Date | null;

  /** Questions of this tie that were more than a participant, or a group, may ask within an hour. */
  @Column('integer', { default: 0 })
  passedOver: number;
}
