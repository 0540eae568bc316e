import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Person } from './person';

export const CARD_SUBJECTS = ['appeal', 'delivery'] as const;
export type CardSubject = (typeof CARD_SUBJECTS)[number];

/** Which message shows what to whom: one per person and subject, edited in place. */
@Entity('card')
@Index('card_subject', ['subject', 'subjectId'])
export class Card {
  @ForeignKey(() => Person)
  @PrimaryColumn('integer', { name: 'person_id' })
  personId: number;

  @PrimaryColumn('text')
  subject: CardSubject;

  @PrimaryColumn('integer', { name: 'subject_id' })
  subjectId: number;

  @Column('bigint', { name: 'chat_id' })
  chatId: number;

  @Column('integer', { name: 'message_id' })
  messageId: number;
}
